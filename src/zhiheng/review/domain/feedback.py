"""What assessors found about one case, shaped for its applicant: no seats, no names, nobody else's numbers.

The shares are exact fractions of a category's points. Of other cases only the median of all is told, and only where at
least ``LEAST_CASES`` were marked: fewer would tell one applicant about another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Final

import numpy as np

from zhiheng.calc.combine import How, combine, combine_table
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.rules.criteria import Category, CriteriaModel, Item

LEAST_CASES: Final = 5
STRENGTH: Final = "strength"
Percents = Mapping[str, Sequence[int]]
"""What the seats that count gave: item to one percent a seat."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What one assessor wrote about one item; who it was is not kept."""

    stage: str
    item: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """One marking stage as a case met it; *medians* are the shares of all cases by category, where they may be told."""

    stage: str
    title: Text
    cite: Citation
    how: str
    percents: Percents
    medians: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Found:
    """The band in which an item was found at one stage, both ends included, and what it means factor by factor."""

    low: int
    high: int
    says: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a category's points the case got at one stage, beside the median of all cases."""

    own: Fraction
    median: Fraction | None


@dataclass(frozen=True, slots=True)
class ItemTold:
    """One item: what each stage found, in the order of the stages, and what was written about it."""

    item: Item
    found: tuple[Found, ...]
    strengths: tuple[str, ...]
    opportunities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CategoryTold:
    """One category with its items; one share for each stage."""

    category: Category
    shares: tuple[Share, ...]
    items: tuple[ItemTold, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What was found under one criteria model, by the stages that used it."""

    model: CriteriaModel
    looks: tuple[Look, ...]
    categories: tuple[CategoryTold, ...]

    @property
    def has_medians(self) -> bool:
        """Tell whether enough cases were marked for a comparison at any of the stages."""
        return any(look.medians for look in self.looks)


def part_of(model: CriteriaModel, looks: Sequence[Look], comments: Iterable[Comment], salt: str) -> Part:
    """Return what is told of one case under a model; *salt* (the case's code) settles the order of the comments."""
    written = tuple(comments)
    told = tuple(
        CategoryTold(
            category,
            tuple(_share(category, look) for look in looks),
            tuple(_item(model, item, looks, written, salt) for item in category.items),
        )
        for category in model.categories
    )
    return Part(model, tuple(looks), told)


def medians_of(model: CriteriaModel, how: str, cases: Sequence[Percents]) -> dict[str, Fraction]:
    """Return the median share of every category over all cases; nothing where they are too few to be told.

    All cases have the same number of seats, as the stage could not have closed otherwise.
    """
    if len(cases) < LEAST_CASES:
        return {}
    return {one.id: _middle(_shares(one, how, cases)) for one in model.categories}


def in_no_order(texts: Iterable[str], salt: str) -> tuple[str, ...]:
    """Return texts, each once, in an order that only they and the salt decide: not who wrote first."""
    return tuple(sorted(set(texts), key=lambda text: sha256(f"{salt}\0{text}".encode()).digest()))


def _item(
    model: CriteriaModel, item: Item, looks: Sequence[Look], written: Sequence[Comment], salt: str
) -> ItemTold:
    own = [one for one in written if one.item == item.id]
    return ItemTold(
        item,
        tuple(_found(model, item, look) for look in looks),
        in_no_order((one.text for one in own if one.kind == STRENGTH), salt),
        in_no_order((one.text for one in own if one.kind != STRENGTH), salt),
    )


def _found(model: CriteriaModel, item: Item, look: Look) -> Found:
    """Return the band of an item; between two bands the nearer step counts, the middle going up."""
    step = model.percent_step
    exact = combine(list(look.percents[item.id]), _by_item(look.how))
    percent = math.floor(exact / step + Fraction(1, 2)) * step
    band = model.band(item.id, percent)
    if band is None:
        return Found(percent, percent, ())
    factors = {
        id_: title
        for table in model.bands
        if item.kind in table.kinds
        for id_, title in table.factors.items()
    }
    return Found(band.low, band.high, tuple((factors[id_], words) for id_, words in band.says.items()))


def _share(category: Category, look: Look) -> Share:
    return Share(_shares(category, look.how, [look.percents])[0], look.medians.get(category.id))


def _shares(category: Category, how: str, cases: Sequence[Percents]) -> list[Fraction]:
    """Return the share of a category's points that each case got, combined over the seats as the stage does it."""
    worth = [int(item.points) for item in category.items]
    percents = np.asarray([[case[item.id] for item in category.items] for case in cases], dtype=np.int64)
    combined = combine_table(percents.transpose(0, 2, 1), worth, _by_item(how))
    return [combined.value(row) / Fraction(category.points) for row in range(len(cases))]


def _by_item(how: str) -> str:
    """A sum over the seats has no percent of its own; their mean has the same share."""
    return How.MEAN if how == How.SUM else how


def _middle(values: list[Fraction]) -> Fraction:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
