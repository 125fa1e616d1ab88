"""What the public reads and says: the notices, one notice with its term, an objection, its receipt."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.casework import actions, policy
from zhiheng.casework.forms.lists import page_of
from zhiheng.casework.forms.notices import ObjectionForm, PublishedSearch
from zhiheng.casework.queries.notices import (
    PUBLISHED,
    decided_about,
    notices_by_day,
    published,
    receipt_of,
)
from zhiheng.casework.queries.places import NoticeAt, notice_at, objection_at, office_of
from zhiheng.core.refusal import Refused
from zhiheng.registers import queries as registers
from zhiheng.shell.doors import after_change, anyone, door, show
from zhiheng.shell.pages import limited

SEAL = "casework.objection"


@door(anyone)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List every notice that has begun, those that still run first."""
    now = timezone.now()
    found = notices_by_day(now)
    return show(
        request, "casework/notices.html", nav="notices", now=now,
        running=[one for one in found if now < one.ends_at], over=[one for one in found if one.ends_at <= now],
    )  # fmt: skip


def token_of(number: int) -> str:
    """Return the part of an address that opens the receipt of an objection, and nothing else."""
    return signing.dumps(number, salt=SEAL)


def _begun(found: NoticeAt) -> NoticeAt:
    """A notice that has not begun is not there."""
    if timezone.now() < found.notice.starts_at:
        raise Http404
    return found


@door(policy.may_read_notice, finds=notice_at)
@require_safe
def notice(request: HttpRequest, found: NoticeAt) -> HttpResponse:
    """Show the published list, its term and how to object."""
    now, at, form = timezone.now(), _begun(found).at, PublishedSearch(request.GET)
    names = published(found.notice, text=form.wanted(), page=page_of(request.GET))
    return show(
        request, "casework/notice.html", nav="notices", at=at, notice=found.notice, now=now, names=names,
        runs=now < found.notice.ends_at and at.row.state == "open", office=office_of(at.round.authority),
        regions=registers.region_names({str(entry["region"]) for entry in names.entries}),
        form=form if names.total > PUBLISHED else None,
        decided=decided_about([at.row.pk]).get(at.row.pk, ()),
    )  # fmt: skip


@never_cache
@door(policy.may_read_notice, finds=notice_at)
@limited("objection", "ZHIHENG_OBJECTIONS_PER_HOUR")
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, found: NoticeAt) -> HttpResponse:
    """Take an objection while the notice runs; what was typed stays on a refusal."""
    at, now = _begun(found).at, timezone.now()
    if _must_choose(request, found):
        return after_change(request, "casework:notice", at.round.code, at.row.stage)
    form, refused = _form(request, found), None
    if request.method == "POST" and form.is_valid():
        try:
            said = actions.object_to(stage=at.row.stage, now=now, **_said(form))
        except Refused as refusal:
            refused = refusal
        else:
            return after_change(request, "casework:receipt", at.round.code, at.row.stage, token_of(said.pk))
    return show(
        request, "casework/objection.html", status=400 if refused or form.errors else 200, nav="notices", at=at,
        now=now, notice=found.notice, form=form, refused=refused, is_named=at.rule.objections.named,
        runs=now < found.notice.ends_at and at.row.state == "open",
    )  # fmt: skip


def _must_choose(request: HttpRequest, found: NoticeAt) -> bool:
    """Tell whether the list is too long to choose from in a form, and no name on it has been chosen yet."""
    is_long = len(found.notice.entries) > PUBLISHED
    return is_long and request.method == "GET" and not _entries(request, found)


def _entries(request: HttpRequest, found: NoticeAt) -> list[tuple[str, str]]:
    """Return whom the form offers: everybody on a short list, the one who was chosen on a long one."""
    entries = [(str(entry["case"]), str(entry["name"])) for entry in found.notice.entries]
    if len(entries) <= PUBLISHED:
        return entries
    chosen = request.POST.get("case") or request.GET.get("case", "")
    return [entry for entry in entries if entry[0] == chosen]


def _form(request: HttpRequest, found: NoticeAt) -> ObjectionForm:
    entries = _entries(request, found)
    return ObjectionForm(
        request.POST or None, entries=entries, is_named=found.at.rule.objections.named,
        initial={"case": request.GET.get("case", "")},
    )  # fmt: skip


def _said(form: ObjectionForm) -> dict[str, str]:
    said = form.cleaned_data
    return {
        "case_code": said["case"], "name": said["name"], "contact": said["contact"], "grounds": said["grounds"],
    }  # fmt: skip


@never_cache
@door(anyone)
@require_safe
def receipt(request: HttpRequest, code: str, stage: str, token: str) -> HttpResponse:
    """Show the receipt of an objection to whoever holds its address; its words and its author are not in it."""
    try:
        at = objection_at(code, stage, signing.loads(token, salt=SEAL)).at
    except (signing.BadSignature, Refused):
        raise Http404 from None
    found = receipt_of(signing.loads(token, salt=SEAL))
    answer = show(request, "casework/receipt.html", nav="notices", at=at, receipt=found)
    answer["X-Robots-Tag"] = "noindex"
    return answer
