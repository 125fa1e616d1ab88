"""The band that a value lies in, by a table that has a version, a period and a source.

A band begins at its lower bound, the bound included, and ends just below the next one; the last band
reaches to the table's upper end, the end included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from zhiheng.calc.rounding import Number, exact
from zhiheng.core.text import Text


@dataclass(frozen=True, slots=True)
class Band:
    """One band: its id, its title and its lower bound."""

    id: str
    title: Text
    lower: Number


@dataclass(frozen=True, slots=True)
class BandTable:
    """One version of a table: bands from the lowest up, the upper end, the days on which it is in force.

    ``valid_to`` is the first day on which it is no longer in force (``None``: still is).
    """

    id: str
    bands: tuple[Band, ...]
    upper: Number
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    unverified: bool = False

    def __post_init__(self) -> None:
        bounds = [exact(band.lower) for band in self.bands] + [exact(self.upper)]
        if len(bounds) < 2 or any(low >= high for low, high in pairwise(bounds)):
            raise ValueError(f"the bounds of {self.id} do not rise")
        if len({band.id for band in self.bands}) != len(self.bands):
            raise ValueError(f"a band of {self.id} is named twice")
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError(f"{self.id} ends before it begins")

    def is_valid_on(self, day: date) -> bool:
        """Tell whether this version is in force on *day*."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def band_of(self, value: Number) -> Band:
        """Return the band of *value*, compared exactly; a value outside the table is a ``ValueError``."""
        wanted = exact(value)
        if not exact(self.bands[0].lower) <= wanted <= exact(self.upper):
            raise ValueError(f"{value} lies outside {self.id} ({self.bands[0].lower} to {self.upper})")
        return next(band for band in reversed(self.bands) if exact(band.lower) <= wanted)


def table_on(tables: Iterable[BandTable], day: date) -> BandTable:
    """Return the one version in force on *day*; none, or more than one, is a ``ValueError``."""
    found = [table for table in tables if table.is_valid_on(day)]
    if len(found) != 1:
        named = ", ".join(table.id for table in found) or "none"
        raise ValueError(f"one table has to be in force on {day}, found {named}")
    return found[0]
