"""The page that answers why: the proof of a case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework.actions import record_reading
from zhiheng.casework.policy import may_read_case, may_read_round
from zhiheng.casework.queries.rounds import case_of, rulebook_of
from zhiheng.core.actor import Role
from zhiheng.programmes.awards.queries.why import proofs_of
from zhiheng.shell.doors import door, show, visitor_of


@door(may_read_case, finds=case_of)
@require_safe
def why(request: HttpRequest, case: Any) -> HttpResponse:
    """Show the tree of rules, facts and results; the subject sees what no person judged."""
    visitor = visitor_of(request)
    in_full = bool(may_read_round(visitor, case.round))
    if visitor.has(Role.SUPERVISOR, case.round.authority):
        record_reading(case_code=case.code, by=visitor, now=timezone.now())
    return show(
        request, "awards/why.html", nav="desk" if in_full else "applications", case=case,
        book=rulebook_of(case.round), proofs=proofs_of(case, in_full=in_full), in_full=in_full,
    )  # fmt: skip
