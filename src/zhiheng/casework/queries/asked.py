"""How far the departments are that a stage asks, and what one of them said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from zhiheng.casework.domain.values import CaseRef
from zhiheng.casework.models import Case, Reply
from zhiheng.casework.queries.places import StageAt, departments_of
from zhiheng.core.text import Text
from zhiheng.rules.vocabulary import word


@dataclass(frozen=True, slots=True)
class Department:
    """A department: on how many cases it replied, of how many, how many of those adverse, and when last."""

    code: str
    name: Text
    replied: int
    of: int
    adverse: int
    last_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Tell whether it has answered for its whole list."""
        return self.replied >= self.of


@dataclass(frozen=True, slots=True)
class Adverse:
    """An adverse reply, or an opinion that was given without being one."""

    case: str
    name: str
    department: Text
    is_adverse: bool
    opinion: str


def departments_at(at: StageAt) -> tuple[Department, ...]:
    """Return the departments in the rulebook's order, in two statements."""
    running = Case.objects.filter(round=at.round, state=Case.State.RUNNING).count()
    standing = Reply.objects.filter(stage=at.row, withdrawn_at=None, case__state=Case.State.RUNNING)
    counted = standing.values("department").annotate(
        n=Count("pk"), bad=Count("pk", filter=Q(is_adverse=True)), last=Max("given_at")
    )
    known: dict[str, dict[str, Any]] = {row["department"]: dict(row) for row in counted.order_by()}
    return tuple(
        Department(
            code, word("department", code, at.book), known.get(code, {}).get("n", 0), running,
            known.get(code, {}).get("bad", 0), known.get(code, {}).get("last"),
        )
        for code in departments_of(at)
    )  # fmt: skip


def said_at(at: StageAt, most: int = 200) -> tuple[Adverse, ...]:
    """Return what departments wrote, the adverse first."""
    rows = Reply.objects.filter(stage=at.row, withdrawn_at=None).exclude(opinion="").select_related("case")
    return tuple(
        Adverse(
            one.case.code,
            one.case.name,
            word("department", one.department, at.book),
            one.is_adverse,
            one.opinion,
        )
        for one in rows.order_by("-is_adverse", "case__number", "department")[:most]
    )


def replies_of(at: StageAt, department: str, cases: Sequence[CaseRef]) -> dict[str, tuple[bool, str]]:
    """Return what stands on record from one department about some cases."""
    rows = Reply.objects.filter(stage=at.row, department=department, withdrawn_at=None)
    found = rows.filter(case_id__in=[one.pk for one in cases])
    return {
        code: (adverse, said)
        for code, adverse, said in found.values_list("case__code", "is_adverse", "opinion")
    }
