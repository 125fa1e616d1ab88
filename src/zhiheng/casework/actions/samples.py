"""Clearing away a sample round, so that a demonstration can start afresh."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.casework.models import Round
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger


@transaction.atomic
def discard_sample_round(*, round_code: str, by: Actor, now: datetime) -> bool:
    """Delete a sample round with its cases; its ledger lines stay. Tells whether there was one.

    A round that is not a sample is never deleted: that is refused.
    """
    round_ = Round.objects.select_for_update().filter(code=round_code).first()
    if round_ is None:
        return False
    if not round_.is_sample:
        raise Refused(
            "round.not_a_sample",
            Text(
                f"{round_code} 不是演示届次，不能清除。",
                f"{round_code} is not a sample round and cannot be cleared.",
            ),
        )
    cases = round_.cases.count()
    round_.delete()
    ledger.write(
        book=round_.authority, act="casework.sample_round_discarded", actor=by, about=round_code, at=now,
        body={"cases": cases},
    )  # fmt: skip
    return True
