"""The values that stages and their kinds exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.rules.model import Rulebook

Inputs: TypeAlias = Mapping[str, Any]
"""Everything a stage's result rests on, as plain JSON values; cases appear under their codes only."""


class Outcome(StrEnum):
    """How a stage ended for one case."""

    PASSED = "passed"
    FAILED = "failed"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    UPHELD = "upheld"
    APPROVED = "approved"
    REFUSED = "refused"
    HONOURED = "honoured"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What one stage concludes for one case; ``details`` holds exact numbers as strings."""

    case: str
    outcome: Outcome
    goes_on: bool
    reasons: tuple[Text, ...]
    cites: tuple[Citation, ...]
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the conclusion as plain JSON values."""
        return {
            "case": self.case,
            "outcome": self.outcome.value,
            "goes_on": self.goes_on,
            "reasons": [reason.to_json() for reason in self.reasons],
            "cites": [cite.to_json() for cite in self.cites],
            "details": dict(self.details),
        }


Concluder: TypeAlias = Callable[[Rulebook, Any, Inputs], list[Conclusion]]
"""The pure heart of a stage kind: rulebook, the stage's rule and inputs in, one conclusion per case out."""


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A running case as a stage sees it."""

    pk: int
    code: str
    subject: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class StageRun:
    """One stage of one round at work, with the cases that are in it.

    ``pk`` is the stage's row; ``rule`` is the stage as the pinned rulebook states it (a class of
    ``rules.model`` that fits the kind). ``passing`` are the running cases that the stage does not concern, and
    why, by code; ``passers`` the same cases. ``holding`` is the tier that an earlier step gave a case.
    """

    pk: int
    round_pk: int
    round_code: str
    authority: str
    session: str
    book: Rulebook
    rule: Any
    cases: tuple[CaseRef, ...]
    round_closes_at: datetime
    opened_at: datetime | None
    due_at: datetime | None
    is_sample: bool = False
    passers: tuple[CaseRef, ...] = ()
    passing: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    holding: Mapping[str, str] = field(default_factory=dict)

    @property
    def everybody(self) -> tuple[CaseRef, ...]:
        """Return the cases that it concludes: its own and those that pass by."""
        return (*self.cases, *self.passers)


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """What one actor will owe when the stage opens; ``case`` only where it concerns one case."""

    role: str
    place: str
    summary: Text
    account: str = ""
    case_pk: int | None = None
