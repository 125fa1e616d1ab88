"""Criteria models: trees of items with points, shipped as dated data with their marks of doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.rules.model.stages import ONE_MARK
from zhiheng.rules.model.words import Note, Positive, Strict, Words, fault
from zhiheng.rules.yamltext import read_yaml

_DATA = Path(__file__).parent / "criteria_data"


class Item(Strict):
    """One item: its number as printed, its title, its points and whether it asks for a process or a result."""

    id: Annotated[str, Field(min_length=1, max_length=12)]
    title: Words
    points: Positive
    kind: Literal["process", "result", "direction", "execution"]
    unverified: bool = False


class Category(Strict):
    """A category of items; its points are the sum of theirs."""

    id: Annotated[str, Field(min_length=1, max_length=12)]
    title: Words
    points: Positive
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Band(Strict):
    """One range of percents, both ends included, and what it means factor by factor."""

    low: Annotated[int, Field(ge=0, le=100)]
    high: Annotated[int, Field(ge=0, le=100)]
    says: Mapping[str, Words]


class BandTable(Strict):
    """Guidance for items of these kinds: factors and ranges."""

    kinds: tuple[Literal["process", "result", "direction", "execution"], ...]
    factors: Mapping[str, Words]
    ranges: tuple[Band, ...]
    unverified: bool = False


class CriteriaModel(Strict):
    """A criteria model. ``unverified`` says that item points rest on no source yet."""

    id: str
    title: Words
    total: Positive
    unverified: bool = False
    note: Note | None = None
    percent_step: Annotated[int, Field(ge=1, le=100)] = 5
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    bands: tuple[BandTable, ...] = ()

    _items: dict[str, Item] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        items = [item for category in self.categories for item in category.items]
        sums = [(c.id, c.points, sum((i.points for i in c.items), Decimal(0))) for c in self.categories]
        sums.append((self.id, self.total, sum((i.points for i in items), Decimal(0))))
        for id_, said, found in sums:
            if said != found:
                raise fault(
                    "points_do_not_add_up",
                    Text(
                        f"{id_} 标明 {said} 分，各项合计 {found} 分。",
                        f"{id_} says {said} points, its items add to {found}.",
                    ),
                    Text("更正分值。", "Correct the points."),
                )
        self._items.update({item.id: item for item in items})
        if len(self._items) != len(items):
            raise fault(
                "repeated_id",
                Text("条目编号重复。", "An item's id is repeated."),
                Text("更正编号。", "Correct it."),
            )
        return self

    @property
    def items(self) -> Mapping[str, Item]:
        """Return the items by id, in the order of the model."""
        return self._items

    def band(self, item: str, percent: int) -> Band | None:
        """Return the guidance for a percent on an item, if the model has any."""
        kind = self.items[item].kind
        ranges = (band for table in self.bands if kind in table.kinds for band in table.ranges)
        return next((band for band in ranges if band.low <= percent <= band.high), None)


@cache
def known_models() -> tuple[str, ...]:
    """Return the ids of the shipped models."""
    return tuple(sorted(path.stem for path in _DATA.glob("*.yaml")))


@cache
def criteria_model(id_: str) -> CriteriaModel:
    """Return a shipped model, or refuse an id that the house does not know.

    ``points_100`` is the model of a stage without criteria: one item of a hundred points.
    """
    whole = id_.removeprefix(ONE_MARK)
    if id_ != whole and re.fullmatch(r"[1-9][0-9]{0,4}", whole):
        return _one_mark(id_, Decimal(whole))
    if id_ not in known_models():
        some = "、".join(known_models()), ", ".join(known_models())
        raise Refused(
            "criteria.unknown",
            Text(
                f"没有评价准则 {id_}；现有：{some[0]}。",
                f"There is no criteria model {id_}; known: {some[1]}.",
            ),
        )
    path = _DATA / f"{id_}.yaml"
    reading = read_yaml(path.read_text(encoding="utf-8"), path.name)
    if reading.problems:
        raise ValueError(reading.problems[0].text().en)
    return CriteriaModel.model_validate(reading.data)


def _one_mark(id_: str, points: Decimal) -> CriteriaModel:
    """Return the model in which a seat gives one mark for the whole, as a percent of the points."""
    named = {"title": {"zh": "总体评价", "en": "overall mark"}, "points": str(points)}
    category = {"id": "1", **named, "items": ({"id": "1", "kind": "result", **named},)}
    model = {"id": id_, "title": named["title"], "total": str(points), "categories": (category,)}
    return CriteriaModel.model_validate(model)
