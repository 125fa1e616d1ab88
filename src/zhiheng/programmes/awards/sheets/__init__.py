"""The workbook in which an office fills one open stage of a round: written with what is known, read back whole.

Words: stage sheet, table (one sheet of the workbook), line, mark (round, stage and rulebook digest on the notes
sheet), verdict (new, changed, unchanged, blank).
Doors: ``kinds.FORMS`` (what each kind of stage asks), ``write.write_sheet``, ``read.read_sheets``.
It never: saves anything, runs a formula, shows a mark that its reader may not see, takes a blank for an answer.
"""
