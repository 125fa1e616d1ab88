"""Runs a quality award from the workbook of applications to the honours, and proves the result.

Words: application, round, honour, proof (an exported file from which an outsider re-computes the result).
Doors: ``actions`` (import applications, record a stage's sheet), ``queries.export``, ``domain.recompute``
(pure), ``commands`` (``zhiheng round``), the stage kind ``grant``.
It never: decides by itself; what a stage demands is the rulebook's, how it concludes is casework's and review's.
"""
