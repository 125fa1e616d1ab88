"""A stage at work: its page by kind, its beginning, and its closing with a preview of exactly what follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.casework import actions, policy
from zhiheng.casework.forms.acts import Sealed, SealedOn
from zhiheng.casework.pages.work import work_of
from zhiheng.casework.queries.closing import Closing, closing_of
from zhiheng.casework.queries.opening import opening_of
from zhiheng.casework.queries.places import StageAt, office_of, stage_at
from zhiheng.casework.queries.watch import awaited_at
from zhiheng.core.refusal import Refused
from zhiheng.shell.doors import after_change, door, show, visitor_of

CHANGED = lazy(
    "A colleague, or another window of yours, has changed something since you looked. This is how it is now."
)


@door(policy.may_read_stage, finds=stage_at)
@require_safe
def stage(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Show a stage with the work that its kind asks for; who only reads is shown no form."""
    now, visitor = timezone.now(), visitor_of(request)
    is_open = at.row.state == "open"
    return show(
        request,
        "casework/stage.html",
        nav="desk",
        at=at,
        now=now,
        may_close=bool(policy.may_run_stage(visitor, at)) and is_open,
        may_begin=bool(policy.may_run_stage(visitor, at)) and at.row.state == "waiting",
        reads_round=bool(policy.may_read_round(visitor, at.round)),
        is_theirs=not policy.may_read_round(visitor, at.round),
        awaited=awaited_at(at, now) if is_open else None,
        **work_of(request, at, visitor, now),
    )


@door(policy.may_run_stage, finds=stage_at)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Show what beginning the stage does, and begin it under the name of the office."""
    now, office = timezone.now(), office_of(at.round.authority)
    form = Sealed(request.POST or None, accepted=office.accepted)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_stage(round_code=at.round.code, stage=at.row.stage, by=visitor_of(request), now=now)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("The stage has begun."))
            return _to_stage(request, at)
    if at.row.state != "waiting":
        return _to_stage(request, at)
    found = opening_of(at, now)
    return show(
        request, "casework/begin.html", status=409 if refused else 200, nav="desk", at=at, form=form, now=now,
        office=office, found=found, refused=refused or found.refused,
    )  # fmt: skip


@door(policy.may_run_stage, finds=stage_at)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Show exactly who goes on, who does not and why; close under the name of the office what was shown."""
    if at.row.state != "open":
        return _to_stage(request, at)
    now, office = timezone.now(), office_of(at.round.authority)
    found = closing_of(at, now)
    form = SealedOn(request.POST or None, accepted=office.accepted)
    refused = found.refused
    if request.method == "POST" and form.is_valid() and found.can_close:
        if form.cleaned_data["seen"] == found.digest:
            refused = _closed(request, at)
            if refused is None:
                return _to_stage(request, at)
        else:
            form.add_error(None, CHANGED)
    return _preview(request, at, found, form, refused)


def _closed(request: HttpRequest, at: StageAt) -> Refused | None:
    try:
        actions.close_stage(
            round_code=at.round.code, stage=at.row.stage, by=visitor_of(request), now=timezone.now()
        )
    except Refused as refusal:
        return refusal
    messages.success(request, _("The stage is closed; every case in it has its finding."))
    return None


def _preview(
    request: HttpRequest, at: StageAt, found: Closing, form: SealedOn, refused: Refused | None
) -> HttpResponse:
    wrong = refused is not None or bool(form.errors)
    shown: dict[str, Any] = {
        "nav": "desk", "at": at, "found": found, "form": form, "refused": refused,
        "office": office_of(at.round.authority), "all": "all" in request.GET,
    }  # fmt: skip
    return show(
        request, "casework/close.html", status=409 if wrong and request.method == "POST" else 200, **shown
    )


def _to_stage(request: HttpRequest, at: StageAt) -> HttpResponse:
    return after_change(request, "casework:stage", at.round.code, at.row.stage)
