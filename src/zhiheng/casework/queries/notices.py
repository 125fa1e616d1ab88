"""The notices as the public reads them: what was published, until when, and nothing of what was said against it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework.models import Notice, Objection
from zhiheng.casework.queries.rounds import rulebooks_of_rounds
from zhiheng.core.text import Text
from zhiheng.ledger import queries as ledger

MOST = 200
PUBLISHED = 200


@dataclass(frozen=True, slots=True)
class Published:
    """One page of a published list: the place of its first name (from 1), and how many names there are in all."""

    entries: tuple[dict[str, str], ...]
    first: int
    found: int
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in the list of notices."""

    round_code: str
    stage: str
    title: Text
    stage_title: Text
    session: str
    authority: str
    is_sample: bool
    starts_at: datetime
    ends_at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What proves that an objection was taken: time, seal and ledger line; the words themselves are not in it."""

    number: int
    case: str
    name: str
    given_at: datetime
    state: str
    decision: str
    salt: str
    commitment: str
    book: str
    seq: int | None


@dataclass(frozen=True, slots=True)
class DecidedObjection:
    """What the office decided about an objection, as the public reads it: never who objected, nor what was said."""

    name: str
    is_upheld: bool
    decision: str
    decided_at: datetime


def published(notice: Notice, *, text: str = "", page: int = 1) -> Published:
    """Return a page of 200 names of a notice's list, as published; with *text*, of those whose name holds it."""
    wanted = text.strip().casefold()
    rows = [one for one in notice.entries if not wanted or wanted in str(one["name"]).casefold()]
    pages = max(1, -(-len(rows) // PUBLISHED))
    page = min(max(page, 1), pages)
    first = (page - 1) * PUBLISHED
    shown = tuple(rows[first : first + PUBLISHED])
    return Published(shown, first + 1, len(rows), len(notice.entries), page, pages)


def decided_about(stages: Collection[int]) -> dict[int, tuple[DecidedObjection, ...]]:
    """Return, by stage, the decided objections against the cases of its notice, the earliest decision first."""
    rows = Objection.objects.filter(notice__stage__in=stages, decided_at__isnull=False)
    columns = ("notice__stage_id", "case__name", "state", "decision", "decided_at")
    found: dict[int, tuple[DecidedObjection, ...]] = {}
    for stage, name, state, decision, at in rows.order_by("decided_at", "pk").values_list(*columns):
        one = DecidedObjection(name, state == Objection.State.UPHELD, decision, at)
        found[stage] = (*found.get(stage, ()), one)
    return found


def notices_by_day(now: datetime) -> tuple[NoticeLine, ...]:
    """Return the notices that have begun, the latest first, in two statements."""
    rows = Notice.objects.filter(starts_at__lte=now).select_related("stage__round__programme")
    found = list(rows.order_by("-starts_at", "pk")[:MOST])
    books = rulebooks_of_rounds([one.stage.round for one in found])
    return tuple(_line(one, books[one.stage.round.code].stage(one.stage.stage).title) for one in found)


def _line(one: Notice, stage_title: Text) -> NoticeLine:
    round_ = one.stage.round
    return NoticeLine(
        round_.code, one.stage.stage, Text.of(round_.programme.title), stage_title, round_.session,
        round_.authority, round_.is_sample, one.starts_at, one.ends_at, len(one.entries),
    )  # fmt: skip


def receipt_of(number: int) -> Receipt | None:
    """Return the receipt of an objection, with the ledger line that sealed it."""
    one = Objection.objects.select_related("case__round").filter(pk=number).first()
    if one is None:
        return None
    book = one.case.round.authority
    lines = ledger.lines_about(book, one.case.code, below=False).filter(act="casework.objection_given")
    for line in lines:
        body = json.loads(line.body_json)
        if body["objection"] == number:
            return _receipt(one, str(body["commitment"]), line.seq)
    return _receipt(one, "", None)


def _receipt(one: Objection, commitment: str, seq: int | None) -> Receipt:
    return Receipt(
        one.pk, one.case.code, one.case.name, one.given_at, one.state, one.decision, one.salt, commitment,
        one.case.round.authority, seq,
    )  # fmt: skip
