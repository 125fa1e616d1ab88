"""A check, case by case and in bulk: conditions attested with evidence, files returned for correction."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiheng.casework import actions, policy
from zhiheng.casework.actions import AttestationGiven
from zhiheng.casework.domain.values import CaseRef
from zhiheng.casework.forms.cases import Asking
from zhiheng.casework.forms.voices import Attesting
from zhiheng.casework.pages.recording import recorded
from zhiheng.casework.queries.checks import checked
from zhiheng.casework.queries.places import CaseAt, StageAt, case_at, stage_at
from zhiheng.casework.queries.said import attestations_in
from zhiheng.casework.queries.waiting import attested_in
from zhiheng.casework.queries.worklist import left_out, named, waiting_codes
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.rules.model import Attested
from zhiheng.shell.doors import after_change, door, show, visitor_of


def _own(at: StageAt, visitor: Actor) -> list[Attested]:
    conditions = attested_in(at.book, at.rule)
    return [one for one in conditions if policy.may_attest(visitor, at.round.authority, one.by)]


@door(policy.may_run_stage, finds=stage_at)
@require_POST
def attest(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Preview what is attested about how many cases; with ``sure``, record it."""
    own = _own(at, visitor_of(request))
    if at.row.state != "open" or not own:
        return after_change(request, "casework:stage", at.round.code, at.row.stage)
    form = Attesting(request.POST, conditions=own)
    cases: tuple[CaseRef, ...] = ()
    refused = None
    if form.is_valid():
        codes = form.codes(waiting_codes(at))
        cases = named(at, codes)
        refused = left_out(codes, cases)
        if "sure" in request.POST and refused is None:
            refused = _attested(request, at, form, cases)
            if refused is None:
                return after_change(request, "casework:stage", at.round.code, at.row.stage)
    return show(
        request, "casework/attest.html", status=200 if form.is_valid() and refused is None else 400,
        nav="desk", at=at, form=form, cases=cases, refused=refused, rows=checked(at, cases[:50]),
    )  # fmt: skip


def _attested(
    request: HttpRequest, at: StageAt, form: Attesting, cases: tuple[CaseRef, ...]
) -> Refused | None:
    said = form.cleaned_data
    known, condition = attestations_in(at.round.pk), said["condition"]
    given = [
        AttestationGiven(one.code, condition, form.is_held, said["evidence"])
        for one in cases
        if known.get((one.code, condition)) != (form.is_held, said["evidence"])
    ]
    return recorded(request, actions.attest, given=given, round_code=at.round.code)


@door(policy.may_handle_case, finds=case_at)
@require_safe
def checked_case(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Show every condition of one case with its verdict, sentence and article; the supervisor's reading is noted."""
    visitor, case = visitor_of(request), found.case
    if visitor.has(Role.SUPERVISOR, case.round.authority):
        actions.record_reading(case_code=case.code, by=visitor, now=timezone.now())
    return _case(request, found, Asking())


@door(policy.may_return_case, finds=case_at)
@require_POST
def return_case(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Return a file for correction; a refusal stands beside what was typed."""
    form = Asking(request.POST)
    if form.is_valid():
        try:
            actions.ask_correction(
                case_code=found.case.code, stage=found.at.row.stage, asks=form.cleaned_data["asks"],
                by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            return _case(request, found, form, refusal)
        messages.success(request, _("Returned for correction; the applicant has it as a task."))
        return after_change(
            request, "casework:checked_case", found.at.round.code, found.at.row.stage, found.case.code
        )
    return _case(request, found, form)


def _case(
    request: HttpRequest, found: CaseAt, asking: Asking, refused: Refused | None = None
) -> HttpResponse:
    at, visitor = found.at, visitor_of(request)
    refs = named(at, [found.case.code])
    is_check = at.row.kind == "check" and at.row.state == "open"
    judged = checked(at, refs)[0] if refs and is_check else None
    own = _own(at, visitor) if judged else []
    wrong = refused is not None or bool(asking.errors)
    return show(
        request, "casework/checked_case.html", status=400 if wrong else 200, nav="desk", at=at, case=found.case,
        judged=judged, form=Attesting(conditions=own) if own else None, asking=asking, refused=refused,
        may_return=bool(policy.may_run_stage(visitor, at)) and getattr(at.rule, "correction", None) is not None,
        now=timezone.now(),
    )  # fmt: skip
