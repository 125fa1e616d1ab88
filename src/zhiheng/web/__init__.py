"""The window on the house: public pages, the pages of rounds and cases, signing in, and the server.

Words: page, component, filter bar, pager, timeline.
Doors: ``urls``, the commands ``zhiheng setup`` and ``zhiheng serve``, ``wsgi``.
It never: changes anything but a language and a session, decides who may see what, or translates law.
"""
