"""The office's handling of objections: take down what came on paper, read, decide once, with the reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.casework import actions, policy
from zhiheng.casework.forms.notices import Decision, PaperObjection
from zhiheng.casework.pages.notices import token_of
from zhiheng.casework.queries.places import NoticeAt, ObjectionAt, notice_at, objection_at, office_of
from zhiheng.core.refusal import Refused
from zhiheng.registers import queries as registers
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(policy.may_record_objection, finds=notice_at)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, found: NoticeAt) -> HttpResponse:
    """Take down an objection that came as a letter; it counts as any other from when it was received."""
    at, now, office = found.at, timezone.now(), office_of(found.at.round.authority)
    entries = [(str(entry["case"]), str(entry["name"])) for entry in found.notice.entries]
    form = PaperObjection(
        request.POST or None, accepted=office.accepted, entries=entries, is_named=at.rule.objections.named
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_objection(
                said=form.said(), stage=at.row.stage, by=visitor_of(request), now=now
            )
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("The objection is recorded. Print its receipt for whoever objects."))
            return after_change(request, "casework:decide", at.round.code, at.row.stage, made.pk)
    return show(
        request, "casework/record_objection.html", status=400 if refused or form.errors else 200, nav="desk", at=at,
        notice=found.notice, form=form, refused=refused, office=office, is_open=at.row.state == "open",
    )  # fmt: skip


@door(policy.may_decide_objection, finds=objection_at)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, found: ObjectionAt) -> HttpResponse:
    """Show an objection and take the decision on it."""
    at, said, visitor = found.at, found.objection, visitor_of(request)
    may_decide = bool(policy.may_run_stage(visitor, at)) and said.state == "open" and at.row.state == "open"
    office, given = office_of(at.round.authority), request.POST if may_decide else None
    form, refused = Decision(given or None, accepted=office.accepted), None
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
        may_decide=may_decide, refused=refused, office=office, token=token_of(said.pk),
        recorder=registers.account(said.recorded_by) if said.recorded_by else None,
    )  # fmt: skip
