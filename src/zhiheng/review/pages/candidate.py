"""A candidate as a member of the ballot studies it: papers, and what every stage before found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiheng.casework.queries.rounds import stage_of
from zhiheng.casework.queries.said import replies_about
from zhiheng.casework.queries.story import Step, story_of
from zhiheng.core.text import Text
from zhiheng.review import actions, policy, queries
from zhiheng.review.domain.feedback import Part
from zhiheng.review.pages.dossier import dossier_of, handed_out
from zhiheng.review.queries.feedback import feedback_of
from zhiheng.review.queries.papers import Paper, candidate_paper
from zhiheng.review.queries.places import CaseAt, voted_case
from zhiheng.rules.vocabulary import word
from zhiheng.shell.doors import after_change, door, show, visitor_of


@dataclass(frozen=True, slots=True)
class Reply:
    """What one department said of the candidate."""

    department: Text
    is_adverse: bool
    opinion: str


@dataclass(frozen=True, slots=True)
class StageFound:
    """A closed stage: what it found and why; replies of departments, or the points that seats gave, without names."""

    step: Step
    replies: tuple[Reply, ...]
    points: tuple[str, ...]


@door(policy.may_study, finds=voted_case)
@never_cache
@require_safe
def candidate(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Show a candidate's papers beside what the stages found; whoever has not declared interests does so first."""
    actor, at, case = visitor_of(request), found.at, found.case
    if not queries.has_declared(at.round.pk, actor.code, {case.subject}):
        return after_change(request, "review:interests", at.round.code, at.row.stage)
    now = timezone.now()
    actions.note_dossier_read(case=case, stage=at.row.stage, by=actor, now=now)
    return show(
        request, "review/candidate.html", at=at, case=case, dossier=dossier_of(found), now=now,
        stages=stages_found(found, now), parts=reports_of(case),
    )  # fmt: skip


@door(policy.may_read_candidate_paper, finds=candidate_paper)
@require_safe
def paper(request: HttpRequest, found: tuple[CaseAt, Paper]) -> HttpResponseBase:
    """Give a paper of a candidate as a download, which the page's own script may draw; note who read it."""
    return handed_out(request, found)


def stages_found(found: CaseAt, now: datetime) -> tuple[StageFound, ...]:
    """Return the closed stages before the ballot that found something about the candidate."""
    steps = story_of(found.case, now).steps
    before = steps[: next(n for n, step in enumerate(steps) if step.stage == found.at.row.stage)]
    return tuple(_found(found, step) for step in before if step.outcome)


def reports_of(case: Any) -> tuple[Part, ...]:
    """Return what the panels reported: bands and comments by item, without seats and names."""
    return feedback_of(case, with_medians=False)


def _found(found: CaseAt, step: Step) -> StageFound:
    replies: tuple[Reply, ...] = ()
    if step.kind in ("inquiry", "consult"):
        given = replies_about(stage_of(found.at.round, step.stage).pk, found.case.code)
        replies = tuple(Reply(word("department", one, found.at.book), *said) for one, said in given.items())
    points = sorted(step.details.get("seats", {}).values(), key=float) if step.kind == "hearing" else []
    return StageFound(step, replies, tuple(points))
