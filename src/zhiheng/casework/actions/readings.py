"""Reading a confidential file leaves a line, as every act does."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.casework import policy
from zhiheng.casework.models import Round
from zhiheng.casework.queries.readings import was_read_on
from zhiheng.casework.queries.rounds import case_of
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.ledger import actions as ledger


@transaction.atomic
def record_reading(*, case_code: str, by: Actor, now: datetime) -> bool:
    """Note that a case was read by its supervisor: one line a case, a reader and a day (local time).

    Tells whether a line was written. Refuses a reader who may not read the case.
    """
    case = case_of(case_code)
    policy.may_read_case(by, case).or_refuse("case.unknown")
    Round.objects.select_for_update().get(pk=case.round_id)
    day = now.astimezone(SHANGHAI).date()
    if was_read_on(case, by.code, day):
        return False
    ledger.write(
        book=case.round.authority, act="casework.case_read", actor=by, about=case.code, at=now,
        body={"day": day.isoformat()},
    )  # fmt: skip
    return True
