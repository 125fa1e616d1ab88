"""The notices as the public reads them: what was published, until when, and nothing of what was said against it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework.models import Notice, Objection
from zhiheng.casework.queries.rounds import rulebooks_of_rounds
from zhiheng.core.text import Text
from zhiheng.ledger import queries as ledger

MOST = 200


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
