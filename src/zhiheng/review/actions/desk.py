"""The stage at which somebody works: its row locked, its rule from the pinned rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from zhiheng.casework.queries.rounds import case_of, open_stage_of, round_of, rulebook_of, stage_of
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.rules.model import BallotStage, HearingStage, Rulebook, ScoreStage

Rule = TypeVar("Rule", ScoreStage, HearingStage, BallotStage, ScoreStage | HearingStage)


@dataclass(frozen=True, slots=True)
class Desk(Generic[Rule]):
    """One stage of one round, locked until the transaction ends."""

    pk: int
    stage: str
    round_code: str
    authority: str
    book: Rulebook
    rule: Rule

    @property
    def cites(self) -> tuple[Citation, ...]:
        """Return the article under which the stage is held."""
        return (self.book.cite(self.stage),)

    @property
    def about(self) -> str:
        """Return the name of the stage in the ledger."""
        return f"{self.round_code}/{self.stage}"


def lock_stage(round_code: str, stage: str) -> None:
    """Hold the stage's row from here on, so that it cannot close between a permission and the act."""
    stage_of(round_of(round_code), stage, lock=True)


def open_desk(round_code: str, stage: str, kind: type[Rule]) -> Desk[Rule]:
    """Return an open stage of this kind, locked; a stage that is not open, or of another kind, is refused."""
    round_ = round_of(round_code)
    row = open_stage_of(round_, stage)
    return _desk(round_, row.pk, stage, kind)


def unclosed_desk(round_code: str, stage: str, *kinds: type[Rule]) -> Desk[Rule]:
    """Return a stage that has not closed, locked."""
    round_ = round_of(round_code)
    row = stage_of(round_, stage, lock=True)
    if row.state == "closed":
        raise Refused("stage.not_open", Text(f"环节 {stage} 已经结束。", f"Stage {stage} has closed."))
    return _desk(round_, row.pk, stage, *kinds)


def running_case(case_code: str) -> tuple[int, str, str]:
    """Return (pk, round code, subject) of a case that is running, or refuse."""
    case = case_of(case_code)
    if case.state != "running":
        raise Refused(
            "case.not_running", Text(f"{case_code} 不在办理中。", f"{case_code} is not a running case.")
        )
    return case.pk, case.round.code, case.subject


def _desk(round_, pk: int, stage: str, *kinds: type[Rule]) -> Desk[Rule]:  # type: ignore[no-untyped-def]
    book = rulebook_of(round_)
    rule = book.stage(stage)
    if not isinstance(rule, kinds):
        raise Refused(
            "stage.wrong_kind",
            Text(f"环节“{rule.title.zh}”不办理此事。", f"This is not done at the stage “{rule.title.en}”."),
            [book.cite(stage)],
        )
    return Desk(pk, stage, round_.code, round_.authority, book, rule)
