"""The calendar of a round, computed before it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

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


def last_moment(start: datetime) -> datetime:
    """Return the last moment before *start*: what begins at 0:00 begins with the end, at 24:00, of the day before.

    Its local day is the day of the event, which is not counted.
    """
    return start - timedelta(microseconds=1)


def due_of(rule: StageBase, start: datetime, calendar: WorkCalendar) -> Due | None:
    """Return when a stage that begins at *start* is due; a projected year is marked, not refused.

    A stage that begins at the very end of a day (a deadline at 24:00) has that day as its event day.
    """
    within = rule.period if isinstance(rule, NoticeStage) else rule.within
    if within is None:
        return None
    counted_from = start if Unit(within.kind) is Unit.HOURS else last_moment(start)
    return calendar.due(counted_from, Within(Unit(within.kind), within.n), projected=True)


def plan(book: Rulebook, closes_at: datetime, calendar: WorkCalendar) -> list[PlannedStage]:
    """Return the planned stages in the order of the rulebook; parallel stages begin together.

    A stage opened at its planned ``starts_at`` is due exactly when planned.
    """
    ends: dict[str, datetime] = {}
    planned = []
    for rule in book.stages:
        start = max((ends[before] for before in book.before(rule.id) if before in ends), default=closes_at)
        due = due_of(rule, start, calendar)
        ends[rule.id] = start if due is None else due.ends_at
        planned.append(PlannedStage(rule.id, start, due))
    return planned
