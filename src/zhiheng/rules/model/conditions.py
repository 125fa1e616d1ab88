"""The named conditions under which a subject may enter, or is excluded.

A condition is a name and parameters, never code. ``event_within`` and ``honour_within`` are met when nothing
of the kind lies in the period, wherever they stand: to meet a condition is always good for the applicant.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.condition_base import Award, ConditionBase, CutOff, Relation, Witness, Years
from zhiheng.rules.model.past_conditions import (
    EventWithin,
    HoldsHonour,
    HonourBase,
    HonourWithin,
    NoBan,
    OtherApplicant,
    Recommended,
    SingleChannel,
)
from zhiheng.rules.model.subject_conditions import (
    Attested,
    HoldsCertificate,
    LegalForm,
    Measure,
    ModelYears,
    NotOnList,
    OfClass,
    OfficeRank,
    OnList,
    OperatingYears,
    Papers,
    Rating,
    Reduced,
    RegisteredWithin,
    ServiceYears,
    Standing,
    When,
)
from zhiheng.rules.model.who import Ids
from zhiheng.rules.model.words import Count, fault

__all__ = [
    "AllOf",
    "Attested",
    "Award",
    "Condition",
    "ConditionBase",
    "CutOff",
    "EventWithin",
    "HoldsCertificate",
    "HoldsHonour",
    "HonourBase",
    "HonourWithin",
    "Ids",
    "KOf",
    "LegalForm",
    "Measure",
    "ModelYears",
    "NoBan",
    "NoneOf",
    "NotOnList",
    "OfClass",
    "OfficeRank",
    "OnList",
    "OneOf",
    "OperatingYears",
    "OtherApplicant",
    "Papers",
    "Rating",
    "Recommended",
    "Reduced",
    "RegisteredWithin",
    "Relation",
    "ServiceYears",
    "SingleChannel",
    "Standing",
    "When",
    "Witness",
    "Years",
]


class OneOf(ConditionBase):
    """At least one of the conditions is met."""

    rule: Literal["one_of"]
    of: Annotated[tuple[Condition, ...], Field(min_length=2, max_length=20)]


class AllOf(ConditionBase):
    """All of the conditions are met."""

    rule: Literal["all_of"]
    of: Annotated[tuple[Condition, ...], Field(min_length=2, max_length=20)]


class NoneOf(ConditionBase):
    """None of the conditions is met."""

    rule: Literal["none_of"]
    of: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=20)]


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
    | NoBan
    | Measure
    | ModelYears
    | Papers
    | Rating
    | Standing
    | OnList
    | NotOnList
    | ServiceYears
    | OfClass
    | OfficeRank
    | OtherApplicant
    | SingleChannel
    | Recommended
    | OneOf
    | AllOf
    | NoneOf
    | KOf,
    Field(discriminator="rule"),
]

for _combined in (OneOf, AllOf, NoneOf, KOf):
    _combined.model_rebuild()
