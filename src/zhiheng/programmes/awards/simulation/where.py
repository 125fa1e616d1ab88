"""Where invented applicants are registered: each in one place, with the places around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from zhiheng.programmes.awards.simulation.assumptions import Assumptions
from zhiheng.rules.bulk.columns import Coded
from zhiheng.rules.model import Condition, RegisteredWithin, Rulebook

ELSEWHERE = "000000"


def whereabouts(
    book: Rulebook, every: Sequence[Condition], assumed: Assumptions, count: int, rng: np.random.Generator
) -> tuple[Coded[str], Coded[tuple[str, ...]]]:
    """Return the place of each applicant and the places around it; both have the same codes.

    Districts of the authority and the places that classes or conditions name are drawn evenly. Nobody is in two
    places of which neither lies in the other, except in what an entry condition asks of everybody.
    """
    named = tuple(dict.fromkeys(_named(book, every)))
    asked = tuple(one.region for one in book.entry if isinstance(one, RegisteredWithin))
    apart = tuple(one for one in named if not covers(one, book.authority) and one not in asked)
    own = districts(book, assumed)
    if any(covers(book.authority, one) for one in apart):
        own = own[:1]
    places = tuple(dict.fromkeys((*own, *apart)))
    codes = rng.integers(0, len(places), count)
    codes[rng.random(count) < assumed.outside] = len(places)
    above = tuple(dict.fromkeys((book.authority, *asked, *named)))
    around = [_around(book, asked, above, place, is_own=place in own) for place in places]
    drawn = codes.astype(np.int32)
    return Coded(drawn, (*places, ELSEWHERE)), Coded(drawn, (*around, ()))


def districts(book: Rulebook, assumed: Assumptions) -> tuple[str, ...]:
    """Return invented codes of districts: the authority's own code with numbers in place of its last zeros."""
    own = book.authority
    digits = 2 if own.endswith("0000") else 4
    if not own.endswith("00"):
        return (own,)
    return tuple(f"{own[:digits]}{number:02d}{own[digits + 2 :]}" for number in range(1, assumed.regions + 1))


def covers(region: str, place: str) -> bool:
    """Tell whether a place lies in a region, by the pairs of digits of their codes."""
    while region.endswith("00"):
        region = region[:-2]
    return place.startswith(region)


def _named(book: Rulebook, every: Sequence[Condition]) -> Iterator[str]:
    """Yield the regions that classes name, and those of conditions of every kind."""
    for group in book.classes:
        yield from (group.of.regions or ()) if group.of is not None else ()
    for one in every:
        if isinstance(one, RegisteredWithin):
            yield one.region
        for who in (one.when, one.unless):
            yield from (who.regions or ()) if who is not None else ()


def _around(
    book: Rulebook, asked: Sequence[str], above: Sequence[str], place: str, *, is_own: bool
) -> tuple[str, ...]:
    """Return what a place lies in; the authority's own places also in it, and all in what everybody is asked for."""
    around = [
        one for one in above if covers(one, place) or one in asked or (is_own and one == book.authority)
    ]
    return tuple(around)
