"""Survey results and decisions of the approving body, recorded for many cases at once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.casework import actions, policy
from zhiheng.casework.domain.values import CaseRef
from zhiheng.casework.forms.acts import Sealed
from zhiheng.casework.forms.lists import page_of
from zhiheng.casework.forms.voices import Approving, Surveys
from zhiheng.casework.pages.recording import recorded
from zhiheng.casework.queries.places import OfficeName, StageAt, office_of, stage_at
from zhiheng.casework.queries.said import approvals_at, surveys_at
from zhiheng.casework.queries.worklist import left_out, named, waiting_codes, work_at
from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(policy.may_run_stage, finds=stage_at)
@require_POST
def survey(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Record the lines of one page of survey results that say something new."""
    if at.row.kind != "survey":
        raise Http404
    only_waiting = request.GET.get("show") == "waiting"
    codes = [key.removeprefix("answers-") for key in request.POST if key.startswith("answers-")]
    rows, known = named(at, codes), surveys_at(at.row.pk)
    standing = {one.code: known[one.code] for one in rows if one.code in known}
    form = Surveys(request.POST, cases=rows, standing=standing, scale=at.rule.scale)
    refused = None
    if form.is_valid():
        refused = _surveyed(request, at, form)
        if refused is None:
            to = reverse("casework:stage", args=[at.round.code, at.row.stage])
            return redirect(f"{to}?{request.GET.urlencode()}" if request.GET else to)
    found = work_at(at, only_waiting=only_waiting, page=page_of(request.GET))
    return show(
        request, "casework/survey.html", status=400, nav="desk", at=at, form=form, refused=refused, found=found,
        only_waiting=only_waiting, may_write=True,
    )  # fmt: skip


def _surveyed(request: HttpRequest, at: StageAt, form: Surveys) -> Refused | None:
    return recorded(
        request, actions.record_surveys, given=form.given(), round_code=at.round.code, stage=at.row.stage
    )


@door(policy.may_decide_stage, finds=stage_at)
@require_POST
def approve(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Preview what is decided about how many cases; with the name of the office, record it."""
    if at.row.state != "open":
        return after_change(request, "casework:stage", at.round.code, at.row.stage)
    form = Approving(request.POST, is_gate=at.row.kind == "gate")
    is_sure = "sure" in request.POST
    office = _decider(request, at)
    seal = Sealed(request.POST if is_sure else None, accepted=office.accepted)
    cases: tuple[CaseRef, ...] = ()
    refused = None
    if form.is_valid():
        codes = form.codes(waiting_codes(at))
        cases = named(at, codes)
        refused = left_out(codes, cases)
        if is_sure and refused is None and seal.is_valid():
            refused = _approved(request, at, form, cases)
            if refused is None:
                return after_change(request, "casework:stage", at.round.code, at.row.stage)
    wrong = not form.is_valid() or refused is not None or bool(seal.errors)
    return show(
        request, "casework/approve.html", status=400 if wrong else 200, nav="desk", at=at, form=form, seal=seal,
        cases=cases, refused=refused, office=office,
        is_theirs=not policy.may_read_round(visitor_of(request), at.round),
    )  # fmt: skip


def _decider(request: HttpRequest, at: StageAt) -> OfficeName:
    office, visitor = office_of(at.round.authority), visitor_of(request)
    if visitor.has(Role.OFFICE, at.round.authority):
        return office
    return OfficeName(f"{office.name.removesuffix('评审办')}人民政府", office.code)


def _approved(
    request: HttpRequest, at: StageAt, form: Approving, cases: tuple[CaseRef, ...]
) -> Refused | None:
    known = approvals_at(at.row.pk)
    given = [
        one
        for one in form.given([case.code for case in cases])
        if known.get(one.case) != (one.approved, one.document, one.reason)
    ]
    return recorded(
        request, actions.give_approvals, given=given, round_code=at.round.code, stage=at.row.stage
    )
