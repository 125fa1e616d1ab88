"""The feedback report: what assessors found, for the organisation that was assessed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiheng.core.canonical import canonical_bytes
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.actions.reads import note_feedback_read
from zhiheng.programmes.awards.domain.feedback import FORMAT, as_json
from zhiheng.programmes.awards.queries.feedback import Reported, report_of, reported
from zhiheng.registers.domain.filenames import attachment
from zhiheng.shell.doors import door, show, visitor_of


@door(policy.may_read_feedback, finds=reported)
@never_cache
@require_safe
def feedback(request: HttpRequest, found: Reported) -> HttpResponse:
    """Show the report, or that it is not out yet; the office and the supervisor see before what will be told."""
    place, is_preview = found.place, _reads_for_the_authority(request, found)
    parts = report_of(found, in_full=is_preview) if is_preview or found.is_released else None
    return show(
        request, "awards/feedback.html", nav="desk" if is_preview else "applications", place=place, case=found.case,
        book=place.book, parts=parts, found=found, is_preview=is_preview and not found.is_released,
        is_own=not is_preview, now=timezone.now(),
    )  # fmt: skip


@door(policy.may_read_feedback, finds=reported)
@require_safe
def feedback_json(request: HttpRequest, found: Reported) -> HttpResponse:
    """Hand out the same as data; before it is out there is nothing to hand out, except to the authority."""
    is_preview = _reads_for_the_authority(request, found)
    if not is_preview and not found.is_released:
        raise Http404
    content = {
        "format": FORMAT, "round": found.place.round.code, "case": found.case.code, "rulebook": found.place.book.digest,
        "is_released": found.is_released, "parts": as_json(report_of(found, in_full=is_preview)),
    }  # fmt: skip
    name = attachment(f"{found.case.code}-feedback.json")
    headers: dict[str, Any] = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(canonical_bytes(content), content_type="application/json", headers=headers)


def _reads_for_the_authority(request: HttpRequest, found: Reported) -> bool:
    """Tell whether the visitor reads for the authority, which leaves a line."""
    actor = visitor_of(request)
    if not policy.may_read_round(actor, found.place.round):
        return False
    note_feedback_read(case=found.case, by=actor, now=timezone.now())
    return True
