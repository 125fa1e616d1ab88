"""The pool of experts: the list, one more expert, and interests that wait for the office's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.registers import queries as registers
from zhiheng.review import actions, policy, queries
from zhiheng.review.forms import DecisionForm, ExpertForm, ExpertSearch, LinkForm, said
from zhiheng.review.pages.asked import sent
from zhiheng.review.queries.desk import seats_held
from zhiheng.review.queries.interests import InterestRow, authority_of, interests_of
from zhiheng.shell.doors import after_change, door, show, visitor_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class PoolPage:
    """One page of the pool, and how many there are in all."""

    rows: tuple[tuple[Any, int, str], ...]
    total: int
    page: int
    pages: int


def authority_named(authority: str) -> str:
    """Find an authority: its code is enough, the policy says whose it is."""
    return authority


@door(policy.may_keep_some_pool)
@require_safe
def pools(request: HttpRequest) -> HttpResponse:
    """Lead to the one pool that the office keeps, or name those to choose from."""
    places = sorted(visitor_of(request).places(Role.OFFICE))
    if len(places) == 1:
        return redirect("review:experts", places[0])
    named = [(place, region.name if (region := registers.region(place)) else place) for place in places]
    return show(request, "review/pools.html", pools=named)


@door(policy.may_keep_pool, finds=authority_named)
@require_safe
def experts(request: HttpRequest, authority: str) -> HttpResponse:
    """List the pool with its filter."""
    form = ExpertSearch(request.GET)
    form.is_valid()
    found = [one for one in queries.experts_at(authority) if form.takes(one)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(form.page(), pages)
    rows = found[(page - 1) * PAGE : page * PAGE]
    held = seats_held(frozenset(one.code for one in rows))
    employers = registers.organisations_by_code({one.employer for one in rows if one.employer})
    shown = tuple((one, held.get(one.code, 0), _name(employers, one.employer)) for one in rows)
    return show(
        request, "review/experts.html", authority=authority, place=registers.region(authority), form=form,
        found=PoolPage(shown, len(found), page, pages), undecided=len(queries.undecided_interests(authority)),
    )  # fmt: skip


@door(policy.may_keep_pool, finds=authority_named)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, authority: str) -> HttpResponse:
    """Take one person into the pool, with the account that the person signs in with."""
    form = ExpertForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.register_experts(
                authority=authority, experts=[form.given()], by=visitor_of(request), now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:experts", authority)
    return show(
        request, "review/register.html", authority=authority, form=form, status=409 if form.errors else 200
    )


def expert_named(authority: str, expert: str) -> tuple[str, Any] | None:
    """Find an expert of this authority's pool."""
    found = next((one for one in queries.experts_at(authority) if one.code == expert), None)
    return None if found is None else (authority, found)


@door(lambda actor, found: policy.may_keep_pool(actor, found[0]), finds=expert_named)
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, found: tuple[str, Any]) -> HttpResponse:
    """Give an expert who was on paper the account that the person signs in with."""
    authority, one = found
    form = LinkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.link_account(
                authority=authority, expert=one.code, account=form.cleaned_data["username"],
                by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("username", said(refusal.message))
        else:
            return after_change(request, "review:experts", authority)
    status = 409 if form.errors else 200
    return show(request, "review/link.html", authority=authority, one=one, form=form, status=status)


@door(policy.may_keep_pool, finds=authority_named)
@require_safe
def undecided(request: HttpRequest, authority: str) -> HttpResponse:
    """List the interests that wait for a decision, the oldest first."""
    rows = interests_of(authority, state="open")
    return show(request, "review/undecided.html", authority=authority, rows=rows)


def interest_named(authority: str, interest: str) -> InterestRow | None:
    """Find an interest of this authority."""
    return next(iter(interests_of(authority, code=interest)), None)


@door(lambda actor, one: policy.may_keep_pool(actor, authority_of(one.code) or ""), finds=interest_named)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, one: InterestRow) -> HttpResponse:
    """Show an interest and what each decision does; decide it once."""
    form, authority = DecisionForm(sent(request)), authority_of(one.code)
    if request.method == "POST" and form.is_valid():
        try:
            actions.adjudicate_interest(
                interest=one.code, stands=form.cleaned_data["word"] == "stands",
                ground=form.cleaned_data["ground"], by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:undecided", authority)
    return show(
        request,
        "review/decide.html",
        one=one,
        authority=authority,
        form=form,
        status=409 if form.errors else 200,
    )


def _name(employers: Any, code: str) -> str:
    return employers[code].name if code in employers else ""
