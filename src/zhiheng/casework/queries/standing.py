"""How a case, or an organisation in a round, stands beside the stages."""

from __future__ import annotations

from zhiheng.casework.models import Case, Correction, LateRequest, Round, Stage, Withdrawal


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


def late_requests_waiting(round_: Round) -> int:
    """Return how many requests for late entry nobody has decided."""
    return LateRequest.objects.filter(round=round_, decided_at=None).count()


def review_began(round_: Round) -> bool:
    """Tell whether a stage of the round has begun, so that a late entry can no longer be granted."""
    return bool(Stage.objects.filter(round=round_).exclude(state=Stage.State.WAITING).exists())
