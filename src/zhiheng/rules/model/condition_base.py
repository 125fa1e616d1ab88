"""What all conditions have in common: for whom they are, and to which day their periods count."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.who import Who
from zhiheng.rules.model.words import (
    Id,
    Ruled,
    Strict,
    Words,
    exactly_one,
    fault,
    one_or_more,
    one_or_more_of_id,
    span_text,
)

Relation: TypeAlias = Literal[
    "self",
    "parent",
    "group",
    "subsidiary",
    "same_person",
    "own_person",
    "own_organisation",
    "legal_representative",
]
Relations: TypeAlias = Annotated[tuple[Relation, ...], Field(min_length=1), one_or_more(Relation)]
Witness: TypeAlias = Literal[
    "office", "street", "department", "assessor", "committee", "government", "supervisor"
]
Years: TypeAlias = Annotated[int, Field(ge=1, le=50)]
Award: TypeAlias = Annotated[str, Field(pattern=r"^\S{1,80}$")]


class CutOff(Ruled):
    """A fixed day of the year up to which a period counts, instead of the application's closing day."""

    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    year: Literal["same", "before"] = "before"

    @model_validator(mode="after")
    def _exists_every_year(self) -> Self:
        try:
            date(2023, self.month, self.day)
        except ValueError:
            raise fault(
                "no_such_day",
                Text("这一天并非每年都有。", "There is no such day in every year."),
                Text("改成每年都有的日期。", "Write a day that every year has."),
            ) from None
        return self

    def day_for(self, closing_day: date) -> date:
        """Return the day that counts for an application closing on *closing_day*."""
        year = closing_day.year - (1 if self.year == "before" else 0)
        return date(year, self.month, self.day)


class ConditionBase(Ruled):
    """What every condition has; to those for whom it is not, it does not apply and counts as met."""

    id: Id
    title: Words | None = None
    applies_to: Annotated[tuple[Id, ...], one_or_more_of_id] = ()
    when: Who | None = None
    unless: Who | None = None
    cut_off: CutOff | None = None


class Lengths(Strict):
    """A look-back: years, months, editions, or for ever."""

    years: Years | None = None
    months: Annotated[int, Field(ge=1, le=600)] | None = None
    editions: Annotated[int, Field(ge=1, le=20)] | None = None
    ever: Literal[True] | None = None

    def span(self) -> Text:
        """Return the period in words."""
        return span_text(self.years, self.months, self.editions)


class Period(Lengths):
    """A look-back that must be given: exactly one of years, months, editions, ever."""

    @model_validator(mode="after")
    def _one_period(self) -> Self:
        exactly_one(self, "years", "months", "editions", "ever")
        return self
