"""The rounds, and one round: its calendar, what it published, whom it honoured."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework import policy
from zhiheng.casework.queries import progress
from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.registers import queries as registers
from zhiheng.shell.doors import anyone, door, show, visitor_of
from zhiheng.web.forms import CaseFilter


@door(anyone)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List every round, the latest first."""
    return show(request, "web/rounds.html", nav="rounds", rounds=progress.rounds_by_opening())


@door(anyone, finds=round_of)
@require_safe
def round_page(request: HttpRequest, round_: Any) -> HttpResponse:
    """Show a round; its numbers and its cases only to those who may read its working papers."""
    now = timezone.now()
    book = rulebook_of(round_)
    may_read = bool(policy.may_read_round(visitor_of(request), round_))
    calendar = progress.calendar_of(round_, book)
    titles = {row.stage: row.title for row in calendar}
    return show(
        request,
        "web/round.html",
        nav="rounds",
        round=round_,
        book=book,
        now=now,
        authority=registers.region(round_.authority),
        calendar=calendar,
        present=next((row for row in calendar if row.state == "open"), None),
        notices=[(titles[notice.stage], notice) for notice in progress.notices_of(round_, now)],
        honours=registers.honours_of_round(round_.code, timezone.localdate(now)),
        may_read=may_read,
        **(_cases(request, round_) if may_read else {}),
    )


def _cases(request: HttpRequest, round_: Any) -> dict[str, Any]:
    form = CaseFilter(request.GET)
    form.full_clean()
    found = progress.cases_of(round_, state=form.choice("state"), page=form.page())
    return {"form": form, "cases": found}
