"""The office's desk of a stage with panels: form them, fill seats, watch how far they are, reopen a scorebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.casework.domain.values import CaseRef
from zhiheng.casework.queries.rounds import run_of
from zhiheng.core.refusal import Refused
from zhiheng.review import actions, policy, queries
from zhiheng.review.domain.seats import seats_wanted
from zhiheng.review.domain.values import RecusalGiven, SeatRow
from zhiheng.review.forms import CaseSearch, GroundForm, PanelForm, RecuseForm, RefillForm, said
from zhiheng.review.pages.asked import sent
from zhiheng.review.queries.desk import (
    PanelRow,
    heard_at,
    names_of,
    panels_of,
    recusals_in,
    reopenings_at,
    seats_held,
)
from zhiheng.review.queries.draws import DrawRow, draws_at
from zhiheng.review.queries.places import CaseAt, StageAt, judged_case, panel_stage, scored_case
from zhiheng.shell.doors import after_change, door, show, visitor_of


@dataclass(frozen=True, slots=True)
class SeatCell:
    """How far one seat is with one case; no value of any mark."""

    seat: SeatRow
    name: str
    marked: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with its seats, and whether a seat is empty."""

    case: str
    name: str
    cells: tuple[SeatCell, ...]
    lacks: int
    is_running: bool


@door(policy.may_watch, finds=panel_stage)
@never_cache
@require_safe
def panels(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Show panels, seats and progress; the supervisor sees the same and changes nothing."""
    panels, running = panels_of(at.row.pk), run_of(at.round, at.row).cases
    lines = lines_of(at, panels, running)
    cells = [cell for line in lines if line.is_running for cell in line.cells if not cell.seat.is_recused]
    placed = {line.case for line in lines}
    authority = at.round.authority
    return show(
        request, "review/panels.html", at=at, now=timezone.now(), panels=panels, lines=lines,
        done=sum(cell.is_done for cell in cells), owed=len(cells), is_scored=at.rule.kind == "score",
        asked=len(at.criteria.items) if at.rule.kind == "score" else 0,
        unplaced=[case for case in running if case.code not in placed],
        undecided=len(queries.undecided_interests(authority)), recusals=recusals_in(at.round.code),
        reopenings=reopenings_at(authority, at.round.code, at.row.stage), is_closed=at.row.state == "closed",
        silent=_silent(at, lines), draws=_draws(at),
        may_conduct=bool(policy.may_conduct(visitor_of(request), at)) and at.row.state != "closed",
    )  # fmt: skip


def _draws(at: StageAt) -> tuple[DrawRow, ...]:
    """Return the draws of a stage whose panels are drawn by lot."""
    rule = at.rule.panel
    return draws_at(at.row.pk, rule) if rule is not None and rule.drawn else ()


def _silent(at: StageAt, lines: Sequence[CaseLine]) -> list[str]:
    """Return the names of those who sit here and have declared nothing in this round yet."""
    declared = queries.declared_by(at.round.pk)
    sitting = {
        cell.seat.expert: cell.name
        for line in lines
        if line.is_running
        for cell in line.cells
        if cell.seat.account
    }
    return (
        [] if at.row.state == "closed" else [name for code, name in sitting.items() if code not in declared]
    )


def lines_at(at: StageAt) -> tuple[CaseLine, ...]:
    """Return every case on a panel of a stage, read anew."""
    return lines_of(at, panels_of(at.row.pk), run_of(at.round, at.row).cases)


def lines_of(at: StageAt, panels: Sequence[PanelRow], cases: Sequence[CaseRef]) -> tuple[CaseLine, ...]:
    """Return every case on a panel with the state of its seats."""
    found = queries.seats_by_case(at.row.pk)
    names = names_of(at.round.authority, frozenset(s.expert for own in found.values() for s in own))
    progress = {}
    if at.rule.kind == "score":
        far = queries.progress_of(at.row.pk, len(at.criteria.items))
        progress = {(one.case, one.seat): (one.marked, one.is_signed) for one in far}
    else:
        progress = dict.fromkeys(heard_at(at.row.pk), (0, True))
    titles = {code: name for panel in panels for code, name in panel.cases}
    running = {case.code for case in cases}
    return tuple(
        CaseLine(
            code,
            titles[code],
            tuple(
                SeatCell(seat, names[seat.expert], *progress.get((code, seat.label), (0, False)))
                for seat in own
            ),
            max(0, seats_wanted(at.rule, own) - sum(not seat.is_recused for seat in own)),
            code in running,
        )
        for code, own in found.items()
    )


@door(policy.may_conduct, finds=panel_stage)
@require_http_methods(["GET", "POST"])
def form_panel(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Form one panel by hand: who sits, who leads, which cases."""
    placed = {line.case for line in lines_at(at)}
    cases = [case for case in run_of(at.round, at.row).cases if case.code not in placed]
    form = _panel_form(request, at, cases)
    if request.method == "POST" and form.is_valid():
        try:
            actions.form_panels(
                round_code=at.round.code, stage=at.row.stage, panels=[form.plan()],
                by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:panels", at.round.code, at.row.stage)
    return show(
        request, "review/form_panel.html", at=at, form=form, seats=form.seats(), cases=cases,
        status=409 if form.errors else 200,
    )  # fmt: skip


def _panel_form(request: HttpRequest, at: StageAt, cases: Sequence[CaseRef]) -> PanelForm:
    pool = queries.experts_at(at.round.authority)
    held = seats_held(frozenset(expert.code for expert in pool))
    return PanelForm(sent(request), rule=at.rule, pool=pool, held=held, cases=cases)


@door(policy.may_conduct, finds=panel_stage)
@require_http_methods(["GET", "POST"])
def refill(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Seat a substitute at a case whose seat is empty."""
    lacking = [line for line in lines_at(at) if line.lacks and line.is_running]
    form = RefillForm(sent(request), cases=lacking, pool=queries.experts_at(at.round.authority))
    if request.method == "POST" and form.is_valid():
        try:
            actions.refill_panel(
                round_code=at.round.code, stage=at.row.stage, **form.cleaned_data,
                by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:panels", at.round.code, at.row.stage)
    return show(
        request, "review/refill.html", at=at, form=form, lacking=lacking, status=409 if form.errors else 200
    )


@door(policy.may_conduct, finds=panel_stage)
@require_safe
def recuse(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Choose the case that somebody is to be kept off: a list with a search."""
    form = CaseSearch(request.GET)
    form.is_valid()
    lines = [line for line in lines_at(at) if line.is_running]
    found = [line for line in lines if form.takes(line)]
    return show(request, "review/recuse.html", at=at, form=form, lines=found, total=len(lines))


def seated_case(round_code: str, stage: str, case: str) -> CaseAt | None:
    """Find a case at a stage with panels of this round."""
    found = judged_case(case, stage)
    return found if found is not None and found.case.round.code == round_code else None


@door(lambda actor, found: policy.may_conduct(actor, found.at), finds=seated_case)
@require_http_methods(["GET", "POST"])
def recuse_seat(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Show the seats of a case; keep one of them off it, with a reason."""
    at, case = found.at, found.case
    line = next((one for one in lines_at(at) if one.case == case.code), None)
    if line is None:
        raise Http404
    form = RecuseForm(sent(request), line=line)
    if request.method == "POST" and form.is_valid():
        given = [RecusalGiven(case.code, form.cleaned_data["seat"], form.cleaned_data["ground"])]
        try:
            actions.recuse(
                round_code=at.round.code, recusals=given, by=visitor_of(request), now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:panels", at.round.code, at.row.stage)
    status = 409 if form.errors else 200
    return show(request, "review/recuse_seat.html", at=at, line=line, form=form, status=status)


def signed_seat(case_code: str, stage: str, seat: str) -> tuple[CaseAt, str] | None:
    """Find a seat of a case at a stage with scorebooks."""
    found = scored_case(case_code, stage)
    if found is None:
        return None
    seats = queries.seats_by_case(found.at.row.pk, case=case_code).get(case_code, ())
    return (found, seat) if any(one.label == seat for one in seats) else None


@door(policy.may_reopen, finds=signed_seat)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, named: tuple[CaseAt, str]) -> HttpResponse:
    """Say what reopening means, take the reason, let the assessor go on."""
    found, seat = named
    form = GroundForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_scorebook(
                case_code=found.case.code, stage=found.at.row.stage, seat=seat,
                ground=form.cleaned_data["ground"], by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:panels", found.case.round.code, found.at.row.stage)
    context = {"case": found.case, "at": found.at, "seat": seat}
    return show(request, "review/reopen.html", form=form, **context, status=409 if form.errors else 200)
