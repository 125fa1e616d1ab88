"""What the measurements stand on: the shelf, a made-up award of one score stage, an empty home with its tables."""

from __future__ import annotations

import os
from pathlib import Path

SHELF = Path(__file__).resolve().parents[1] / "rulebooks"
XIAMEN = SHELF / "350200" / "quality-award" / "2020.yaml"
_AWARD = """\
rulebook: 350200/bench-award/2025
title: {zh: 测量用奖, en: Measured award}
kind: award
authority: "350200"
in_force: {from: 2025-01-01, to: null}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise]
tiers: [{id: award, title: {zh: 奖, en: Award}, quota: {at_most: 5}, art: "3"}]
stages:
"""
_NOTICE = """\
  - {id: applicants, kind: notice, title: {zh: 申报公示, en: Notice of applicants}, of: applicants,
     for: {working_days: 5}, objections: {named: true, written: true}, art: "5"}
"""
_DOCUMENTS = """\
  - {id: documents, kind: score, title: {zh: 材料评审, en: Documents}, by: assessor, criteria: gbt19580_2012,
     panel: {assessors: SEATS, lead: 1}, combine: trimmed_mean, keep: {per_place: 2}, art: "6"}
  - {id: approval, kind: approve, title: {zh: 批准, en: Approval}, art: "7"}
  - {id: granting, kind: grant, title: {zh: 授奖, en: Granting}, art: "8"}
"""


def measured_award(seats: int, *, noticed: bool = False) -> str:
    """Return the rulebook of an award with panels of so many seats, its applicants published first where asked."""
    return _AWARD + (_NOTICE if noticed else "") + _DOCUMENTS.replace("SEATS", str(seats))


def open_home(home: str, *, tables: bool = True, **environment: str) -> None:
    """Configure Django for a home on SQLite and, unless told otherwise, create the tables there."""
    os.environ.update(ZHIHENG_HOME=home, DATABASE_URL="", **environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
    import django
    from django.core.management import call_command

    django.setup()
    if tables:
        call_command("migrate", verbosity=0)
