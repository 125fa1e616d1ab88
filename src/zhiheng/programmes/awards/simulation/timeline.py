"""The calendar of a simulated round: every stage takes its whole time, in working days of the house's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from zhiheng.casework.domain.plan import due_of
from zhiheng.core.calendar import SHANGHAI, Due, Unit, Within, WorkCalendar
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.simulation.assumptions import Assumptions
from zhiheng.rules.model import Rulebook


@dataclass(frozen=True, slots=True)
class Span:
    """One stage in the calendar, its first and last day included; assumed where the rulebook sets no time."""

    stage: str
    first: date
    last: date
    working_days: int
    is_assumed: bool
    is_projected: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stages in the calendar; ``says`` tells why it breaks off, where it does."""

    spans: tuple[Span, ...]
    says: Text | None = None


def closing_day(book: Rulebook, assumed: Assumptions) -> date:
    """Return the assumed last day of the call, in the year in which the rulebook was checked."""
    try:
        return date(book.checked.day.year, assumed.closes.month, assumed.closes.day)
    except ValueError:
        told = Text("假设的截止日期不存在。", "There is no such closing day as the assumptions say.")
        raise Refused("simulation.assumptions", told) from None


def timeline(book: Rulebook, assumed: Assumptions, closes: date, calendar: WorkCalendar) -> Timeline:
    """Lay the stages out after the end of the closing day; parallel ones begin together."""
    closes_at = datetime.combine(closes + timedelta(days=1), time(), SHANGHAI)
    ends: dict[str, datetime] = {}
    spans: list[Span] = []
    for rule in book.stages:
        start = max((ends[before] for before in book.before(rule.id) if before in ends), default=closes_at)
        try:
            due, is_assumed = _due(rule, start, assumed, calendar)
            ends[rule.id] = start if due is None else due.ends_at
            spans.append(_span(rule.id, start, due, is_assumed, calendar))
        except Refused as refusal:
            return Timeline(tuple(spans), refusal.message)
    return Timeline(tuple(spans))


def _due(rule: Any, start: datetime, assumed: Assumptions, calendar: WorkCalendar) -> tuple[Due | None, bool]:
    due = due_of(rule, start, calendar)
    days = assumed.working_days.get(rule.kind)
    if due is not None or days is None:
        return due, False
    begun = start - timedelta(microseconds=1)
    return calendar.due(begun, Within(Unit.WORKING_DAYS, days), projected=True), True


def _span(stage: str, start: datetime, due: Due | None, is_assumed: bool, calendar: WorkCalendar) -> Span:
    first = start.astimezone(SHANGHAI).date()
    last = first if due is None else due.last_day
    worked = calendar.working_days_between(first - timedelta(days=1), max(first, last), projected=True)
    return Span(stage, first, max(first, last), worked, is_assumed, due is not None and due.projected)
