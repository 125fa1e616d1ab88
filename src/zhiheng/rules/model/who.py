"""Which subjects something is for: traits by which a register knows them, and classes that a rulebook names."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from zhiheng.rules.model.words import Count, Id, RegionCode, Ruled, Strict, Words, exactly_one, one_or_more

Ids: TypeAlias = Annotated[tuple[Id, ...], Field(min_length=1), one_or_more(Id)]
"""One id, or a list of them."""
Level: TypeAlias = Literal["national", "provincial", "city", "county", "town", "zone"]
"""The level of a government, a check, a ranking or a place."""
Levels: TypeAlias = Annotated[tuple[Level, ...], Field(min_length=1), one_or_more(Level)]
_Industry: TypeAlias = Annotated[str, Field(min_length=1, max_length=20)]
Industries: TypeAlias = Annotated[tuple[_Industry, ...], Field(min_length=1), one_or_more(_Industry)]
RegionCodes: TypeAlias = Annotated[tuple[RegionCode, ...], Field(min_length=1), one_or_more(RegionCode)]

TRAITS = ("kinds", "sizes", "industries", "regions", "region_levels", "certificates")


class Traits(Strict):
    """All that is named must fit; of several values under one key any one will do.

    Industries are codes: "C" fits "C26". A region fits those registered there or below it.
    """

    kinds: Ids | None = None
    sizes: Ids | None = None
    industries: Industries | None = None
    regions: RegionCodes | None = None
    region_levels: Levels | None = None
    certificates: Ids | None = None

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if all(getattr(self, name) is None for name in type(self).model_fields):
            exactly_one(self, *type(self).model_fields)
        return self


class Who(Traits):
    """Traits, and classes of this rulebook, that must all fit."""

    classes: Ids | None = None


class Group(Ruled):
    """A named class of subjects: all of whom ``of`` fits, or who chose it when they applied."""

    id: Id
    title: Words
    of: Traits | None = None
    chosen: bool = False

    @model_validator(mode="after")
    def _says_whom(self) -> Self:
        if self.of is None and not self.chosen:
            exactly_one(self, "of")
        return self


class SharedBy(Strict):
    """How many persons may share one honour."""

    at_most: Count


class Applicant(Strict):
    """A kind of subject that may apply, and what of it is judged."""

    kind: Id
    role: Id | None = None
    shared_by: SharedBy | None = None
    judged: Literal["body", "model", "result", "project"] | None = None
