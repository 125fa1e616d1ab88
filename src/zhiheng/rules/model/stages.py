"""The stages of a procedure: a kind whose work is code, and parameters that the instrument sets."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.stage_parts import (
    By,
    Combine,
    Correction,
    Keep,
    Kept,
    Minutes,
    Objections,
    Panel,
    Passes,
    Penalty,
    Preference,
    Ranking,
    RankStep,
    Silence,
    Tells,
    Tie,
    Weight,
    Weighted,
    trimmable,
)
from zhiheng.rules.model.who import Ids
from zhiheng.rules.model.words import (
    Count,
    Id,
    Positive,
    Ruled,
    Share,
    Within,
    Words,
    fault,
    one_or_more_of_id,
)

ONE_MARK = "points_"
MOST_POINTS = 10_000

__all__ = [
    "ApproveStage",
    "BallotStage",
    "By",
    "CheckStage",
    "ClaimStage",
    "Combine",
    "ConsultStage",
    "Correction",
    "GateStage",
    "GrantStage",
    "HearingStage",
    "InquiryStage",
    "Keep",
    "Kept",
    "Minutes",
    "NoticeStage",
    "Objections",
    "Panel",
    "Passes",
    "PayStage",
    "Penalty",
    "PrecheckStage",
    "Preference",
    "RankStep",
    "Ranking",
    "ScoreStage",
    "ShortlistStage",
    "Silence",
    "Stage",
    "StageBase",
    "SurveyStage",
    "Tells",
    "Tie",
    "Weight",
    "Weighted",
]


class StageBase(Ruled):
    """What every stage has; without ``after`` it follows the stage written before it.

    ``body`` names the bodies that act, where the rulebook has any: ``jointly``, or any one of them. ``applies_to``
    names the kinds or classes of subject that go through it: the others pass by.
    """

    id: Id
    title: Words
    by: By = "office"
    body: Annotated[tuple[Id, ...], one_or_more_of_id] = ()
    jointly: bool = True
    within: Within | None = None
    after: Annotated[tuple[Id, ...], one_or_more_of_id] | None = None
    applies_to: Annotated[tuple[Id, ...], one_or_more_of_id] = ()
    tells: Tells | None = None

    @model_validator(mode="after")
    def _has_others(self) -> Self:
        if not self.jointly and len(self.body) < 2:
            raise fault(
                "nobody_else_acts",
                Text(
                    "写了 jointly: false，却没有两个机构可选。",
                    "Any one of the bodies acts, but there are not two.",
                ),
                Text(
                    "在 body 中写两个以上机构，或删去 jointly。",
                    "Name two or more in body, or remove jointly.",
                ),
            )
        return self


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
    """Answers of customers, staff or the public, scored or only reported; a public vote is a scored one."""

    kind: Literal["survey"]
    asked: Literal["customers", "public", "employees"] | None = None
    least_answers: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    scored: bool = False
    pass_at: Positive | None = None
    scale: Count = 100
    too_few: Literal["noted", "ends"] = "noted"


class ScoreStage(StageBase):
    """A panel scores every item of a criteria model, or gives one mark out of ``points``.

    ``latest``: always by the model's newest edition.
    """

    kind: Literal["score"]
    model: Annotated[Id | None, Field(alias="criteria")] = None
    points: Annotated[int, Field(ge=1, le=MOST_POINTS)] | None = None
    latest: bool = False
    lasts: Within | None = None
    panel: Panel
    combine: Combine = "mean"
    penalties: tuple[Penalty, ...] = ()
    pass_at: Positive | None = None
    keep: Keep | None = None
    tie: Tie = "keep_all"

    @model_validator(mode="after")
    def _enough_assessors(self) -> Self:
        trimmable(self.panel, self.combine)
        if (self.model is None) == (self.points is None):
            raise fault(
                "exactly_one",
                Text("criteria、points 须恰好写一项。", "Exactly one of criteria, points belongs here."),
                Text(
                    "按准则逐项评分写 criteria，只评一个总分写 points。",
                    "Write criteria to mark item by item, points for one mark.",
                ),
            )
        return self

    @property
    def criteria(self) -> str:
        """Return the id of the criteria model; one mark out of so many points is a model of a single item."""
        return self.model or f"{ONE_MARK}{self.points}"


class HearingStage(StageBase):
    """The subject's leaders present and answer before a panel; ``drawn``: in an order by lot."""

    kind: Literal["hearing"]
    minutes: Minutes | None = None
    points: Count
    drawn: bool = False
    panel: Panel | None = None
    combine: Combine = "mean"
    penalties: tuple[Penalty, ...] = ()
    pass_at: Positive | None = None
    keep: Keep | None = None
    tie: Tie = "keep_all"

    @model_validator(mode="after")
    def _enough_assessors(self) -> Self:
        trimmable(self.panel, self.combine)
        return self


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


class GateStage(StageBase):
    """An administrative decision between stages: yes or no for each case, with reason and document."""

    kind: Literal["gate"]
    says: Words | None = None


class BallotStage(StageBase):
    """A committee votes: on honours, or with ``keep`` on who goes on.

    ``elects`` names the tiers it decides; without it all that no other ballot elects and nobody is given. ``order`` is
    its own, where the rulebook's ``ranking`` is not for those whom it elects.
    """

    kind: Literal["ballot"]
    by: By = "committee"
    secret: bool
    quorum: Share
    passes: Passes
    rounds: Annotated[int, Field(ge=1, le=9)] = 1
    elects: Ids | None = None
    keep: Keep | None = None
    tie: Tie = "keep_all"
    places: Literal["tiers"] = "tiers"
    over: Literal["ranking", "votes"] = "ranking"
    order: Ranking | None = None

    @model_validator(mode="after")
    def _elects_or_keeps(self) -> Self:
        if self.over == "votes" and self.order is not None:
            raise fault(
                "exactly_one",
                Text("按得票数取舍的表决另写了 order。", "A ballot over votes has an order besides."),
                Text("删去 over: votes 或 order。", "Remove over: votes, or order."),
            )
        if self.keep is not None and self.elects is not None:
            raise fault(
                "exactly_one",
                Text("表决要么决定奖项（elects），要么决定入围（keep）。", "A ballot elects, or keeps."),
                Text("只保留一项，或分成两个表决环节。", "Keep one of them, or make it two ballots."),
            )
        return self


class NoticeStage(StageBase):
    """Publication, and a period in which anybody may object."""

    kind: Literal["notice"]
    period: Annotated[Within, Field(alias="for")]
    objections: Objections = Objections()
    of: Literal["proposed", "applicants", "passed", "decided"] = "proposed"

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
    | GateStage
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
