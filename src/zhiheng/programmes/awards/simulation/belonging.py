"""Some applicants of every class that a rulebook names, so that none of its tiers stays empty by mere chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhiheng.programmes.awards.simulation.assumptions import Assumptions
from zhiheng.rules.bulk.columns import Coded, Columns, Flags
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.who import Traits

_TRAITS = ("kinds", "sizes", "industries", "regions", "region_levels")


def with_classes(book: Rulebook, columns: Columns, assumed: Assumptions, rng: np.random.Generator) -> Columns:
    """Return the columns with at least the assumed share of each class, as far as the classes leave room.

    Only applicants of no class that was filled are changed, and only in what keeps them from a class.
    """
    wanted = [who for who in _classes(book) if not _is_impossible(book, who)]
    if not wanted:
        return columns
    least = int(columns.count * min(assumed.classes, 1 / len(wanted)))
    taken: Flags = np.zeros(columns.count, dtype=np.bool_)
    for who in wanted:
        members = _members(columns, who)
        lacking = least - int(members.sum())
        free = np.flatnonzero(~members & ~taken)
        if lacking > 0 and len(free):
            rows = rng.choice(free, size=min(lacking, len(free)), replace=False)
            columns = _made(book, columns, who, np.sort(rows), rng)
            members = _members(columns, who)
        if lacking > 0:
            taken |= members
    return columns


def _classes(book: Rulebook) -> tuple[Traits, ...]:
    """Return the traits of the classes, and of the kinds for which a tier is open or keeps places."""
    declared = {group.id: group.of for group in book.classes}
    kinds: dict[str, None] = {}
    for tier in book.tiers:
        quota = tier.quota
        by_class = () if quota is None else (quota.per, quota.reserved, quota.ratio)
        named = [*(tier.open_to or ()), *(one for part in by_class for one in part or ())]
        kinds |= dict.fromkeys(one for one in named if one not in declared)
    own = [who for who in declared.values() if who is not None]
    return (*own, *(Traits(kinds=(kind,)) for kind in kinds))


def _is_impossible(book: Rulebook, who: Traits) -> bool:
    return who.kinds is not None and not set(who.kinds) & set(book.applicants)


def _members(columns: Columns, who: Traits) -> Flags:
    """Return who has every trait but certificates, which are drawn by themselves."""
    found: Flags = np.ones(columns.count, dtype=np.bool_)
    for name in _TRAITS:
        if getattr(who, name) is not None:
            own, words = _fitting(columns, who, name)
            found &= own.whether(set(words))
    return found


def _fitting(columns: Columns, who: Traits, trait: str) -> tuple[Coded[Any], list[Any]]:
    """Return the column of a trait, and those of its words that fit."""
    if trait == "regions":
        pairs = zip(columns.region.words, columns.regions.words, strict=True)
        wanted = set(who.regions or ())
        return columns.region, [place for place, around in pairs if wanted & {place, *around}]
    own = {
        "kinds": columns.kind, "sizes": columns.size, "industries": columns.industry,
        "region_levels": columns.other["region_level"],
    }[trait]  # fmt: skip
    if trait == "industries":
        return own, [word for word in own.words if word.startswith(who.industries or ())]
    return own, [word for word in own.words if word in getattr(who, trait)]


def _made(
    book: Rulebook, columns: Columns, who: Traits, rows: NDArray[np.int64], rng: np.random.Generator
) -> Columns:
    """Give some applicants the traits of a class that they lack."""
    for name in _TRAITS:
        named: Sequence[str] | None = getattr(who, name)
        if named is None:
            continue
        own, words = _fitting(columns, who, name)
        lacking = rows[~own.whether(set(words))[rows]]
        choices = words or [one for one in named if name != "kinds" or one in book.applicants]
        if name == "regions" and not words:
            continue
        columns = _with(columns, name, _put(own, lacking, choices, rng))
    return columns


def _put(
    own: Coded[Any], rows: NDArray[np.int64], words: Sequence[Any], rng: np.random.Generator
) -> Coded[Any]:
    """Return a column in which some rows have one of these words, each as likely."""
    known = (*own.words, *(word for word in words if word not in own.words))
    places = np.array([known.index(word) for word in words], dtype=np.int32)
    codes = own.codes.copy()
    codes[rows] = places[rng.integers(0, len(places), len(rows))]
    return Coded(codes, known)


def _with(columns: Columns, trait: str, made: Coded[Any]) -> Columns:
    if trait == "regions":
        return replace(columns, region=made, regions=Coded(made.codes, columns.regions.words))
    if trait == "region_levels":
        return replace(columns, other={**columns.other, "region_level": made})
    if trait == "kinds":
        return replace(columns, kind=made)
    return replace(columns, size=made) if trait == "sizes" else replace(columns, industry=made)
