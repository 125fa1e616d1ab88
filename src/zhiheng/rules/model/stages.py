"""The stages of a procedure: a kind whose work is code, and parameters that the instrument sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.conditions import Ids
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
    one_or_more_of_id,
)

By: TypeAlias = Literal[
    "office", "street", "department", "assessor", "committee", "government", "supervisor", "applicant"
]
Combine: TypeAlias = Literal["mean", "trimmed_mean", "median", "sum", "consensus"]
Silence: TypeAlias = Literal["reminds", "passes", "blocks"]
Tie: TypeAlias = Literal["keep_all", "cut_all"]


class StageBase(Ruled):
    """What every stage has; without ``after`` it follows the stage written before it."""

    id: Id
    title: Words
    by: By = "office"
    within: Within | None = None
    after: Annotated[tuple[Id, ...], one_or_more_of_id] | None = None


class Correction(Strict):
    """How often, and for how long, a case may go back to be corrected."""

    times: Annotated[int, Field(ge=1, le=10)]
    within: Within


class CheckStage(StageBase):
    """An officer checks conditions and records a finding for each."""

    kind: Literal["check"]
    applies: tuple[Literal["entry", "exclusion"], ...] = ("entry", "exclusion")
    correction: Correction | None = None


class InquiryStage(StageBase):
    """Departments are asked what they know of the subject."""

    kind: Literal["inquiry"]
    asks: Ids
    silence: Silence = "reminds"
    adverse: Literal["ends", "noted"] = "ends"


class SurveyStage(StageBase):
    """Answers of customers or the public, scored or only reported."""

    kind: Literal["survey"]
    least_answers: Annotated[int, Field(ge=0, le=1_000_000)]
    scored: bool = False
    pass_at: Positive | None = None
    scale: Count = 100
    too_few: Literal["noted", "ends"] = "noted"


class Panel(Strict):
    """So many assessors on a case, of whom so many lead."""

    assessors: Annotated[int, Field(ge=1, le=99)]
    lead: Annotated[int, Field(ge=0, le=1)] = 0


class Keep(Strict):
    """Who goes on: at most so many, so many per place, or a share of those scored."""

    at_most: Count | None = None
    per_place: Count | None = None
    share: Share | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "at_most", "per_place", "share")
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


class Ranking(Ruled):
    """The order of subjects: later steps break ties of earlier ones."""

    order: Annotated[tuple[RankStep, ...], Field(min_length=1, max_length=20)]
    ties: Literal["shared", "refused"] = "shared"


class ScoreStage(StageBase):
    """A panel scores every item of a criteria model."""

    kind: Literal["score"]
    criteria: Id
    panel: Panel
    combine: Combine = "mean"
    pass_at: Positive | None = None
    keep: Keep | None = None
    tie: Tie = "keep_all"

    @model_validator(mode="after")
    def _enough_assessors(self) -> Self:
        _trimmable(self.panel, self.combine)
        return self


class Minutes(Strict):
    """Minutes to present and to answer."""

    present: Annotated[int, Field(ge=0, le=480)]
    answer: Annotated[int, Field(ge=0, le=480)]


class HearingStage(StageBase):
    """The subject's leaders present and answer before a panel."""

    kind: Literal["hearing"]
    minutes: Minutes
    points: Count
    panel: Panel | None = None
    combine: Combine = "mean"
    pass_at: Positive | None = None
    keep: Keep | None = None
    tie: Tie = "keep_all"

    @model_validator(mode="after")
    def _enough_assessors(self) -> Self:
        _trimmable(self.panel, self.combine)
        return self


def _trimmable(panel: Panel | None, combine: str) -> None:
    if panel is not None and combine == "trimmed_mean" and panel.assessors < 3:
        raise fault(
            "panel_too_small",
            Text(
                "去掉最高分和最低分至少需要 3 名评审员。",
                "Dropping the highest and the lowest needs at least 3 assessors.",
            ),
            Text("增加评审员，或改用 mean。", "Seat more assessors, or use mean."),
        )


class ShortlistStage(StageBase):
    """Cases are put in order and the first of them go on."""

    kind: Literal["shortlist"]
    order: Ranking
    keep: Keep
    tie: Tie = "keep_all"


class ConsultStage(StageBase):
    """Departments give an opinion before the decision."""

    kind: Literal["consult"]
    asks: Ids
    silence: Silence = "passes"
    adverse: Literal["veto", "noted"] = "noted"


class Passes(Strict):
    """The share of yes votes that carries; with ``more_than`` it must be exceeded."""

    share: Share
    of: Literal["present", "eligible", "cast"]
    more_than: bool = False


class BallotStage(StageBase):
    """A committee votes."""

    kind: Literal["ballot"]
    by: By = "committee"
    secret: bool
    quorum: Share
    passes: Passes
    places: Literal["tiers"] = "tiers"
    over: Literal["ranking", "votes"] = "ranking"


class Objections(Strict):
    """Who may object and how; ``within`` is the office's own period to decide."""

    named: bool
    written: bool
    within: Within | None = None


class NoticeStage(StageBase):
    """Publication, and a period in which anybody may object."""

    kind: Literal["notice"]
    period: Annotated[Within, Field(alias="for")]
    objections: Objections
    of: Literal["proposed", "applicants", "decided"] = "proposed"

    @model_validator(mode="after")
    def _in_days(self) -> Self:
        if self.period.kind not in ("working_days", "days"):
            raise fault(
                "notice_in_days",
                Text("公示期以工作日或日计。", "A public notice runs in working days or days."),
                Text("改写为 working_days 或 days。", "Write working_days or days."),
            )
        return self


class ApproveStage(StageBase):
    """The government approves or refuses."""

    kind: Literal["approve"]
    by: By = "government"


class GrantStage(StageBase):
    """Honours are granted and certificates issued."""

    kind: Literal["grant"]
    by: By = "government"


class ClaimStage(StageBase):
    """An applicant claims rewards for standards of these levels."""

    kind: Literal["claim"]
    by: By = "applicant"
    levels: Ids


class PrecheckStage(StageBase):
    """A street or county office checks first."""

    kind: Literal["precheck"]
    by: By = "street"
    correction: Correction | None = None


class PayStage(StageBase):
    """The reward is paid."""

    kind: Literal["pay"]


Stage: TypeAlias = Annotated[
    CheckStage
    | InquiryStage
    | SurveyStage
    | ScoreStage
    | HearingStage
    | ShortlistStage
    | ConsultStage
    | BallotStage
    | NoticeStage
    | ApproveStage
    | GrantStage
    | ClaimStage
    | PrecheckStage
    | PayStage,
    Field(discriminator="kind"),
]
