"""An assessor's work on one case: marks, comments, the signature."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhiheng.calc.points import check_percent
from zhiheng.casework import actions as casework_actions
from zhiheng.casework import policy as casework
from zhiheng.casework.queries.rounds import case_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import Commitment, commit
from zhiheng.review import policy, queries
from zhiheng.review.actions.desk import Desk, lock_stage, open_desk, running_case
from zhiheng.review.models import Comment, Mark, Scorebook
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.model import ScoreStage


@dataclass(frozen=True, slots=True)
class _Work:
    """A scorebook somebody works on, and where."""

    desk: Desk[ScoreStage]
    book: Scorebook
    about: str


@transaction.atomic
def give_marks(*, case_code: str, stage: str, marks: Mapping[str, int], by: Actor, now: datetime) -> int:
    """Record percents on items in the own scorebook; return how many changed something.

    A mark given again withdraws the former one; the same mark again changes nothing. Refuses an item outside the
    criteria model (``mark.unknown_item``), a percent off the scale, a signed scorebook and a stage that
    is not open. One ledger line a mark, with a commitment and never the value.
    """
    work = _work(case_code, stage, by)
    _refuse_marks(work.desk, marks)
    _refuse_signed(work)
    standing = dict(work.book.marks.filter(withdrawn_at=None).values_list("item", "percent"))
    changed = {item: percent for item, percent in marks.items() if standing.get(item) != percent}
    work.book.marks.filter(item__in=changed.keys(), withdrawn_at=None).update(withdrawn_at=now)
    sealed = {item: commit({"percent": percent}) for item, percent in changed.items()}
    Mark.objects.bulk_create(
        Mark(scorebook=work.book, item=item, percent=percent, given_at=now, salt=sealed[item].salt)
        for item, percent in changed.items()
    )
    ledger.write_many(
        book=work.desk.authority,
        actor=by,
        at=now,
        entries=[
            ledger.Entry(
                "review.mark_given",
                f"{work.about}/{item}",
                work.desk.cites,
                {"commitment": sealed[item].digest},
            )
            for item in changed
        ],
    )
    return len(changed)


def give_mark(*, case_code: str, stage: str, item: str, percent: int, by: Actor, now: datetime) -> int:
    """Record one percent on one item; see :func:`give_marks`."""
    return give_marks(case_code=case_code, stage=stage, marks={item: percent}, by=by, now=now)


@transaction.atomic
def give_comment(
    *, case_code: str, stage: str, item: str, kind: str, text: str, by: Actor, now: datetime
) -> int:
    """Write down a strength or an opportunity for improvement on an item; return its number."""
    work = _work(case_code, stage, by)
    _refuse_items(work.desk, {item})
    _refuse_signed(work)
    if kind not in Comment.Kind.values:
        raise Refused(
            "comment.kind", Text("评语须为优势或改进机会。", "A comment is a strength or an opportunity.")
        )
    if not text.strip():
        raise Refused("comment.empty", Text("请写明评语。", "Write the comment."))
    sealed = commit({"kind": kind, "text": text})
    comment = Comment.objects.create(
        scorebook=work.book, item=item, kind=kind, text=text, given_at=now, salt=sealed.salt
    )
    _tell(work, "review.comment_given", sealed, by, now, item=item)
    return comment.pk


@transaction.atomic
def withdraw_comment(*, case_code: str, stage: str, comment: int, by: Actor, now: datetime) -> None:
    """Withdraw an own comment while the scorebook is not signed; it is kept and no longer counts."""
    work = _work(case_code, stage, by)
    _refuse_signed(work)
    standing = Comment.objects.filter(pk=comment, scorebook=work.book, withdrawn_at=None)
    found = standing.values_list("item", "salt").first()
    if found is None:
        raise Refused(
            "comment.not_yours", Text("没有可撤回的此条评语。", "There is no such comment of yours.")
        )
    standing.update(withdrawn_at=now)
    _tell(work, "review.comment_withdrawn", commit({"comment": found[1]}), by, now, item=found[0])


@transaction.atomic
def sign_scorebook(*, case_code: str, stage: str, by: Actor, now: datetime) -> None:
    """Sign the own scorebook and thereby lock it; items without a mark are refused by name."""
    work = _work(case_code, stage, by)
    _refuse_signed(work)
    marks = dict(work.book.marks.filter(withdrawn_at=None).values_list("item", "percent"))
    missing = [item for item in criteria_of(work.desk.book, work.desk.rule).items if item not in marks]
    if missing:
        raise Refused(
            "mark.missing",
            Text(
                f"尚有 {len(missing)} 个条目未评分：{'、'.join(missing)}；未评不按零分计。",
                f"{len(missing)} items have no mark: {', '.join(missing)}; missing is not zero.",
            ),
            work.desk.cites,
        )
    sealed = commit({"marks": marks})
    Scorebook.objects.filter(pk=work.book.pk).update(signed_at=now, salt=sealed.salt)
    _tell(work, "review.scorebook_signed", sealed, by, now)
    if queries.is_all_signed(work.desk.pk, by.code):
        casework_actions.finish_tasks(stage_pk=work.desk.pk, role=Role.ASSESSOR, accounts=[by.code], now=now)


@transaction.atomic
def reopen_scorebook(*, case_code: str, stage: str, seat: str, ground: str, by: Actor, now: datetime) -> None:
    """Let an assessor go on with a signed scorebook while the stage is open; the office says why.

    The marks stay as they are; each that is given anew withdraws the former one, which is kept.
    """
    _, round_code, _ = running_case(case_code)
    casework.may_run_round(by, case_of(case_code).round.authority).or_refuse("scorebook.not_yours")
    desk = open_desk(round_code, stage, ScoreStage)
    if not ground.strip():
        raise Refused("scorebook.no_ground", Text("请写明退回理由。", "Say why it is reopened."))
    books = Scorebook.objects.filter(
        stage_id=desk.pk, case__code=case_code, seat__label=seat, signed_at__isnull=False
    )
    if not books.update(signed_at=None, salt=""):
        raise Refused(
            "scorebook.not_signed",
            Text(
                f"{case_code}/{seat} 的评分手册未签署。", f"The scorebook {case_code}/{seat} is not signed."
            ),
        )
    ledger.write(
        book=desk.authority,
        act="review.scorebook_reopened",
        actor=by,
        about=f"{case_code}/{stage}/{seat}",
        at=now,
        cites=desk.cites,
        body={"ground": ground},
    )


def _work(case_code: str, stage: str, by: Actor) -> _Work:
    """Return the own scorebook at an open stage, begun where there is none; anybody else is refused."""
    case_pk, round_code, _ = running_case(case_code)
    lock_stage(round_code, stage)
    policy.may_mark(by, case_code, stage).or_refuse("mark.not_yours")
    desk = open_desk(round_code, stage, ScoreStage)
    seat = queries.seat_of(desk.pk, case_code, by.code)
    assert seat is not None
    book, _ = Scorebook.objects.get_or_create(stage_id=desk.pk, case_id=case_pk, seat_id=seat.pk)
    return _Work(desk, book, f"{case_code}/{stage}/{seat.label}")


def _refuse_signed(work: _Work) -> None:
    if work.book.signed_at is not None:
        raise Refused(
            "scorebook.signed",
            Text(
                "评分手册已经签署，须由评审办退回后方可修改。",
                "The scorebook is signed; the office can reopen it.",
            ),
        )


def _refuse_items(desk: Desk[ScoreStage], items: Collection[str]) -> None:
    model = criteria_of(desk.book, desk.rule)
    for item in sorted(set(items) - model.items.keys()):
        raise Refused(
            "mark.unknown_item",
            Text(f"《{model.title.zh}》没有条目 {item}。", f"“{model.title.en}” has no item {item}."),
            desk.cites,
        )


def _refuse_marks(desk: Desk[ScoreStage], marks: Mapping[str, int]) -> None:
    _refuse_items(desk, marks.keys())
    for item, percent in marks.items():
        try:
            check_percent(item, percent)
        except ValueError:
            raise Refused(
                "mark.percent",
                Text(
                    f"条目 {item} 的评分须为 0 至 100 之间 5 的整数倍，不能是 {percent}。",
                    f"The mark for {item} is 0 to 100 in steps of five, not {percent}.",
                ),
                desk.cites,
            ) from None


def _tell(work: _Work, act: str, sealed: Commitment, by: Actor, now: datetime, *, item: str = "") -> None:
    ledger.write(
        book=work.desk.authority,
        act=act,
        actor=by,
        about=f"{work.about}/{item}" if item else work.about,
        at=now,
        cites=work.desk.cites,
        body={"commitment": sealed.digest},
    )
