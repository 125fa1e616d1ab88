"""The desk of one round: its calendar, its present stage with what is awaited, and what waits beside the stages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiheng.casework import policy
from zhiheng.casework.domain.words import STATES
from zhiheng.casework.forms.lists import CaseList, page_of
from zhiheng.casework.queries import beside, progress
from zhiheng.casework.queries.case_list import listed, page_of_list, rows_of_list
from zhiheng.casework.queries.desk import counts_by_state, ready_to_begin
from zhiheng.casework.queries.places import StageAt
from zhiheng.casework.queries.rounds import round_of, rulebook_of, stages_of
from zhiheng.casework.queries.watch import Awaited, awaited_at
from zhiheng.casework.workbook import workbook_of
from zhiheng.registers import queries as registers
from zhiheng.rules.model import Rulebook
from zhiheng.shell.doors import door, show, visitor_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(policy.may_read_round, finds=round_of)
@require_safe
def round_desk(request: HttpRequest, round_: Any) -> HttpResponse:
    """Show how the round stands and what its office does next."""
    now, book = timezone.now(), rulebook_of(round_)
    rows = stages_of(round_)
    begins = ready_to_begin(rows, book) if now >= round_.closes_at else []
    return show(
        request,
        "casework/round.html",
        nav="desk",
        round=round_,
        book=book,
        now=now,
        may_act=bool(policy.may_run(visitor_of(request), round_)),
        calendar=progress.calendar_of(round_, book),
        counts=counts_by_state(round_),
        opened=_opened(round_, rows, now),
        begins=[book.stage(row.stage) for row in begins],
        is_open=round_.opens_at <= now < round_.closes_at,
        beside=beside.beside(round_),
        may_read=True,
    )


def _opened(round_: Any, rows: list[Any], now: datetime) -> list[tuple[StageAt, Awaited]]:
    found = []
    for row in rows:
        if row.state == "open":
            row.round = round_
            at = StageAt(round_, row)
            found.append((at, awaited_at(at, now)))
    return found


@door(policy.may_read_round, finds=round_of)
@require_safe
def cases(request: HttpRequest, round_: Any) -> HttpResponse:
    """List the cases of the round by what the filter bar says."""
    titles = _titles(book := rulebook_of(round_))
    form = _filter(request, titles)
    found = page_of_list(listed(round_, **form.wanted()), page_of(request.GET))
    regions = registers.region_names({one.region for one in found.rows})
    return show(
        request, "casework/cases.html", nav="desk", round=round_, book=book, form=form,
        found=found, regions=regions, titles=titles, order=form.wanted()["order"],
    )  # fmt: skip


@door(policy.may_read_round, finds=round_of)
@require_safe
def cases_xlsx(request: HttpRequest, round_: Any) -> HttpResponse:
    """Hand out as a workbook exactly the lines that the list shows under the same filter."""
    language, titles = get_language() or "zh", _titles(rulebook_of(round_))
    form = _filter(request, titles)
    rows = list(rows_of_list(listed(round_, **form.wanted())))
    regions = registers.region_names({one.region for one in rows})
    lines = [
        (one.number, one.code, one.name, regions.get(one.region, one.region), STATES[one.state].in_(language),
         titles.get(one.at_stage, one.at_stage), f"{timezone.localtime(one.opened_at):%Y-%m-%d %H:%M}")
        for one in rows
    ]  # fmt: skip
    head = [_("No."), _("Case"), _("Applicant"), _("Region"), _("State"), _("Reached"), _("Handed in")]
    answer = HttpResponse(workbook_of(round_.code, head, lines), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{round_.code}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


def _filter(request: HttpRequest, titles: dict[str, str]) -> CaseList:
    return CaseList(request.GET, stages=list(titles.items()))


def _titles(book: Rulebook) -> dict[str, str]:
    language = get_language() or "zh"
    return {stage.id: stage.title.in_(language) for stage in book.stages}
