"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework.queries import progress
from zhiheng.casework.queries.notices import notices_by_day
from zhiheng.registers import queries as registers
from zhiheng.shell.doors import anyone, door, show
from zhiheng.web.forms import HonourSearch

LATEST = 5


@door(anyone)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what anybody can do now (apply, object) and what can be read here."""
    now, found = timezone.now(), registers.honours_matching(day=timezone.localdate())
    rounds = progress.rounds_by_opening()
    return show(
        request, "web/home.html", now=now, rounds=rounds[:LATEST], honours_total=found.total, search=HonourSearch(),
        calls=[one for one in rounds if one.opens_at <= now < one.closes_at][:LATEST],
        notices=[one for one in notices_by_day(now) if now < one.ends_at][:LATEST],
    )  # fmt: skip
