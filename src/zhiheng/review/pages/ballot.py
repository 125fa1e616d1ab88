"""A member's vote: agenda, paper, confirmation, the receipt that is shown once, and checking it later."""

from __future__ import annotations

import secrets
from fractions import Fraction
from math import ceil
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.casework.queries.rounds import run_of
from zhiheng.core.refusal import Refused
from zhiheng.review import actions, policy, queries
from zhiheng.review.domain.drawn import salts_from
from zhiheng.review.domain.urn import Receipt
from zhiheng.review.forms import CHOICES, BallotForm, ReceiptForm, said
from zhiheng.review.pages.agenda import Agenda, agenda_of, rounds_of
from zhiheng.review.pages.asked import sent
from zhiheng.review.queries.interests import interests_of
from zhiheng.review.queries.places import StageAt, ballot_stage
from zhiheng.shell.doors import door, show, visitor_of

DRAW = signing.Signer(salt="review.ballot")


@door(policy.may_attend, finds=ballot_stage)
@never_cache
@require_safe
def ballot(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Show the agenda, the quorum and the own paper."""
    agenda, own = agenda_of(at), _own(request, at)
    return _paper(request, at, agenda, BallotForm(None, cases=agenda.without(own.recused_from)))


@door(policy.may_attend, finds=ballot_stage)
@never_cache
@require_POST
def confirm(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Show the filled paper once more; nothing is cast yet."""
    agenda, own = agenda_of(at), _own(request, at)
    form = BallotForm(request.POST, cases=agenda.without(own.recused_from))
    if not form.is_valid() or "back" in request.POST:
        return _paper(request, at, agenda, form)
    words, names = dict(CHOICES), dict(agenda.names)
    chosen = [(code, names[code], choice, words[choice]) for code, choice in form.choices().items()]
    draw = DRAW.sign(f"{secrets.token_hex(32)}-{visitor_of(request).code}")
    return show(request, "review/ballot_confirm.html", at=at, chosen=chosen, draw=draw)


@door(policy.may_attend, finds=ballot_stage)
@never_cache
@require_POST
def cast(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Cast the paper and show the receipt, once; the same click again gets the same receipt."""
    agenda, own, actor = agenda_of(at), _own(request, at), visitor_of(request)
    form = BallotForm(request.POST, cases=agenda.without(own.recused_from))
    if not form.is_valid() or not _is_ours(form.cleaned_data["draw"], actor.code):
        return _paper(request, at, agenda, form)
    drawn = form.cleaned_data["draw"]
    try:
        receipt = actions.cast_ballot(
            round_code=at.round.code, stage=at.row.stage, choices=form.choices(), by=actor,
            now=timezone.now(), salted=salts_from(drawn),
        )  # fmt: skip
    except Refused as refusal:
        again = (
            queries.receipt_again(at.row.pk, at.about, form.choices(), drawn)
            if refusal.code == "ballot.voted"
            else None
        )
        if again is None:
            form.add_error(None, said(refusal.message))
            return _paper(request, at, agenda, form)
        receipt = again
    return _receipt(request, at, agenda, receipt)


@door(policy.may_verify, finds=ballot_stage)
@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Tell whether a slip is among the published ones; what is typed here is kept nowhere."""
    progress = queries.ballot_progress(at.row.pk)
    published = queries.ballot_commitments(at.row.pk)
    is_closed = progress is not None and (progress.is_closed or bool(published))
    form = ReceiptForm(sent(request), cases=agenda_of(at).ever)
    is_in = None
    if is_closed and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        salt = given["salt"].strip().lower()
        is_in = queries.receipt_is_in(at.row.pk, at.about, given["case"], given["choice"], salt)
    return show(
        request, "review/receipt_check.html", at=at, form=form, is_closed=is_closed, is_in=is_in,
        published=len(published),
    )  # fmt: skip


def _own(request: HttpRequest, at: StageAt) -> Any:
    code = visitor_of(request).code
    return next(member for member in queries.ballot_members(at.row.pk) if member.account == code)


def _is_ours(draw: str, account: str) -> bool:
    """Tell whether the confirmation page was made here, for this member."""
    try:
        return DRAW.unsign(draw).partition("-")[2] == account
    except signing.BadSignature:
        return False


def _paper(request: HttpRequest, at: StageAt, agenda: Agenda, form: BallotForm) -> HttpResponse:
    own, progress = _own(request, at), queries.ballot_progress(at.row.pk)
    assert progress is not None
    rows = [
        (one, None if one.case in own.recused_from else form[f"on-{one.case}"]) for one in agenda.candidates
    ]
    is_open = not own.has_voted and not progress.is_closed
    to_say = bool(queries.undeclared(at.round.pk, own.account, _subjects(at, own))) if is_open else False
    can_vote = is_open and own.is_present and not to_say
    return show(
        request, "review/ballot.html", at=at, agenda=agenda, rows=rows, form=form, own=own,
        progress=progress, can_vote=can_vote, to_say=to_say, may_leave=is_open, needed=_needed(at, progress.eligible),
        studied=_studied(at, own, agenda), **rounds_of(at, agenda),
        status=409 if form.is_bound and form.errors else 200,
    )  # fmt: skip


def _studied(at: StageAt, own: Any, agenda: Agenda) -> set[str]:
    """Return the candidates whose dossier a member opens: none that an interest ties to the member."""
    tied = {
        one.organisation
        for one in interests_of(at.round.authority, account=own.account)
        if one.state != "dismissed"
    }
    return {
        one.case for one in agenda.candidates if one.case not in own.recused_from and one.subject not in tied
    }


def _subjects(at: StageAt, own: Any) -> set[str]:
    """Return the applicants on whom a member has a vote."""
    on = queries.ballot_cases(at.row.pk) - own.recused_from
    return {case.subject for case in run_of(at.round, at.row).cases if case.code in on}


def _needed(at: StageAt, eligible: int) -> int:
    share = at.rule.quorum
    return ceil(eligible * Fraction(share))


def _receipt(request: HttpRequest, at: StageAt, agenda: Agenda, made: Receipt) -> HttpResponse:
    names = dict(agenda.names)
    slips = [(names[code], salt) for code, salt in made.salts.items()]
    return show(request, "review/receipt.html", at=at, slips=slips)
