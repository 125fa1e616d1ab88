"""The facts of many subjects, one array for each fact: what the judgements in bulk read.

A word becomes its place in a list of words, a day the days since 1970-01-01; whatever may occur several
times is a table whose entries name their subject's row. What nobody looked up is never a zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from zhiheng.rules.facts import Facts

Flags: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = NDArray[np.int32]
Rows: TypeAlias = NDArray[np.int32]
Codes: TypeAlias = NDArray[np.int32]
W = TypeVar("W")

NONE = -1
"""A code where there is no value."""
NO_DAY = np.iinfo(np.int32).min
"""A day that is not recorded."""
NO_NUMBER = np.iinfo(np.int32).min
"""A session that is not recorded."""
_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date | None) -> int:
    """Return a day as days since 1970-01-01; ``None`` is :data:`NO_DAY`."""
    return int(NO_DAY) if day is None else day.toordinal() - _EPOCH


def day_of(number: int) -> date | None:
    """Return the day of a number of :func:`day_number`."""
    return None if number == NO_DAY else date.fromordinal(int(number) + _EPOCH)


@dataclass(frozen=True, slots=True)
class Coded(Generic[W]):
    """One value per entry, out of few: ``codes[i]`` is its place in ``words``, or :data:`NONE`."""

    codes: Codes
    words: tuple[W, ...]

    def among(self, wanted: Any) -> Flags:
        """Tell for each entry whether its value is one of those wanted."""
        return self.whether({word for word in self.words if word in wanted})

    def whether(self, right: set[W]) -> Flags:
        """Tell for each entry whether its value is in the set; no value is not."""
        table = np.array([word in right for word in self.words] + [False], dtype=np.bool_)
        return np.asarray(table[self.codes], dtype=np.bool_)

    def is_(self, wanted: W) -> Flags:
        """Tell for each entry whether it has this value."""
        return self.whether({wanted})

    @property
    def known(self) -> Flags:
        """Tell for each entry whether it has a value."""
        return np.asarray(self.codes != NONE, dtype=np.bool_)

    def at(self, row: int) -> W | None:
        """Return one entry's value."""
        code = int(self.codes[row])
        return None if code == NONE else self.words[code]


@dataclass(frozen=True, slots=True)
class Numbers:
    """An exact number per subject: ``units[i] / 10**places`` where ``given[i]``.

    ``units`` are int64, or Python's whole numbers (dtype object) where those are too small.
    """

    units: NDArray[Any]
    places: int
    given: Flags

    def at_least(self, limit: Decimal) -> Flags:
        """Tell which numbers reach a limit, exactly."""
        scaled = limit.scaleb(self.places)
        least = int(scaled) + (scaled > int(scaled))
        return np.asarray(self.units >= least, dtype=np.bool_)

    def at_most(self, limit: Decimal) -> Flags:
        """Tell which numbers stay within a limit, exactly."""
        scaled = limit.scaleb(self.places)
        most = int(scaled) - (scaled < int(scaled))
        return np.asarray(self.units <= most, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Events:
    """Events of all subjects; ``looked_up`` says for each subject whether anybody looked.

    ``relation`` is "self" where there is no column, ``level`` and ``cause`` are not recorded.
    """

    looked_up: Flags
    row: Rows
    event: Coded[str]
    day: Days
    relation: Coded[str] | None = None
    level: Coded[str] | None = None
    cause: Coded[str] | None = None


@dataclass(frozen=True, slots=True)
class Honours:
    """Past honours of all subjects, and of whom they are; without a column for ``outcome`` all were given."""

    looked_up: Flags
    row: Rows
    award: Coded[str]
    tier: Coded[str]
    relation: Coded[str]
    session: NDArray[np.int32]
    day: Days
    outcome: Coded[str] | None = None


@dataclass(frozen=True, slots=True)
class Certificates:
    """Certificates of all subjects with the first and last day of validity, :data:`NO_DAY` where open."""

    looked_up: Flags
    row: Rows
    certificate: Coded[str]
    since: Days
    until: Days


@dataclass(frozen=True, slots=True)
class Attestations:
    """What was attested about one condition: 1 it holds, 0 it does not, -1 nothing; and by whom."""

    holds: NDArray[np.int8]
    by: Coded[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """The facts of ``count`` subjects.

    ``regions`` has the tuple of places that contain a subject. ``other`` are further facts by the name they
    have in ``Facts``, each as few distinct values. ``sources`` are the facts that the columns were
    made from, where they were.
    """

    count: int
    kind: Coded[str]
    region: Coded[str]
    regions: Coded[tuple[str, ...]]
    founded: Days
    legal_person: NDArray[np.int8]
    industry: Coded[str]
    size: Coded[str]
    session: NDArray[np.int32]
    papers: Coded[tuple[str, ...]]
    events: Events
    honours: Honours
    holds: Certificates
    measures: Mapping[str, Numbers] = field(default_factory=dict)
    attested: Mapping[str, Attestations] = field(default_factory=dict)
    other: Mapping[str, Coded[Any]] = field(default_factory=dict)
    sources: tuple[Facts, ...] | None = None

    def any_row(self, rows: Rows) -> Flags:
        """Return a flag per subject: whether one of the entries is its own."""
        found = np.zeros(self.count, dtype=np.bool_)
        found[rows] = True
        return found
