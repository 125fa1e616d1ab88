"""The parts of which stages are written: panels, who goes on, orders, objections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.who import Ids
from zhiheng.rules.model.words import (
    Count,
    Id,
    Portion,
    Positive,
    Ruled,
    Share,
    Strict,
    Within,
    Words,
    exactly_one,
    fault,
)

By: TypeAlias = Literal[
    "office", "street", "department", "assessor", "committee", "government", "supervisor", "applicant"
]
Combine: TypeAlias = Literal["mean", "trimmed_mean", "median", "sum", "consensus"]
Silence: TypeAlias = Literal["reminds", "passes", "blocks"]
Tie: TypeAlias = Literal["keep_all", "cut_all"]


class Tells(Strict):
    """Who is told of a stage's result, how, and by when."""

    who: Literal["cut", "all"] = "cut"
    how: Literal["written", "online"] = "written"
    within: Within | None = None


class Correction(Strict):
    """How often, and for how long, a case may go back to be corrected."""

    times: Annotated[int, Field(ge=1, le=10)]
    within: Within


class Panel(Strict):
    """So many assessors on a case, of whom so many lead.

    ``odd``: their number is odd. ``drawn``: by lot. ``apart_from``: nobody who sat in these stages; ``same_as``:
    those who sat in that one. ``outside``: at least this part from outside the authority's region.
    """

    assessors: Annotated[int, Field(ge=1, le=99)]
    lead: Annotated[int, Field(ge=0, le=1)] = 0
    odd: bool = False
    drawn: bool = False
    apart_from: Ids | None = None
    same_as: Id | None = None
    outside: Share | None = None

    @model_validator(mode="after")
    def _is_odd(self) -> Self:
        if self.odd and self.assessors % 2 == 0:
            raise fault(
                "not_odd",
                Text(f"评审员人数须为单数，却写了 {self.assessors} 名。", f"{self.assessors} is not odd."),
                Text("增减一名，或删去 odd。", "Seat one more or one less, or remove odd."),
            )
        return self


class Kept(Strict):
    """Who of a class goes on: at most so many, so many per place, or a share of those scored."""

    at_most: Count | None = None
    per_place: Count | None = None
    share: Share | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "at_most", "per_place", "share")
        return self


class Keep(Strict):
    """Who goes on: at most so many, so many per place, or a share of those scored; or so for each class.

    ``least``: never fewer than so many, where there are so many.
    """

    at_most: Count | None = None
    per_place: Count | None = None
    share: Share | None = None
    by_class: Annotated[Mapping[Id, Kept], Field(min_length=1)] | None = None
    least: Count | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (
            self.by_class is None
            or sum(getattr(self, name) is not None for name in ("at_most", "per_place", "share")) > 1
        ):
            exactly_one(self, "at_most", "per_place", "share")
        if self.least is not None and self.at_most is not None and self.least > self.at_most:
            raise fault(
                "limits_crossed",
                Text("least 大于 at_most。", "least is above at_most."),
                Text("更正其中之一。", "Correct one of them."),
            )
        return self


class Weight(Strict):
    """A stage's weight in a sum; ``scale_to`` first brings its full marks to another scale."""

    weight: Portion
    scale_to: Count | None = None


def _as_weight(value: object) -> object:
    return value if isinstance(value, Mapping) else {"weight": value}


Weighted: TypeAlias = Annotated[Weight, BeforeValidator(_as_weight, json_schema_input_type=Portion | Weight)]


class RankStep(Ruled):
    """One criterion of an order: a weighted sum over stages, or one stage's score."""

    sum: Annotated[Mapping[Id, Weighted], Field(min_length=1)] | None = None
    stage: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "sum", "stage")
        return self

    def stages(self) -> tuple[str, ...]:
        """Return the stages whose scores it needs."""
        return tuple(self.sum or ()) if self.stage is None else (self.stage,)


class Preference(Strict):
    """Who goes first among those who tie: a class, or those who meet a condition under ``noted``."""

    of_class: Annotated[Id | None, Field(alias="class")] = None
    condition: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.of_class is None) == (self.condition is None):
            raise fault(
                "exactly_one",
                Text("class、condition 须恰好写一项。", "Exactly one of class, condition belongs here."),
                Text("只保留一项。", "Keep one of them."),
            )
        return self


class Ranking(Ruled):
    """The order of subjects: later steps break ties of earlier ones, then preferences, in their order."""

    order: Annotated[tuple[RankStep, ...], Field(min_length=1, max_length=20)]
    prefer: tuple[Preference, ...] = ()
    ties: Literal["shared", "refused"] = "shared"


class Penalty(Strict):
    """Points that are taken off, each time or for each minute, at most so many in all."""

    id: Id
    says: Words
    points: Positive
    per: Literal["time", "minute"] = "time"
    at_most: Positive | None = None


class Minutes(Strict):
    """Minutes to present and to answer, and for the panel to discuss."""

    present: Annotated[int, Field(ge=0, le=480)]
    answer: Annotated[int, Field(ge=0, le=480)]
    discuss: Annotated[int, Field(ge=0, le=480)] = 0


class Passes(Strict):
    """The share of yes votes that carries; with ``more_than`` it must be exceeded."""

    share: Share
    of: Literal["present", "eligible", "cast"]
    more_than: bool = False


class Objections(Strict):
    """Who may object and how; ``within`` is the office's own period to decide.

    ``identity: seal_or_id``: a unit seals its objection, a person adds a copy of the identity card;
    ``seal_or_number``: a person gives its number. What is late or anonymous is refused, or noted only; without
    a key the text is silent.
    """

    named: bool = False
    written: bool = False
    identity: Literal["seal_or_id", "seal_or_number"] | None = None
    late: Literal["refused", "noted"] | None = None
    anonymous: Literal["refused", "noted"] | None = None
    answer: Literal["written"] | None = None
    within: Within | None = None


def trimmable(panel: Panel | None, combine: str) -> None:
    """Refuse to drop two marks of fewer than three."""
    if panel is not None and combine == "trimmed_mean" and panel.assessors < 3:
        raise fault(
            "panel_too_small",
            Text(
                "去掉最高分和最低分至少需要 3 名评审员。",
                "Dropping the highest and the lowest needs at least 3 assessors.",
            ),
            Text("增加评审员，或改用 mean。", "Seat more assessors, or use mean."),
        )
