"""The words that all rooms share.

Words: text in two languages, answer, refusal, citation, problem, actor, money, calendar, codes.
Doors: import the module that carries the word (``core.text``, ``core.calendar``, ...).
It never: reads a clock, a database or a setting.
"""
