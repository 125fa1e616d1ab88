"""One case: where it is, who owes what by when, what was decided under which article, and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework.actions import record_reading
from zhiheng.casework.policy import may_read_case, may_read_round
from zhiheng.casework.queries.rounds import case_of, rulebook_of
from zhiheng.casework.queries.story import story_of
from zhiheng.casework.ways import ways_of_case
from zhiheng.core.actor import Role
from zhiheng.registers import queries as registers
from zhiheng.shell.doors import door, show, visitor_of
from zhiheng.web.labels import who_owes


@door(may_read_case, finds=case_of)
@require_safe
def case(request: HttpRequest, case: Any) -> HttpResponse:
    """Show a case with its timeline, its findings and what is owed now."""
    now, visitor = timezone.now(), visitor_of(request)
    in_full = bool(may_read_round(visitor, case.round))
    if visitor.has(Role.SUPERVISOR, case.round.authority):
        record_reading(case_code=case.code, by=visitor, now=now)
    story, book = story_of(case, now, in_full=in_full), rulebook_of(case.round)
    return show(
        request,
        "web/case.html",
        case=case,
        story=story,
        book=book,
        now=now,
        region=registers.region(case.region),
        present=next((step for step in story.steps if step.state == "open"), None),
        decided=[step for step in story.steps if step.outcome],
        owed=[(who_owes(owed.role, owed.place, book), owed) for owed in story.owed],
        ways=ways_of_case(case, visitor, story.steps),
    )
