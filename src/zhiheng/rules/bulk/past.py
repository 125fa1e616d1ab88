"""How conditions on events and honours are judged over columns."""

from __future__ import annotations

import numpy as np

from zhiheng.rules.bulk.asking import (
    MET,
    NOT_MET,
    UNKNOWN,
    Asked,
    Verdicts,
    everybody,
    lasts_from,
    over_before,
)
from zhiheng.rules.bulk.columns import NO_DAY, NO_NUMBER, Coded, Days, Flags, Rows, day_number
from zhiheng.rules.bulk.distinct import column
from zhiheng.rules.model.conditions import EventWithin, HoldsHonour, HonourBase, HonourWithin
from zhiheng.rules.model.words import Span


class Doubt:
    """For each entry whether something surely is so, and whether it may be."""

    def __init__(self, surely: Flags, known: Flags | None = None) -> None:
        self.surely = surely if known is None else surely & known
        self.perhaps = surely if known is None else surely | ~known

    def __and__(self, other: Doubt) -> Doubt:
        both = Doubt(self.surely & other.surely)
        both.perhaps = self.perhaps & other.perhaps
        return both


def event_within(condition: EventWithin, asked: Asked) -> Verdicts:
    """Count the events that surely bar, and those that may."""
    columns, events = asked.columns, asked.columns.events
    mine = events.event.among(condition.event)
    mine &= _relation(events.relation, condition.relations, len(mine))
    bars = Doubt(mine) & _inside(condition, asked)
    if condition.level is not None:
        bars &= _recorded(events.level, condition.level, len(mine), wanted=True)
    if condition.excepted is not None:
        bars &= _recorded(events.cause, condition.excepted, len(mine), wanted=False)
    verdicts = everybody(columns, MET)
    verdicts[_count(bars.perhaps, events.row, columns.count) >= condition.at_least] = UNKNOWN
    verdicts[_count(bars.surely, events.row, columns.count) >= condition.at_least] = NOT_MET
    verdicts[~events.looked_up] = UNKNOWN
    return verdicts


def _relation(own: Coded[str] | None, wanted: tuple[str, ...], entries: int) -> Flags:
    if own is None:
        return np.full(entries, "self" in wanted, dtype=np.bool_)
    return own.among(wanted)


def _recorded(own: Coded[str] | None, named: tuple[str, ...], entries: int, *, wanted: bool) -> Doubt:
    if own is None:
        nobody = np.zeros(entries, dtype=np.bool_)
        return Doubt(nobody, nobody)
    return Doubt(own.among(named) == wanted, own.known)


def _count(chosen: Flags, rows: Rows, subjects: int) -> Rows:
    return np.bincount(rows[chosen], minlength=subjects).astype(np.int32)


def _inside(condition: EventWithin, asked: Asked) -> Doubt:
    events, day = asked.columns.events, day_number(asked.day)
    past = events.day <= day
    if condition.editions is None:
        return Doubt(
            past & (events.day >= lasts_from(asked.day, condition.years or 0, condition.months or 0))
        )
    begun = edition_days(asked, condition.editions)[events.row]
    found = Doubt(events.day > begun, begun != NO_DAY)
    return Doubt(past) & found


def edition_days(asked: Asked, ago: int) -> Days:
    """Return for each subject the closing day of the edition so many before its own; not recorded: NO_DAY."""
    columns, own = asked.columns, column(asked.columns, "editions")
    sessions = columns.session.astype(np.int64)
    days = np.full(columns.count, NO_DAY, dtype=np.int32)
    for code, editions in enumerate(own.words):
        rows = own.codes == code
        for edition in reversed(editions):
            days[rows & (sessions != NO_NUMBER) & (sessions - ago == edition.session)] = day_number(
                edition.day
            )
    return days


def _matching(condition: HonourBase, asked: Asked) -> Flags:
    honours = asked.columns.honours
    found = honours.award.is_(condition.award or asked.instrument)
    found &= honours.relation.among(condition.relations)
    if honours.outcome is not None and condition.outcome != "proposed":
        found &= honours.outcome.is_("given")
    if condition.tiers:
        found &= honours.tier.among(condition.tiers)
    begun = (honours.day == NO_DAY) | (honours.day <= day_number(asked.day))
    return np.asarray(found & begun, dtype=np.bool_)


def honour_within(condition: HonourWithin, asked: Asked) -> Verdicts:
    """Look for an honour that surely lies in the period, or may."""
    return _found(Doubt(_matching(condition, asked)) & _recent(condition, asked), asked, NOT_MET, MET)


def holds_honour(condition: HoldsHonour, asked: Asked) -> Verdicts:
    """Look for an honour not too long ago and, with ``held_for``, long enough ago."""
    found = Doubt(_matching(condition, asked))
    if (condition.years, condition.months, condition.editions) != (None, None, None):
        found &= _recent(condition, asked)
    if condition.held_for is not None:
        found &= _held(condition.held_for, asked)
    return _found(found, asked, MET, NOT_MET)


def _found(which: Doubt, asked: Asked, found: int, otherwise: int) -> Verdicts:
    columns, honours = asked.columns, asked.columns.honours
    verdicts = everybody(columns, otherwise)
    verdicts[columns.any_row(honours.row[which.perhaps])] = UNKNOWN
    verdicts[columns.any_row(honours.row[which.surely])] = found
    verdicts[~honours.looked_up] = UNKNOWN
    return verdicts


def _recent(condition: HonourBase, asked: Asked) -> Doubt:
    honours = asked.columns.honours
    if condition.ever:
        return Doubt(np.ones(len(honours.row), dtype=np.bool_))
    if condition.editions is not None:
        return _in_editions(condition.editions, asked)
    since = lasts_from(asked.day, condition.years or 0, condition.months or 0)
    return Doubt(honours.day >= since, honours.day != NO_DAY)


def _in_editions(editions: int, asked: Asked) -> Doubt:
    """Count sessions; where the honour's own is not known, its day against that of the edition."""
    honours = asked.columns.honours
    here, ago = _ago(asked)
    begun = edition_days(asked, editions)[honours.row]
    counted = honours.session != NO_NUMBER
    recent = np.where(counted, (ago > 0) & (ago <= editions), honours.day >= begun)
    known = here & (counted | ((honours.day != NO_DAY) & (begun != NO_DAY)))
    return Doubt(recent, known)


def _ago(asked: Asked) -> tuple[Flags, Days]:
    """Return whether the subject's own session is known, and how many editions ago each honour was."""
    honours = asked.columns.honours
    here = asked.columns.session[honours.row].astype(np.int64)
    return here != NO_NUMBER, here - honours.session


def _held(span: Span, asked: Asked) -> Doubt:
    honours = asked.columns.honours
    if span.editions is not None:
        here, ago = _ago(asked)
        return Doubt(ago >= span.editions, here & (honours.session != NO_NUMBER))
    over = over_before(asked.day, span.years or 0, span.months or 0)
    return Doubt(honours.day < over, honours.day != NO_DAY)
