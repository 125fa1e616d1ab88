"""The arithmetic behind every result of a quality programme, exact and open to re-computation.

Words: points, combination, rank, place, tier, pool, tally, share, payment, draw, band.
Doors: import the module that carries the word (``calc.points``, ``calc.combine``, ``calc.ranking``,
``calc.places``, ``calc.payments``, ...).
It never: reads a clock, a database or a rulebook, uses a floating point number, or puts a zero where
something is missing.
"""
