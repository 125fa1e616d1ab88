"""Before judging: what ties somebody to the applicants, or that nothing does; stepping back from a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhiheng.casework.queries.rounds import run_of
from zhiheng.core.refusal import Refused
from zhiheng.review import actions, policy, queries
from zhiheng.review.domain.values import InterestGiven, RecusalGiven
from zhiheng.review.forms import GroundForm, InterestsForm, said
from zhiheng.review.pages.asked import sent
from zhiheng.review.queries.interests import interests_of
from zhiheng.review.queries.own import duties_of
from zhiheng.review.queries.places import CaseAt, StageAt, judged_case, judging_stage, voted_case
from zhiheng.rules.model import BallotStage
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(policy.may_declare_here, finds=judging_stage)
@require_http_methods(["GET", "POST"])
def interests(request: HttpRequest, at: StageAt) -> HttpResponse:
    """List the applicants to be judged; each relation that is chosen is declared, of the others that there is none."""
    applicants = _applicants(visitor_of(request).code, at)
    form = InterestsForm(sent(request), organisations=applicants.items())
    if request.method == "POST" and form.is_valid():
        try:
            _declare(request, at, form)
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:tasks")
    code = visitor_of(request).code
    known = interests_of(at.round.authority, account=code)
    rows = [
        (name, form[f"relation-{one}"], form[f"says-{one}"], [k for k in known if k.organisation == one])
        for one, name in applicants.items()
    ]
    return show(
        request, "review/interests.html", at=at, form=form, rows=rows,
        to_say=queries.undeclared(at.round.pk, code, applicants), status=409 if form.errors else 200,
    )  # fmt: skip


def _declare(request: HttpRequest, at: StageAt, form: InterestsForm) -> None:
    actor = visitor_of(request)
    expert = queries.expert_of(at.round.authority, actor.code)
    assert expert is not None
    actions.declare_for_round(
        round_code=at.round.code,
        expert=expert.code,
        organisations=[code for code, _ in form.organisations],
        interests=[InterestGiven(expert.code, *one) for one in form.declared()],
        by=actor,
        now=timezone.now(),
    )


def _applicants(account: str, at: StageAt) -> dict[str, str]:
    """Return code and name of the applicants that somebody judges at a stage, in the order of the cases."""
    if isinstance(at.rule, BallotStage):
        on = queries.ballot_cases(at.row.pk)
        return {case.subject: case.name for case in run_of(at.round, at.row).cases if case.code in on}
    wanted = (at.round.code, at.row.stage)
    own = (one.duties for one in duties_of(account) if (one.round_code, one.stage) == wanted)
    return {duty.subject: duty.name for duty in next(own, ())}


@door(policy.may_step_back, finds=judged_case)
@require_http_methods(["GET", "POST"])
def step_back(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Say what stepping back from a case means; do it with a reason."""
    return _stepped_back(request, found, "review/step_back.html", ("review:tasks",))


@door(policy.may_leave_candidate, finds=voted_case)
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Say what stepping back from one candidate of a ballot means; do it with a reason."""
    to = ("review:ballot", found.at.round.code, found.at.row.stage)
    return _stepped_back(request, found, "review/leave.html", to)


def _stepped_back(request: HttpRequest, found: CaseAt, template: str, to: tuple[str, ...]) -> HttpResponse:
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
            return after_change(request, *to)
    status = 409 if form.errors else 200
    return show(request, template, case=found.case, at=found.at, form=form, status=status)
