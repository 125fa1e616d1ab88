"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework.queries import progress
from zhiheng.registers import queries as registers
from zhiheng.shell.doors import anyone, door, show
from zhiheng.web.forms import HonourSearch

LATEST = 5


@door(anyone)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what can be read here: rounds, honours, rulebooks, the ledger."""
    found = registers.honours_matching(day=timezone.localdate())
    return show(
        request,
        "web/home.html",
        rounds=progress.rounds_by_opening()[:LATEST],
        honours_total=found.total,
        search=HonourSearch(),
    )
