"""Where the work of a stage is done: the page for a role at a kind of stage, and the pages of a single case.

Higher rooms add theirs in ``AppConfig.ready``: casework does not know what an assessor's page is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from zhiheng.casework.models import Case
from zhiheng.casework.queries.standing import open_correction_of
from zhiheng.casework.queries.story import Step
from zhiheng.core.actor import Actor, Role
from zhiheng.core.text import Text

_ways: dict[tuple[str, str], str] = {}
_case_ways: dict[tuple[str, str], tuple[str, bool]] = {}
_marks: dict[str, str] = {}


def register_way(kind: str, role: str, to: str) -> None:
    """Name the page (``room:page``, given the round's code and the stage's) on which a role does its work."""
    if (kind, role) in _ways:
        raise RuntimeError(f"the way of {role} at {kind} is registered twice")
    _ways[kind, role] = to


def way_of(kind: str, role: str, round_code: str, stage: str) -> str:
    """Return the address of the page, or nothing where no room has one."""
    to = _ways.get((kind, role))
    if to is None:
        return ""
    try:
        return reverse(to, args=[round_code, stage])
    except NoReverseMatch:
        return reverse(to)


def register_case_way(act: str, programme_kind: str, to: str, *, by_case: bool = False) -> None:
    """Name the page on which a subject does something with its case in a programme of a kind.

    *act* is ``correct``, ``withdraw`` or ``feedback``; *to* is ``room:page``, given the round's code and the
    subject's, or the code of the case alone where a subject may have several in a round.
    """
    if (act, programme_kind) in _case_ways:
        raise RuntimeError(f"the way to {act} a case of {programme_kind} is registered twice")
    _case_ways[act, programme_kind] = (to, by_case)


def own_way(act: str, programme_kind: str, round_code: str, subject: str) -> str:
    """Return the address of a subject's own page for an act in a round, or nothing where no room has one."""
    to, by_case = _case_ways.get((act, programme_kind), ("", False))
    return reverse(to, args=[round_code, subject]) if to and not by_case else ""


def own_way_of(act: str, case: Case) -> str:
    """Return the address of the page on which the subject of a case does it, or nothing."""
    kind = case.round.programme.kind
    to, by_case = _case_ways.get((act, kind), ("", False))
    return reverse(to, args=[case.code]) if by_case else own_way(act, kind, case.round.code, case.subject)


def register_marks(kind: str, to: str) -> None:
    """Name the page (``room:page``, given the case and the stage) of a closed stage's marks of one case."""
    if kind in _marks:
        raise RuntimeError(f"the marks of {kind} are registered twice")
    _marks[kind] = to


@dataclass(frozen=True, slots=True)
class Way:
    """Something that a visitor can do with a case now, and the page on which it is done."""

    act: str
    label: Text
    to: str


def ways_of_case(case: Case, visitor: Actor, steps: Sequence[Step]) -> tuple[Way, ...]:
    """Return what a visitor can do with a case beside reading it, given the steps of its story."""
    found: list[Way] = []
    if visitor.has(Role.APPLICANT, case.subject):
        found += _own_ways(case, steps)
    if visitor.has(Role.OFFICE, case.round.authority):
        found += _office_ways(case)
    if visitor.has(Role.OFFICE, case.round.authority) or visitor.has(Role.SUPERVISOR, case.round.authority):
        found += (way for step in steps for way in _reading_ways(case, step))
        found += _feedback_way(case, steps)
    return tuple(way for way in found if way.to)


def _own_ways(case: Case, steps: Sequence[Step]) -> Iterator[Way]:
    if case.state != Case.State.RUNNING:
        yield from _feedback_way(case, steps)
        return
    if open_correction_of(case) is not None:
        to = own_way_of("correct", case) or reverse("casework:correction", args=[case.code])
        yield Way("correct", Text("补正材料", "Correct the file"), to)
    yield Way("withdraw", Text("撤回申报", "Withdraw the application"), own_way_of("withdraw", case))


def _feedback_way(case: Case, steps: Sequence[Step]) -> Iterator[Way]:
    """Yield what assessors found about a case that they marked."""
    if any(step.kind == "score" and step.state == "closed" and step.outcome for step in steps):
        yield Way("feedback", Text("反馈报告", "Feedback report"), own_way_of("feedback", case))


def _office_ways(case: Case) -> Iterator[Way]:
    if case.state == Case.State.RUNNING:
        to = reverse("casework:withdraw", args=[case.code])
        yield Way("withdraw", Text("录入书面撤回", "Record a withdrawal by letter"), to)
    elif case.state == Case.State.WITHDRAWN:
        yield Way(
            "restore", Text("恢复办件", "Restore the case"), reverse("casework:restore", args=[case.code])
        )


def _reading_ways(case: Case, step: Step) -> Iterator[Way]:
    args = [case.round.code, step.stage]
    if step.state == "open" and case.state == Case.State.RUNNING:
        to = reverse("casework:stage", args=args)
        if step.kind == "check":
            to = reverse("casework:checked_case", args=[*args, case.code])
        yield Way("stage", Text(f"办理“{step.title.zh}”", f"The work of “{step.title.en}”"), to)
    if step.state == "closed" and step.outcome and step.kind in _marks:
        to = reverse(_marks[step.kind], args=[case.code, step.stage])
        yield Way("marks", Text(f"“{step.title.zh}”的评分", f"Marks of “{step.title.en}”"), to)
