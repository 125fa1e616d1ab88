"""The calls for applications, for everybody: what is asked, by when, and whether one may apply."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework.queries import progress
from zhiheng.casework.queries.rounds import rounds_of, rulebook_of
from zhiheng.core.actor import Role
from zhiheng.core.calendar import china_calendar
from zhiheng.core.text import joined
from zhiheng.programmes.awards.domain.dossier import criteria_of, papers_for
from zhiheng.programmes.awards.forms.precheck import PreCheck
from zhiheng.programmes.awards.pages.mine import award_round
from zhiheng.programmes.awards.queries import precheck
from zhiheng.programmes.awards.queries.wording import conditions_told
from zhiheng.registers import queries as registers
from zhiheng.rules.model import Rulebook
from zhiheng.rules.vocabulary import word
from zhiheng.shell.doors import anyone, door, show, visitor_of


@door(anyone)
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """List the rounds of awards that take applications, will take them, and took them."""
    now = timezone.now()
    rows = [(one, rulebook_of(one)) for one in rounds_of() if one.programme.kind == "award"]
    open_ = [row for row in rows if row[0].opens_at <= now < row[0].closes_at]
    return show(
        request, "awards/calls.html", nav="calls", now=now,
        open=sorted(open_, key=lambda row: (row[0].closes_at, row[0].code)),
        coming=[row for row in reversed(rows) if row[0].opens_at > now],
        past=[row for row in rows if row[0].closes_at <= now],
    )  # fmt: skip


@door(anyone, finds=award_round)
@require_safe
def call(request: HttpRequest, round_: Any) -> HttpResponse:
    """Say in plain words what a round demands, with its articles, criteria, papers and calendar."""
    now, book = timezone.now(), rulebook_of(round_)
    return show(
        request, "awards/call.html", nav="calls", round=round_, book=book, now=now,
        authority=registers.region(round_.authority), calendar=progress.calendar_of(round_, book),
        entry=_told(book, book.entry), exclusion=_told(book, book.exclusion), tiers=[
            (tier, book.cite(tier.id)) for tier in book.tiers
        ],
        kinds=joined([word("kind", kind, book) for kind in book.applicants], zh="、", en=", "), papers=papers_for(book),
        criteria=criteria_of(book), state=_state(round_, now), counted=_days_left(round_, now),
    )  # fmt: skip


@door(anyone, finds=award_round)
@require_safe
def check(request: HttpRequest, round_: Any) -> HttpResponse:
    """Judge the conditions on a few answers, or on the registers for whoever acts for an organisation; save nothing."""
    book, actor = rulebook_of(round_), visitor_of(request)
    mine = registers.organisations_by_code(actor.places(Role.APPLICANT))
    chosen = request.GET.get("organisation", "")
    form = PreCheck(
        precheck.questions_of(book, precheck.counting_day(round_)),
        request.GET if "ask" in request.GET else None,
    )
    checked: list[precheck.Checked] = []
    if chosen in mine:
        checked = precheck.checked_by_register(round_, book, chosen)
    elif form.is_bound and form.is_valid():
        checked = precheck.checked_by_answers(round_, book, form.answers())
    counts = {
        one: sum(row.outcome.verdict == one for row in checked) for one in ("met", "not_met", "unknown")
    }
    return show(
        request, "awards/check.html", nav="calls", round=round_, book=book, form=form, checked=checked, counts=counts,
        mine=[mine[code] for code in sorted(mine)], chosen=mine.get(chosen), day=precheck.counting_day(round_),
        now=timezone.now(), status=400 if form.is_bound and form.errors and chosen not in mine else 200,
    )  # fmt: skip


def _told(book: Rulebook, conditions: Any) -> list[tuple[Any, Any, Any]]:
    """Return each condition with its sentence and its citation."""
    told = conditions_told(book, conditions)
    return [(one, says, book.cite(one.id)) for one, says in zip(conditions, told, strict=True)]


def _state(round_: Any, now: Any) -> str:
    if now < round_.opens_at:
        return "early"
    return "open" if now < round_.closes_at else "closed"


def _days_left(round_: Any, now: Any) -> int | None:
    """Return how many working days are left, today not counted; none while the call is not open."""
    if not round_.opens_at <= now < round_.closes_at:
        return None
    calendar, today = china_calendar(), timezone.localdate(now)
    last = precheck.counting_day(round_)
    days = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return sum(calendar.is_working_day(day, projected=True) for day in days)
