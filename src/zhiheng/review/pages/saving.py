"""Keeping what an assessor wrote, without ever writing over what the same assessor saved elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.review import actions
from zhiheng.review.actions.desk import lock_stage
from zhiheng.review.queries.places import CaseAt
from zhiheng.review.queries.written import is_noted, marked_by

Note = tuple[str, str, str]


class MarkedElsewhere(Refused):
    """Items were marked in another window since this one was opened; ``standing`` says how."""

    def __init__(self, standing: Mapping[str, int]) -> None:
        told = "、".join(f"{item}（{percent}%）" for item, percent in standing.items())
        told_en = ", ".join(f"{item} ({percent}%)" for item, percent in standing.items())
        super().__init__(
            "mark.elsewhere",
            Text(
                f"{told} 已在另一窗口或另一台电脑上改评，请选择保留哪一个。",
                f"{told_en} was marked in another window or on another computer. Choose which one stays.",
            ),
        )
        self.standing = dict(standing)


@transaction.atomic
def save(
    found: CaseAt,
    *,
    marks: Mapping[str, int],
    bases: Mapping[str, int | None],
    notes: Collection[Note] = (),
    withdrawn: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep marks and comments in one transaction.

    *bases* says for each item what the window showed when the mark was changed: a mark that stands otherwise
    by now, and is not the wanted one, raises ``MarkedElsewhere``. A comment that stands word for word is not given twice.
    """
    case, stage = found.case.code, found.at.row.stage
    lock_stage(found.at.round.code, stage)
    _refuse_elsewhere(found, marks, bases, by)
    if withdrawn is not None:
        actions.withdraw_comment(case_code=case, stage=stage, comment=withdrawn, by=by, now=now)
    if marks or not (notes or withdrawn):
        actions.give_marks(case_code=case, stage=stage, marks=marks, by=by, now=now)
    for note in notes:
        if not is_noted(found.at.row.pk, found.case.pk, by.code, note):
            _give(case, stage, note, by, now)


def _give(case: str, stage: str, note: Note, by: Actor, now: datetime) -> None:
    item, kind, text = note
    actions.give_comment(case_code=case, stage=stage, item=item, kind=kind, text=text, by=by, now=now)


def _refuse_elsewhere(
    found: CaseAt, marks: Mapping[str, int], bases: Mapping[str, int | None], by: Actor
) -> None:
    """Refuse marks that were changed in another window; a sheet that is shut is the action's to refuse."""
    is_open = found.at.row.state == "open"
    standing = marked_by(found.at.row.pk, found.case.pk, by.code) if is_open else {}
    elsewhere = {
        item: standing[item]
        for item, percent in marks.items()
        if item in standing and standing[item] not in (percent, bases.get(item))
    }
    if elsewhere:
        raise MarkedElsewhere(elsewhere)
