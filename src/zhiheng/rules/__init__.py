"""What an instrument says: an officer writes the regulation once, and everything else reads it from here.

Words: rulebook, tier, condition, stage, ranking, article, facts, outcome, criteria model, case of a rulebook.
Doors: ``load`` (read, or refuse with every problem), ``check``, ``model`` (the values), ``facts`` and
``conditions`` (what an applicant's facts mean under a rule), ``classes`` (who belongs to a class), ``bodies`` (who
may not sit in two), ``criteria``, ``explain``, ``coverage`` (what is law and what a default), ``diff`` (what
changed), ``schema``, ``cases``, ``commands``.
It never: decides a case, reads a clock or a database, or guesses a fact that nobody has confirmed.
"""
