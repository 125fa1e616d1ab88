"""What a check knows of single cases: every condition judged on the facts as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.casework.domain.conclusions import conditions_of
from zhiheng.casework.domain.values import CaseRef
from zhiheng.casework.models import Correction
from zhiheng.casework.queries.facts import as_of_day, facts_of
from zhiheng.casework.queries.places import StageAt
from zhiheng.casework.queries.worklist import run_with
from zhiheng.rules.conditions import Outcome, evaluate_all
from zhiheng.rules.model import Attested, Condition


@dataclass(frozen=True, slots=True)
class Judged:
    """One condition of a case: how it is judged, and whether somebody attests it."""

    condition: Condition
    outcome: Outcome

    @property
    def is_attested(self) -> bool:
        """Tell whether an actor, and no register, decides it."""
        return isinstance(self.condition, Attested)


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """A case with every condition of the check, and the correction that it was asked for."""

    case: CaseRef
    conditions: tuple[Judged, ...]
    correction: Correction | None

    def of(self, verdict: str) -> tuple[Judged, ...]:
        """Return the conditions with a verdict."""
        return tuple(one for one in self.conditions if one.outcome.verdict == verdict)

    @property
    def not_met(self) -> tuple[Judged, ...]:
        """Return what ends the case if nothing changes."""
        return self.of("not_met")

    @property
    def undecided(self) -> tuple[Judged, ...]:
        """Return what nobody has decided."""
        return self.of("unknown")

    @property
    def met(self) -> tuple[Judged, ...]:
        """Return what is met."""
        return self.of("met")


def checked(at: StageAt, cases: Sequence[CaseRef]) -> tuple[CheckedCase, ...]:
    """Judge the conditions of a few cases, in a constant number of statements."""
    run = run_with(at, cases)
    conditions, as_of = conditions_of(at.book, run.rule), as_of_day(run)
    asked = Correction.objects.filter(stage=at.row, case_id__in=[one.pk for one in cases], answered_at=None)
    waiting = {one.case_id: one for one in asked}
    facts = facts_of(run, as_of)
    return tuple(
        CheckedCase(
            case,
            tuple(
                Judged(condition, outcome)
                for condition, outcome in zip(
                    conditions, evaluate_all(conditions, facts[case.code], as_of, at.book), strict=True
                )
            ),
            waiting.get(case.pk),
        )
        for case in cases
    )
