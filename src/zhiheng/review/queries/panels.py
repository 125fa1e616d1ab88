"""Who sits where, and for whom each seat counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from zhiheng.review.domain.values import SeatRow
from zhiheng.review.models import Interest, Panel, PanelCase, Recusal, Seat


class _Case(NamedTuple):
    """A case on a panel, and when its stage closed (``None`` while it has not)."""

    panel: int
    pk: int
    code: str
    subject: str
    closed_at: datetime | None


def seats_by_case(stage_pk: int, *, case: str | None = None) -> dict[str, tuple[SeatRow, ...]]:
    """Return the seats of every case (or of one) on a panel of the stage, in the order of their labels.

    Four queries, however many cases. A recusal counts from when it was given; one that came after the
    stage closed changes nothing there.
    """
    cases = _cases(stage_pk, case)
    if not cases:
        return {}
    regular, substitutes = _seats(stage_pk)
    recused = _recused(stage_pk, cases)
    disputed = _disputed(stage_pk)
    return {
        own.code: _rows(own, regular[own.panel], substitutes.get(own.pk, ()), recused, disputed)
        for own in cases
    }


def seat_of(stage_pk: int, case: str, account: str) -> SeatRow | None:
    """Return the seat with which an account sits at a case in this stage, recused or not."""
    if not account:
        return None
    seats = seats_by_case(stage_pk, case=case).get(case, ())
    return next((seat for seat in seats if seat.account == account), None)


def counting(seats: Sequence[SeatRow], *, combine: str) -> tuple[SeatRow, ...]:
    """Return the seats whose scorebooks count: all that are not recused, or the lead's where one is agreed."""
    standing = tuple(seat for seat in seats if not seat.is_recused)
    if combine == "consensus" and len(standing) > 1:
        return tuple(seat for seat in standing if seat.is_lead)
    return standing


def seated_at(round_code: str, stages: Sequence[str]) -> set[str]:
    """Return the experts who have a seat at some stages of a round, by code."""
    rows = Seat.objects.filter(stage__round__code=round_code, stage__stage__in=stages)
    return set(rows.values_list("expert__code", flat=True))


def panel_names(stage_pk: int) -> tuple[str, ...]:
    """Return the names of the panels of a stage."""
    return tuple(Panel.objects.filter(stage_id=stage_pk).order_by("name").values_list("name", flat=True))


def _cases(stage_pk: int, case: str | None) -> list[_Case]:
    rows = PanelCase.objects.filter(stage_id=stage_pk)
    if case is not None:
        rows = rows.filter(case__code=case)
    columns = ("panel_id", "case_id", "case__code", "case__subject", "stage__closed_at")
    return [_Case(*row) for row in rows.order_by("case_id").values_list(*columns)]


_Seats = dict[int, list[tuple[int, str, str, str, bool, int]]]


def _seats(stage_pk: int) -> tuple[_Seats, _Seats]:
    """Return the seats that count for a whole panel, and those for one case alone."""
    regular: _Seats = defaultdict(list)
    substitutes: _Seats = defaultdict(list)
    rows = Seat.objects.filter(stage_id=stage_pk).order_by("pk")
    columns = (
        "panel_id",
        "case_id",
        "pk",
        "label",
        "expert__code",
        "expert__account",
        "is_lead",
        "expert_id",
    )
    for panel, case, *seat in rows.values_list(*columns):
        (regular[panel] if case is None else substitutes[case]).append(tuple(seat))
    return regular, substitutes


def _recused(stage_pk: int, cases: Sequence[_Case]) -> set[tuple[int, int]]:
    closed_at = cases[0].closed_at
    of_stage = PanelCase.objects.filter(stage_id=stage_pk).values("case_id")
    rows = Recusal.objects.filter(case_id__in=of_stage)
    if closed_at is not None:
        rows = rows.filter(given_at__lte=closed_at)
    return set(rows.values_list("case_id", "expert_id"))


def _disputed(stage_pk: int) -> set[tuple[int, str]]:
    experts = Seat.objects.filter(stage_id=stage_pk).values("expert_id")
    rows = Interest.objects.filter(state="open", expert_id__in=experts)
    return set(rows.values_list("expert_id", "organisation"))


def _rows(
    case: _Case,
    regular: Sequence[tuple[int, str, str, str, bool, int]],
    substitutes: Sequence[tuple[int, str, str, str, bool, int]],
    recused: set[tuple[int, int]],
    disputed: set[tuple[int, str]],
) -> tuple[SeatRow, ...]:
    return tuple(
        SeatRow(
            pk,
            label,
            expert,
            account,
            is_lead,
            (case.pk, expert_pk) in recused,
            (expert_pk, case.subject) in disputed,
            is_substitute,
        )
        for is_substitute, own in ((False, regular), (True, substitutes))
        for pk, label, expert, account, is_lead, expert_pk in own
    )
