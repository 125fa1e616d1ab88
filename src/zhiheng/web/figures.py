"""A figure as a page sets it: a number that says its unit, its day, its period, its change and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.core.text import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with everything that makes it checkable; ``components/figure.html`` sets it.

    ``number`` is written out (exact, with separators); ``change`` is written with its sign, against
    ``compared``; ``rows`` is the address of the list that it counts, ``counts`` how many rows that list has.
    """

    title: Text
    number: str
    unit: Text
    as_of: date
    period: Text | None = None
    change: str = ""
    compared: Text | None = None
    rows: str = ""
    counts: int | None = None

    @property
    def direction(self) -> str:
        """Return ``up``, ``down`` or ``same``; said in words beside the sign, never by colour."""
        if not self.change:
            return ""
        return {"+": "up", "-": "down", "\N{MINUS SIGN}": "down"}.get(self.change[0], "same")
