"""Whom a stage's tasks, cases and findings concern, with the words in which to tell them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhiheng.casework.models import Case, Finding, Stage, Task
from zhiheng.casework.queries.rounds import rulebooks_of_rounds
from zhiheng.casework.queries.story import is_told
from zhiheng.core.actor import Role
from zhiheng.core.text import Text
from zhiheng.registers import queries as registers
from zhiheng.rules.model import Rulebook


@dataclass(frozen=True, slots=True)
class Owed:
    """What one account owes at one stage by one instant: the first of its tasks, and how many there are."""

    account: str
    stage_pk: int
    authority: str
    about: str
    round: Text
    stage: Text
    task: Text
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Concerned:
    """A case, the accounts of its subject, and its finding at a stage where one was asked for."""

    code: str
    name: str
    accounts: tuple[str, ...]
    outcome: str = ""


def round_words(stage: Stage) -> Text:
    """Return the name of a round: the programme and its session."""
    title = Text.of(stage.round.programme.title)
    return Text(f"{title.zh}（{stage.round.session}）", f"{title.en} ({stage.round.session})")


def owed_at(stage: Stage, day: date) -> tuple[Owed, ...]:
    """Return what each account owes at an open stage, one entry an account and deadline."""
    return _owed(Task.objects.filter(stage=stage, done_at=None), day)


def owed_within(now: datetime, ahead: timedelta, day: date) -> tuple[Owed, ...]:
    """Return what each account owes at open stages that falls due after now and within a time ahead."""
    near = Task.objects.filter(
        done_at=None, stage__state=Stage.State.OPEN, due_at__gt=now, due_at__lte=now + ahead
    )
    return _owed(near, day)


def _owed(tasks: Iterable[Task], day: date) -> tuple[Owed, ...]:
    rows = tasks.select_related("stage__round__programme").order_by("stage_id", "pk")  # type: ignore[attr-defined]
    found = list(rows)
    places: defaultdict[str, set[str]] = defaultdict(set)
    for task in found:
        if not task.account:
            places[task.role].add(task.place)
    holders = {role: registers.holders_of(Role(role), at, day) for role, at in places.items()}
    grouped: defaultdict[tuple[str, int, datetime | None], list[Task]] = defaultdict(list)
    for task in found:
        for account in (task.account,) if task.account else holders[task.role].get(task.place, ()):
            grouped[account, task.stage_id, task.due_at].append(task)
    books = rulebooks_of_rounds(list({task.stage.round_id: task.stage.round for task in found}.values()))
    return tuple(
        _entry(account, due, tasks, books[tasks[0].stage.round.code])
        for (account, _, due), tasks in grouped.items()
    )


def _entry(account: str, due: datetime | None, tasks: list[Task], book: Rulebook) -> Owed:
    stage = tasks[0].stage
    summary, n = Text.of(tasks[0].summary), len(tasks)
    if n > 1:
        summary = Text(f"{summary.zh}（等 {n} 项）", f"{summary.en} (and {n - 1} more)")
    title = book.stage(stage.stage).title
    about = f"{stage.round.code}/{stage.stage}"
    return Owed(account, stage.pk, stage.round.authority, about, round_words(stage), title, summary, due)


def concerned_by(stage: Stage, day: date) -> tuple[Concerned, ...]:
    """Return every case whose finding at a stage its subject may know, with the subject's accounts.

    What people judged of a case that is still running stays untold, as on its page (``is_told``).
    """
    standing = Finding.objects.filter(stage=stage, withdrawn_at=None).order_by("case__number")
    found = standing.values_list("case__code", "case__name", "case__subject", "outcome", "case__state")
    rows = [row[:4] for row in found if is_told(stage.kind, row[4])]
    holders = registers.holders_of(Role.APPLICANT, [subject for _, _, subject, _ in rows], day)
    return tuple(
        Concerned(code, name, holders.get(subject, ()), outcome) for code, name, subject, outcome in rows
    )


def unreached(stage: Stage, day: date, *, only_cut: bool) -> tuple[int, ...]:
    """Return the keys of the cases of a closed stage whose result no letter tells, in the order of their numbers.

    Their subject has no account on the day, or what people judged is not written while the case runs.
    """
    standing = Finding.objects.filter(stage=stage, withdrawn_at=None).order_by("case__number")
    standing = standing.filter(goes_on=False) if only_cut else standing
    rows = list(standing.values_list("case_id", "case__subject", "case__state"))
    holders = registers.holders_of(Role.APPLICANT, [subject for _, subject, _ in rows], day)
    return tuple(
        pk for pk, subject, state in rows if not holders.get(subject) or not is_told(stage.kind, state)
    )


def concerned(cases: Iterable[Case], day: date) -> tuple[Concerned, ...]:
    """Return cases with the accounts of their subjects."""
    rows = list(cases)
    holders = registers.holders_of(Role.APPLICANT, [one.subject for one in rows], day)
    return tuple(Concerned(one.code, one.name, holders.get(one.subject, ())) for one in rows)
