"""The office's handling of an objection: read it with its author, decide it once, with the reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.casework import actions, policy
from zhiheng.casework.forms.notices import Decision
from zhiheng.casework.queries.places import ObjectionAt, objection_at, office_of
from zhiheng.core.refusal import Refused
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(policy.may_decide_objection, finds=objection_at)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, found: ObjectionAt) -> HttpResponse:
    """Show an objection and take the decision on it."""
    at, said, visitor = found.at, found.objection, visitor_of(request)
    office = office_of(at.round.authority)
    may_decide = bool(policy.may_run_stage(visitor, at)) and said.state == "open" and at.row.state == "open"
    form = Decision(
        request.POST if may_decide and request.method == "POST" else None, accepted=office.accepted
    )
    refused = None
    if may_decide and form.is_valid():
        try:
            actions.decide_objection(
                objection_pk=said.pk, upheld=form.cleaned_data["upheld"] == "yes",
                decision=form.cleaned_data["decision"], by=visitor, now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("The objection is decided."))
            return after_change(request, "casework:stage", at.round.code, at.row.stage)
    wrong = refused is not None or bool(form.errors)
    return show(
        request, "casework/decide.html", status=400 if wrong else 200, nav="desk", at=at, said=said, form=form,
        may_decide=may_decide, refused=refused, office=office,
    )  # fmt: skip
