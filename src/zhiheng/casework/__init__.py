"""Runs every procedure of the quality office: a round opens, its cases pass the stages, each gets a finding.

Words: programme, round, stage, case, task, finding, correction, withdrawal, notice, objection.
Doors: ``actions`` (every change), ``queries`` (named reads), ``kinds`` (what a stage of a kind does;
higher rooms add theirs in ``AppConfig.ready``), ``policy``.
It never: knows what an award, a reward or a loan is; reads a clock; guesses a fact that nobody attested.
"""
