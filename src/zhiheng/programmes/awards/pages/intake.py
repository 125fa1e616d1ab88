"""The office's list of applications, and its workbook both ways."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.casework.queries.rounds import rulebook_of
from zhiheng.casework.queries.standing import review_began
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.actions import applications as actions
from zhiheng.programmes.awards.actions.reads import note_taken
from zhiheng.programmes.awards.domain.listing import SORTS
from zhiheng.programmes.awards.forms.rounds import ApplicationFilter, WorkbookFile
from zhiheng.programmes.awards.pages.guarding import AROUND_A_FILE, large_door
from zhiheng.programmes.awards.pages.mine import award_round
from zhiheng.programmes.awards.queries.applications import template_of
from zhiheng.programmes.awards.queries.drafts import late_requests_in
from zhiheng.programmes.awards.queries.listing import exported, listed
from zhiheng.registers import actions as registers_actions
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.filenames import attachment
from zhiheng.registers.domain.uploads import LIMIT
from zhiheng.registers.policy import may_read_document
from zhiheng.shell.doors import after_change, door, show, visitor_of
from zhiheng.shell.templatetags.zhiheng import said

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def saved_as(content: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a file to be saved."""
    headers = {"Content-Disposition": attachment(name), "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


@door(policy.may_read_round, finds=award_round)
@require_safe
def applications(request: HttpRequest, round_: Any) -> HttpResponse:
    """List the applications of a round until review begins; from then on they are the cases of one other list."""
    form = ApplicationFilter(request.GET)
    wanted = form.wanted()
    found = listed(round_, wanted, form.page())
    return show(
        request, "awards/applications.html", nav="desk", round=round_, book=rulebook_of(round_), form=form,
        found=found, wanted=wanted, sorts=SORTS, now=timezone.now(),
        may_take_in=policy.may_take_in(visitor_of(request), round_), began=review_began(round_),
        late=late_requests_in(round_), places=registers.region_names({row.region for row in found.rows}),
    )  # fmt: skip


@door(policy.may_read_round, finds=award_round)
@require_safe
def workbook(request: HttpRequest, round_: Any) -> HttpResponse:
    """Hand out exactly what the list shows on all of its pages, as a workbook; contacts to the office alone."""
    actor = visitor_of(request)
    is_office = bool(policy.may_take_in(actor, round_))
    content = exported(round_, ApplicationFilter(request.GET).wanted(), with_contacts=is_office)
    note_taken(round_=round_, what="applications.xlsx", by=actor, now=timezone.now())
    return saved_as(content, f"{round_.code}-申报名单.xlsx", XLSX)


@door(policy.may_take_in, finds=award_round)
@require_safe
def template(request: HttpRequest, round_: Any) -> HttpResponse:
    """Hand out the empty workbook of the round."""
    return saved_as(template_of(round_.code), f"{round_.code}-申报模板.xlsx", XLSX)


@large_door(policy.may_take_in, finds=award_round, limit=LIMIT + AROUND_A_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, round_: Any) -> HttpResponse:
    """Show what a workbook would do, row by row and column by column, saving nothing; then import it."""
    if request.method == "POST" and request.POST.get("document"):
        return _imported(request, round_, str(request.POST["document"]))
    form = WorkbookFile(request.POST or None, request.FILES or None)
    report = document = None
    if request.method == "POST" and form.is_valid():
        sent, by, now = form.cleaned_data["file"], visitor_of(request), timezone.now()
        content = sent.read()
        try:
            report = actions.dry_run(round_.code, content, sent.name, by, now)
            if report.is_clean:
                document = registers_actions.keep_document(
                    content, sent.name, by, now, authority=round_.authority
                )
        except Refused as refusal:
            form.add_error("file", said(refusal.message))
    return _shown(request, round_, form=form, report=report, document=document)


def _imported(request: HttpRequest, round_: Any, code: str) -> HttpResponse:
    """Import the very file that was looked through; what changed since then is looked at again."""
    by, row = visitor_of(request), registers.document(code)
    if row is None or row.authority != round_.authority or not may_read_document(by, code):
        raise Http404
    with registers.open_document(row) as stream:
        content = stream.read()
    try:
        actions.import_applications(round_.code, content, row.name, by, timezone.now())
    except InputRefused as refusal:
        return _shown(request, round_, form=WorkbookFile(), refusal=refusal)
    return after_change(request, "awards:applications", round_.code)


def _shown(request: HttpRequest, round_: Any, **context: Any) -> HttpResponse:
    report, refusal = context.get("report"), context.get("refusal")
    is_wrong = context["form"].errors or refusal is not None or (report is not None and not report.is_clean)
    return show(
        request, "awards/take_in.html", status=400 if is_wrong else 200, nav="desk", round=round_,
        book=rulebook_of(round_), **context,
    )  # fmt: skip
