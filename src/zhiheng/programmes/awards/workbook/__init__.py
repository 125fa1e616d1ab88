"""The workbook in which an office hands over its applications: written as a template, read back with every problem.

Words: sheet, header, row, cell, problem (with file, sheet, row, column and remedy), warning.
Doors: ``template.write_workbook``, ``read.read_workbook``.
It never: runs or trusts a formula, guesses a date or a code, reads more than its limits, or saves anything.
"""
