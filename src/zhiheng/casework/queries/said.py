"""What stands on record at a stage, as others said it: attestations, replies, surveys, approvals, objections.

Working papers: only who may read the round is shown them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zhiheng.casework.models import (
    Approval,
    Attestation,
    Correction,
    Notice,
    Objection,
    Reply,
    SurveyReturn,
)


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection as the office keeps it; ``state`` is open, upheld or rejected."""

    pk: int
    case: str
    name: str
    contact: str
    grounds: str
    given_at: datetime
    state: str
    decision: str
    case_name: str
    recorded_by: str

    @property
    def is_on_paper(self) -> bool:
        """Tell whether the office took it down from a letter."""
        return bool(self.recorded_by)


@dataclass(frozen=True, slots=True)
class Published:
    """A notice: the codes on it, and the half-open time in which objections count."""

    starts_at: datetime
    ends_at: datetime
    cases: frozenset[str]


def attestations_in(round_pk: int) -> dict[tuple[str, str], tuple[bool, str]]:
    """Return (case, condition) to (whether it holds, evidence) for every standing attestation of a round."""
    rows = Attestation.objects.filter(case__round_id=round_pk, withdrawn_at=None)
    found = rows.values_list("case__code", "condition", "holds", "evidence")
    return {(case, condition): (holds, evidence) for case, condition, holds, evidence in found.iterator()}


def corrections_at(stage_pk: int) -> dict[str, tuple[tuple[str, bool], ...]]:
    """Return what each case was asked to correct at a stage and whether it came back, in the order of asking."""
    rows = Correction.objects.filter(stage_id=stage_pk).order_by("asked_at", "pk")
    found: dict[str, tuple[tuple[str, bool], ...]] = {}
    for case, asks, answered_at in rows.values_list("case__code", "asks", "answered_at"):
        found[case] = (*found.get(case, ()), (asks, answered_at is not None))
    return found


def replies_at(stage_pk: int) -> dict[tuple[str, str], tuple[bool, str]]:
    """Return (department, case) to (whether it is adverse, opinion) for every standing reply."""
    rows = Reply.objects.filter(stage_id=stage_pk, withdrawn_at=None)
    found = rows.values_list("department", "case__code", "is_adverse", "opinion")
    return {(department, case): (adverse, said) for department, case, adverse, said in found.iterator()}


def replies_about(stage_pk: int, case: str) -> dict[str, tuple[bool, str]]:
    """Return department to (whether it is adverse, opinion) for the standing replies on one case."""
    rows = Reply.objects.filter(stage_id=stage_pk, case__code=case, withdrawn_at=None).order_by("department")
    found = rows.values_list("department", "is_adverse", "opinion")
    return {department: (adverse, said) for department, adverse, said in found}


def surveys_at(stage_pk: int) -> dict[str, tuple[int, Decimal | None]]:
    """Return the standing survey return of each case: answers counted and their mean."""
    rows = SurveyReturn.objects.filter(stage_id=stage_pk, withdrawn_at=None)
    found = rows.values_list("case__code", "answers", "score")
    return {case: (answers, score) for case, answers, score in found.iterator()}


def approvals_at(stage_pk: int) -> dict[str, tuple[bool, str, str]]:
    """Return the standing word on each case: whether it is approved, the document and the reason."""
    rows = Approval.objects.filter(stage_id=stage_pk, withdrawn_at=None)
    found = rows.values_list("case__code", "approved", "document", "reason")
    return {case: (approved, document, reason) for case, approved, document, reason in found.iterator()}


def objections_at(stage_pk: int) -> tuple[ObjectionRow, ...]:
    """Return the objections against the cases of a notice, in the order in which they were taken."""
    rows = Objection.objects.filter(notice__stage_id=stage_pk).order_by("pk")
    names = (
        "pk", "case__code", "name", "contact", "grounds", "given_at", "state", "decision", "case__name", "recorded_by",
    )  # fmt: skip
    return tuple(ObjectionRow(*row) for row in rows.values_list(*names))


def published_at(stage_pk: int) -> Published | None:
    """Return the notice of a stage, if it has one."""
    notice = Notice.objects.filter(stage_id=stage_pk).first()
    if notice is None:
        return None
    return Published(notice.starts_at, notice.ends_at, frozenset(entry["case"] for entry in notice.entries))
