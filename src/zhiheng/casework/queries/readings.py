"""Who read which case on which day, as the ledger tells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from zhiheng.casework.models import Case
from zhiheng.core.calendar import SHANGHAI
from zhiheng.ledger import queries as ledger


def was_read_on(case: Case, reader: str, day: date, *, act: str = "casework.case_read") -> bool:
    """Tell whether a reading of the case (or of what *act* names) by this reader was noted on a day (local time)."""
    begins = datetime.combine(day, time(), SHANGHAI)
    lines = ledger.lines_about(case.round.authority, case.code, below=False)
    noted = lines.filter(act=act, actor=reader, at__gte=begins, at__lt=begins + timedelta(days=1))
    return bool(noted.exists())
