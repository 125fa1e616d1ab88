"""How much a standards reward pays, and how several drafters share it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.words import Id, Ruled, Share, Yuan, fault


class Shares(Ruled):
    """Which part of a pot goes to whom.

    ``alone``: the first drafting unit without the rest. ``lead`` and ``rest_with_lead``: both are there.
    ``rest_alone``: the rest without the first. The rest divide their part by their stated portions.
    """

    alone: Share
    lead: Share
    rest_with_lead: Share
    rest_alone: Share

    @model_validator(mode="after")
    def _not_above_the_pot(self) -> Self:
        if self.lead + self.rest_with_lead > 1:
            raise fault(
                "shares_above_one",
                Text("lead 与 rest_with_lead 合计超过 1。", "lead and rest_with_lead together exceed 1."),
                Text('例如改为 "7/10" 和 "3/10"。', 'Write, for example, "7/10" and "3/10".'),
            )
        return self


class Rounding(Ruled):
    """Amounts are brought to a multiple of ``to`` yuan."""

    to: Yuan
    how: Literal["half_up", "half_even", "down"]


class Scaling(Ruled):
    """Where caps or the budget scale amounts down: the unit in yuan, and what becomes of the units left over."""

    to: Yuan
    remainder: Literal["left", "largest"]


class Caps(Ruled):
    """Upper limits of a year in yuan; ``null`` means none."""

    enterprise: Yuan | None = None
    group: Yuan | None = None


class Double(Ruled):
    """The meanings of claiming twice, each with its own switch."""

    same_standard_twice: Literal["refuse", "by_action"]
    several_enterprises: Literal["share", "best_rank"]
    other_funds: Literal["refuse", "top_up", "allow"]
    earlier_rounds: Literal["refuse", "top_up", "allow"]


class Rewards(Ruled):
    """The reward scheme: pots in yuan by level of standard, and the last place in the foreword that counts."""

    pots: Annotated[Mapping[Id, Yuan], Field(min_length=1)]
    ranks: Annotated[int, Field(ge=1, le=99)]
    shares: Shares
    revision: Share
    rounding: Rounding
    scaling: Scaling
    caps: Caps
    double: Double

    @model_validator(mode="after")
    def _pots_are_whole_units(self) -> Self:
        unit = self.rounding.to.fen
        if unit < 1 or self.scaling.to.fen < 1 or any(pot.fen % unit for pot in self.pots.values()):
            raise fault(
                "pot_not_whole",
                Text(
                    "每个奖励额须是取整单位的整数倍，单位须大于 0。",
                    "Each pot is a multiple of a rounding unit above 0.",
                ),
                Text("更正 pots、rounding.to 或 scaling.to。", "Correct pots, rounding.to or scaling.to."),
            )
        return self
