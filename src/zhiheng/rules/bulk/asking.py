"""What a judgement over columns looks at and returns; periods as one threshold day.

A period turns into its threshold by halving with the very functions of ``rules.dates``, so that a leap day or
the end of a month falls as it does for one subject.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from zhiheng.rules.bulk.columns import NO_DAY, Columns, Flags, day_number
from zhiheng.rules.dates import later
from zhiheng.rules.model.rulebook import Rulebook

Verdicts: TypeAlias = NDArray[np.int8]
MET, NOT_MET, UNKNOWN = 1, 0, -1
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a judgement looks at: the columns, the day that counts, whose honours are its own, and its classes."""

    columns: Columns
    day: date
    instrument: str
    rulebook: Rulebook | None


def settled(met: Flags, known: Flags | None = None) -> Verdicts:
    """Return met or not met, and unknown where it is not known."""
    verdicts = met.astype(np.int8)
    if known is not None:
        verdicts[~known] = UNKNOWN
    return verdicts


def everybody(columns: Columns, verdict: int) -> Verdicts:
    """Return one verdict for all."""
    return np.full(columns.count, verdict, dtype=np.int8)


def all_of(answers: Sequence[Verdicts], columns: Columns) -> Verdicts:
    """Return not met where any is not met, else unknown where any is unknown, else met."""
    return _strongest(answers, columns, MET, NOT_MET)


def any_of(answers: Sequence[Verdicts], columns: Columns) -> Verdicts:
    """Return met where any is met, else unknown where any is unknown, else not met."""
    return _strongest(answers, columns, NOT_MET, MET)


def _strongest(answers: Sequence[Verdicts], columns: Columns, weak: int, strong: int) -> Verdicts:
    verdicts = everybody(columns, weak)
    for wins in (UNKNOWN, strong):
        for answer in answers:
            verdicts[answer == wins] = wins
    return verdicts


def first_day(holds: Callable[[date], bool]) -> int:
    """Return the number of the first day from which on *holds* is true (it never turns back); else past the last."""
    low, high = _FIRST, _LAST + 1
    while low < high:
        middle = (low + high) // 2
        if holds(date.fromordinal(middle)):
            high = middle
        else:
            low = middle + 1
    return low - date(1970, 1, 1).toordinal()


def lasts_from(until: date, years: int, months: int) -> int:
    """Return the first day whose period still runs on *until*; no length means for ever."""
    if not (years or months):
        return day_number(date.min)

    def runs(since: date) -> bool:
        end = later(since, years=years, months=months)
        return end is None or end >= until

    return first_day(runs)


def over_before(until: date, years: int, months: int) -> int:
    """Return the first day whose period is not yet over on *until*."""

    def runs_on(since: date) -> bool:
        end = later(since, years=years, months=months)
        return end is None or end > until

    return first_day(runs_on)


def valid_certificate(wanted: tuple[str, ...], asked: Asked) -> Verdicts:
    """Tell who holds one of these certificates on the day that counts."""
    held, day = asked.columns.holds, day_number(asked.day)
    begun = (held.since == NO_DAY) | (held.since <= day)
    valid = begun & ((held.until == NO_DAY) | (held.until >= day)) & held.certificate.among(wanted)
    return settled(asked.columns.any_row(held.row[valid]), held.looked_up)
