"""What the addresses of the API name. ``None`` and a refusal that says ``unknown`` mean: there is no such thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from zhiheng.casework.queries import places, progress
from zhiheng.casework.queries.places import AskedAt, CaseAt, ObjectionAt, StageAt
from zhiheng.casework.queries.rounds import case_of, round_of, rulebook_of
from zhiheng.casework.queries.said import published_at
from zhiheng.casework.queries.shelf import shelf
from zhiheng.ledger import queries as ledger
from zhiheng.ledger.domain.note import Note
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.rows import HonourPage, HonourRow
from zhiheng.rules.model import Attested, Rulebook
from zhiheng.web.api.asked import ApiRequest
from zhiheng.web.api.searching import wanted_honours

LATEST = 20


@dataclass(frozen=True, slots=True)
class RuleAt:
    """A condition of a round's rulebook that somebody attests."""

    round: Any
    rule: Attested


@dataclass(frozen=True, slots=True)
class SubjectAt:
    """An organisation that exists, at a round."""

    round: Any
    subject: str


@dataclass(frozen=True, slots=True)
class BookAt:
    """A line's number in a book of the ledger; whether there is such a line, the proof says."""

    book: str
    seq: int


@dataclass(frozen=True, slots=True)
class PublicRound:
    """What anybody may know of a round: no count of cases, no finding, nothing of who acts."""

    row: progress.RoundRow
    calendar: tuple[progress.CalendarRow, ...]
    notices: tuple[PublicNotice, ...]


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A list that was published, with the codes under which objections are made."""

    stage: str
    starts_at: Any
    ends_at: Any
    entries: tuple[tuple[str, str], ...]


def round_at(request: ApiRequest, round_code: str) -> Any:
    """Return a round by its code."""
    return round_of(round_code)


def all_rounds(request: ApiRequest) -> tuple[progress.RoundRow, ...]:
    """Return every round, the latest first."""
    return progress.rounds_by_opening()


def public_round(request: ApiRequest, round_code: str) -> PublicRound | None:
    """Return what is public about a round at this instant."""
    round_ = round_of(round_code)
    row = next((one for one in progress.rounds_by_opening() if one.code == round_code), None)
    if row is None:
        return None
    calendar = progress.calendar_of(round_, rulebook_of(round_))
    return PublicRound(row, tuple(_without_counts(one) for one in calendar), _notices(round_, request))


def _without_counts(row: progress.CalendarRow) -> progress.CalendarRow:
    return replace(row, entered=None, went_on=None)


def _notices(round_: Any, request: ApiRequest) -> tuple[PublicNotice, ...]:
    begun = round_.stages.filter(notice__starts_at__lte=request.asked.at).order_by("notice__starts_at", "pk")
    columns = ("stage", "notice__starts_at", "notice__ends_at", "notice__entries")
    return tuple(
        PublicNotice(stage, starts, ends, tuple((str(one["case"]), str(one["name"])) for one in entries))
        for stage, starts, ends, entries in begun.values_list(*columns)
    )


def honours(request: ApiRequest) -> HonourPage:
    """Return the page of honours that the query asks for: the same form and the same search as the page's."""
    return registers.honours_matching(day=_today(request), **wanted_honours(request.GET))


def honour(request: ApiRequest, honour_code: str) -> HonourRow | None:
    """Return one honour."""
    return registers.honour(honour_code, _today(request))


def _today(request: ApiRequest) -> date:
    return localtime(request.asked.at).date()


def rulebooks(request: ApiRequest) -> tuple[tuple[str, str, Any], ...]:
    """Return (digest, id, title) of every rulebook on the shelf and of those that rounds are pinned to."""
    found = {digest: (digest, book.id, book.title) for digest, book in shelf().items()}
    for one in progress.rounds_by_opening():
        found.setdefault(one.digest, (one.digest, one.rulebook, one.title))
    return tuple(found.values())


def rulebook(request: ApiRequest, digest: str) -> Rulebook | None:
    """Return exactly the text with this digest."""
    return shelf().get(digest) or progress.pinned_rulebook(digest)


def checkpoints(request: ApiRequest) -> tuple[Note, ...]:
    """Return the latest checkpoint of every book."""
    return tuple(Note(one.book, one.size, one.root, one.at) for one in ledger.latest_checkpoints())


def book_checkpoints(request: ApiRequest, book: str) -> tuple[Note, ...] | None:
    """Return the latest checkpoints of one book; a book that published none is not there."""
    found = ledger.checkpoints_of(book).order_by("-size")[:LATEST]
    return tuple(Note(one.book, one.size, one.root, one.at) for one in found) or None


def line_at(request: ApiRequest, book: str, seq: int) -> BookAt:
    """Return a line's place."""
    return BookAt(book, seq)


def stage_at(request: ApiRequest, round_code: str, stage: str) -> StageAt:
    """Return a stage of a round."""
    return places.stage_at(round_code, stage)


def of_kind(*kinds: str) -> Callable[..., StageAt | None]:
    """Return the finder of stages of some kinds: at another there is nothing of the sort."""

    def found(request: ApiRequest, round_code: str, stage: str) -> StageAt | None:
        at = places.stage_at(round_code, stage)
        return at if at.row.kind in kinds else None

    return found


def asked_at(request: ApiRequest, round_code: str, stage: str, department: str) -> AskedAt:
    """Return a department that a stage asks."""
    return places.asked_at(round_code, stage, department)


def objection_at(request: ApiRequest, round_code: str, stage: str, objection: int) -> ObjectionAt | None:
    """Return an objection of this very notice."""
    return places.objection_at(round_code, stage, objection) if objection < 2**63 else None


def late_at(request: ApiRequest, round_code: str, late: int) -> Any:
    """Return a request for late entry into this very round."""
    return places.late_request_at(round_code, late) if late < 2**63 else None


def subject_at(request: ApiRequest, round_code: str, subject: str) -> SubjectAt | None:
    """Return an organisation at a round."""
    round_ = round_of(round_code)
    return SubjectAt(round_, subject) if registers.organisation(subject) is not None else None


def rule_at(request: ApiRequest, round_code: str, condition: str) -> RuleAt | None:
    """Return a condition that is attested; one that registers decide is not there."""
    round_ = round_of(round_code)
    book = rulebook_of(round_)
    rule = next((one for one in (*book.entry, *book.exclusion) if one.id == condition), None)
    return RuleAt(round_, rule) if isinstance(rule, Attested) else None


def case_at(request: ApiRequest, case_code: str) -> Any:
    """Return a case."""
    return case_of(case_code)


def case_at_stage(request: ApiRequest, case_code: str, stage: str) -> CaseAt:
    """Return a case at a stage of its round."""
    return places.case_at(case_of(case_code).round.code, stage, case_code)


def published_case(request: ApiRequest, case_code: str, stage: str) -> CaseAt | None:
    """Return a case that a notice names publicly; any other is as if it did not exist."""
    at = case_at_stage(request, case_code, stage)
    published = published_at(at.at.row.pk)
    if published is None or case_code not in published.cases or published.starts_at > request.asked.at:
        return None
    return at
