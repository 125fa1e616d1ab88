"""Recording that applicants were told a closed stage's result outside the house."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhiheng.casework import actions, policy
from zhiheng.casework.forms.telling import TellingForm
from zhiheng.casework.pages.recording import recorded
from zhiheng.casework.queries.places import StageAt, stage_at
from zhiheng.casework.queries.telling import telling_at
from zhiheng.shell.doors import after_change, door, show


@door(policy.may_run_stage, finds=stage_at)
@require_POST
def told(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Record who was told, on which day and how; what was typed stays where it is refused."""
    now, found = timezone.now(), telling_at(at)
    if found is None:
        return after_change(request, "casework:stage", at.round.code, at.row.stage)
    form = TellingForm(request.POST, waiting=found.waiting, today=timezone.localdate(now))
    refused = None
    if form.is_valid():
        about = {"round_code": at.round.code, "stage": at.row.stage}
        refused = recorded(request, actions.record_told, given=form.given(), **about)
        if refused is None:
            return after_change(request, "casework:stage", at.round.code, at.row.stage)
    return show(
        request, "casework/tell.html", status=400, nav="desk", at=at, telling=found, telling_form=form,
        refused=refused, now=now,
    )  # fmt: skip
