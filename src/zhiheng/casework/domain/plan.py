"""The calendar of a round, computed before it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.core.calendar import Due, Unit, Within, WorkCalendar
from zhiheng.rules.model import NoticeStage, Rulebook, StageBase


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """When a stage should begin and be done if every stage before it takes its whole time.

    ``due`` is ``None`` where the rulebook sets no time; the next stage is then planned from the same start.
    """

    stage: str
    starts_at: datetime
    due: Due | None

    @property
    def due_day(self) -> date | None:
        """Return the last day of the stage."""
        return None if self.due is None else self.due.last_day


def due_of(rule: StageBase, start: datetime, calendar: WorkCalendar) -> Due | None:
    """Return when a stage that begins at *start* is due; a projected year is marked, not refused."""
    within = rule.period if isinstance(rule, NoticeStage) else rule.within
    if within is None:
        return None
    return calendar.due(start, Within(Unit(within.kind), within.n), projected=True)


def plan(book: Rulebook, closes_at: datetime, calendar: WorkCalendar) -> list[PlannedStage]:
    """Return the planned stages in the order of the rulebook; parallel stages begin together."""
    ends: dict[str, datetime] = {}
    planned = []
    for rule in book.stages:
        start = max((ends[before] for before in book.before(rule.id) if before in ends), default=closes_at)
        due = due_of(rule, start, calendar)
        ends[rule.id] = start if due is None else due.ends_at
        planned.append(PlannedStage(rule.id, start, due))
    return planned
