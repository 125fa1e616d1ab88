"""The office's desk of a vote: who may vote, who came, how many voted, and nothing of how."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhiheng.core.refusal import Refused
from zhiheng.review import actions, queries
from zhiheng.review.actions.ballots import not_quorate
from zhiheng.review.forms import CloseBallotForm, OpenBallotForm, PresenceForm, said
from zhiheng.review.pages import doors
from zhiheng.review.pages.agenda import agenda_of
from zhiheng.review.pages.found import StageAt, ballot_stage
from zhiheng.review.pages.reads.desk import names_of
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(doors.may_watch, finds=ballot_stage)
@never_cache
@require_safe
def desk(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Show the candidates, the members and the counts of presence and papers."""
    return _shown(request, at)


@door(doors.may_conduct, finds=ballot_stage)
@require_POST
def open_vote(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Open the vote with its members and those who came."""
    form = OpenBallotForm(request.POST, pool=queries.experts_at(at.round.authority))
    if form.is_valid():
        try:
            actions.open_ballot(
                round_code=at.round.code, stage=at.row.stage, **form.cleaned_data,
                by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:ballot_desk", at.round.code, at.row.stage)
    return _shown(request, at, opening=form)


@door(doors.may_conduct, finds=ballot_stage)
@require_POST
def presence(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Record members who have come since."""
    form = PresenceForm(request.POST, absent=_absent(at))
    if form.is_valid():
        try:
            actions.record_presence(
                round_code=at.round.code, stage=at.row.stage, present=form.cleaned_data["present"],
                by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:ballot_desk", at.round.code, at.row.stage)
    return _shown(request, at, coming=form)


@door(doors.may_conduct, finds=ballot_stage)
@require_POST
def close_vote(request: HttpRequest, at: StageAt) -> HttpResponse:
    """End the vote and publish the commitments of all slips."""
    form = CloseBallotForm(request.POST)
    if form.is_valid():
        try:
            actions.close_ballot(
                round_code=at.round.code, stage=at.row.stage, by=visitor_of(request), now=timezone.now(),
                ground=form.cleaned_data["ground"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:ballot_desk", at.round.code, at.row.stage)
    return _shown(request, at, closing=form)


def _absent(at: StageAt) -> list[tuple[str, str]]:
    away = [member.expert for member in queries.ballot_members(at.row.pk) if not member.is_present]
    names = names_of(at.round.authority, frozenset(away))
    return [(code, names[code]) for code in away]


def _shown(
    request: HttpRequest,
    at: StageAt,
    *,
    opening: OpenBallotForm | None = None,
    coming: PresenceForm | None = None,
    closing: CloseBallotForm | None = None,
) -> HttpResponse:
    members, agenda = queries.ballot_members(at.row.pk), agenda_of(at)
    names = names_of(at.round.authority, frozenset(member.expert for member in members))
    forms = {
        "opening": opening or OpenBallotForm(None, pool=queries.experts_at(at.round.authority)),
        "coming": coming or PresenceForm(None, absent=_absent(at)),
        "closing": closing or CloseBallotForm(),
    }
    return show(
        request, "review/ballot_desk.html", at=at, agenda=agenda, **forms,
        progress=queries.ballot_progress(at.row.pk), members=[(one, names[one.expert]) for one in members],
        lacking=not_quorate(at.rule, [c.case for c in agenda.candidates], members).values() if members else (),
        may_conduct=bool(doors.may_conduct(visitor_of(request), at)),
        status=409 if any(form.is_bound and form.errors for form in forms.values()) else 200,
    )  # fmt: skip
