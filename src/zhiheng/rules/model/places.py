"""Tiers and places: how many may win what, of which class, and who is not counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.who import Ids
from zhiheng.rules.model.words import Count, Id, Positive, Ruled, Strict, Words, Yuan, exactly_one, fault

ByClass: TypeAlias = Annotated[Mapping[Id, Count], Field(min_length=1)]
"""A number for each class, or kind of subject."""
Unseen: TypeAlias = Literal["unseen"]
"""The word for a number that a text leaves blank, or that nobody has seen."""


def _said_count(value: object) -> int | Unseen:
    if value == "unseen":
        return "unseen"
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 10_000:
        return value
    raise fault(
        "bad_count",
        Text("此处须为 1 至 10000 的整数。", "A whole number from 1 to 10000 belongs here."),
        Text(
            "写不带引号的整数；数目未见的写 unseen。",
            "Write a whole number, or unseen where nobody has seen it.",
        ),
    )


SaidCount: TypeAlias = Annotated[
    int | Unseen,
    PlainValidator(_said_count),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1, "maximum": 10_000}, {"const": "unseen"}]}),
]
SaidByClass: TypeAlias = Annotated[Mapping[Id, SaidCount], Field(min_length=1)]


def seen(numbers: Mapping[str, int | Unseen] | None) -> dict[str, int] | None:
    """Return the classes whose number is known; ``None`` where none is."""
    found = {of: n for of, n in (numbers or {}).items() if n != "unseen"}
    return found or None


class Times(Strict):
    """At most so many times the honours of another tier."""

    tier: Id
    at_most: Count


def not_crossed(least: int | None, most: int | None) -> None:
    """Refuse a lower limit of places above the upper one."""
    if least is not None and most is not None and least > most:
        raise fault(
            "limits_crossed",
            Text("名额下限大于上限。", "The lower limit of places is above the upper one."),
            Text("更正其中之一。", "Correct one of them."),
        )


class Quota(Strict):
    """So many places, at most and, rarely, at least; ``per`` gives each class a number of its own.

    ``reserved`` are places kept for a class while qualified cases of it exist; ``caps`` its upper numbers;
    ``ratio`` the parts in which the places are split. Classes may be named by id, or by kind of subject. A number
    may be ``unseen``: it bounds nobody until it is known.
    """

    unseen: bool = False
    most: Annotated[SaidCount | None, Field(alias="at_most")] = None
    at_least: Count | None = None
    said_per: Annotated[SaidByClass | None, Field(alias="per")] = None
    said_reserved: Annotated[SaidByClass | None, Field(alias="reserved")] = None
    unused: Literal["open", "lapse"] = "open"
    said_caps: Annotated[SaidByClass | None, Field(alias="caps")] = None
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
        if self.most is None and self.said_per is None:
            raise fault(
                "missing",
                Text("名额缺少 at_most。", "The quota lacks at_most."),
                Text("写 at_most: 5，或用 per 分类写明。", "Write at_most: 5, or a number per class."),
            )
        not_crossed(self.at_least, self.at_most)
        if self.ratio is not None and self.at_most is None:
            raise fault(
                "ratio_of_unseen",
                Text("名额未见，无法按比例分配。", "The places are unseen, so they cannot be split."),
                Text("写出 at_most，或删去 ratio。", "Write at_most, or remove ratio."),
            )
        return self

    @property
    def at_most(self) -> int | None:
        """Return the number of places: as written, else the sum over the classes; ``None`` where it is unseen."""
        if self.most is not None:
            return None if self.most == "unseen" else self.most
        numbers = [None if n == "unseen" else n for n in (self.said_per or {}).values()]
        known = [n for n in numbers if n is not None]
        return sum(known) if known and len(known) == len(numbers) else None

    @property
    def has_unseen(self) -> bool:
        """Tell whether one of its numbers was not seen."""
        said = (self.said_per, self.said_reserved, self.said_caps)
        return self.unseen or self.most == "unseen" or any("unseen" in (n or {}).values() for n in said)

    @property
    def per(self) -> Mapping[str, int] | None:
        """Return the numbers of the classes, where all are known; those of some only are ``caps``."""
        found = seen(self.said_per)
        return found if found is not None and len(found) == len(self.said_per or ()) else None

    @property
    def reserved(self) -> Mapping[str, int] | None:
        """Return the places kept for classes, as far as they are known."""
        return seen(self.said_reserved)

    @property
    def caps(self) -> Mapping[str, int] | None:
        """Return the upper numbers of classes, as far as they are known."""
        own = seen(self.said_caps) or {}
        loose = {} if self.per is not None else seen(self.said_per) or {}
        return {**loose, **own} or None


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
        """Return the places; ``None`` without a bound: there is none, or nothing of it was seen."""
        return None if self.said_quota is None or self.said_quota.unseen else self.said_quota

    @property
    def at_most(self) -> int | None:
        """Return the upper number of places; ``None`` where there is none, or it was not seen."""
        return None if self.quota is None else self.quota.at_most

    @property
    def has_unseen_quota(self) -> bool:
        """Tell whether there is a number of places that nobody has seen: no bound is known, not that none exists."""
        return self.said_quota is not None and self.said_quota.at_most is None

    @property
    def vacancy(self) -> Literal["allowed", "not"]:
        """Return whether places may stay empty; where the text is silent, or was not seen, they may."""
        return "not" if self.said_vacancy == "not" else "allowed"


class Pool(Ruled):
    """Places shared by tiers: all of them, or those named; a number may be ``unseen``."""

    id: Id = "pool"
    tiers: Ids | None = None
    most: Annotated[SaidCount, Field(alias="at_most")]
    at_least: Count | None = None
    said_caps: Annotated[SaidByClass | None, Field(alias="caps")] = None

    @model_validator(mode="after")
    def _limits(self) -> Self:
        not_crossed(self.at_least, self.at_most)
        return self

    @property
    def at_most(self) -> int | None:
        """Return the places in all; ``None`` where the number was not seen."""
        return None if self.most == "unseen" else self.most

    @property
    def caps(self) -> Mapping[str, int] | None:
        """Return the upper numbers of classes, as far as they are known."""
        return seen(self.said_caps)

    @property
    def has_unseen(self) -> bool:
        """Tell whether one of its numbers was not seen."""
        return self.most == "unseen" or "unseen" in (self.said_caps or {}).values()

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
