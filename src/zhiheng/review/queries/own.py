"""What one person has to do in this room, over all rounds, in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from zhiheng.review.models import BallotMember, HearingMark, Interest, PanelCase, Recusal, Scorebook, Seat

_STAGE = ("stage__round__code", "stage__round__authority", "stage__stage", "stage__kind", "stage__state",
          "stage__due_at", "stage__closed_at", "stage__round_id")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Duty:
    """One case of one's own at a stage: items marked, whether the work there is done, and what is in the way."""

    case: str
    name: str
    subject: str
    label: str
    marked: int
    is_done: bool
    is_recused: bool
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class StageDuties:
    """A stage at which somebody sits, with the own cases in it."""

    round_code: str
    authority: str
    stage: str
    kind: str
    state: str
    due_at: datetime | None
    closed_at: datetime | None
    round_pk: int
    duties: tuple[Duty, ...]

    @property
    def todo(self) -> tuple[Duty, ...]:
        """Return the cases at which work is owed and possible."""
        return tuple(d for d in self.duties if not (d.is_done or d.is_recused or d.is_disputed))

    @property
    def done(self) -> int:
        """Return how many cases are finished."""
        return sum(duty.is_done for duty in self.duties)

    @property
    def counted(self) -> int:
        """Return how many cases count, without those stepped back from."""
        return sum(not duty.is_recused for duty in self.duties)


@dataclass(frozen=True, slots=True)
class Vote:
    """A ballot in which somebody has a vote."""

    round_code: str
    stage: str
    state: str
    due_at: datetime | None
    is_open: bool
    is_present: bool
    has_voted: bool
    round_pk: int


def duties_of(account: str) -> tuple[StageDuties, ...]:
    """Return the stages at which an account sits, those that are open first, then by deadline."""
    seats = list(Seat.objects.filter(expert__account=account).values(
        "pk", "panel_id", "case_id", "label", "expert_id", "stage_id", *_STAGE))  # fmt: skip
    cases = _cases(seats)
    work, heard = _work(seats), _heard(seats)
    away = set(Recusal.objects.filter(expert__account=account).values_list("case_id", "given_at"))
    open_ = Interest.objects.filter(expert__account=account, state="open")
    disputed = set(open_.values_list("organisation", flat=True))
    by_stage: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for seat in seats:
        by_stage[seat["stage_id"]].append(seat)
    found = [
        _stage(own, [_duty(seat, case, work, heard, away, disputed) for seat, case in _own(own, cases)])
        for own in by_stage.values()
    ]
    rank = {"open": 0, "waiting": 1, "closed": 2}
    return tuple(sorted(found, key=lambda one: (rank[one.state], str(one.due_at), one.round_code, one.stage)))


def votes_of(account: str) -> tuple[Vote, ...]:
    """Return the ballots in which an account has a vote, the latest first; of several rounds the last."""
    rows = BallotMember.objects.filter(expert__account=account).order_by("-session__opened_at", "pk")
    columns = ("session__stage__round__code", "session__stage__stage", "session__stage__state",
               "session__stage__due_at", "session__closed_at", "is_present", "voted__pk",
               "session__stage__round_id")  # fmt: skip
    found: dict[tuple[str, str], Vote] = {}
    for code, stage, state, due, closed, present, voted, round_pk in rows.values_list(*columns):
        vote = Vote(code, stage, state, due, closed is None, present, voted is not None, round_pk)
        found.setdefault((code, stage), vote)
    return tuple(found.values())


def _cases(seats: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    rows = PanelCase.objects.filter(panel_id__in={seat["panel_id"] for seat in seats}).order_by(
        "case__number"
    )
    cases: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values("panel_id", "case_id", "case__code", "case__name", "case__subject", "case__state"):
        cases[row["panel_id"]].append(dict(row))
    return cases


def _own(
    seats: Iterable[dict[str, Any]], cases: dict[int, list[dict[str, Any]]]
) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    for seat in seats:
        for case in cases[seat["panel_id"]]:
            runs = case["case__state"] == "running" or seat["stage__state"] == "closed"
            if runs and seat["case_id"] in (None, case["case_id"]):
                yield seat, case


def _work(seats: Iterable[dict[str, Any]]) -> dict[tuple[int, int], tuple[int, bool]]:
    books = Scorebook.objects.filter(seat_id__in={seat["pk"] for seat in seats}).annotate(
        marked=Count("marks", filter=Q(marks__withdrawn_at=None))
    )
    rows = books.values_list("seat_id", "case_id", "marked", "signed_at")
    return {(seat, case): (marked, signed is not None) for seat, case, marked, signed in rows}


def _heard(seats: Iterable[dict[str, Any]]) -> set[tuple[int, int]]:
    rows = HearingMark.objects.filter(seat_id__in={seat["pk"] for seat in seats}, withdrawn_at=None)
    return set(rows.values_list("seat_id", "case_id"))


def _duty(
    seat: dict[str, Any],
    case: dict[str, Any],
    work: dict[tuple[int, int], tuple[int, bool]],
    heard: set[tuple[int, int]],
    away: set[tuple[int, datetime]],
    disputed: set[str],
) -> Duty:
    key, closed_at = (seat["pk"], case["case_id"]), seat["stage__closed_at"]
    marked, signed = work.get(key, (0, False))
    recused = any(
        pk == case["case_id"] and (closed_at is None or given_at <= closed_at) for pk, given_at in away
    )
    return Duty(
        case["case__code"], case["case__name"], case["case__subject"], seat["label"], marked,
        key in heard if seat["stage__kind"] == "hearing" else signed,
        recused, case["case__subject"] in disputed,
    )  # fmt: skip


def _stage(own: list[dict[str, Any]], duties: list[Duty]) -> StageDuties:
    known: list[Any] = [*(own[0][column] for column in _STAGE), tuple(duties)]
    return StageDuties(*known)
