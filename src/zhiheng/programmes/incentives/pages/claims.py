"""Taking a claim back, and the receipt for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.casework import actions as casework
from zhiheng.casework.queries.rounds import present_stage_of, rulebook_of
from zhiheng.core.refusal import Refused
from zhiheng.programmes.incentives import policy
from zhiheng.programmes.incentives.forms import TakingBack
from zhiheng.programmes.incentives.queries.claims import ClaimAt, TakenBack, claim_at, taken_back_at
from zhiheng.shell.doors import after_change, door, show, visitor_of
from zhiheng.shell.templatetags.zhiheng import said


@door(policy.may_take_back, finds=claim_at)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, at: ClaimAt) -> HttpResponse:
    """Say what taking back means, ask for the enterprise's name, and take the claim back."""
    case, book = at.case, rulebook_of(at.case.round)
    form = TakingBack(case.name, request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, by = form.cleaned_data["reason"], visitor_of(request)
        try:
            casework.withdraw_case(case_code=case.code, reason=reason, by=by, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "incentives:withdrawn", case.code)
    present = present_stage_of(case.round)
    return show(
        request, "incentives/withdraw.html", status=409 if form.errors else 200, nav="applications", case=case,
        claim=at.claim, book=book, form=form, present=book.stage(present.stage).title if present else None,
    )  # fmt: skip


@door(policy.may_read_taken_back, finds=taken_back_at)
@require_safe
def withdrawn(request: HttpRequest, found: TakenBack) -> HttpResponse:
    """Show the proof that a claim was taken back: to the second, with its reason and its ledger line."""
    case = found.at.case
    return show(
        request, "incentives/withdrawn.html", nav="applications", case=case, claim=found.at.claim,
        book=rulebook_of(case.round), found=found,
    )  # fmt: skip
