"""Tasks that arise, or are done, after a stage has opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework.domain.values import TaskPlan
from zhiheng.casework.models import Stage, Task


@transaction.atomic
def add_tasks(*, stage_pk: int, plans: Sequence[TaskPlan]) -> int:
    """Add what actors owe at an open stage, due with it; what somebody owes already is left as it is."""
    stage = Stage.objects.select_for_update().get(pk=stage_pk)
    if stage.state != Stage.State.OPEN:
        return 0
    owed = set(Task.objects.filter(stage=stage).values_list("role", "place", "account", "case_id"))
    new = [plan for plan in plans if (plan.role, plan.place, plan.account, plan.case_pk) not in owed]
    Task.objects.bulk_create(
        Task(
            stage=stage, role=plan.role, place=plan.place, account=plan.account, case_id=plan.case_pk,
            summary=plan.summary.to_json(), due_at=stage.due_at,
        )
        for plan in new
    )  # fmt: skip
    return len(new)


@transaction.atomic
def finish_tasks(*, stage_pk: int, role: str, accounts: Collection[str], now: datetime) -> int:
    """Mark the personal tasks of these accounts at a stage as done; return how many were open."""
    rows = Task.objects.filter(stage_id=stage_pk, role=role, account__in=list(accounts), done_at=None)
    return rows.update(done_at=now)
