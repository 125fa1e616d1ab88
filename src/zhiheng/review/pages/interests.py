"""Before marking: what ties an assessor to the applicants, and stepping back from a case."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhiheng.core.refusal import Refused
from zhiheng.review import actions, queries
from zhiheng.review.domain.values import InterestGiven, RecusalGiven
from zhiheng.review.forms import GroundForm, InterestsForm, said
from zhiheng.review.pages import doors
from zhiheng.review.pages.found import CaseAt, StageAt, judged_case, panel_stage, sent
from zhiheng.review.pages.reads.interests import interests_of
from zhiheng.review.pages.reads.own import Duty, duties_of
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(doors.may_declare_here, finds=panel_stage)
@require_http_methods(["GET", "POST"])
def interests(request: HttpRequest, at: StageAt) -> HttpResponse:
    """List the applicants of the own cases; each relation that is chosen is declared."""
    actor = visitor_of(request)
    duties = _duties(actor.code, at)
    applicants = dict.fromkeys((duty.subject, duty.name) for duty in duties)
    form = InterestsForm(sent(request), organisations=applicants)
    if request.method == "POST" and form.is_valid():
        try:
            _declare(request, at, form.declared())
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:interests", at.round.code, at.row.stage)
    known = interests_of(at.round.authority, account=actor.code)
    rows = [
        (name, form[f"relation-{code}"], form[f"says-{code}"], [k for k in known if k.organisation == code])
        for code, name in applicants
    ]
    return show(
        request, "review/interests.html", at=at, form=form, rows=rows, status=409 if form.errors else 200
    )


@transaction.atomic
def _declare(request: HttpRequest, at: StageAt, declared: list[tuple[str, str, str]]) -> None:
    """Declare every relation or none; one that stands already is not declared twice."""
    actor, now = visitor_of(request), timezone.now()
    expert = queries.expert_of(at.round.authority, actor.code)
    assert expert is not None
    known = {
        (one.organisation, one.relation)
        for one in interests_of(at.round.authority, account=actor.code)
        if one.state != "dismissed" and one.to_day is None
    }
    for organisation, relation, says in declared:
        if (organisation, relation) not in known:
            given = InterestGiven(expert.code, organisation, relation, says)
            actions.declare_interest(authority=at.round.authority, given=given, by=actor, now=now)


def _duties(account: str, at: StageAt) -> tuple[Duty, ...]:
    wanted = (at.round.code, at.row.stage)
    found = (one.duties for one in duties_of(account) if (one.round_code, one.stage) == wanted)
    return next(found, ())


@door(doors.may_step_back, finds=judged_case)
@require_http_methods(["GET", "POST"])
def step_back(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Say what stepping back from a case means; do it with a reason."""
    form, actor = GroundForm(sent(request)), visitor_of(request)
    if request.method == "POST" and form.is_valid():
        expert = queries.expert_of(found.case.round.authority, actor.code)
        assert expert is not None
        given = [RecusalGiven(found.case.code, expert.code, form.cleaned_data["ground"])]
        try:
            actions.recuse(round_code=found.case.round.code, recusals=given, by=actor, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:tasks")
    return show(
        request,
        "review/step_back.html",
        case=found.case,
        at=found.at,
        form=form,
        status=409 if form.errors else 200,
    )
