"""The money of an award: what is paid for which tier, for higher awards, once or again, and for what use."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zhiheng.rules.model.conditions import Award
from zhiheng.rules.model.who import Ids
from zhiheng.rules.model.words import Id, Ruled, Share, Words, Yuan, exactly_one


class Amount(Ruled):
    """Yuan for one tier, to all winners or to those of these kinds or classes; ``null``: not fixed yet."""

    tier: Id
    kinds: Ids | None = None
    classes: Ids | None = None
    from_win: Annotated[int, Field(ge=1, le=20)] = 1
    amount: Yuan | None


class ForHigher(Ruled):
    """What is paid for an award of a higher authority: a sum, or a share of that award's own money."""

    award: Award
    tiers: Ids | None = None
    amount: Yuan | None = None
    share: Share | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "amount", "share")
        return self


class Payments(Ruled):
    """All payments to winners; ``reward`` of a tier is the short form of one amount.

    ``highest_only``: of several honours only the highest sum. ``top_up: difference``: what was paid before for
    a lower one is made up to it. ``repeat``: what a winner of the same tier gets again.
    """

    amounts: tuple[Amount, ...] = ()
    for_higher: tuple[ForHigher, ...] = ()
    highest_only: bool = False
    top_up: Literal["difference", "none"] = "none"
    repeat: Literal["full", "difference", "none"] = "full"
    not_to: Ids | None = None
    uses: tuple[Words, ...] = ()
    paid_from: Literal["year", "next_year"] = "year"
