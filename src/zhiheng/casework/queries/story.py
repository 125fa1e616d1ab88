"""One case told from beginning to now: where it is, who owes what by when, what was decided and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from zhiheng.casework.kinds import kind_of
from zhiheng.casework.models import Case, Correction, Finding, Objection, Stage, Task, Withdrawal
from zhiheng.casework.queries.rounds import rulebook_of, run_of
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text

JUDGED = frozenset({"inquiry", "consult", "score", "hearing", "shortlist", "ballot"})


@dataclass(frozen=True, slots=True)
class Step:
    """One stage as this case met it; ``outcome`` is empty while there is no finding."""

    stage: str
    kind: str
    title: Text
    cite: Citation
    state: str
    opened_at: datetime | None
    due_at: datetime | None
    counted: Text | None
    planned_due_day: date | None
    is_projected: bool
    closed_at: datetime | None
    outcome: str
    goes_on: bool
    reasons: tuple[tuple[Text, Citation | None], ...]
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed at the present stage, by whom, and by when."""

    what: Text
    role: str
    place: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Story:
    """A case, its steps in order, what is owed now, and what happened beside the stages."""

    case: Case
    steps: tuple[Step, ...]
    owed: tuple[Owed, ...]
    awaits: Text | None
    corrections: tuple[Correction, ...]
    withdrawals: tuple[Withdrawal, ...]
    objections: tuple[Objection, ...]

    @property
    def reached(self) -> Step | None:
        """Return the last stage that this case entered."""
        entered = [step for step in self.steps if step.outcome or step.state == "open"]
        return entered[-1] if entered else None


def story_json(story: Story, *, in_full: bool = True) -> dict[str, Any]:
    """Return a story as plain JSON values, for the terminal and for the interface alike.

    ``details`` (exact numbers, the points of single seats) are only told *in_full*: to the office and the
    supervisor. Others read what the page tells them, which is the reasons.
    """
    return {
        "case": story.case.code,
        "name": story.case.name,
        "round": story.case.round.code,
        "state": story.case.state,
        "steps": [_step_json(step, in_full=in_full) for step in story.steps],
        "owed": [
            {"what": one.what.to_json(), "role": one.role, "place": one.place, "due_at": _instant(one.due_at)}
            for one in story.owed
        ],
        "awaits": story.awaits.to_json() if story.awaits else None,
    }  # fmt: skip


def _step_json(step: Step, *, in_full: bool) -> dict[str, Any]:
    return {
        "stage": step.stage,
        "title": step.title.to_json(),
        "cite": step.cite.to_json(),
        "state": step.state,
        "due_at": _instant(step.due_at),
        "closed_at": _instant(step.closed_at),
        "outcome": step.outcome or None,
        "goes_on": step.goes_on if step.outcome else None,
        "reasons": [
            {**reason.to_json(), "cite": cite.to_json() if cite else None} for reason, cite in step.reasons
        ],
        "details": step.details if in_full else {},
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def is_told(kind: str, state: str) -> bool:
    """Tell whether the subject of a case in a state may know what a closed stage of a kind found.

    What people judged (points, votes, replies of departments) is told once the case runs no more.
    """
    return kind not in JUDGED or state != Case.State.RUNNING


def story_of(case: Case, now: datetime, *, in_full: bool = True) -> Story:
    """Return the whole story of a case in a constant number of queries.

    Unless *in_full* (the subject's own view), what people judged of a case that is still running is not told
    before the round ends: neither points nor votes nor what departments replied.
    """
    book = rulebook_of(case.round)
    rows = list(Stage.objects.filter(round=case.round).order_by("position"))
    standing = Finding.objects.filter(case=case, withdrawn_at=None)
    findings = {finding.stage_id: finding for finding in standing}
    steps = tuple(
        _step(row, book.stage(row.stage).title, book.cite(row.stage), findings.get(row.pk)) for row in rows
    )
    if not in_full:
        steps = tuple(
            _sealed(step) if step.outcome and not is_told(step.kind, case.state) else step for step in steps
        )
    present = next((row for row in rows if row.state == Stage.State.OPEN), None)
    return Story(
        case=case,
        steps=_until_ended(steps) if case.state == Case.State.ENDED else steps,
        owed=_owed(case, present),
        awaits=_awaits(case, present, now),
        corrections=tuple(Correction.objects.filter(case=case).order_by("asked_at", "pk")),
        withdrawals=tuple(Withdrawal.objects.filter(case=case).order_by("withdrawn_at", "pk")),
        objections=tuple(Objection.objects.filter(case=case).order_by("given_at", "pk")),
    )


def _step(row: Stage, title: Text, cite: Citation, finding: Finding | None) -> Step:
    return Step(
        stage=row.stage, kind=row.kind, title=title, cite=cite, state=row.state, opened_at=row.opened_at,
        due_at=row.due_at, counted=Text.of(row.counted) if row.counted else None,
        planned_due_day=row.planned_due_day, is_projected=row.is_projected, closed_at=row.closed_at,
        outcome=finding.outcome if finding else "", goes_on=bool(finding and finding.goes_on),
        reasons=_reasons(finding) if finding else (), details=finding.details if finding else {},
    )  # fmt: skip


def _sealed(step: Step) -> Step:
    told = Text("结论将在本届结束后告知。", "The result is told when the round ends.")
    return replace(step, reasons=((told, step.cite),), details={})


def _reasons(finding: Finding) -> tuple[tuple[Text, Citation | None], ...]:
    cites = [Citation.of(cite) for cite in finding.cites]
    told = [Text.of(reason) for reason in finding.reasons]
    if len(cites) == len(told):
        return tuple(zip(told, cites, strict=True))
    return tuple((one, cites[0] if cites else None) for one in told)


def _until_ended(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    met = [position for position, step in enumerate(steps) if step.outcome]
    return steps[: met[-1] + 1] if met else steps


def _owed(case: Case, present: Stage | None) -> tuple[Owed, ...]:
    if present is None or case.state != Case.State.RUNNING:
        return ()
    open_tasks = Task.objects.filter(Q(case=case) | Q(case=None), stage=present, done_at=None)
    return tuple(
        Owed(Text.of(task.summary), task.role, task.place, task.due_at)
        for task in open_tasks.order_by("due_at", "pk")
    )


def _awaits(case: Case, present: Stage | None, now: datetime) -> Text | None:
    if present is None or case.state != Case.State.RUNNING:
        return None
    waiting = kind_of(present.kind).awaits(run_of(case.round, present, only=case), now)
    return waiting.get(case.code)
