"""Whom the office has to tell a closed stage's result outside the house, and whom it has told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.casework.models import Task
from zhiheng.casework.queries.places import StageAt
from zhiheng.core.actor import Role

SHOWN = 200


@dataclass(frozen=True, slots=True)
class ToTell:
    """One case to be told of, or told on a day in some way."""

    code: str
    name: str
    due_at: datetime | None
    day: date | None
    how: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Those who wait to be told, how many they are in all, and those who were told (the latest)."""

    waiting: tuple[ToTell, ...]
    total: int
    told: tuple[ToTell, ...]

    @property
    def due_at(self) -> datetime | None:
        """Return when the first of them has to be told."""
        return min((one.due_at for one in self.waiting if one.due_at is not None), default=None)


def telling_at(at: StageAt) -> Telling | None:
    """Return what is and was owed after a closed stage; ``None`` where its rule tells nobody."""
    if at.rule.tells is None:
        return None
    tasks = Task.objects.filter(stage=at.row, role=Role.OFFICE, case__isnull=False)
    waiting = tasks.filter(done_at=None).order_by("case__number")
    told = tasks.exclude(done_at=None).order_by("-done_at", "case__number")
    columns = ("case__code", "case__name", "due_at", "done_day", "done_how")
    return Telling(
        waiting=tuple(ToTell(*row) for row in waiting.values_list(*columns)[:SHOWN]),
        total=waiting.count(),
        told=tuple(ToTell(*row) for row in told.values_list(*columns)[:SHOWN]),
    )
