"""Who belongs to a class, over columns: as ``rules.classes`` tells it for one subject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from zhiheng.rules.bulk.asking import (
    MET,
    UNKNOWN,
    Asked,
    Verdicts,
    all_of,
    any_of,
    settled,
    valid_certificate,
)
from zhiheng.rules.bulk.columns import Coded, Columns
from zhiheng.rules.bulk.distinct import column
from zhiheng.rules.model.who import Group, Traits, Who


def belongs(id_: str, asked: Asked) -> Verdicts:
    """Tell who is of a class of the rulebook, or of a kind."""
    book = asked.rulebook
    group = next((one for one in book.classes if one.id == id_), None) if book is not None else None
    if group is None:
        return settled(asked.columns.kind.is_(id_), asked.columns.kind.known)
    return all_of(list(_of_group(group, asked)), asked.columns)


def fits(who: Traits, asked: Asked) -> Verdicts:
    """Tell whom all traits (and classes) that are named fit."""
    answers = list(_answers(who, asked))
    if isinstance(who, Who) and who.classes is not None:
        answers.append(any_of([belongs(one, asked) for one in who.classes], asked.columns))
    return all_of(answers, asked.columns)


def aside(verdicts: Verdicts, bare: Verdicts, fit: Verdicts, wanted: int) -> Verdicts:
    """Return the verdicts where a condition is only for some (*wanted* met), or not for some (not met).

    For those whom it is not for it is met; where that is not known, it is unknown unless the condition
    itself (*bare*) is met.
    """
    found = verdicts.copy()
    found[fit == MET - wanted] = MET
    doubtful = fit == UNKNOWN
    found[doubtful] = np.where(bare[doubtful] == MET, MET, UNKNOWN)
    return found


def _of_group(group: Group, asked: Asked) -> Iterator[Verdicts]:
    if group.chosen:
        chosen = column(asked.columns, "classes")
        yield settled(_holding(chosen, group.id), chosen.known)
    if group.of is not None:
        yield from _answers(group.of, asked)


def _holding(own: Coded[Any], wanted: str) -> Any:
    return own.whether({words for words in own.words if wanted in words})


def _answers(who: Traits, asked: Asked) -> Iterator[Verdicts]:
    columns = asked.columns
    for wanted, own in (
        (who.kinds, columns.kind),
        (who.sizes, columns.size),
        (who.region_levels, column(columns, "region_level")),
    ):
        if wanted is not None:
            yield settled(own.among(wanted), own.known)
    if who.industries is not None:
        own = columns.industry
        yield settled(own.whether({one for one in own.words if one.startswith(who.industries)}), own.known)
    if who.regions is not None:
        yield _in_regions(who.regions, columns)
    if who.certificates is not None:
        yield valid_certificate(who.certificates, asked)


def _in_regions(wanted: tuple[str, ...], columns: Columns) -> Verdicts:
    around = {places for places in columns.regions.words if not set(places).isdisjoint(wanted)}
    return settled(columns.region.among(wanted) | columns.regions.whether(around), columns.region.known)
