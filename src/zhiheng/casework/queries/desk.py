"""What a visitor owes now, and what an office has to do next in each of its rounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Min, Q

from zhiheng.casework.models import Case, LateRequest, Round, Stage, Task
from zhiheng.casework.queries.rounds import rulebooks_of_rounds
from zhiheng.casework.queries.waiting import by_round, counted, progress_of, running_in
from zhiheng.core.actor import Actor, Role
from zhiheng.core.text import Text
from zhiheng.rules.model import Rulebook


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of a desk: what is owed in which round and role, by when, and what is to be done.

    ``act`` is ``work`` (do what the stage asks), ``begin``, ``late`` (decide requests) or ``watch``
    (applications still come in). ``case`` where it concerns one case only; ``count`` is how many it counts.
    """

    act: str
    role: Role
    place: str
    round_code: str
    title: Text
    session: str
    is_sample: bool
    stage: str
    kind: str
    what: Text
    due_at: datetime | None = None
    case: str = ""
    case_name: str = ""
    count: int = 1
    stage_title: Text | None = None
    programme_kind: str = ""


def duties_of(actor: Actor, now: datetime) -> tuple[Duty, ...]:
    """Return what an actor owes, the most urgent first, in a constant number of statements."""
    offices = actor.places(Role.OFFICE)
    found = [*_tasks_of(actor, offices), *(_offices(offices, now) if offices else ())]
    return tuple(sorted(found, key=_urgency))


def _urgency(duty: Duty) -> tuple[bool, float, bool, str, str, str]:
    due = duty.due_at.timestamp() if duty.due_at else 0.0
    return (duty.due_at is None, due, duty.act == "watch", duty.round_code, duty.stage, duty.case)


def _tasks_of(actor: Actor, offices: frozenset[str]) -> list[Duty]:
    held = [Q(role=role, place=place, account="") for role, place in sorted(actor.holds)]
    mine = reduce(or_, held, Q(account=actor.code))
    own_stages = Q(role=Role.OFFICE, place__in=offices, account="", case=None)
    to_tell = Q(stage__state=Stage.State.CLOSED, role=Role.OFFICE, case__isnull=False)
    open_ones = Task.objects.filter(mine, Q(stage__state=Stage.State.OPEN) | to_tell, done_at=None)
    open_ones = open_ones.exclude(own_stages)
    grouped = open_ones.order_by().values("stage", "role", "place", "account")
    counts = {
        row["first"]: (row["n"], row["due"])
        for row in grouped.annotate(first=Min("pk"), n=Count("pk"), due=Min("due_at"))
    }
    rows = Task.objects.filter(pk__in=counts).select_related("stage__round__programme", "case")
    return [_duty(task, *counts[task.pk]) for task in rows]


def _duty(task: Task, count: int, due_at: datetime | None) -> Duty:
    only = task.case if count == 1 else None
    return Duty(
        "work", Role(task.role), task.place, **_round(task.stage.round), stage=task.stage.stage,
        kind=task.stage.kind, what=Text.of(task.summary), due_at=due_at, case=only.code if only else "",
        case_name=only.name if only else "", count=count,
    )  # fmt: skip


def _round(round_: Round) -> dict[str, Any]:
    return {
        "round_code": round_.code, "title": Text.of(round_.programme.title), "session": round_.session,
        "is_sample": round_.is_sample, "programme_kind": round_.programme.kind,
    }  # fmt: skip


def _offices(offices: frozenset[str], now: datetime) -> Iterator[Duty]:
    rounds = list(
        Round.objects.filter(authority__in=offices, state=Round.State.RUNNING)
        .select_related("programme").order_by("closes_at", "code")
    )  # fmt: skip
    stages = list(Stage.objects.filter(round__in=rounds).select_related("round").order_by("position"))
    books, running = rulebooks_of_rounds(rounds), running_in(rounds)
    open_ones = [row for row in stages if row.state == Stage.State.OPEN]
    progress = progress_of(open_ones, books, now)
    late = LateRequest.objects.filter(round__in=rounds, decided_at=None).values_list("round")
    requests = dict(late.annotate(n=Count("pk")).order_by())
    own = by_round(stages)
    for round_ in rounds:
        book = books[round_.code]
        for row in own[round_.pk]:
            if row.state == Stage.State.OPEN:
                told, waiting = progress[row.pk].told, progress[row.pk].waiting
                duty = _office(round_, row, "work", told, waiting, book)
                yield replace(duty, due_at=None) if _has_run(row, now) else duty
        yield from _next(round_, own[round_.pk], book, running.get(round_.pk, 0), now)
        if requests.get(round_.pk):
            n = requests[round_.pk]
            told = Text(f"{n} 份逾期申请待决定。", f"{counted(n, 'request')} for late entry to decide.")
            yield _office(round_, None, "late", told, n)


def _has_run(row: Stage, now: datetime) -> bool:
    """A notice cannot close before its term ends, so that its end makes nobody late."""
    return row.kind == "notice" and row.due_at is not None and row.due_at <= now


def _office(
    round_: Round, row: Stage | None, act: str, what: Text, count: int, book: Rulebook | None = None
) -> Duty:
    return Duty(
        act, Role.OFFICE, round_.authority, **_round(round_), stage=row.stage if row else "",
        kind=row.kind if row else "", what=what, due_at=row.due_at if row else None, count=count,
        stage_title=book.stage(row.stage).title if row and book else None,
    )  # fmt: skip


def _next(
    round_: Round, rows: Sequence[Stage], book: Rulebook, running: int, now: datetime
) -> Iterator[Duty]:
    if now < round_.closes_at:
        told = Text(f"申报进行中，已收 {running} 件。", f"Applications are open; {running} so far.")
        yield _office(round_, None, "watch", told, running)
        return
    for row in ready_to_begin(rows, book):
        zh, en = ("前一环节已结束", "The stage before it has closed")
        if not book.before(row.stage):
            zh, en = ("申报已截止", "Applications have closed")
        told = Text(f"{zh}，{running} 个办件等待开始。", f"{en}; {counted(running, 'case')} ready.")
        yield _office(round_, row, "begin", told, running, book)


def ready_to_begin(rows: Sequence[Stage], book: Rulebook) -> list[Stage]:
    """Return the stages that wait although every stage before them has closed."""
    closed = {row.stage for row in rows if row.state == Stage.State.CLOSED}
    return [row for row in rows if row.state == Stage.State.WAITING and closed >= set(book.before(row.stage))]


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round that a visitor may read, for the foot of the desk."""

    code: str
    title: Text
    session: str
    authority: str
    state: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case of an organisation for which the visitor acts."""

    code: str
    name: str
    state: str
    round_code: str
    title: Text
    session: str


def rounds_read_by(actor: Actor) -> tuple[RoundLine, ...]:
    """Return the rounds whose working papers an actor reads, the latest first."""
    places = actor.places(Role.OFFICE) | actor.places(Role.SUPERVISOR)
    if not places:
        return ()
    rows = (
        Round.objects.filter(authority__in=places).select_related("programme").order_by("-opens_at", "code")
    )
    return tuple(
        RoundLine(
            one.code, Text.of(one.programme.title), one.session, one.authority, one.state, one.is_sample
        )
        for one in rows
    )


def cases_of_applicant(actor: Actor) -> tuple[OwnCase, ...]:
    """Return the cases of the organisations for which an actor acts, the latest first."""
    subjects = actor.places(Role.APPLICANT)
    if not subjects:
        return ()
    rows = Case.objects.filter(subject__in=subjects).select_related("round__programme")
    return tuple(
        OwnCase(
            one.code,
            one.name,
            one.state,
            one.round.code,
            Text.of(one.round.programme.title),
            one.round.session,
        )
        for one in rows.order_by("-opened_at", "code")
    )


def counts_by_state(round_: Round) -> Mapping[str, int]:
    """Return how many cases of a round are in each state."""
    rows = Case.objects.filter(round=round_).values_list("state")
    return dict(rows.annotate(n=Count("pk")).order_by())
