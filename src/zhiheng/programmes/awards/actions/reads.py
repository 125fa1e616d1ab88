"""Write down who of the authority read a confidential file, or took a round's papers along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from zhiheng.core.actor import Actor
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards.queries.drafts import Place, case_at
from zhiheng.registers.domain.rows import DocumentRow


@transaction.atomic
def note_read(*, place: Place, document: DocumentRow, by: Actor, now: datetime) -> None:
    """Leave a line for one reading of one file."""
    case = case_at(place)
    ledger.write(
        book=place.round.authority, act="awards.file_read", actor=by, about=case.code, at=now,
        body={"document": document.code, "sha256": document.sha256},
    )  # fmt: skip


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
