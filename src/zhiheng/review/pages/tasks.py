"""What an assessor or a committee member owes, stage by stage, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.core.text import Text
from zhiheng.review import policy
from zhiheng.review.queries.own import StageDuties, duties_of, votes_of
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.model import Rulebook
from zhiheng.shell.doors import door, show, visitor_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A stage or a ballot as the list of tasks shows it."""

    own: Any
    title: Text
    award: Text
    session: str
    asked: int
    next: str


@door(policy.may_judge)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """List the own stages and ballots: deadline, progress, and the one thing to do next."""
    actor, now = visitor_of(request), timezone.now()
    stages, votes = duties_of(actor.code), votes_of(actor.code)
    codes = {one.round_code for one in stages} | {one.round_code for one in votes}
    books = _books(codes)
    return show(
        request,
        "review/tasks.html",
        now=now,
        stages=[_entry(one, *books[one.round_code]) for one in stages],
        past=any(one.state == "closed" for one in stages) or any(not one.is_open for one in votes),
        votes=[_entry(one, *books[one.round_code]) for one in votes],
    )


def _books(codes: Iterable[str]) -> dict[str, tuple[Rulebook, str]]:
    rounds = [round_of(code) for code in sorted(codes)]
    return {round_.code: (rulebook_of(round_), round_.session) for round_ in rounds}


def _entry(own: Any, book: Rulebook, session: str) -> Entry:
    rule = book.stage(own.stage)
    asked = len(criteria_of(book, rule).items) if rule.kind == "score" else 0
    next_ = _next(own) if isinstance(own, StageDuties) and own.state == "open" else ""
    return Entry(own, rule.title, book.title, session, asked, next_)


def _next(own: StageDuties) -> str:
    """Return the address of the case to go on with: one that was begun, else the first that is owed."""
    owed = sorted(own.todo, key=lambda duty: duty.marked == 0)
    name = "review:hearing" if own.kind == "hearing" else "review:scorebook"
    return reverse(name, args=[owed[0].case, own.stage]) if owed else ""
