"""The bodies of a procedure: who they are, how many sit in them, for how long, and who may not sit in two."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.who import Ids
from zhiheng.rules.model.words import Id, Ruled, Strict, Within, Words, at_least_one, exactly_one, fault

ActsAs: TypeAlias = Literal[
    "office",
    "street",
    "department",
    "assessor",
    "committee",
    "joint_conference",
    "government",
    "supervisor",
    "host",
    "executor",
]
Seats: TypeAlias = Annotated[int, Field(ge=1, le=999)]

ACTS: dict[str, tuple[str, ...]] = {
    "joint_conference": ("committee",),
    "host": ("office", "government"),
    "executor": ("office", "assessor", "department"),
}
"""The actors of stages for whom a body may stand, where it is not simply its own name."""


class Size(Strict):
    """How many members a body has; ``odd`` asks for an odd number."""

    at_least: Seats | None = None
    at_most: Seats | None = None
    odd: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_least is None and self.at_most is None and not self.odd:
            at_least_one(self, "at_least", "at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise fault(
                "limits_crossed",
                Text("人数下限大于上限。", "The lower number of members is above the upper one."),
                Text("对调或更正 at_least 与 at_most。", "Exchange or correct at_least and at_most."),
            )
        return self


class Sitting(Strict):
    """For how long members sit: one edition, or years, and for how many terms."""

    edition: Literal[True] | None = None
    years: Annotated[int, Field(ge=1, le=20)] | None = None
    at_most_terms: Annotated[int, Field(ge=1, le=10)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "edition", "years")
        return self


class Body(Ruled):
    """A body that takes part; ``apart_from`` names those with which it shares no member."""

    id: Id
    title: Words
    acts_as: ActsAs
    size: Size | None = None
    term: Sitting | None = None
    apart_from: Ids | None = None
    appointed_by: Id | None = None
    published_ahead: Within | None = None
    hired: bool = False
    owns: Ids | None = None
    says: Words | None = None

    def may_do(self, by: str) -> bool:
        """Tell whether it may act in a stage that is done *by* this actor."""
        return by in ACTS.get(self.acts_as, (self.acts_as,))
