"""What the address of a page names: a stage of a round, or a case at a stage; anything else is absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from zhiheng.casework.queries.rounds import case_of, round_of, rulebook_of, stage_of
from zhiheng.rules.criteria import CriteriaModel, criteria_model
from zhiheng.rules.model import BallotStage, HearingStage, Rulebook, ScoreStage


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
        return criteria_model(self.rule.criteria)

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


def scored_case(case_code: str, stage: str) -> CaseAt | None:
    """Find a case at a stage with scorebooks."""
    return _case(case_code, stage, ScoreStage)


def heard_case(case_code: str, stage: str) -> CaseAt | None:
    """Find a case at a hearing."""
    return _case(case_code, stage, HearingStage)


def judged_case(case_code: str, stage: str) -> CaseAt | None:
    """Find a case at a stage at which a panel sits."""
    return _case(case_code, stage, ScoreStage, HearingStage)


def paper_of(case_code: str, stage: str, document: str) -> tuple[CaseAt, str] | None:
    """Find a paper of a case: the document is one of those that the application names."""
    found = judged_case(case_code, stage)
    if found is None or document not in papers_of(found.case).values():
        return None
    return found, document


def papers_of(case: Any) -> dict[str, str]:
    """Return paper to document code, empty where a paper was handed in without its file."""
    files = case.declared.get("documents", {})
    named = dict.fromkeys(case.declared.get("papers", ()), "")
    return {**named, **(files if isinstance(files, dict) else {})}


def _stage(round_: Any, stage: str, *kinds: type) -> StageAt | None:
    row = stage_of(round_, stage)
    book = rulebook_of(round_)
    rule = book.stage(stage)
    return StageAt(round_, row, book, rule) if isinstance(rule, kinds) else None


def _case(case_code: str, stage: str, *kinds: type) -> CaseAt | None:
    case = case_of(case_code)
    at = _stage(case.round, stage, *kinds)
    return None if at is None else CaseAt(case, at)


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent with a form, also an empty one; nothing where the page is only read."""
    return request.POST if request.method == "POST" else None
