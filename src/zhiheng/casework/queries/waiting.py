"""How far the open stages are, counted without looking at single cases; nothing grows with their number.

What is counted is what was said on record; whether a stage can close, its kind decides when it is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from zhiheng.casework.domain.contest import has_steps
from zhiheng.casework.kinds import kind_of
from zhiheng.casework.models import (
    Approval,
    Attestation,
    Case,
    Correction,
    Notice,
    Objection,
    Round,
    Stage,
    SurveyReturn,
    Task,
)
from zhiheng.casework.queries.rounds import run_of
from zhiheng.core.actor import Role
from zhiheng.core.text import Text
from zhiheng.post.domain.letters import instant_text
from zhiheng.rules.model import Attested, CheckStage, Rulebook
from zhiheng.rules.model.rulebook import within


@dataclass(frozen=True, slots=True)
class Progress:
    """How many things a stage waits for, out of how many, and that in a sentence."""

    waiting: int
    of: int
    told: Text


@dataclass(frozen=True, slots=True)
class _Counts:
    running: Mapping[int, int]
    attested: Mapping[tuple[int, str], int]
    said: Mapping[int, int]
    tasks: Mapping[tuple[int, str], tuple[int, int]]
    corrections: Mapping[int, int]
    ends_at: Mapping[int, datetime]
    objections: Mapping[int, int]
    judging: Mapping[int, tuple[int, int]]


def attested_in(book: Rulebook, rule: object) -> tuple[Attested, ...]:
    """Return the conditions of a check that somebody attests, in order; those inside others included."""
    if not isinstance(rule, CheckStage):
        return ()
    own = [one for group in rule.applies for one in getattr(book, group)]
    ids = {inner.id for outer in own for inner in (outer, *within(outer))}
    return tuple(sorted((c for id_, c in book.attested().items() if id_ in ids), key=lambda c: c.id))


def passers_at(round_: Round, row: Stage, book: Rulebook) -> frozenset[int]:
    """Return the keys of the running cases that pass by a stage; costs nothing where the rulebook has no such thing."""
    if not book.stage(row.stage).applies_to and not has_steps(book):
        return frozenset()
    return frozenset(case.pk for case in run_of(round_, row).passers)


def running_in(rounds: Sequence[Round]) -> dict[int, int]:
    """Return the number of running cases of each round, by its key."""
    rows = Case.objects.filter(round__in=rounds, state=Case.State.RUNNING).values_list("round")
    return dict(rows.annotate(n=Count("pk")).order_by())


def progress_of(stages: Sequence[Stage], books: Mapping[str, Rulebook], now: datetime) -> dict[int, Progress]:
    """Return how far each open stage is, by its key, in a constant number of statements."""
    counts = _counted(stages, books, now)
    return {row.pk: _progress(row, books[row.round.code], counts, now) for row in stages}


def _counted(stages: Sequence[Stage], books: Mapping[str, Rulebook], now: datetime) -> _Counts:
    rounds = [row.round for row in stages]
    attested = Attestation.objects.filter(
        withdrawn_at=None, case__round__in=rounds, case__state=Case.State.RUNNING
    ).values_list("case__round", "condition")
    said: Counter[int] = Counter()
    for model in (SurveyReturn, Approval):
        rows = model._default_manager.filter(stage__in=stages, withdrawn_at=None, case__state="running")
        said.update(dict(rows.values_list("stage").annotate(n=Count("pk")).order_by()))
    out = Correction.objects.filter(stage__in=stages, answered_at=None, due_at__gt=now).values_list("stage")
    objections = Objection.objects.filter(notice__stage__in=stages, state=Objection.State.OPEN)
    return _Counts(
        running=running_in(rounds),
        attested={(r, c): n for r, c, n in attested.annotate(n=Count("pk")).order_by()},
        said=said,
        tasks=_tasks(stages),
        corrections=dict(out.annotate(n=Count("pk")).order_by()),
        ends_at=dict(Notice.objects.filter(stage__in=stages).values_list("stage", "ends_at")),
        objections=dict(objections.values_list("notice__stage").annotate(n=Count("pk")).order_by()),
        judging=_judging(stages, books),
    )


def _judging(stages: Sequence[Stage], books: Mapping[str, Rulebook]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for kind in sorted({row.kind for row in stages}):
        rules = {row.pk: books[row.round.code].stage(row.stage) for row in stages if row.kind == kind}
        found |= kind_of(kind).counts(rules)
    return found


def _tasks(stages: Sequence[Stage]) -> dict[tuple[int, str], tuple[int, int]]:
    rows = Task.objects.filter(stage__in=stages).values_list("stage", "role")
    counted = rows.annotate(n=Count("pk"), open=Count("pk", filter=Q(done_at=None))).order_by()
    return {(stage, role): (waiting, n) for stage, role, n, waiting in counted}


def _progress(row: Stage, book: Rulebook, counts: _Counts, now: datetime) -> Progress:
    running = counts.running.get(row.round_id, 0) - len(passers_at(row.round, row, book))
    match row.kind:
        case "check":
            return _checked(row, book, counts, running)
        case "inquiry" | "consult":
            return _asked(*counts.tasks.get((row.pk, Role.DEPARTMENT), (0, 0)))
        case "survey" | "approve" | "gate":
            return _said(row, running - counts.said.get(row.pk, 0), running)
        case "notice":
            return _published(counts.ends_at.get(row.pk), counts.objections.get(row.pk, 0), now)
        case "score" | "hearing":
            return _judged(*counts.judging.get(row.pk, (0, 0)))
    told = Text(f"本环节有 {running} 个办件。", f"{_cases(running)} at this stage.")
    return Progress(0, running, told)


def counted(n: int, one: str) -> str:
    """Return "1 case" or "3 cases"."""
    return f"{n} {one}{'' if n == 1 else 's'}"


def _cases(n: int) -> str:
    return counted(n, "case")


def _checked(row: Stage, book: Rulebook, counts: _Counts, running: int) -> Progress:
    asked = attested_in(book, book.stage(row.stage))
    known = sum(counts.attested.get((row.round_id, one.id), 0) for one in asked)
    waiting, out = running * len(asked) - known, counts.corrections.get(row.pk, 0)
    if waiting:
        zh = f"{running} 个办件，尚有 {waiting} 项条件待认定"
        en = f"{_cases(running)}; {counted(waiting, 'condition')} still to be attested"
    else:
        zh, en = f"{running} 个办件，条件已全部认定", f"{_cases(running)}; every condition is attested"
    if out:
        zh, en = f"{zh}，{out} 件退回补正中", f"{en}; {out} returned for correction"
    return Progress(waiting + out, running * len(asked), Text(f"{zh}。", f"{en}."))


def _asked(waiting: int, of: int) -> Progress:
    if not waiting:
        return Progress(0, of, Text(f"已征询的 {of} 个部门全部答复。", f"All {of} departments have replied."))
    return Progress(
        waiting, of,
        Text(
            f"已征询 {of} 个部门，尚有 {waiting} 个未答复。",
            f"{counted(of, 'department')} asked; {waiting} still to reply.",
        ),
    )  # fmt: skip


def _said(row: Stage, waiting: int, of: int) -> Progress:
    words = {"survey": ("测评结果", "survey results"), "gate": ("决定", "decisions")}
    zh, en = words.get(row.kind, ("批准意见", "decisions"))
    if not waiting:
        return Progress(
            0, of, Text(f"{of} 个办件的{zh}已录齐。", f"The {en} of {_cases(of)} are all recorded.")
        )
    return Progress(
        waiting, of,
        Text(f"{of} 个办件，尚缺 {waiting} 个{zh}。", f"{_cases(of)}; {en} missing: {waiting}."),
    )  # fmt: skip


def _published(ends_at: datetime | None, objections: int, now: datetime) -> Progress:
    runs = ends_at is not None and now < ends_at
    if ends_at is not None and runs:
        zh = f"公示期至{instant_text(ends_at, 'zh')}"
        en = f"the notice runs until {instant_text(ends_at, 'en')}"
    else:
        zh, en = "公示期满", "the notice has run its term"
    told = Text(
        f"{zh}，{objections} 件异议待处理。",
        f"{en[0].upper()}{en[1:]}; {counted(objections, 'objection')} undecided.",
    )
    return Progress(objections + runs, objections + 1, told)


def _judged(waiting: int, of: int) -> Progress:
    if not of:
        return Progress(0, 0, Text("尚未组成评审组。", "No panel has been formed yet."))
    told = Text(f"{of} 个评审席位，{waiting} 个未完成。", f"{counted(of, 'seat')}; {waiting} still at work.")
    return Progress(waiting, of, told)


def by_round(stages: Sequence[Stage]) -> dict[int, list[Stage]]:
    """Return stages under the keys of their rounds, in their order."""
    found: dict[int, list[Stage]] = defaultdict(list)
    for row in stages:
        found[row.round_id].append(row)
    return found
