"""Assessors read and score an applicant beside each other, and the committee votes in secret.

Words: expert, interest, recusal, panel, draw, seat, scorebook, mark, comment, hearing points, ballot, slip, receipt.
Doors: ``actions`` (every change), ``queries`` (named reads), ``policy`` (who may mark, vote and see), ``domain``
(the pure conclusions of score, hearing, shortlist and ballot; the slips of the urn).
It never: shows a mark to anybody else before its stage has closed, puts a zero where a mark is missing, keeps what
leads from a slip to a member, or gives more places than there are.
"""
