"""What happens to a case beside its stages: it is corrected, withdrawn, restored; a late entry is decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.casework import actions, policy
from zhiheng.casework.forms.acts import Sealed
from zhiheng.casework.forms.cases import Corrected, LateDecision, PaperWithdrawal
from zhiheng.casework.queries.places import late_request_at, office_of
from zhiheng.casework.queries.rounds import case_of, present_stage_of, rulebook_of
from zhiheng.casework.queries.standing import begun_without, open_correction_of, restorable, review_began
from zhiheng.casework.ways import own_way_of
from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.registers import queries as registers
from zhiheng.shell.doors import after_change, door, show, visitor_of


def tried(act: Callable[..., Any], **given: Any) -> Refused | None:
    """Call an action once; return its refusal, if it refused."""
    try:
        act(**given)
    except Refused as refusal:
        return refusal
    return None


@door(policy.may_act_for, finds=case_of)
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, case: Any) -> HttpResponse:
    """Show what has to be corrected, and take what is declared from now on."""
    now, book, visitor = timezone.now(), rulebook_of(case.round), visitor_of(request)
    own = visitor.has(Role.APPLICANT, case.subject)
    form = Corrected(request.POST or None, book=book, declared=case.declared)
    refused = None
    if request.method == "POST" and form.is_valid():
        refused = tried(
            actions.answer_correction,
            case_code=case.code,
            declared=form.given(),
            by=visitor,
            now=now,
        )
        if refused is None:
            messages.success(request, _("The corrected file is handed in."))
            return after_change(request, "web:case", case.code)
    wrong = refused is not None or bool(form.errors)
    return show(
        request, "casework/correction.html", status=400 if wrong else 200, nav="desk", case=case, book=book,
        now=now, form=form, refused=refused, asked=open_correction_of(case), own=own,
        way=own_way_of("correct", case) if own else "",
    )  # fmt: skip


@door(policy.may_record_withdrawal, finds=case_of)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, case: Any) -> HttpResponse:
    """Say what withdrawing means, and record the applicant's letter under the name of the office."""
    now, office = timezone.now(), office_of(case.round.authority)
    form = PaperWithdrawal(request.POST or None, accepted=office.accepted)
    refused = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        refused = tried(
            actions.withdraw_case, case_code=case.code, reason=said["reason"], asked_day=said["asked_day"],
            by=visitor_of(request), now=now,
        )  # fmt: skip
        if refused is None:
            messages.success(request, _("The withdrawal is recorded."))
            return after_change(request, "web:case", case.code)
    present, book = present_stage_of(case.round), rulebook_of(case.round)
    wrong = refused is not None or bool(form.errors)
    return show(
        request, "casework/withdraw.html", status=400 if wrong else 200, nav="desk", case=case, form=form,
        refused=refused, office=office, book=book, present=book.stage(present.stage).title if present else None,
    )  # fmt: skip


@door(policy.may_restore, finds=case_of)
@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, case: Any) -> HttpResponse:
    """Say what restoring means and whether it is still possible, and restore the case."""
    office = office_of(case.round.authority)
    form = Sealed(request.POST or None, accepted=office.accepted)
    refused = None
    if request.method == "POST" and form.is_valid():
        refused = tried(actions.restore_case, case_code=case.code, by=visitor_of(request), now=timezone.now())
        if refused is None:
            messages.success(request, _("The case runs again."))
            return after_change(request, "web:case", case.code)
    wrong = refused is not None or bool(form.errors)
    return show(
        request, "casework/restore.html", status=400 if wrong else 200, nav="desk", case=case, form=form,
        refused=refused, office=office, standing=restorable(case), begun=begun_without(case),
    )  # fmt: skip


@door(policy.may_decide_late, finds=late_request_at)
@require_http_methods(["GET", "POST"])
def decide_late(request: HttpRequest, asked: Any) -> HttpResponse:
    """Show a request for late entry and take the decision on it."""
    visitor, now, office = visitor_of(request), timezone.now(), office_of(asked.round.authority)
    may_decide = bool(policy.may_run(visitor, asked.round)) and asked.decided_at is None
    given = request.POST if may_decide and request.method == "POST" else None
    form = LateDecision(given, accepted=office.accepted, now=now)
    refused = None
    if may_decide and form.is_valid():
        refused = tried(
            actions.decide_late_request, request_pk=asked.pk, granted_until_at=form.until_at(),
            ground=form.cleaned_data["ground"], by=visitor, now=now,
        )  # fmt: skip
        if refused is None:
            messages.success(request, _("The request is decided."))
            return after_change(request, "casework:round", asked.round.code)
    wrong = refused is not None or bool(form.errors)
    return show(
        request, "casework/decide_late.html", status=400 if wrong else 200, nav="desk", asked=asked, form=form,
        may_decide=may_decide, refused=refused, office=office, began=review_began(asked.round),
        subject=registers.organisation(asked.subject), book=rulebook_of(asked.round),
    )  # fmt: skip
