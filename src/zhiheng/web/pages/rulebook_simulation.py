"""A rulebook tried on invented applicants: how many are left, the work, the calendar, the money, empty places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from zhiheng.core.calendar import china_calendar
from zhiheng.core.refusal import Refused
from zhiheng.programmes.awards.simulation.assumptions import SHIPPED, shipped
from zhiheng.programmes.awards.simulation.pictures import NARROW, every_picture
from zhiheng.programmes.awards.simulation.report import simulate
from zhiheng.programmes.awards.simulation.timeline import closing_day
from zhiheng.rules.model import Rulebook
from zhiheng.shell.doors import door, show
from zhiheng.shell.templatetags.zhiheng import in_chinese, said
from zhiheng.web import policy
from zhiheng.web.pages.rulebooks import by_digest
from zhiheng.web.rulebook_forms import MOST_CASES, SimulationAsked

SECONDS_FOR_MOST = 8


@dataclass(frozen=True, slots=True)
class Left:
    """Why cases left a stage: the sentence, and how many on the average of a round."""

    says: Mapping[str, str]
    a_round: str


@door(policy.may_simulate, finds=by_digest)
@require_safe
def simulated(request: HttpRequest, book: Rulebook) -> HttpResponse:
    """Show the form and, with numbers in the address, the report; the same address gives the same report."""
    if book.kind != "award":
        raise Http404
    form = SimulationAsked(request.GET if request.GET else None, initial=_usual())
    report = None
    if form.is_bound and form.is_valid():
        try:
            report = _report(book.digest, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
    return show(
        request, "web/rulebook_simulation.html", status=400 if form.errors else 200, nav="rulebooks",
        book=book, form=form, report=report, most=f"{MOST_CASES:,}", seconds=SECONDS_FOR_MOST,
        assumptions=SHIPPED.read_text(encoding="utf-8"), **_told(report),
    )  # fmt: skip


def _usual() -> dict[str, Any]:
    return {name: field.initial for name, field in SimulationAsked.base_fields.items()}


@lru_cache(maxsize=32)
def _report(digest: str, applicants: int, rounds: int, seed: int) -> dict[str, Any]:
    """Run the simulation; what was computed lately is kept under the text's digest and the numbers."""
    book, assumed = by_digest(digest), shipped()
    assert book is not None
    return simulate(
        book, assumed, applicants=applicants, seed=seed, rounds=rounds, closes=closing_day(book, assumed),
        calendar=china_calendar(),
    )  # fmt: skip


def _told(report: dict[str, Any] | None) -> dict[str, Any]:
    """Return the pictures and what a template cannot count: averages of a round."""
    if report is None:
        return {}
    drawn = _drawn(report, "zh" if in_chinese() else "en")
    named = {name: report[name] for name in ("drawn_without_facts", "left_open")}
    return {
        "funnel": drawn["funnel"], "calendar": drawn["calendar"], **named,
        "tiers": [(one, drawn[f"chances-{one['tier']}"]) for one in report["places"]],
        "leaving": [(stage, _leaving(stage, report["rounds"])) for stage in report["stages"] if stage["reasons"]],
    }  # fmt: skip


def _drawn(report: dict[str, Any], language: str) -> dict[str, list[tuple[str, SafeString]]]:
    """Return every picture twice: for a wide page and for a narrow one."""
    wide, narrow = every_picture(report, language), every_picture(report, language, NARROW)
    return {name: [("wide", _safe(wide[name])), ("narrow", _safe(narrow[name]))] for name in wide}


def _leaving(stage: Mapping[str, Any], rounds: int) -> list[Left]:
    return [Left(one["says"], _average(one["cases"], rounds)) for one in stage["reasons"]]


def _average(cases: int, rounds: int) -> str:
    """Return an average to a tenth, half up."""
    tenths = (20 * cases + rounds) // (2 * rounds)
    return f"{tenths // 10}.{tenths % 10}"


def _safe(drawn: str) -> SafeString:
    return mark_safe(drawn)  # noqa: S308 - drawn by us; every word in it is escaped where it is drawn
