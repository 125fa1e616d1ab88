"""Entry and exclusion for a whole population at once, with exactly the verdicts of ``rules.conditions``.

Words: columns (the facts of many subjects, fact by fact), verdict matrix.
Doors: ``columns.Columns``, ``gathering.columns_of`` (from ``Facts``), ``evaluation.evaluate_bulk``.
It never: words a reason or cites an article; for one subject's reasons ask ``rules.conditions.evaluate``.
"""
