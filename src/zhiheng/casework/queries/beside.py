"""What waits, or happened, in a round beside its stages: late requests, corrections, withdrawals, objections."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.casework.models import Correction, LateRequest, Objection, Round, Withdrawal
from zhiheng.registers import queries as registers

MOST = 200


@dataclass(frozen=True, slots=True)
class Beside:
    """The latest 200 of each kind; what waits for a decision comes first."""

    late: tuple[tuple[LateRequest, str], ...]
    corrections: tuple[Correction, ...]
    withdrawals: tuple[Withdrawal, ...]
    objections: tuple[Objection, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing happened beside the stages."""
        return not (self.late or self.corrections or self.withdrawals or self.objections)


def beside(round_: Round) -> Beside:
    """Return what waits or happened beside the stages of a round, in a constant number of statements."""
    late = list(LateRequest.objects.filter(round=round_).order_by("decided_at", "asked_at", "pk")[:MOST])
    known = registers.organisations_by_code({one.subject for one in late})
    corrections = Correction.objects.filter(case__round=round_).select_related("case", "stage")
    withdrawals = Withdrawal.objects.filter(case__round=round_).select_related("case")
    objections = Objection.objects.filter(case__round=round_).select_related("case", "notice__stage")
    undecided = sorted(late, key=lambda one: one.decided_at is not None)
    return Beside(
        late=tuple(
            (one, known[one.subject].name if one.subject in known else one.subject) for one in undecided
        ),
        corrections=tuple(corrections.order_by("-asked_at", "pk")[:MOST]),
        withdrawals=tuple(withdrawals.order_by("-withdrawn_at", "pk")[:MOST]),
        objections=tuple(objections.order_by("-given_at", "pk")[:MOST]),
    )
