"""Points given at a hearing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhiheng.casework.queries.rounds import round_of, run_of, stage_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import commit
from zhiheng.review import policy, queries
from zhiheng.review.actions.desk import Desk, open_desk
from zhiheng.review.domain.values import HearingGiven, SeatRow
from zhiheng.review.models import HearingMark
from zhiheng.rules.model import HearingStage


@transaction.atomic
def give_hearing_points(
    *, round_code: str, stage: str, given: Sequence[HearingGiven], by: Actor, now: datetime
) -> int:
    """Record the points that seats give to cases, all or none; return how many.

    An assessor gives the own ones; the office records those that came on paper. Given again, the former ones are
    withdrawn. Refuses points outside 0 to the full marks or with more than two decimals, and a seat that
    does not count for the case. One ledger line each, a commitment and never the points.
    """
    desk = open_desk(round_code, stage, HearingStage)
    on_paper = bool(policy.may_hand_in(by, desk.authority))
    case_pks = _case_pks(desk, given)
    seats = queries.seats_by_case(desk.pk)
    own = {(one.case, one.seat): _seat(desk, seats, one, by, on_paper=on_paper) for one in given}
    if not on_paper:
        _refuse_undeclared(desk, given, by)
    if len(own) != len(given):
        raise Refused(
            "hearing.repeated", Text("同一席位对同一办件评分两次。", "A seat is named twice for a case.")
        )
    for one in given:
        _refuse_points(desk, one)
    rows = [_row(desk, one, case_pks[one.case], own[one.case, one.seat], now) for one in given]
    _withdraw(desk.pk, [row.seat_id for row, _ in rows], [row.case_id for row, _ in rows], now)
    HearingMark.objects.bulk_create([row for row, _ in rows], batch_size=500)
    body = {"on_paper": True} if on_paper else {}
    entries = [
        ledger.Entry(
            "review.hearing_points_given",
            f"{one.case}/{stage}/{one.seat}",
            desk.cites,
            {"commitment": digest, **body},
        )
        for one, (_, digest) in zip(given, rows, strict=True)
    ]
    return ledger.write_many(book=desk.authority, actor=by, at=now, entries=entries)


def _row(
    desk: Desk[HearingStage], one: HearingGiven, case_pk: int, seat: SeatRow, now: datetime
) -> tuple[HearingMark, str]:
    """Return the row to be kept and the digest that fixes its points in the ledger."""
    sealed = commit({"points": format(one.points, ".2f")})
    mark = HearingMark(
        stage_id=desk.pk,
        case_id=case_pk,
        seat_id=seat.pk,
        points=one.points,
        given_at=now,
        salt=sealed.salt,
    )
    return mark, sealed.digest


def _case_pks(desk: Desk[HearingStage], given: Sequence[HearingGiven]) -> dict[str, int]:
    """Return the rows of the running cases; points for another case are refused."""
    round_ = round_of(desk.round_code)
    case_pks = {case.code: case.pk for case in run_of(round_, stage_of(round_, desk.stage)).cases}
    for one in given:
        if one.case not in case_pks:
            raise Refused("case.not_running", Text(f"{one.case} 不在办理中。", f"{one.case} is not running."))
    return case_pks


def _seat(
    desk: Desk[HearingStage],
    seats: dict[str, tuple[SeatRow, ...]],
    one: HearingGiven,
    by: Actor,
    *,
    on_paper: bool,
) -> SeatRow:
    seat = next((seat for seat in seats.get(one.case, ()) if seat.label == one.seat), None)
    is_own = (
        seat is not None and by.code and seat.account == by.code and by.has(Role.ASSESSOR, desk.authority)
    )
    if seat is None or seat.is_recused or seat.is_disputed or not (on_paper or is_own):
        raise Refused(
            "mark.not_yours",
            Text(
                f"{one.case} 没有由您提交的有效席位 {one.seat}。",
                f"{one.case} has no seat {one.seat} that you may give points for.",
            ),
        )
    return seat


def _refuse_undeclared(desk: Desk[HearingStage], given: Sequence[HearingGiven], by: Actor) -> None:
    for one in given:
        policy.may_mark(by, one.case, desk.stage).or_refuse("mark.not_yours")


def _refuse_points(desk: Desk[HearingStage], one: HearingGiven) -> None:
    points: object = one.points
    fits = isinstance(points, Decimal) and points.is_finite() and 0 <= points <= desk.rule.points
    if not fits or one.points != one.points.quantize(Decimal("0.01")):
        raise Refused(
            "hearing.points",
            Text(
                f"{one.case}/{one.seat} 的得分须在 0 至 {desk.rule.points} 之间，至多两位小数。",
                f"The points of {one.case}/{one.seat} lie between 0 and {desk.rule.points}, with two decimals at most.",
            ),
            desk.cites,
        )


def _withdraw(stage_pk: int, seats: Sequence[int], cases: Sequence[int], now: datetime) -> None:
    again = set(zip(seats, cases, strict=True))
    standing = HearingMark.objects.filter(stage_id=stage_pk, withdrawn_at=None)
    pks = [pk for pk, *key in standing.values_list("pk", "seat_id", "case_id") if tuple(key) in again]
    for start in range(0, len(pks), 500):
        HearingMark.objects.filter(pk__in=pks[start : start + 500]).update(withdrawn_at=now)
