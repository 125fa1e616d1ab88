"""The public register of honours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework.queries.progress import rounds_among
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.rows import HonourRow
from zhiheng.shell.doors import anyone, door, show
from zhiheng.web.forms import HonourSearch


def _honour(code: str) -> HonourRow | None:
    return registers.honour(code, timezone.localdate())


@door(anyone)
@require_safe
def honours(request: HttpRequest) -> HttpResponse:
    """Search the honours; a filter that makes no sense is said beside it and finds nothing."""
    today = timezone.localdate()
    form = HonourSearch(request.GET)
    found = registers.honours_matching(day=today, **form.wanted()) if form.is_valid() else None
    rounds = rounds_among([row.round_code for row in found.rows]) if found is not None else {}
    status = 200 if found is not None else 400
    return show(
        request, "web/honours.html", status=status, nav="honours", form=form, found=found, rounds=rounds
    )


@door(anyone, finds=_honour)
@require_safe
def honour(request: HttpRequest, honour: HonourRow) -> HttpResponse:
    """Show one honour with its source and what it is worth today."""
    return show(
        request, "web/honour.html", nav="honours", honour=honour, rounds=rounds_among([honour.round_code])
    )
