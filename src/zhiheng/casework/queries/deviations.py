"""Where a round left the plain path: for the supervisor, from the tables and from the ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.casework.domain.acts import DEVIATING, act_word
from zhiheng.casework.models import (
    Approval,
    Attestation,
    Correction,
    LateRequest,
    Reply,
    Round,
    Stage,
    SurveyReturn,
)
from zhiheng.casework.queries.naming import case_in, names_in
from zhiheng.core.text import Text
from zhiheng.ledger import queries as ledger
from zhiheng.rules.model import Rulebook

MOST = 500
NOTHING = Text("", "")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that left the plain path: when, what, about which case or stage, by whom, and its ledger line."""

    at: datetime
    told: Text
    about: str
    case: str = ""
    by: str = ""
    seq: int | None = None
    named: Text = NOTHING
    who: Text = NOTHING


@dataclass(frozen=True, slots=True)
class SealedLine:
    """A line of the ledger as the supervisor reads it."""

    seq: int
    at: datetime
    act: str
    actor: str
    about: str
    case: str
    named: Text
    who: Text


@dataclass(frozen=True, slots=True)
class LinePage:
    """One page of lines, the latest first."""

    rows: tuple[SealedLine, ...]
    total: int
    page: int
    pages: int


def deviations_of(round_: Round, book: Rulebook, now: datetime) -> tuple[Deviation, ...]:
    """Return what deviated in a round, in the order of time, in a constant number of statements."""
    found = [*_stages(round_, book, now), *_corrections(round_), *_withdrawn(round_), *_late(round_)]
    lines = _lines(round_).filter(act__in=DEVIATING)
    found += [
        Deviation(one.at, act_word(one.act), one.about, case_in(round_.code, one.about), one.actor, one.seq)
        for one in lines.order_by("-seq")[:MOST]
    ]
    names = names_in(round_, book, {one.about for one in found}, {one.by for one in found})
    named = [replace(one, named=names.about(one.about), who=names.who(one.by)) for one in found]
    return tuple(sorted(named, key=lambda one: (one.at, one.about)))


def lines_of_round(round_: Round, book: Rulebook, page: int) -> LinePage:
    """Return one page of the sealed lines about a round and its cases, the latest first."""
    lines = _lines(round_)
    total = lines.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = list(lines.order_by("-seq")[(page - 1) * PAGE : page * PAGE])
    names = names_in(round_, book, {one.about for one in rows}, {one.actor for one in rows})
    return LinePage(
        tuple(
            SealedLine(
                one.seq, one.at, one.act, one.actor, one.about, case_in(round_.code, one.about),
                names.about(one.about), names.who(one.actor),
            )
            for one in rows
        ),
        total, page, pages,
    )  # fmt: skip


def _lines(round_: Round) -> QuerySet[Any]:
    code = round_.code
    cases = Q(about__startswith=f"{code}-", about__regex=rf"^{re.escape(code)}-[0-9]{{4,}}(/|$)")
    wanted = Q(about=code) | Q(about__startswith=f"{code}/") | cases
    return ledger.lines_of(round_.authority).filter(wanted)


def _stages(round_: Round, book: Rulebook, now: datetime) -> list[Deviation]:
    found = []
    for row in Stage.objects.filter(round=round_).order_by("position"):
        title = book.stage(row.stage).title
        if row.due_at and (row.closed_at or now) > row.due_at and row.kind != "notice":
            days = ((row.closed_at or now) - row.due_at).days + 1
            zh, en = (
                ("已逾期，仍未结束", "is overdue and still open")
                if row.closed_at is None
                else ("逾期结束", "closed late")
            )
            told = Text(
                f"环节“{title.zh}”{zh}（超过 {days} 天）", f"stage “{title.en}” {en} (by {days} days)"
            )
            found.append(Deviation(row.closed_at or now, told, row.stage))
        if row.is_projected and row.opened_at:
            told = Text(
                f"环节“{title.zh}”的期限按尚未公布的节假日推算",
                f"the time of “{title.en}” rests on a projected calendar",
            )
            found.append(Deviation(row.opened_at, told, row.stage))
    return found


def _corrections(round_: Round) -> list[Deviation]:
    rows = Correction.objects.filter(case__round=round_, is_projected=True).select_related("case")
    told = Text("补正期限按尚未公布的节假日推算", "the time for a correction rests on a projected calendar")
    return [Deviation(one.asked_at, told, one.case.code, one.case.code) for one in rows.order_by("pk")[:MOST]]


def _withdrawn(round_: Round) -> list[Deviation]:
    kinds = (
        (Attestation, Text("认定已重作，前一认定作废", "an attestation was given again")),
        (Reply, Text("部门答复已更改，前一答复作废", "a department's reply was changed")),
        (SurveyReturn, Text("测评结果已更改，前一结果作废", "a survey result was changed")),
        (Approval, Text("批准意见已更改，前一意见作废", "a decision of the approving body was changed")),
    )
    found = []
    for model, told in kinds:
        rows = model._default_manager.filter(case__round=round_, withdrawn_at__isnull=False)
        columns = rows.order_by("withdrawn_at", "pk").values_list("withdrawn_at", "case__code", "by")
        found += [Deviation(at, told, code, code, by) for at, code, by in columns[:MOST] if at]
    return found


def _late(round_: Round) -> list[Deviation]:
    rows = LateRequest.objects.filter(round=round_, granted_until_at__isnull=False).order_by("pk")
    told = Text("批准逾期申报", "a late entry was granted")
    return [
        Deviation(one.decided_at, told, one.subject, "", one.decided_by) for one in rows if one.decided_at
    ]
