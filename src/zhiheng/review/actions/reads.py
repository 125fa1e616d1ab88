"""Write down who read a paper of a case, or its dossier."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import transaction

from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.ledger import actions as ledger
from zhiheng.ledger import queries as lines
from zhiheng.registers.domain.rows import DocumentRow

ACT = "review.paper_read"


DOSSIER = "review.dossier_read"


@transaction.atomic
def note_read(*, case: Any, document: DocumentRow, by: Actor, now: datetime) -> bool:
    """Leave one line for each reader, paper and day; tell whether this reading left one."""
    return _noted(ACT, case, f"{case.code}/{document.code}", by, now, {"sha256": document.sha256})


@transaction.atomic
def note_dossier_read(*, case: Any, stage: str, by: Actor, now: datetime) -> bool:
    """Leave one line for each member, candidate and day; tell whether this reading left one."""
    return _noted(DOSSIER, case, case.code, by, now, {"stage": stage})


def _noted(act: str, case: Any, about: str, by: Actor, now: datetime, body: dict[str, Any]) -> bool:
    book = case.round.authority
    midnight = datetime.combine(now.astimezone(SHANGHAI).date(), time(0), SHANGHAI)
    today = lines.lines_about(book, about, below=False).filter(act=act, actor=by.code, at__gte=midnight)
    if today.exists():
        return False
    ledger.write(book=book, act=act, actor=by, about=about, at=now, body=body)
    return True
