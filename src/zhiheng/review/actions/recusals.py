"""An expert stays away from a case; from then on the seat counts for nothing there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework import policy as casework
from zhiheng.casework.queries.rounds import round_of, rulebook_of, run_of, stage_of
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import commit
from zhiheng.review.actions.desk import running_case
from zhiheng.review.domain.values import RecusalGiven
from zhiheng.review.models import BallotMember, BallotSession, Expert, PanelCase, Recusal, Seat
from zhiheng.rules.model import BallotStage


@transaction.atomic
def recuse(*, round_code: str, recusals: Sequence[RecusalGiven], by: Actor, now: datetime) -> int:
    """Keep experts off cases, in every stage that has not closed: seats, marks and votes there stop counting.

    The office recuses; an expert may step back alone. Refuses a recusal that exists, one without a ground, one
    by a member who has already voted on the case (a secret vote cannot be taken out of the urn), and one
    dated at or before the closing of a stage at which the expert has judged it. Grounds enter the ledger committed.
    """
    authority = round_of(round_code).authority
    entries = [_recused(round_code, authority, one, by, now) for one in recusals]
    return ledger.write_many(book=authority, actor=by, at=now, entries=entries)


def _recused(round_code: str, authority: str, one: RecusalGiven, by: Actor, now: datetime) -> ledger.Entry:
    expert = Expert.objects.filter(authority=authority, code=one.expert).first()
    if expert is None:
        raise Refused(
            "expert.unknown", Text(f"专家库中没有 {one.expert}。", f"There is no expert {one.expert}.")
        )
    if not (by.code and by.code == expert.account):
        casework.may_run_round(by, authority).or_refuse("recusal.not_yours")
    if not one.ground.strip():
        raise Refused("recusal.no_ground", Text("请写明回避理由。", "Say why the expert stays away."))
    case_pk, case_round, _ = running_case(one.case)
    if case_round != round_code:
        raise Refused(
            "case.not_running", Text(f"{one.case} 不属于本届。", f"{one.case} is not of this round.")
        )
    _hold_stages(round_code, case_pk, expert, now)
    _refuse_after_vote(expert, one.case)
    if Recusal.objects.filter(case_id=case_pk, expert=expert).exists():
        raise Refused(
            "recusal.exists",
            Text(f"{one.expert} 已回避 {one.case}。", f"{one.expert} is recused from {one.case} already."),
        )
    sealed = commit({"expert": one.expert, "ground": one.ground})
    Recusal.objects.create(
        case_id=case_pk, expert=expert, ground=one.ground, by=by.code, given_at=now, salt=sealed.salt
    )
    return ledger.Entry("review.recused", one.case, body={"expert": one.expert, "commitment": sealed.digest})


def _hold_stages(round_code: str, case_pk: int, expert: Expert, now: datetime) -> None:
    """Lock the stages at which the expert judges the case; none may close around the recusal."""
    round_ = round_of(round_code)
    panels = PanelCase.objects.filter(case_id=case_pk, panel__seats__expert=expert)
    ballots = BallotSession.objects.filter(stage__round_id=round_.pk, members__expert=expert)
    stages = (rows.values_list("stage__stage", flat=True) for rows in (panels, ballots))
    for stage in sorted({name for names in stages for name in names}):
        row = stage_of(round_, stage, lock=True)
        if row.closed_at is not None and now <= row.closed_at:
            raise Refused(
                "recusal.before_closing",
                Text(
                    f"环节 {stage} 已经结束，回避不能倒签。",
                    f"Stage {stage} has closed; a recusal is not backdated.",
                ),
            )


def _refuse_after_vote(expert: Expert, case: str) -> None:
    if case in _voted_on(expert):
        raise Refused(
            "ballot.already_voted",
            Text(
                f"{expert.code} 已就 {case} 无记名投票，无法从票箱中取出，不能再回避。",
                f"{expert.code} has voted on {case} in secret; the vote cannot be taken out again.",
            ),
        )


def recuse_from_seated_cases(
    expert: Expert, organisation: str, ground: str, by: Actor, now: datetime
) -> list[str]:
    """Recuse an expert from an organisation's running cases at the stages, not closed, where a seat is held.

    Returns their codes.
    """
    seats = Seat.objects.filter(expert=expert, stage__closed_at=None).values("panel_id")
    seated = PanelCase.objects.filter(panel_id__in=seats, case__subject=organisation, case__state="running")
    found = set(seated.values_list("case__code", "case__round__code"))
    found |= _on_ballots(expert, organisation)
    known = set(Recusal.objects.filter(expert=expert).values_list("case__code", flat=True)) | _voted_on(
        expert
    )
    todo = sorted(pair for pair in found if pair[0] not in known)
    for code, round_code in todo:
        recuse(round_code=round_code, recusals=[RecusalGiven(code, expert.code, ground)], by=by, now=now)
    return [code for code, _ in todo]


def _on_ballots(expert: Expert, organisation: str) -> set[tuple[str, str]]:
    """Return (case, round) of the organisation's cases on ballots that are open, or that may have a further round."""
    sessions = BallotSession.objects.filter(members__expert=expert, stage__closed_at=None)
    found = set()
    for round_code, stage, closed_at in sessions.values_list(
        "stage__round__code", "stage__stage", "closed_at"
    ):
        if closed_at is not None and _rule(round_code, stage).rounds == 1:
            continue
        round_ = round_of(round_code)
        cases = run_of(round_, stage_of(round_, stage)).cases
        found |= {(case.code, round_code) for case in cases if case.subject == organisation}
    return found


def _voted_on(expert: Expert) -> set[str]:
    """Return the cases on which the member's vote at a stage that has not closed still stands.

    Where the rule has several rounds, a closed one holds nobody in the next: a recusal since then counts from it on.
    """
    voted = BallotMember.objects.filter(expert=expert, voted__isnull=False, session__stage__closed_at=None)
    columns = ("session__stage__round__code", "session__stage__stage", "session__closed_at", "session__cases")
    return {
        code
        for round_code, stage, closed_at, cases in voted.values_list(*columns)
        if closed_at is None or _rule(round_code, stage).rounds == 1
        for code in cases
    }


def _rule(round_code: str, stage: str) -> BallotStage:
    rule = rulebook_of(round_of(round_code)).stage(stage)
    assert isinstance(rule, BallotStage)
    return rule
