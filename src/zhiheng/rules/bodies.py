"""Powers that a rulebook keeps apart: who sits in two bodies that may share no member."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.rules.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two bodies that must be apart, who sits in both, and the rule."""

    one: str
    other: str
    persons: tuple[str, ...]
    cite: Citation
    says: Text


def overlaps(book: Rulebook, members: Mapping[str, Collection[str]]) -> tuple[Overlap, ...]:
    """Return every pair of bodies that must be apart and share a member.

    *members* maps a body's id to its people, by code; a body that is not in the rulebook is refused.
    """
    found = []
    for a, b in combinations(sorted(members), 2):
        both = sorted(set(members[a]) & set(members[b]))
        if both and book.must_be_apart(a, b):
            found.append(_overlap(book, a, b, tuple(both)))
    return tuple(found)


def _overlap(book: Rulebook, a: str, b: str, both: tuple[str, ...]) -> Overlap:
    one, other = book.body(a), book.body(b)
    said = one if b in (one.apart_from or ()) else other
    people = len(both)
    says = Text(
        f"{one.title.zh}与{other.title.zh}的组成人员不得相同，现有 {people} 人同时在内。",
        f"“{one.title.en}” and “{other.title.en}” may share no member; {people} sit in both.",
    )
    return Overlap(a, b, both, book.cite(said), says)
