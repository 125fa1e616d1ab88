"""The office's desk of a vote: who may vote, who came, how many voted, and nothing of how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.casework.queries.places import office_of
from zhiheng.core.refusal import Refused
from zhiheng.review import actions, policy, queries
from zhiheng.review.actions.ballots import not_quorate
from zhiheng.review.forms import CloseBallotForm, NextRoundForm, OpenBallotForm, PresenceForm, said
from zhiheng.review.pages.agenda import agenda_of, due_at, rounds_of
from zhiheng.review.pages.asked import sent
from zhiheng.review.queries.ballots import MemberRow
from zhiheng.review.queries.desk import names_of
from zhiheng.review.queries.places import StageAt, ballot_stage
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(policy.may_watch, finds=ballot_stage)
@never_cache
@require_safe
def desk(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Show the candidates, the members and the counts of presence and papers."""
    return _shown(request, at)


@door(policy.may_conduct, finds=ballot_stage)
@require_POST
def open_vote(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Open the vote, or its next round, with its members and those who came."""
    form = _opening(at, request.POST)
    if form.is_valid():
        try:
            actions.open_ballot(
                round_code=at.round.code, stage=at.row.stage, **form.members(),
                by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:ballot_desk", at.round.code, at.row.stage)
    return _shown(request, at, opening=form)


@door(policy.may_conduct, finds=ballot_stage)
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


@door(policy.may_conduct, finds=ballot_stage)
@never_cache
@require_http_methods(["GET", "POST"])
def close_vote(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Show who came and voted, by number, and what ending the vote does; end it under the name of the office."""
    progress, office = queries.ballot_progress(at.row.pk), office_of(at.round.authority)
    if progress is None or progress.is_closed:
        return after_change(request, "review:ballot_desk", at.round.code, at.row.stage)
    seen = f"{progress.voted}/{progress.present}/{progress.eligible}"
    form = CloseBallotForm(sent(request), accepted=office.accepted, seen=seen)
    if request.method == "POST" and form.is_valid():
        try:
            _close(request, at, form.cleaned_data["ground"])
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:ballot_desk", at.round.code, at.row.stage)
    names, members = dict(agenda_of(at).names), queries.ballot_members(at.row.pk)
    rows = queries.quorums(at.rule, sorted(queries.ballot_cases(at.row.pk)), members)
    return show(
        request, "review/close_vote.html", at=at, form=form, office=office, progress=progress, seen=seen,
        quorums=[(one, names.get(one.case, one.case)) for one in rows], silent=progress.present - progress.voted,
        number=len(queries.rounds_held(at.row.pk)), can_close=all(one.is_met for one in rows),
        status=409 if form.errors else 200,
    )  # fmt: skip


def _close(request: HttpRequest, at: StageAt, ground: str) -> None:
    actions.close_ballot(
        round_code=at.round.code,
        stage=at.row.stage,
        by=visitor_of(request),
        now=timezone.now(),
        ground=ground,
    )


def _members(
    members: Sequence[MemberRow], names: Mapping[str, str], cases: Mapping[str, str]
) -> list[tuple[MemberRow, str, list[str]]]:
    """Return each member with the name and the names of the candidates from which the member is recused."""
    return [
        (one, names[one.expert], [cases.get(code, code) for code in sorted(one.recused_from)])
        for one in members
    ]


def _absent(at: StageAt) -> list[tuple[str, str]]:
    away = [member.expert for member in queries.ballot_members(at.row.pk) if not member.is_present]
    names = names_of(at.round.authority, frozenset(away))
    return [(code, names[code]) for code in away]


def _opening(at: StageAt, data: QueryDict | None) -> OpenBallotForm | NextRoundForm:
    """Return the form that opens the vote; for a later round it asks only who of the members is there."""
    members = queries.ballot_members(at.row.pk, 1)
    if not members:
        return OpenBallotForm(data, pool=queries.experts_at(at.round.authority))
    names = names_of(at.round.authority, frozenset(one.expert for one in members))
    there = [one.expert for one in queries.ballot_members(at.row.pk) if one.is_present]
    return NextRoundForm(data, members=[(one.expert, names[one.expert]) for one in members], there=there)


def _shown(
    request: HttpRequest,
    at: StageAt,
    *,
    opening: OpenBallotForm | NextRoundForm | None = None,
    coming: PresenceForm | None = None,
) -> HttpResponse:
    members, agenda, due = queries.ballot_members(at.row.pk), agenda_of(at), due_at(at)
    names = names_of(at.round.authority, frozenset(member.expert for member in members))
    forms = {
        "opening": opening or (_opening(at, None) if due or not members else None),
        "coming": coming or PresenceForm(None, absent=_absent(at)),
    }
    return show(
        request, "review/ballot_desk.html", at=at, agenda=agenda, **forms,
        progress=queries.ballot_progress(at.row.pk), members=_members(members, names, dict(agenda.names)),
        lacking=not_quorate(at.rule, [c.case for c in agenda.candidates], members).values() if members and not due else (),
        **rounds_of(at, agenda),
        may_conduct=bool(policy.may_conduct(visitor_of(request), at)),
        status=409 if any(form and form.is_bound and form.errors for form in forms.values()) else 200,
    )  # fmt: skip
