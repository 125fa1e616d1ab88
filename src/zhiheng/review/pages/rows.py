"""A scorebook as its page sets it: categories, items, marks, bands and comments, with exact points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.forms import BoundField

from zhiheng.calc.points import points
from zhiheng.review.forms import KINDS, SheetForm
from zhiheng.review.queries.written import NoteRow, Written
from zhiheng.rules.criteria import Band, BandTable, Category, CriteriaModel, Item


@dataclass(frozen=True, slots=True)
class Notes:
    """The comments of one kind on an item, and the field for a new one."""

    kind: str
    label: Any
    given: tuple[NoteRow, ...]
    field: BoundField


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of the sheet."""

    item: Item
    percent: int | None
    worth: int
    points: Decimal | None
    band: Band | None
    field: BoundField
    base: BoundField
    notes: tuple[Notes, ...]

    @property
    def has_notes(self) -> bool:
        """Tell whether the comments are to be shown at once."""
        return any(
            own.given or own.field.errors or (own.field.form.is_bound and own.field.value())
            for own in self.notes
        )

    @property
    def noted(self) -> int:
        """Return how many comments were given."""
        return sum(len(own.given) for own in self.notes)


@dataclass(frozen=True, slots=True)
class Section:
    """A category with its items."""

    category: Category
    rows: tuple[ItemRow, ...]


def worth_of(model: CriteriaModel) -> dict[str, int]:
    """Return the whole points of each item."""
    return {item.id: int(item.points) for item in model.items.values()}


def total_of(marks: Mapping[str, int], model: CriteriaModel) -> Decimal:
    """Return the points of the items marked so far, exact; an item without a mark is not in it."""
    worth = worth_of(model)
    known = {item: percent for item, percent in marks.items() if item in worth}
    return points(known, {item: worth[item] for item in known}) if known else Decimal("0.00")


def sections(model: CriteriaModel, written: Written, form: SheetForm) -> tuple[Section, ...]:
    """Return the sheet in the order of the criteria."""
    return tuple(
        Section(category, tuple(_row(model, item, written, form) for item in category.items))
        for category in model.categories
    )


def missing_items(model: CriteriaModel, marks: Mapping[str, int]) -> tuple[Item, ...]:
    """Return the items without a mark."""
    return tuple(item for item in model.items.values() if item.id not in marks)


def band_tables(model: CriteriaModel) -> tuple[BandTable, ...]:
    """Return the guidance of the model, one table for processes and one for results."""
    return model.bands


def _row(model: CriteriaModel, item: Item, written: Written, form: SheetForm) -> ItemRow:
    percent = written.marks.get(item.id)
    notes = tuple(
        Notes(
            kind,
            label,
            tuple(note for note in written.notes if (note.item, note.kind) == (item.id, kind)),
            form[f"{kind}-{item.id}"],
        )
        for kind, label in KINDS
    )
    return ItemRow(
        item,
        percent,
        int(item.points),
        None if percent is None else points({item.id: percent}, {item.id: int(item.points)}),
        None if percent is None else model.band(item.id, percent),
        form[f"mark-{item.id}"],
        form[f"base-{item.id}"],
        notes,
    )
