"""The draw of a panel by lot: announce the list and the seed's source, then draw; anybody sees both repeated."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.casework.queries.rounds import run_of
from zhiheng.core.refusal import Refused
from zhiheng.review import actions, policy
from zhiheng.review.forms import DrawForm, SeedForm, said
from zhiheng.review.pages.asked import sent
from zhiheng.review.queries.desk import panels_of
from zhiheng.review.queries.draws import draws_at
from zhiheng.review.queries.places import StageAt, panel_stage
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(policy.may_conduct, finds=panel_stage)
@never_cache
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Announce who takes part in a draw and where its seed will come from; list what was announced."""
    form = DrawForm(sent(request), cases=_free(at))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.announce_draw(
                round_code=at.round.code, stage=at.row.stage, panel=given["name"], cases=given["cases"],
                source=given["source"], by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:draw", at.round.code, at.row.stage)
    return _shown(request, at, form)


@door(policy.may_conduct, finds=panel_stage)
@require_POST
def draw_now(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Draw an announced panel by its seed."""
    seed = SeedForm(request.POST)
    if seed.is_valid():
        try:
            actions.draw_panel(
                round_code=at.round.code, stage=at.row.stage, **seed.cleaned_data,
                by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            seed.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:panels", at.round.code, at.row.stage)
    return _shown(request, at, DrawForm(None, cases=_free(at)), seed)


def _free(at: StageAt) -> list[object]:
    """Return the running cases that no panel has."""
    placed = {code for panel in panels_of(at.row.pk) for code, _ in panel.cases}
    return [case for case in run_of(at.round, at.row).cases if case.code not in placed]


def _shown(request: HttpRequest, at: StageAt, form: DrawForm, seed: SeedForm | None = None) -> HttpResponse:
    rule = at.rule.panel
    is_drawn = rule is not None and rule.drawn
    waiting = [one for one in draws_at(at.row.pk, rule) if one.drawn_at is None] if is_drawn else []
    names = {case.code: case.name for case in run_of(at.round, at.row).cases}
    asked = "" if seed is None else str(seed.data.get("panel", ""))
    rows = [
        (one, [names.get(code, code) for code in one.cases],
         seed if seed is not None and asked == one.panel else SeedForm(None, initial={"panel": one.panel}))
        for one in waiting
    ]  # fmt: skip
    wrong = form.errors or (seed is not None and seed.errors)
    return show(
        request, "review/draw.html", at=at, form=form, rows=rows, is_drawn=is_drawn,
        cases=_free(at), status=409 if wrong else 200,
    )  # fmt: skip
