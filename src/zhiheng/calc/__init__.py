"""The arithmetic behind every result of a quality programme, exact and open to re-computation.

Words: points, combination, rank, place, tally, share, draw, band.
Doors: import the module that carries the word (``calc.points``, ``calc.combine``, ``calc.ranking``, ...).
It never: reads a clock, a database or a rulebook, uses a floating point number, or puts a zero where
something is missing.
"""
