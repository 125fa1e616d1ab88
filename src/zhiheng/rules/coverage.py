"""How much of a rulebook is law, and how much is a default of the house or somebody's word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from zhiheng.rules.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rules of one rulebook by what they rest on; ``attested`` are conditions that an actor confirms.

    A key that a rule names under ``defaults`` counts as an open rule of its own.
    """

    rulebook: str
    confirmed: int
    unverified: int
    open: int
    attested: int

    @property
    def rules(self) -> int:
        """Return all rules, whatever they rest on."""
        return self.confirmed + self.unverified + self.open

    def to_json(self) -> dict[str, object]:
        """Return plain values for a machine."""
        return {**asdict(self), "rules": self.rules}


def coverage_of(book: Rulebook) -> Coverage:
    """Count the rules of a rulebook by their standing; what lies inside a rule counts with it."""
    standings = Counter(ruled.standing for _, ruled in book.rules())
    standings["open"] += sum(len(ruled.defaults) for _, ruled in book.rules())
    return Coverage(
        rulebook=book.id,
        confirmed=standings["confirmed"],
        unverified=standings["unverified"],
        open=standings["open"],
        attested=len(book.attested()),
    )


def together(found: Iterable[Coverage], name: str) -> Coverage:
    """Return the sum over several rulebooks under a name."""
    listed = list(found)
    return Coverage(
        rulebook=name,
        confirmed=sum(one.confirmed for one in listed),
        unverified=sum(one.unverified for one in listed),
        open=sum(one.open for one in listed),
        attested=sum(one.attested for one in listed),
    )
