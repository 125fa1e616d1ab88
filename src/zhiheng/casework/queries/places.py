"""What the address of a page names: a stage of a round, a case at a stage, an objection, a request.

Each refuses with a code that ends in ``unknown`` what does not exist, or does not belong together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zhiheng.casework.models import Case, LateRequest, Notice, Objection, Round, Stage
from zhiheng.casework.queries.rounds import case_of, round_of, rulebook_of, stage_of
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.registers import queries as registers
from zhiheng.rules.model import Rulebook
from zhiheng.rules.vocabulary import word


class StageAt:
    """A stage of a round, with the rulebook that both rest on (read once)."""

    def __init__(self, round_: Round, row: Stage) -> None:
        self.round, self.row = round_, row

    @cached_property
    def book(self) -> Rulebook:
        """Return the rulebook that the round was pinned to."""
        return rulebook_of(self.round)

    @cached_property
    def rule(self) -> Any:
        """Return the stage as the rulebook states it."""
        return self.book.stage(self.row.stage)

    @property
    def cite(self) -> Citation:
        """Return the article on which the stage rests."""
        return self.book.cite(self.row.stage)


@dataclass(frozen=True, slots=True)
class CaseAt:
    """A case of a round at one of its stages."""

    at: StageAt
    case: Case


@dataclass(frozen=True, slots=True)
class AskedAt:
    """A department that a stage asks, with its name."""

    at: StageAt
    department: str
    name: Text


@dataclass(frozen=True, slots=True)
class NoticeAt:
    """A published notice and its stage."""

    at: StageAt
    notice: Notice


@dataclass(frozen=True, slots=True)
class ObjectionAt:
    """An objection and the stage of its notice."""

    at: StageAt
    objection: Objection


@dataclass(frozen=True, slots=True)
class OfficeName:
    """How an office is called, and what else names it beyond doubt."""

    name: str
    code: str

    @property
    def accepted(self) -> tuple[str, ...]:
        """Return every way in which the name may be written."""
        return (self.name, self.name.removesuffix("评审办"), self.code)


def office_of(authority: str) -> OfficeName:
    """Return the name of the award office of an authority."""
    region = registers.region(authority)
    return OfficeName(f"{region.name if region else authority}评审办", authority)


def regions_of(authority: str) -> dict[str, str]:
    """Return the names of an authority's own place and of those directly below it, by code."""
    own = registers.region(authority)
    below = {one.code: one.name for one in registers.children(authority)}
    return {**below, authority: own.name if own else authority}


def stage_at(code: str, stage: str) -> StageAt:
    """Return a stage by the codes in an address."""
    round_ = round_of(code)
    return StageAt(round_, stage_of(round_, stage))


def case_at(code: str, stage: str, case: str) -> CaseAt:
    """Return a case at a stage; a case of another round is unknown."""
    at, found = stage_at(code, stage), case_of(case)
    if found.round_id != at.round.pk:
        raise _unknown(case)
    return CaseAt(at, found)


def asked_at(code: str, stage: str, department: str) -> AskedAt:
    """Return a department that the stage asks; another is unknown."""
    at = stage_at(code, stage)
    if department not in departments_of(at):
        raise _unknown(department)
    return AskedAt(at, department, word("department", department, at.book))


def departments_of(at: StageAt) -> tuple[str, ...]:
    """Return the departments that a stage asks, in the rulebook's order; none for other kinds."""
    return tuple(getattr(at.rule, "asks", ()))


def notice_at(code: str, stage: str) -> NoticeAt:
    """Return the notice of a stage that was opened."""
    at = stage_at(code, stage)
    notice = Notice.objects.filter(stage=at.row).first()
    if notice is None:
        raise _unknown(stage)
    return NoticeAt(at, notice)


def objection_at(code: str, stage: str, number: int) -> ObjectionAt:
    """Return an objection against a notice by its number."""
    at = stage_at(code, stage)
    rows = Objection.objects.select_related("case", "notice").filter(notice__stage=at.row, pk=number)
    found = rows.first()
    if found is None:
        raise _unknown(str(number))
    return ObjectionAt(at, found)


def late_request_at(code: str, number: int) -> LateRequest:
    """Return a request for late entry into a round by its number."""
    found = LateRequest.objects.select_related("round__programme").filter(round__code=code, pk=number).first()
    if found is None:
        raise _unknown(str(number))
    return found


def _unknown(what: str) -> Refused:
    return Refused("place.unknown", Text(f"没有 {what}。", f"There is no {what}."))
