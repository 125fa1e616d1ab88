"""Tiers and places: how many may win what, of which class, and who is not counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.who import Ids
from zhiheng.rules.model.words import Count, Id, Positive, Ruled, Strict, Words, Yuan, exactly_one, fault

ByClass: TypeAlias = Annotated[Mapping[Id, Count], Field(min_length=1)]
"""A number for each class, or kind of subject."""


class Times(Strict):
    """At most so many times the honours of another tier."""

    tier: Id
    at_most: Count


def not_crossed(least: int | None, most: int) -> None:
    """Refuse a lower limit of places above the upper one."""
    if least is not None and least > most:
        raise fault(
            "limits_crossed",
            Text("名额下限大于上限。", "The lower limit of places is above the upper one."),
            Text("更正其中之一。", "Correct one of them."),
        )


class Quota(Strict):
    """So many places, at most and, rarely, at least; ``per`` gives each class a number of its own.

    ``reserved`` are places kept for a class while qualified cases of it exist; ``caps`` its upper numbers;
    ``ratio`` the parts in which the places are split. Classes may be named by id, or by kind of subject.
    """

    unseen: bool = False
    most: Annotated[Count | None, Field(alias="at_most")] = None
    at_least: Count | None = None
    per: ByClass | None = None
    reserved: ByClass | None = None
    unused: Literal["open", "lapse"] = "open"
    caps: ByClass | None = None
    ratio: ByClass | None = None
    times: Times | None = None

    @model_validator(mode="after")
    def _has_a_number(self) -> Self:
        if self.unseen:
            if self.model_fields_set != {"unseen"}:
                raise fault(
                    "unseen_yet_written",
                    Text("名额既写未见，又写了数目。", "The places are unseen, yet numbers are written."),
                    Text(
                        "只写 quota: unseen，或删去 unseen。", "Write quota: unseen alone, or remove unseen."
                    ),
                )
            return self
        if self.most is None and self.per is None:
            raise fault(
                "missing",
                Text("名额缺少 at_most。", "The quota lacks at_most."),
                Text("写 at_most: 5，或用 per 分类写明。", "Write at_most: 5, or a number per class."),
            )
        not_crossed(self.at_least, self.at_most)
        return self

    @property
    def at_most(self) -> int:
        """Return the number of places: as written, else the sum over the classes."""
        return self.most if self.most is not None else sum((self.per or {}).values())


def _as_quota(value: object) -> object:
    return {"unseen": True} if value == "unseen" else value


SaidQuota: TypeAlias = Annotated[
    Quota, BeforeValidator(_as_quota, json_schema_input_type=Literal["unseen"] | Quota)
]
"""A quota, or the word for one that nobody has seen."""


class Need(Strict):
    """The least points of a stage that a tier asks for, whatever the rank."""

    stage: Id
    at_least: Positive


class Given(Strict):
    """A tier that nobody elects: to all who reached a stage or lost in it, or from the n-th win on."""

    automatic_to: Literal["reached", "lost"] | None = None
    stage: Id | None = None
    from_win: Annotated[int, Field(ge=2, le=20)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "automatic_to", "from_win")
        if (self.automatic_to is None) != (self.stage is None):
            exactly_one(self, "stage")
        return self


class Outside(Strict):
    """Honours outside the quota: all of the tier, those of earlier winners, or those of a class or condition."""

    when: Id | None = None


def _as_outside(value: object) -> object:
    return {} if value is True else value


OutsideQuota: TypeAlias = Annotated[
    Outside, BeforeValidator(_as_outside, json_schema_input_type=Literal[True] | Outside)
]
REPEAT_WINNER = "repeat_winner"


class Tier(Ruled):
    """A tier of an award with its places and its reward in yuan.

    ``from`` names the tier from whose winners it is chosen; ``triggered_by`` a condition under ``noted``
    without which it is not given at all. A quota or vacancy may be ``unseen``: the instrument has a rule on it
    that nobody has read yet.
    """

    id: Id
    title: Words
    said_quota: Annotated[SaidQuota | None, Field(alias="quota")] = None
    said_vacancy: Annotated[Literal["allowed", "not", "unseen"] | None, Field(alias="vacancy")] = None
    reward: Yuan | None = None
    open_to: Ids | None = None
    chosen_from: Annotated[Id | None, Field(alias="from")] = None
    needs: tuple[Need, ...] = ()
    given: Given | None = None
    outside: OutsideQuota | None = None
    triggered_by: Id | None = None

    @property
    def quota(self) -> Quota | None:
        """Return the places; ``None`` without a bound: there is none, or it was not seen."""
        return None if self.has_unseen_quota else self.said_quota

    @property
    def has_unseen_quota(self) -> bool:
        """Tell whether there is a number of places that nobody has seen: no bound is known, not that none exists."""
        return self.said_quota is not None and self.said_quota.unseen

    @property
    def vacancy(self) -> Literal["allowed", "not"]:
        """Return whether places may stay empty; where the text is silent, or was not seen, they may."""
        return "not" if self.said_vacancy == "not" else "allowed"


class Pool(Ruled):
    """Places shared by tiers: all of them, or those named."""

    id: Id = "pool"
    tiers: Ids | None = None
    at_most: Count
    at_least: Count | None = None
    caps: ByClass | None = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        not_crossed(self.at_least, self.at_most)
        return self

    def covers(self, tier: str) -> bool:
        """Tell whether a tier shares these places."""
        return self.tiers is None or tier in self.tiers


def _as_pools(value: object) -> object:
    return (value,) if isinstance(value, Mapping) else value


Pools: TypeAlias = Annotated[
    tuple[Pool, ...],
    Field(min_length=1),
    BeforeValidator(_as_pools, json_schema_input_type=Pool | tuple[Pool, ...]),
]
"""One pool, or a list of them."""
