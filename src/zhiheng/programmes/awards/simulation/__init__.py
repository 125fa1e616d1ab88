"""Runs an instrument on an invented population: who would be left after each stage, what it takes, what stays empty.

Words: assumptions (everything invented, in one file), population, round (one run), report (many rounds).
Doors: ``report.simulate``, ``pictures``, the command ``zhiheng rulebook simulate``.
It never: touches the database, reads a clock, or passes an assumption off as law or as statistics.
"""
