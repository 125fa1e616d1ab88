"""The desk: what the visitor owes, in order of urgency, each line one sentence and one action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework.queries.desk import Duty, cases_of_applicant, duties_of, rounds_read_by
from zhiheng.casework.ways import own_way, way_of
from zhiheng.core.actor import Role
from zhiheng.shell.doors import door, show, signed_in, visitor_of

SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Line:
    """A duty and the address at which it is done."""

    duty: Duty
    to: str


@door(signed_in)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what is late, what is due soon and what comes next."""
    now, visitor = timezone.now(), visitor_of(request)
    lines = [Line(duty, where(duty)) for duty in duties_of(visitor, now)]
    groups = {
        name: [line for line in lines if group_of(line.duty, now) == name]
        for name in ("late", "soon", "next")
    }
    return show(
        request,
        "casework/desk.html",
        nav="desk",
        now=now,
        total=len([line for line in lines if line.duty.act != "watch"]),
        groups=groups,
        rounds=rounds_read_by(visitor),
        cases=cases_of_applicant(visitor),
        is_office=bool(visitor.places(Role.OFFICE)),
    )


def group_of(duty: Duty, now: datetime) -> str:
    """Return whether a duty is late, due soon (less than three days) or next."""
    if duty.due_at is None or duty.due_at - now > SOON:
        return "next"
    return "late" if duty.due_at <= now else "soon"


def where(duty: Duty) -> str:
    """Return the address of the page on which a duty is done; none where no room has one."""
    code, stage = duty.round_code, duty.stage
    if duty.role is Role.OFFICE:
        return _office(duty)
    way = way_of(duty.kind, duty.role, code, stage)
    if way:
        return way
    if duty.role is Role.DEPARTMENT:
        return f"{reverse('casework:department', args=[code, stage])}?as={duty.place.partition('/')[2]}"
    if duty.role is Role.APPLICANT:
        return _applicant(duty)
    if duty.kind == "gate" or (duty.role is Role.GOVERNMENT and duty.kind == "approve"):
        return reverse("casework:stage", args=[code, stage])
    return ""


def _applicant(duty: Duty) -> str:
    if not duty.case:
        return reverse("casework:desk")
    way = own_way("correct", duty.programme_kind, duty.round_code, duty.place)
    return way or reverse("casework:correction", args=[duty.case])


def _office(duty: Duty) -> str:
    if duty.act in ("late", "watch"):
        anchor = "#late" if duty.act == "late" else ""
        return reverse("casework:round", args=[duty.round_code]) + anchor
    to = "casework:begin" if duty.act == "begin" else "casework:stage"
    return reverse(to, args=[duty.round_code, duty.stage])
