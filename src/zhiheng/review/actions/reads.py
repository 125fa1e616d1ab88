"""Write down who read a paper of a case."""

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


@transaction.atomic
def note_read(*, case: Any, document: DocumentRow, by: Actor, now: datetime) -> bool:
    """Leave one line for each reader, paper and day; tell whether this reading left one."""
    about, book = f"{case.code}/{document.code}", case.round.authority
    midnight = datetime.combine(now.astimezone(SHANGHAI).date(), time(0), SHANGHAI)
    today = lines.lines_about(book, about, below=False).filter(act=ACT, actor=by.code, at__gte=midnight)
    if today.exists():
        return False
    ledger.write(book=book, act=ACT, actor=by, about=about, at=now, body={"sha256": document.sha256})
    return True
