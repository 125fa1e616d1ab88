"""Who and what exists: the places, the organisations, the people and what is on record about them.

An award officer looks up here who an applicant is, where it belongs, what has happened to it and what
it already won; the answer is always as of a day, and every row says where it comes from.

Words: region, organisation, dated fact (event), person, account, role held, honour, document.
Doors: ``actions``, ``queries``, ``policy``, ``domain`` and the commands ``zhiheng register``.
It never: decides a case, guesses a fact that is not on record, deletes a row, or opens an upload.
"""
