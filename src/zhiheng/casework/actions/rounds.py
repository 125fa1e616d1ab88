"""Opening a round."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from zhiheng.casework import policy
from zhiheng.casework.domain.plan import plan
from zhiheng.casework.domain.rankable import refuse_unless_rankable
from zhiheng.casework.models import Programme, Round, RulebookVersion, Stage
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI, china_calendar
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import instant
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model import Rulebook


@transaction.atomic
def open_round(
    *, code: str, source: str, session: str, opens_at: datetime, closes_at: datetime, by: Actor, now: datetime,
    is_sample: bool = False,
) -> Round:  # fmt: skip
    """Open a round under the rulebook whose text is *source*, and pin it to that text's digest.

    Refuses an invalid rulebook, a code or session that exists, and a period that ends before it begins.
    """
    book = read_rulebook(source, code)
    policy.may_run_round(by, book.authority).or_refuse("round.not_yours")
    if opens_at >= closes_at:
        raise Refused(
            "round.period", Text("申报截止时间必须晚于开始时间。", "The round must close after it opens.")
        )
    _refuse_unless_in_force(book, opens_at)
    refuse_unless_rankable(book)
    round_ = _create(code, session, book, opens_at, closes_at, is_sample, now)
    _lay_out(round_, book)
    ledger.write(
        book=book.authority, act="casework.round_opened", actor=by, about=code, at=now,
        body={"rulebook": book.id, "digest": book.digest, "session": session,
              "opens_at": instant(opens_at), "closes_at": instant(closes_at), "is_sample": is_sample},
    )  # fmt: skip
    return round_


def _refuse_unless_in_force(book: Rulebook, opens_at: datetime) -> None:
    day = opens_at.astimezone(SHANGHAI).date()
    since, until = book.in_force.since, book.in_force.until
    if (since is not None and day < since) or (until is not None and day > until):
        raise Refused(
            "rulebook.not_in_force",
            Text(
                f"{book.title.zh}（{book.id}）的施行期间为 {since or '未注明'} 至 {until or '未注明'}，{day} 不在其内。",
                f"{book.title.en} ({book.id}) is in force from {since or '(not stated)'} to {until or '(not stated)'}; "
                f"{day} lies outside.",
            ),
        )


def _create(
    code: str,
    session: str,
    book: Rulebook,
    opens_at: datetime,
    closes_at: datetime,
    is_sample: bool,
    now: datetime,
) -> Round:
    version, _ = RulebookVersion.objects.get_or_create(
        digest=book.digest, defaults={"rulebook": book.id, "source": book.source, "kept_at": now}
    )
    programme, _ = Programme.objects.get_or_create(
        code=f"sample/{book.instrument}" if is_sample else book.instrument,
        defaults={"authority": book.authority, "kind": book.kind, "title": book.title.to_json()},
    )
    try:
        with transaction.atomic():
            return Round.objects.create(
                code=code, programme=programme, rulebook=version, authority=book.authority, session=session,
                opens_at=opens_at, closes_at=closes_at, is_sample=is_sample,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(
            "round.exists",
            Text(f"届次 {code}（{session}）已经存在。", f"Round {code} ({session}) exists already."),
        ) from None


def _lay_out(round_: Round, book: Rulebook) -> None:
    planned = plan(book, round_.closes_at, china_calendar())
    Stage.objects.bulk_create(
        Stage(
            round=round_, stage=rule.id, kind=rule.kind, position=position, planned_due_day=step.due_day,
            is_projected=step.due is not None and step.due.projected,
        )
        for position, (rule, step) in enumerate(zip(book.stages, planned, strict=True), start=1)
    )  # fmt: skip
