"""Handing in, the receipt for it, being late, and taking back."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.canonical import canonical_bytes
from zhiheng.core.refusal import Refused
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.actions import drafts as actions
from zhiheng.programmes.awards.actions.reads import note_taken
from zhiheng.programmes.awards.forms.acts import HandIn, LateAsking, Withdrawal
from zhiheng.programmes.awards.pages.guarding import AROUND_A_FILE, large_door
from zhiheng.programmes.awards.queries import drafts as queries
from zhiheng.programmes.awards.queries.drafts import Place
from zhiheng.programmes.awards.queries.precheck import checked_by_register
from zhiheng.registers.domain.filenames import attachment
from zhiheng.registers.domain.uploads import LIMIT
from zhiheng.shell.doors import after_change, door, show, visitor_of
from zhiheng.shell.templatetags.zhiheng import said


class Receipt(NamedTuple):
    """A place and what was handed in there."""

    place: Place
    submission: Any


def _receipt(code: str, organisation: str, number: int) -> Receipt | None:
    place = queries.place_of(code, organisation)
    found = queries.submissions_of(queries.draft_of(place)) if place is not None else []
    one = next((one for one in found if one.number == number), None)
    return None if place is None or one is None else Receipt(place, one)


def _may_see(actor: Any, receipt: Receipt) -> Any:
    return policy.may_read_file(actor, receipt.place)


@door(policy.may_apply, finds=queries.place_of)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, place: Place) -> HttpResponse:
    """Show by name what is missing, and hand in; a second click finds the receipt of the first."""
    now, actor, draft = timezone.now(), visitor_of(request), queries.draft_of(place)
    standing = queries.standing_of(place, now)
    dossier = queries.dossier_in(place, draft, queries.local_day(now))
    form = HandIn(bool(dossier.lacks), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            despite = bool(form.cleaned_data.get("despite"))
            made = actions.submit_draft(place=place, by=actor, now=now, despite_gaps=despite)
        except Refused as refusal:
            if refusal.code == "draft.handed_in":
                return _to_receipt(request, place)
            form.add_error(None, said(refusal.message))
        else:
            return after_change(
                request, "awards:receipt", place.round.code, place.organisation.code, made.number
            )
    return show(
        request, "awards/submit.html", status=409 if form.errors else 200, nav="applications", place=place, form=form,
        dossier=dossier, standing=standing, now=now, checked=_found(place, dossier), draft=draft,
        files=queries.files_of(draft), case=queries.case_at(place),
    )  # fmt: skip


def _found(place: Place, dossier: Any) -> list[Any]:
    """Return the conditions that the review would not find met on what is known now."""
    rows = checked_by_register(place.round, place.book, place.organisation.code, dossier.declared())
    return [one for one in rows if one.outcome.verdict != "met"]


def _to_receipt(request: HttpRequest, place: Place) -> HttpResponse:
    done = queries.submissions_of(queries.draft_of(place))
    if not done:
        return after_change(request, "awards:application", place.round.code, place.organisation.code)
    return after_change(request, "awards:receipt", place.round.code, place.organisation.code, done[-1].number)


@door(_may_see, finds=_receipt)
@require_safe
def receipt(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Show the proof of what was handed in: to the second, by digest, by ledger line; it prints on one sheet."""
    one, place = receipt.submission, receipt.place
    return show(
        request, "awards/receipt.html", nav="applications", place=place, one=one, case=queries.case_at(place),
        by=queries.usernames([one.given_by])[one.given_by], files=one.content["files"],
        titles={paper.id: paper.title for paper in place.papers},
    )  # fmt: skip


@door(_may_see, finds=_receipt)
@require_safe
def content(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Hand out the very bytes whose digest the ledger holds."""
    one, actor, round_ = receipt.submission, visitor_of(request), receipt.place.round
    if not policy.may_apply(actor, receipt.place):
        note_taken(
            round_=round_,
            what=f"{receipt.place.organisation.code}/{one.number}",
            by=actor,
            now=timezone.now(),
        )
    name = f"{receipt.place.round.code}-{one.number}.json"
    headers = {"Content-Disposition": attachment(name), "Cache-Control": "private, no-store"}
    return HttpResponse(canonical_bytes(one.content), content_type="application/json", headers=headers)


@large_door(policy.may_apply, finds=queries.place_of, limit=LIMIT + AROUND_A_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def late(request: HttpRequest, place: Place) -> HttpResponse:
    """Ask the office to let the organisation hand in after the deadline, or say why nothing can be asked."""
    now = timezone.now()
    form = LateAsking(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_late_entry(
                place=place,
                reason=form.cleaned_data["reason"],
                proof=form.proof(),
                by=visitor_of(request),
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "awards:application", place.round.code, place.organisation.code)
    return show(
        request, "awards/late.html", status=409 if form.errors else 200, nav="applications", place=place, form=form,
        now=now, standing=queries.standing_of(place, now), most=LIMIT // 1048576,
    )  # fmt: skip


@door(policy.may_apply, finds=queries.place_of)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, place: Place) -> HttpResponse:
    """Say what taking back means, ask for the organisation's name, and take the application back."""
    now = timezone.now()
    form = Withdrawal(place.organisation.name, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_application(
                place=place, reason=form.cleaned_data["reason"], by=visitor_of(request), now=now
            )
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "awards:application", place.round.code, place.organisation.code)
    return show(
        request, "awards/withdraw.html", status=409 if form.errors else 200, nav="applications", place=place, form=form,
        standing=queries.standing_of(place, now), case=queries.case_at(place),
    )  # fmt: skip
