"""Write down who of the authority read a confidential file, or took a round's papers along."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from zhiheng.casework.queries.readings import was_read_on
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards.queries.drafts import Place, case_at
from zhiheng.registers.domain.rows import DocumentRow

FEEDBACK_READ: Final = "awards.feedback_read"


@transaction.atomic
def note_read(*, place: Place, document: DocumentRow, by: Actor, now: datetime) -> None:
    """Leave a line for one reading of one file."""
    case = case_at(place)
    about = case.code if case is not None else place.round.code
    ledger.write(
        book=place.round.authority, act="awards.file_read", actor=by, about=about, at=now,
        body={"document": document.code, "sha256": document.sha256},
    )  # fmt: skip


@transaction.atomic
def note_feedback_read(*, case: Any, by: Actor, now: datetime) -> None:
    """Leave a line for a reading of a case's feedback report: one a case, a reader and a day (local time)."""
    case.round.programme.rounds.select_for_update().get(pk=case.round_id)
    if not was_read_on(case, by.code, now.astimezone(SHANGHAI).date(), act=FEEDBACK_READ):
        ledger.write(book=case.round.authority, act=FEEDBACK_READ, actor=by, about=case.code, at=now)


@transaction.atomic
def note_taken(*, round_: Any, what: str, by: Actor, now: datetime) -> None:
    """Leave a line for a list or a dossier of a round that somebody downloaded."""
    ledger.write(
        book=round_.authority,
        act="awards.papers_taken",
        actor=by,
        about=round_.code,
        at=now,
        body={"what": what},
    )
