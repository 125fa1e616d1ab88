"""The named conditions under which a subject may enter, or is excluded.

A condition is a name and parameters, never code. ``event_within`` and ``honour_within`` are met when nothing
of the kind lies in the period, wherever they stand: to meet a condition is always good for the applicant.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.words import (
    Count,
    Id,
    Number,
    RegionCode,
    Ruled,
    Words,
    exactly_one,
    fault,
    one_or_more_of_id,
    span_text,
)

Relation: TypeAlias = Literal["self", "parent", "group", "subsidiary"]
Witness: TypeAlias = Literal[
    "office", "street", "department", "assessor", "committee", "government", "supervisor"
]
Ids: TypeAlias = Annotated[tuple[Id, ...], Field(min_length=1), one_or_more_of_id]
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
    """What every condition has."""

    id: Id
    title: Words | None = None
    applies_to: tuple[Id, ...] = ()
    cut_off: CutOff | None = None


class RegisteredWithin(ConditionBase):
    """The subject is registered in the region, or in a region below it."""

    rule: Literal["registered_within"]
    region: RegionCode


class LegalForm(ConditionBase):
    """The subject is a legal person, or one of the kinds named."""

    rule: Literal["legal_form"]
    legal_person: bool | None = None
    kinds: Ids | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.legal_person is None and self.kinds is None:
            exactly_one(self, "legal_person", "kinds")
        return self


class When(Ruled):
    """The class of subjects for which a reduced number of years applies: all that is named must fit."""

    size: Id | None = None
    certificate: Id | None = None
    kind: Id | None = None
    industry: Annotated[str, Field(min_length=1, max_length=20)] | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if (self.size, self.certificate, self.kind, self.industry) == (None, None, None, None):
            exactly_one(self, "size", "certificate", "kind", "industry")
        return self


class Reduced(Ruled):
    """Fewer years for a class of subjects."""

    when: When
    at_least: Annotated[int, Field(ge=0, le=50)]


class OperatingYears(ConditionBase):
    """Full years from the founding day to the day that counts."""

    rule: Literal["operating_years"]
    at_least: Years
    reduced: tuple[Reduced, ...] = ()


class Attested(ConditionBase):
    """What no register decides: a named actor confirms it, with evidence."""

    rule: Literal["attested"]
    by: Witness
    says: Words


class EventWithin(ConditionBase):
    """No event of these kinds in the period before the day that counts."""

    rule: Literal["event_within"]
    event: Ids
    years: Years | None = None
    months: Annotated[int, Field(ge=1, le=600)] | None = None
    ever: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_period(self) -> Self:
        exactly_one(self, "years", "months", "ever")
        return self

    def span(self) -> Text:
        """Return the period in words."""
        return span_text(self.years, self.months, None)


class HoldsCertificate(ConditionBase):
    """The subject holds one of the certificates, valid on the day that counts."""

    rule: Literal["holds_certificate"]
    certificate: Ids


class HonourBase(ConditionBase):
    """Honours are looked up by award (default: this instrument's own), tier and relation."""

    award: Award | None = None
    tiers: tuple[Id, ...] = ()
    relations: tuple[Relation, ...] = ("self",)


class HonourWithin(HonourBase):
    """No such honour in the period before the day that counts (or the editions before this one)."""

    rule: Literal["honour_within"]
    years: Years | None = None
    editions: Annotated[int, Field(ge=1, le=20)] | None = None
    ever: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_period(self) -> Self:
        exactly_one(self, "years", "editions", "ever")
        return self

    def span(self) -> Text:
        """Return the period in words."""
        return span_text(self.years, None, self.editions)


class HoldsHonour(HonourBase):
    """Such an honour was won before; with ``years``, at most so long ago."""

    rule: Literal["holds_honour"]
    years: Years | None = None


class Measure(ConditionBase):
    """A named measure of the subject lies within limits, both included."""

    rule: Literal["measure"]
    name: Id
    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.at_least is None and self.at_most is None:
            exactly_one(self, "at_least", "at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise fault(
                "limits_crossed",
                Text("下限大于上限。", "The lower limit is above the upper one."),
                Text("对调或更正 at_least 与 at_most。", "Exchange or correct at_least and at_most."),
            )
        return self


class ModelYears(ConditionBase):
    """Years for which an excellence model has been run (measure ``excellence_model_years``)."""

    rule: Literal["model_years"]
    at_least: Years


class Papers(ConditionBase):
    """The application holds all these papers."""

    rule: Literal["papers"]
    needs: Ids


class OneOf(ConditionBase):
    """At least one of the conditions is met."""

    rule: Literal["one_of"]
    of: Annotated[tuple[Condition, ...], Field(min_length=2, max_length=20)]


class KOf(ConditionBase):
    """At least so many of the conditions are met."""

    rule: Literal["k_of"]
    at_least: Count
    of: Annotated[tuple[Condition, ...], Field(min_length=2, max_length=20)]

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.at_least > len(self.of):
            raise fault(
                "more_than_all",
                Text(
                    f"要求满足 {self.at_least} 项，但只列出 {len(self.of)} 项。",
                    f"{self.at_least} are asked for, but only {len(self.of)} are listed.",
                ),
                Text("减小 at_least，或补列条件。", "Lower at_least, or list more conditions."),
            )
        return self


Condition: TypeAlias = Annotated[
    RegisteredWithin
    | LegalForm
    | OperatingYears
    | Attested
    | EventWithin
    | HoldsCertificate
    | HonourWithin
    | HoldsHonour
    | Measure
    | ModelYears
    | Papers
    | OneOf
    | KOf,
    Field(discriminator="rule"),
]

OneOf.model_rebuild()
KOf.model_rebuild()
