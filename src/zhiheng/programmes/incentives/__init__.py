"""Rewards enterprises for the standards that they helped to make, every yuan shown with its calculation.

Words: standard, drafting unit, claim, precheck, proportions, budget, reward line, payment.
Doors: ``actions`` (submit, correct, precheck, settle proportions and budget, pay), ``queries`` (claims, preview,
lines, totals), ``policy``, the stage kinds claim, precheck and pay, and ``domain.conclusions`` without a database.
It never: pays a claim twice, guesses how several drafters share, or drops a claim that gets nothing.
"""
