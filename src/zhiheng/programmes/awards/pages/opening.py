"""Opening a round: a rulebook, its problems by line, the calendar before anything opens, then one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhiheng.casework import actions as casework
from zhiheng.casework import policy as casework_policy
from zhiheng.casework.domain.plan import PlannedStage, plan
from zhiheng.casework.forms.acts import Sealed
from zhiheng.casework.queries.places import OfficeName, office_of
from zhiheng.casework.queries.shelf import awards_on_shelf
from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import china_calendar
from zhiheng.core.refusal import Citation, InputRefused, Problem, Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.forms.rounds import OpenRound
from zhiheng.programmes.awards.pages.guarding import large_door
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model import Rulebook
from zhiheng.rules.yamltext import MOST_BYTES
from zhiheng.shell.doors import after_change, show, visitor_of
from zhiheng.shell.templatetags.zhiheng import said

AROUND = 256 * 1024


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the calendar that would be: its rule, when it begins and ends, and its article."""

    title: Text
    kind: str
    planned: PlannedStage
    cite: Citation


@large_door(policy.may_open_rounds, limit=3 * MOST_BYTES + AROUND)
@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    """Show the form, then the calendar that follows from it, then open the round in the name of its office."""
    actor = visitor_of(request)
    form = OpenRound(awards_on_shelf(actor.places(Role.OFFICE)), request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form)
    try:
        book = read_rulebook(form.cleaned_data["text"], "")
    except InputRefused as refusal:
        return _asked(request, form, refusal.problems)
    if (told := _not_here(book, actor)) is not None:
        form.add_error("shipped", said(told))
        return _asked(request, form)
    office = office_of(book.authority)
    confirm = Sealed(request.POST if "open" in request.POST else None, accepted=office.accepted)
    if "open" in request.POST and confirm.is_valid():
        try:
            round_ = _opened(form, actor)
        except Refused as refusal:
            confirm.add_error(None, said(refusal.message))
        else:
            return after_change(request, "awards:call", round_.code)
    return _previewed(request, form, confirm, book, office)


def _opened(form: OpenRound, actor: Actor) -> Any:
    given = form.cleaned_data
    return casework.open_round(
        code=given["code"], source=given["text"], session=given["session"], opens_at=given["opens_at"],
        closes_at=given["closes_at"], by=actor, now=timezone.now(),
    )  # fmt: skip


def _not_here(book: Rulebook, actor: Actor) -> Text | None:
    if book.kind != "award":
        return Text("这不是奖项的规则书。", "This is not the rulebook of an award.")
    answer = casework_policy.may_run_round(actor, book.authority)
    return None if answer else answer.reason


def _asked(request: HttpRequest, form: OpenRound, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    status = 400 if form.errors or problems else 200
    return show(request, "awards/open_round.html", status=status, nav="desk", form=form, problems=problems)


def _previewed(
    request: HttpRequest, form: OpenRound, confirm: Sealed, book: Rulebook, office: OfficeName
) -> HttpResponse:
    given = form.cleaned_data
    planned = plan(book, given["closes_at"], china_calendar())
    steps = [
        Step(rule.title, rule.kind, one, book.cite(rule.id))
        for rule, one in zip(book.stages, planned, strict=True)
    ]
    return show(
        request, "awards/open_round_preview.html", status=409 if confirm.errors else 200, nav="desk", form=form,
        confirm=confirm, book=book, steps=steps, office=office, given=given,
        projected=any(one.planned.due is not None and one.planned.due.projected for one in steps),
        last=max((one.planned.due.ends_at for one in steps if one.planned.due is not None), default=None),
    )  # fmt: skip
