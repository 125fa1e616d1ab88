"""Points taken off a case at a scored stage: by the office, or by who leads the case's panel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework.queries.rounds import round_of, rulebook_of, run_of, stage_of
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.review import policy
from zhiheng.review.actions.desk import Desk, open_desk
from zhiheng.review.domain.values import PenaltyGiven
from zhiheng.review.models import Penalty
from zhiheng.rules.model import HearingStage, ScoreStage

Scored = ScoreStage | HearingStage
_MOST = 999


@transaction.atomic
def give_penalties(
    *, round_code: str, stage: str, given: Sequence[PenaltyGiven], by: Actor, now: datetime
) -> int:
    """Record how often each rule took points off cases, all or none; given again, the former count is withdrawn.

    The office records, or the leader of the case's panel, and says why; nought times takes a penalty back. Refuses a
    rule that the stage does not have, more than 999 times, and points taken off without a reason.
    """
    kind: type[Scored] = type(_scored(round_code, stage))
    desk: Desk[Scored] = open_desk(round_code, stage, kind)
    round_ = round_of(round_code)
    running = {case.code: case.pk for case in run_of(round_, stage_of(round_, stage)).cases}
    for one in given:
        _refuse_unless_fitting(desk, running, one)
        _refuse_unless_theirs(desk, one.case, by)
    _replace(desk, running, given, by, now)
    entries = [
        ledger.Entry(
            "review.penalty_given",
            one.case,
            desk.cites,
            {"stage": stage, "rule": one.rule, "times": one.times, "ground": one.ground.strip()},
        )
        for one in given
    ]
    return ledger.write_many(book=desk.authority, actor=by, at=now, entries=entries)


def _replace(
    desk: Desk[Scored], running: dict[str, int], given: Sequence[PenaltyGiven], by: Actor, now: datetime
) -> None:
    standing = Penalty.objects.filter(stage_id=desk.pk, withdrawn_at=None)
    for one in given:
        standing.filter(case_id=running[one.case], rule=one.rule).update(withdrawn_at=now)
    Penalty.objects.bulk_create(
        Penalty(
            stage_id=desk.pk, case_id=running[one.case], rule=one.rule, times=one.times,
            ground=one.ground.strip(), by=by.code, given_at=now,
        )
        for one in given
        if one.times
    )  # fmt: skip


def _scored(round_code: str, stage: str) -> Scored:
    """Return the rule of a scored stage; another stage is refused."""
    rule = rulebook_of(round_of(round_code)).stage(stage)
    if not isinstance(rule, ScoreStage | HearingStage):
        told = Text(f"环节“{rule.title.zh}”不扣分。", f"No points are taken off at “{rule.title.en}”.")
        raise Refused("stage.wrong_kind", told)
    return rule


def _refuse_unless_fitting(desk: Desk[Scored], running: dict[str, int], one: PenaltyGiven) -> None:
    if one.case not in running:
        raise Refused("case.not_running", Text(f"{one.case} 不在办理中。", f"{one.case} is not running."))
    known = [penalty.id for penalty in desk.rule.penalties]
    if one.rule not in known or not 0 <= one.times <= _MOST:
        raise Refused(
            "penalty.unknown",
            Text(
                f"本环节的扣分项为{'、'.join(known) or '无'}，每项 0 至 {_MOST}；收到的是 {one.rule}：{one.times}。",
                f"This stage takes points off for {', '.join(known) or 'nothing'}, 0 to {_MOST} times each; "
                f"not {one.rule}: {one.times}.",
            ),
            desk.cites,
        )

    if one.times and not one.ground.strip():
        raise Refused(
            "penalty.no_ground", Text("扣分须写明理由。", "Say why points are taken off."), desk.cites
        )


def _refuse_unless_theirs(desk: Desk[Scored], case: str, by: Actor) -> None:
    policy.may_take_off(by, case, desk.stage).or_refuse("penalty.not_yours")
