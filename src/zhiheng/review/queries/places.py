"""What the address of a page names: a stage of a round, or a case at a stage; anything else is absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhiheng.casework.queries.rounds import case_of, round_of, rulebook_of, stage_of
from zhiheng.core.text import Text
from zhiheng.rules.criteria import CriteriaModel, criteria_of
from zhiheng.rules.model import BallotStage, HearingStage, Rulebook, ScoreStage
from zhiheng.rules.places_wording import places_said


@dataclass(frozen=True, slots=True)
class StageAt:
    """A stage of a round with its rule, as the pinned rulebook states it."""

    round: Any
    row: Any
    book: Rulebook
    rule: Any

    @property
    def about(self) -> str:
        """Return the name of the stage in the ledger."""
        return f"{self.round.code}/{self.row.stage}"

    @property
    def criteria(self) -> CriteriaModel:
        """Return the criteria model of a score stage."""
        return criteria_of(self.book, self.rule)

    @property
    def places(self) -> tuple[tuple[Text, Text], ...]:
        """Return what a ballot gives: the title of each of its tiers, and how many places it has."""
        return places_said(self.book, self.rule.id)

    @property
    def cite(self) -> Any:
        """Return the article under which the stage is held."""
        return self.book.cite(self.row.stage)


@dataclass(frozen=True, slots=True)
class CaseAt:
    """A case at a stage."""

    case: Any
    at: StageAt


def panel_stage(round_code: str, stage: str) -> StageAt | None:
    """Find a stage at which panels sit."""
    return _stage(round_of(round_code), stage, ScoreStage, HearingStage)


def ballot_stage(round_code: str, stage: str) -> StageAt | None:
    """Find a stage at which a committee votes."""
    return _stage(round_of(round_code), stage, BallotStage)


def judging_stage(round_code: str, stage: str) -> StageAt | None:
    """Find a stage at which a panel sits or a committee votes."""
    return _stage(round_of(round_code), stage, ScoreStage, HearingStage, BallotStage)


def voted_case(round_code: str, stage: str, case: str) -> CaseAt | None:
    """Find a candidate of a ballot; a case of another round is none."""
    found = _case(case, stage, BallotStage)
    return found if found is not None and found.case.round.code == round_code else None


def scored_case(case_code: str, stage: str) -> CaseAt | None:
    """Find a case at a stage with scorebooks."""
    return _case(case_code, stage, ScoreStage)


def heard_case(case_code: str, stage: str) -> CaseAt | None:
    """Find a case at a hearing."""
    return _case(case_code, stage, HearingStage)


def judged_case(case_code: str, stage: str) -> CaseAt | None:
    """Find a case at a stage at which a panel sits."""
    return _case(case_code, stage, ScoreStage, HearingStage)


def _stage(round_: Any, stage: str, *kinds: type) -> StageAt | None:
    row = stage_of(round_, stage)
    book = rulebook_of(round_)
    rule = book.stage(stage)
    return StageAt(round_, row, book, rule) if isinstance(rule, kinds) else None


def _case(case_code: str, stage: str, *kinds: type) -> CaseAt | None:
    case = case_of(case_code)
    at = _stage(case.round, stage, *kinds)
    return None if at is None else CaseAt(case, at)
