"""Conditions on the subject itself: where, what and how old it is, what it holds, measures and hands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.condition_base import ConditionBase, Witness, Years
from zhiheng.rules.model.who import Ids, Level, Traits
from zhiheng.rules.model.words import (
    Count,
    Id,
    Number,
    RegionCode,
    Ruled,
    Share,
    Strict,
    Within,
    Words,
    at_least_one,
    exactly_one,
    fault,
    one_or_more,
)


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


class When(Traits, Ruled):
    """The class of subjects for which a reduced number of years applies: all that is named must fit."""

    size: Id | None = None
    certificate: Id | None = None
    kind: Id | None = None
    industry: Annotated[str, Field(min_length=1, max_length=20)] | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        names = (*Traits.model_fields, "size", "certificate", "kind", "industry")
        if all(getattr(self, name) is None for name in names):
            exactly_one(self, *names)
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


class HoldsCertificate(ConditionBase):
    """The subject holds one of the certificates, valid on the day that counts."""

    rule: Literal["holds_certificate"]
    certificate: Ids


class Measure(ConditionBase):
    """A named measure lies within limits, both included; perhaps in each of the last so many full years."""

    rule: Literal["measure"]
    name: Id
    at_least: Number | None = None
    at_most: Number | None = None
    consecutive_years: Annotated[int, Field(ge=2, le=20)] | None = None

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        at_least_one(self, "at_least", "at_most")
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


class PaperLimit(Strict):
    """The greatest length of a paper."""

    characters: Annotated[int, Field(ge=1, le=10_000_000)]


class Papers(ConditionBase):
    """The application holds all these papers, within their limits, and those published were out long enough."""

    rule: Literal["papers"]
    needs: Ids
    limits: Annotated[Mapping[Id, PaperLimit], Field(min_length=1)] | None = None
    published_for: Annotated[Mapping[Id, Within], Field(min_length=1)] | None = None


_Grade: TypeAlias = Annotated[str, Field(min_length=1, max_length=20)]
_Grades: TypeAlias = Annotated[tuple[_Grade, ...], Field(min_length=1), one_or_more(_Grade)]


class Rating(ConditionBase):
    """A rating by a government or another body: one of those named, or at least so good on a scale.

    ``scale`` is written from the best to the worst.
    """

    rule: Literal["rating"]
    name: Id
    among: _Grades | None = None
    at_least: _Grade | None = None
    scale: Annotated[tuple[_Grade, ...], Field(min_length=2)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "among", "at_least")
        if (self.at_least is None) != (self.scale is None):
            exactly_one(self, "at_least" if self.at_least is None else "scale")
        if self.scale is not None and self.at_least not in self.scale:
            raise fault(
                "unknown_grade",
                Text(f"等级“{self.at_least}”不在 scale 之中。", f"“{self.at_least}” is not on the scale."),
                Text("从 scale 中选一个等级。", "Choose a grade of the scale."),
            )
        return self


class Standing(ConditionBase):
    """A rank by an index: among the first so many, or in the first part, of an industry or an area."""

    rule: Literal["standing"]
    index: Id
    level: Level
    among: Annotated[Literal["industry", "area"], Field(alias="in")] = "industry"
    top: Count | None = None
    share: Share | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "top", "share")
        return self


class OnList(ConditionBase):
    """The subject stands on one of the lists, as they are fixed for this edition."""

    rule: Literal["on_list"]
    list: Ids


class NotOnList(ConditionBase):
    """The subject stands on none of the lists."""

    rule: Literal["not_on_list"]
    list: Ids


class ServiceYears(ConditionBase):
    """Full years of service of a person; so many of them within the authority's region."""

    rule: Literal["service_years"]
    at_least: Years
    of_which_here: Years | None = None

    @model_validator(mode="after")
    def _part_of_the_whole(self) -> Self:
        if self.of_which_here is not None and self.of_which_here > self.at_least:
            raise fault(
                "limits_crossed",
                Text("本地年限大于总年限。", "The years here are more than the years in all."),
                Text("更正 at_least 或 of_which_here。", "Correct at_least or of_which_here."),
            )
        return self


class OfficeRank(ConditionBase):
    """The rank of an official, or of an official body, lies below this one."""

    rule: Literal["office_rank"]
    below: Id


class OfClass(ConditionBase):
    """The subject belongs to one of these classes, or is of one of these kinds."""

    rule: Literal["of_class"]
    classes: Ids
