"""A criteria model: categories of items with points, and what a percent on an item means.

The house ships some (``rules.criteria``); an instrument writes its own under ``criteria``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, PrivateAttr, WithJsonSchema, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.words import Id, Note, Positive, Ruled, Strict, Words, fault, patterned

ItemKind: TypeAlias = Literal["process", "result", "direction", "execution"]
_NUMBER = r"[0-9A-Za-z\u4e00-\u9fff]+(?:[.-][0-9A-Za-z\u4e00-\u9fff]+)*"
Numbered: TypeAlias = Annotated[
    str,
    Field(min_length=1, max_length=12),
    AfterValidator(
        patterned(
            "bad_number_of_item",
            _NUMBER,
            Text(
                "条目编号只含字母、数字、汉字，中间可用“.”或“-”。",
                "An item is numbered with letters and digits, with . or - between them.",
            ),
            Text('照准则写，例如 "4.1.2"。', 'Write it as printed, such as "4.1.2".'),
        )
    ),
    WithJsonSchema({"type": "string", "pattern": f"^{_NUMBER}$", "maxLength": 12}),
]
Fault: TypeAlias = tuple[str, tuple[str | int, ...], Text, Text]
"""What is wrong with a model: code, place within it, sentence, remedy."""


class Item(Strict):
    """One item: its number as printed, its title, its points and whether it asks for a process or a result."""

    id: Numbered
    title: Words
    points: Positive
    kind: ItemKind = "process"
    unverified: bool = False


class Category(Strict):
    """A category of items; its points are the sum of theirs."""

    id: Numbered
    title: Words
    points: Positive
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=60)]


class Band(Strict):
    """One range of percents, both ends included, and what it means factor by factor."""

    low: Annotated[int, Field(ge=0, le=100)]
    high: Annotated[int, Field(ge=0, le=100)]
    says: Mapping[str, Words]


class BandTable(Strict):
    """Guidance for items of these kinds: factors and ranges."""

    kinds: tuple[ItemKind, ...]
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
    categories: Annotated[tuple[Category, ...], Field(min_length=1, max_length=40)]
    bands: tuple[BandTable, ...] = ()

    percent_step: ClassVar[int] = 5
    _items: dict[str, Item] = PrivateAttr(default_factory=dict)

    def __hash__(self) -> int:
        """Hash by what a reader sees of it, so that a result for a model can be kept."""
        return hash((self.id, self.total, tuple(self._items)))

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for code, _, message, remedy in self.faults():
            raise fault(code, message, remedy)
        self._items.update(self._listed())
        return self

    def _listed(self) -> dict[str, Item]:
        return {item.id: item for category in self.categories for item in category.items}

    @property
    def items(self) -> Mapping[str, Item]:
        """Return the items by id, in the order of the model."""
        return self._items

    def band(self, item: str, percent: int) -> Band | None:
        """Return the guidance for a percent on an item, if the model has any."""
        kind = self.items[item].kind
        ranges = (band for table in self.bands if kind in table.kinds for band in table.ranges)
        return next((band for band in ranges if band.low <= percent <= band.high), None)

    def faults(self) -> Iterator[Fault]:
        """Yield everything that does not agree within the model: sums, numbers used twice, ranges of guidance."""
        yield from self._sums()
        seen: set[str] = set()
        for n, category in enumerate(self.categories):
            for m, item in enumerate(category.items):
                if item.id in seen:
                    yield (
                        "repeated_id",
                        ("categories", n, "items", m, "id"),
                        Text(f"条目编号 {item.id} 重复。", f"The item's number {item.id} is used twice."),
                        Text("更正编号。", "Correct it."),
                    )
                seen.add(item.id)
        for n, table in enumerate(self.bands):
            yield from _ranges(n, table)

    def _sums(self) -> Iterator[Fault]:
        parts: list[tuple[str, str, Decimal, list[Decimal], tuple[str | int, ...]]] = [
            (
                f"{one.id} {one.title.zh}",
                f"{one.id} {one.title.en}",
                one.points,
                [item.points for item in one.items],
                ("categories", n, "points"),
            )
            for n, one in enumerate(self.categories)
        ]
        whole = [category.points for category in self.categories]
        parts.append((self.title.zh, self.title.en, self.total, whole, ("total",)))
        for zh, en, said, points, path in parts:
            found = sum(points, Decimal(0))
            if said != found:
                yield (
                    "points_do_not_add_up",
                    path,
                    Text(
                        f"“{zh}”标明 {said:f} 分，各项合计 {found:f} 分。",
                        f"“{en}” says {said:f} points, its items add to {found:f}.",
                    ),
                    Text("更正分值。", "Correct the points."),
                )


def _ranges(number: int, table: BandTable) -> Iterator[Fault]:
    """Yield ranges that do not follow each other from 0 to 100 in steps of five, and factors that are not there."""
    expected = 0
    for n, band in enumerate(table.ranges):
        at = ("bands", number, "ranges", n)
        if band.low != expected or band.high < band.low or band.high % 5:
            yield (
                "ranges_not_in_order",
                (*at, "low" if band.low != expected else "high"),
                Text(
                    f"此段应自 {expected} 起，止于 5 的整数倍。",
                    f"This range starts at {expected} and ends at a multiple of five.",
                ),
                Text(
                    "各段由 0 到 100 依次相接，步长 5。", "Let ranges follow from 0 to 100 in steps of five."
                ),
            )
            return
        for factor in band.says:
            if factor not in table.factors:
                yield (
                    "unknown_factor",
                    (*at, "says", factor),
                    Text(f"没有名为“{factor}”的评分要素。", f"There is no factor “{factor}”."),
                    Text("写 factors 中的要素。", "Write one of factors."),
                )
        expected = band.high + 5
    if expected != 105:
        yield (
            "ranges_not_in_order",
            ("bands", number, "ranges"),
            Text("各段没有到 100。", "The ranges do not reach 100."),
            Text("补足到 100。", "Complete them up to 100."),
        )


class OwnCriteria(CriteriaModel, Ruled):
    """A criteria model that the instrument itself writes: a rule of it, with its article."""

    id: Id
    unverified: bool = False
    note: Note | None = None

    __hash__ = CriteriaModel.__hash__

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        """Only list the items: what does not agree is told at its line by the check of sense."""
        self._items.update(self._listed())
        return self
