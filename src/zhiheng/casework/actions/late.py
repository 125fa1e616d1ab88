"""An organisation asks to hand in after the deadline; a named officer decides, with the ground."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.casework import policy
from zhiheng.casework.models import LateRequest, Round
from zhiheng.casework.queries.standing import review_began
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import instant


@transaction.atomic
def request_late_entry(
    *, round_code: str, subject: str, reason: str, by: Actor, now: datetime
) -> LateRequest:
    """Ask to hand in after the deadline; one undecided request a subject, and none once review has begun."""
    round_ = Round.objects.select_for_update().get(code=round_code)
    if not by.has(Role.APPLICANT, subject):
        policy.may_run_round(by, round_.authority).or_refuse("late_request.not_yours")
    _refuse_once_review_began(round_)
    _refuse_second_late_request(round_, subject)
    request = LateRequest.objects.create(round=round_, subject=subject, reason=reason, asked_at=now)
    ledger.write(
        book=round_.authority, act="casework.late_entry_requested", actor=by, about=round_.code, at=now,
        body={"subject": subject, "reason": reason},
    )  # fmt: skip
    return request


def _refuse_once_review_began(round_: Round) -> None:
    if review_began(round_):
        raise Refused(
            "late_request.review_began",
            Text(
                "本届评审环节已经开始，为保证各申报单位按同一名单受审，不再受理或批准逾期申报。",
                "Review has begun. All are reviewed from one list, so a late entry is no longer taken or granted.",
            ),
        )


def _refuse_second_late_request(round_: Round, subject: str) -> None:
    if LateRequest.objects.filter(round=round_, subject=subject, decided_at=None).exists():
        raise Refused(
            "late_request.waiting",
            Text(
                "贵单位的逾期申请已经提出，正等待评审办决定。",
                "This organisation's request was made already and waits for the office.",
            ),
        )


@transaction.atomic
def decide_late_request(
    *, request_pk: int, granted_until_at: datetime | None, ground: str, by: Actor, now: datetime
) -> LateRequest:
    """Grant a late entry until an instant, or refuse it (``None``); the officer and the ground are recorded."""
    request = LateRequest.objects.select_for_update().select_related("round").get(pk=request_pk)
    policy.may_run_round(by, request.round.authority).or_refuse("late_request.not_yours")
    if request.decided_at is not None:
        raise Refused(
            "late_request.decided", Text("该逾期申请已经决定。", "This request is decided already.")
        )
    if granted_until_at:
        _refuse_once_review_began(request.round)
    request.decided_at, request.decided_by = now, by.code
    request.granted_until_at, request.ground = granted_until_at, ground
    request.save()
    ledger.write(
        book=request.round.authority, act="casework.late_entry_decided", actor=by, about=request.round.code, at=now,
        body={
            "subject": request.subject, "ground": ground,
            "granted_until_at": instant(granted_until_at) if granted_until_at else None,
        },
    )  # fmt: skip
    return request
