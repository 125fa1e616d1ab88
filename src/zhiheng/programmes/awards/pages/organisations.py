"""The public record of an organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.programmes.awards.queries.records import Record, record_of
from zhiheng.shell.doors import anyone, door, show


def _record(code: str) -> Record | None:
    return record_of(code, timezone.localdate())


@door(anyone, finds=_record)
@require_safe
def organisation(request: HttpRequest, record: Record) -> HttpResponse:
    """Show the honours of an organisation, each with its standing today."""
    return show(request, "awards/organisation.html", nav="honours", record=record, today=timezone.localdate())
