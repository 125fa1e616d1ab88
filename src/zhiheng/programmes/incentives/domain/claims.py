"""What an enterprise hands in for one standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.calc.sharing import Action
from zhiheng.core.money import Money
from zhiheng.core.refusal import Place
from zhiheng.programmes.incentives.domain.numbers import plain_number, read_number

NOTHING = Money(0)
NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class UnitGiven:
    """One drafting unit as the foreword names it; ``organisation`` is its code where it is registered here."""

    name: str
    is_responsible: bool = False
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class ClaimGiven:
    """One enterprise's claim for one standard.

    ``units`` are the drafting units in the order of the foreword and ``rank`` the enterprise's own place in it,
    from 1. ``published_day`` is ``None`` while the standard is not published. ``proportions`` are those of the
    city's grant by rank (``{2: 11, 4: 12}``), only where later ranks share. ``received`` is money of other funds,
    ``earlier`` of earlier rounds, for this standard. ``place`` says where in somebody's input the claim stands.
    """

    subject: str
    level: str
    number: str
    title: str
    action: Action
    rank: int
    units: tuple[UnitGiven, ...]
    street: str
    published_day: date | None = None
    papers: tuple[str, ...] = ()
    proportions: Mapping[int, Decimal] = field(default_factory=dict)
    received: Money = NOTHING
    earlier: Money = NOTHING
    place: Place = NOWHERE

    @property
    def standard(self) -> str:
        """Return the standard's number in its one spelling."""
        found = read_number(self.number)
        return plain_number(self.number) if found is None else found.text

    @property
    def item(self) -> str:
        """Return what the case is about: the number and the action."""
        return f"{self.standard} {self.action.value}"

    def declared(self) -> dict[str, Any]:
        """Return the claim as plain JSON values, as the case keeps it."""
        return {
            "standard": self.standard,
            "level": self.level,
            "title": self.title,
            "action": self.action.value,
            "published_day": None if self.published_day is None else self.published_day.isoformat(),
            "rank": self.rank,
            "units": [[unit.name, unit.is_responsible] for unit in self.units],
            "street": self.street,
            "papers": list(self.papers),
            "proportions": stated(self.proportions),
            "received_fen": self.received.fen,
            "earlier_fen": self.earlier.fen,
        }


def stated(proportions: Mapping[int, Decimal]) -> dict[str, str]:
    """Return proportions as they are kept: rank to number, both as text, in the order of the ranks."""
    return {str(rank): format(proportions[rank], "f") for rank in sorted(proportions)}
