"""How a case, or an organisation in a round, stands beside the stages."""

from __future__ import annotations

from dataclasses import replace

from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.casework.kinds import kind_of
from zhiheng.casework.models import Case, Correction, LateRequest, Round, Stage, Withdrawal
from zhiheng.casework.queries.going import parted
from zhiheng.casework.queries.rounds import run_of


def open_correction_of(case: Case) -> Correction | None:
    """Return the correction that was asked for and has not come back."""
    return Correction.objects.select_related("stage").filter(case=case, answered_at=None).first()


def restorable(case: Case) -> tuple[Withdrawal, bool] | None:
    """Return the standing withdrawal of a case and whether no stage has closed since; none if it runs."""
    standing = Withdrawal.objects.filter(case=case, restored_at=None).first()
    if case.state != Case.State.WITHDRAWN or standing is None:
        return None
    closed = Stage.objects.filter(round=case.round, state=Stage.State.CLOSED).count()
    return standing, closed == standing.closed_stages


def begun_without(case: Case) -> StageRun | None:
    """Return the open stage that fixed a list (a notice, a ballot) on which a withdrawn case is missing, if one did."""
    own = CaseRef(case.pk, case.code, case.subject, case.name, case.region)
    for row in Stage.objects.filter(round=case.round, state=Stage.State.OPEN).order_by("position"):
        run = parted(replace(run_of(case.round, row, only=case), cases=(own,)))
        if kind_of(row.kind).begun_without(run):
            return run
    return None


def last_withdrawal_of(case: Case) -> Withdrawal | None:
    """Return the last withdrawal of a case, also one after which it was restored."""
    return Withdrawal.objects.filter(case=case).order_by("withdrawn_at", "pk").last()


def late_requests_waiting(round_: Round) -> int:
    """Return how many requests for late entry nobody has decided."""
    return LateRequest.objects.filter(round=round_, decided_at=None).count()


def review_began(round_: Round) -> bool:
    """Tell whether a stage of the round has begun, so that a late entry can no longer be granted."""
    return bool(Stage.objects.filter(round=round_).exclude(state=Stage.State.WAITING).exists())
