"""How rounds stand: which there are, the calendar of one, its counts, its notices and its cases in pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from zhiheng.casework.models import Case, Finding, Notice, Round, Stage
from zhiheng.casework.queries.notices import DecidedObjection, decided_about
from zhiheng.casework.queries.rounds import rulebook_of
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.rules.model import NoticeStage, Rulebook

PAGE = 50
FIRST_NAMES = 50


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round as a list shows it, with the rulebook text that it is pinned to."""

    code: str
    title: Text
    authority: str
    session: str
    opens_at: datetime
    closes_at: datetime
    state: str
    is_sample: bool
    rulebook: str
    digest: str


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One stage of a round: its days, how they are counted, its article, and how many cases met it.

    ``period`` is the time that the rulebook gives; ``counted`` says how the days were counted once the
    stage had opened. ``entered`` and ``went_on`` are ``None`` while there is no finding.
    """

    stage: str
    kind: str
    title: Text
    cite: Citation
    state: str
    period: Text | None
    planned_due_day: date | None
    is_projected: bool
    opened_at: datetime | None
    due_at: datetime | None
    counted: Text | None
    closed_at: datetime | None
    entered: int | None
    went_on: int | None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A list that was published, its first names, and the days on which it stood open to objections."""

    stage: str
    starts_at: datetime
    ends_at: datetime
    names: tuple[str, ...]
    total: int
    decided: tuple[DecidedObjection, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a list shows it."""

    code: str
    number: int
    name: str
    region: str
    state: str
    at_stage: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the cases of a round, by number, and how many there are in all."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int


def rounds_by_opening() -> tuple[RoundRow, ...]:
    """Return every round, the latest first, in one statement."""
    found = Round.objects.select_related("programme", "rulebook").defer("rulebook__source")
    return tuple(
        RoundRow(
            one.code, Text.of(one.programme.title), one.authority, one.session, one.opens_at, one.closes_at,
            one.state, one.is_sample, one.rulebook.rulebook, one.rulebook.digest,
        )
        for one in found.order_by("-opens_at", "code")
    )  # fmt: skip


def pinned_rulebook(digest: str) -> Rulebook | None:
    """Return the rulebook text that some round was pinned to, by its digest; a changed one is refused."""
    found = Round.objects.filter(rulebook__digest=digest).order_by("pk").first()
    return None if found is None else rulebook_of(found)


def calendar_of(round_: Round, book: Rulebook) -> tuple[CalendarRow, ...]:
    """Return the stages of a round in order, with their counts, in two statements."""
    standing = Finding.objects.filter(stage__round=round_, withdrawn_at=None)
    counted = standing.values("stage").annotate(
        entered=Count("pk"), went_on=Count("pk", filter=Q(goes_on=True))
    )
    counts = {row["stage"]: (row["entered"], row["went_on"]) for row in counted.order_by()}
    rows = Stage.objects.filter(round=round_).order_by("position")
    return tuple(_calendar_row(row, book, *counts.get(row.pk, (None, None))) for row in rows)


def _calendar_row(row: Stage, book: Rulebook, entered: int | None, went_on: int | None) -> CalendarRow:
    rule = book.stage(row.stage)
    period = rule.period if isinstance(rule, NoticeStage) else rule.within
    return CalendarRow(
        stage=row.stage, kind=row.kind, title=rule.title, cite=book.cite(row.stage), state=row.state,
        period=None if period is None else period.text(), planned_due_day=row.planned_due_day,
        is_projected=row.is_projected, opened_at=row.opened_at, due_at=row.due_at,
        counted=Text.of(row.counted) if row.counted else None, closed_at=row.closed_at,
        entered=entered, went_on=went_on,
    )  # fmt: skip


def notices_of(round_: Round, now: datetime) -> tuple[NoticeRow, ...]:
    """Return the lists that the round has published by now, the earliest first."""
    rows = Notice.objects.filter(stage__round=round_, starts_at__lte=now).select_related("stage")
    found = list(rows.order_by("starts_at", "pk"))
    decided = decided_about([one.stage_id for one in found])
    return tuple(
        NoticeRow(
            one.stage.stage, one.starts_at, one.ends_at,
            tuple(str(entry["name"]) for entry in one.entries[:FIRST_NAMES]), len(one.entries),
            decided.get(one.stage_id, ()),
        )
        for one in found
    )  # fmt: skip


def cases_of(round_: Round, *, state: str = "", page: int = 1) -> CasePage:
    """Return one page of 50 cases, by number; a page past the end is the last one. Two statements."""
    found = Case.objects.filter(round=round_, **({"state": state} if state else {}))
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    columns = found.order_by("number").values_list("code", "number", "name", "region", "state", "at_stage")
    rows = tuple(CaseRow(*row) for row in columns[(page - 1) * PAGE : page * PAGE])
    return CasePage(rows, total, page, pages)


def rounds_among(codes: Collection[str]) -> dict[str, bool]:
    """Return which of these codes are rounds here, and whether each is a sample that granted nothing real."""
    return dict(Round.objects.filter(code__in=set(codes)).values_list("code", "is_sample"))
