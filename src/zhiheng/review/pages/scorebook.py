"""The scorebook: dossier beside the sheet, saved as a page or mark by mark, signed at the end."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.core.refusal import Refused
from zhiheng.review import actions, policy, queries
from zhiheng.review.forms import MarkForm, NoteForm, PenaltyForm, SheetForm, SignForm, said
from zhiheng.review.pages import rows
from zhiheng.review.pages.asked import sent
from zhiheng.review.pages.dossier import dossier_of
from zhiheng.review.pages.first import declared_first
from zhiheng.review.pages.penalties import stated
from zhiheng.review.pages.saving import MarkedElsewhere, save
from zhiheng.review.pages.values import values_of
from zhiheng.review.queries.places import CaseAt, scored_case
from zhiheng.review.queries.written import Written, reopened, written_by
from zhiheng.shell.doors import after_change, door, show, visitor_of

Json = dict[str, Any]


@door(policy.may_mark_here, finds=scored_case)
@never_cache
@require_http_methods(["GET", "POST"])
@declared_first
def scorebook(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Show the sheet beside the dossier; without scripts the whole page is saved at once."""
    written = _written(request, found)
    form = SheetForm(sent(request), model=found.at.criteria, marks=written.marks)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, form.changed_marks(), form.bases(), form.notes(), form.withdrawn())
        except MarkedElsewhere as refusal:
            for item in refusal.standing:
                form.add_error(f"mark-{item}", said(refusal.message))
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:scorebook", found.case.code, found.at.row.stage)
    return _shown(request, found, written, form)


def _shown(request: HttpRequest, found: CaseAt, written: Written, form: SheetForm) -> HttpResponse:
    model, at, label = found.at.criteria, found.at, _label(request, found)
    is_signed, is_open = written.signed_at is not None, at.row.state == "open"
    about = f"{found.case.code}/{at.row.stage}/{label}"
    dossier = dossier_of(found)
    return show(
        request, "review/scorebook.html", found=found, case=found.case, at=at, label=label, form=form,
        written=written, model=model, sections=rows.sections(model, written, form),
        total=rows.total_of(written.marks, model), done=len(written.marks), asked=len(model.items),
        bands=rows.band_tables(model), missing=rows.missing_items(model, written.marks),
        dossier=dossier, reported={item.id for item, _ in dossier.report}, now=timezone.now(),
        is_open=is_open, can_write=is_open and not is_signed and found.case.state == "running",
        reopened=None if is_signed or not is_open else reopened(found.case.round.authority, about),
        taken_off=_taken_off(request, found),
        others=values_of(visitor_of(request), found) if at.row.state == "closed" else (),
        status=409 if form.is_bound and form.errors else 200,
    )  # fmt: skip


def _taken_off(request: HttpRequest, found: CaseAt) -> PenaltyForm | None:
    """Return the penalties that who leads the panel may record, with what stands."""
    if not found.at.rule.penalties or not policy.may_take_off_here(visitor_of(request), found):
        return None
    return PenaltyForm(None, **stated(found))


@door(policy.may_mark_here, finds=scored_case)
@never_cache
@require_POST
def mark(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Save one mark that the script sends."""
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _problem("mark.percent", _told(form), 400)
    given = form.cleaned_data
    return _answered(request, found, {given["item"]: given["percent"]}, {given["item"]: given["base"]}, [])


@door(policy.may_mark_here, finds=scored_case)
@never_cache
@require_POST
def note(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Save one comment that the script sends."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _problem("comment.empty", _told(form), 400)
    given = form.cleaned_data
    return _answered(request, found, {}, {}, [(given["item"], given["kind"], given["text"])])


@door(policy.may_mark_here, finds=scored_case)
@never_cache
@require_POST
def withdraw_note(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Withdraw one comment that the script names."""
    asked = str(request.POST.get("note", ""))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
        return _problem("comment.unknown", _("Say which comment is withdrawn."), 400)
    return _answered(request, found, {}, {}, [], int(asked))


@door(policy.may_mark_here, finds=scored_case)
@never_cache
@require_safe
def state(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Tell the script how the own sheet stands, with a fresh token after signing in again."""
    written = _written(request, found)
    return JsonResponse({**_state(found, written), "token": get_token(request)})


@door(policy.may_mark_here, finds=scored_case)
@never_cache
@require_http_methods(["GET", "POST"])
@declared_first
def sign(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Say what the signature locks and which items still lack a mark; sign."""
    case, stage = found.case.code, found.at.row.stage
    written = _written(request, found)
    if written.signed_at is not None:
        return after_change(request, "review:scorebook", case, stage)
    form = SignForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_scorebook(case_code=case, stage=stage, by=visitor_of(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:tasks")
    model = found.at.criteria
    return show(
        request, "review/sign.html", case=found.case, at=found.at, form=form, written=written,
        missing=rows.missing_items(model, written.marks), total=rows.total_of(written.marks, model),
        asked=len(model.items), status=409 if form.errors else 200,
    )  # fmt: skip


def _label(request: HttpRequest, found: CaseAt) -> str:
    seat = queries.seat_of(found.at.row.pk, found.case.code, visitor_of(request).code)
    assert seat is not None
    return seat.label


def _written(request: HttpRequest, found: CaseAt) -> Written:
    return written_by(found.at.row.pk, found.case.pk, visitor_of(request).code)


def _save(
    request: HttpRequest, found: CaseAt, marks: Any, bases: Any, notes: Any, withdrawn: int | None = None
) -> None:
    by, now = visitor_of(request), timezone.now()
    save(found, marks=marks, bases=bases, notes=notes, withdrawn=withdrawn, by=by, now=now)


def _answered(
    request: HttpRequest, found: CaseAt, marks: Any, bases: Any, notes: Any, withdrawn: int | None = None
) -> HttpResponse:
    try:
        _save(request, found, marks, bases, notes, withdrawn)
    except MarkedElsewhere as refusal:
        return _problem(refusal.code, said(refusal.message), 409, standing=refusal.standing)
    except Refused as refusal:
        return _problem(refusal.code, said(refusal.message), 409)
    return JsonResponse(_state(found, _written(request, found)))


def _state(found: CaseAt, written: Written) -> Json:
    model = found.at.criteria
    saved = "" if written.saved_at is None else f"{timezone.localtime(written.saved_at):%H:%M:%S}"
    return {
        "marks": written.marks,
        "notes": [[note.pk, note.item, note.kind, note.text] for note in written.notes],
        "saved_at": saved,
        "points": str(rows.total_of(written.marks, model)),
        "done": len(written.marks),
        "asked": len(model.items),
        "writable": written.signed_at is None and found.at.row.state == "open",
    }


def _told(form: Form) -> str:
    return " ".join(str(error) for own in form.errors.values() for error in own)


def _problem(code: str, detail: str, status: int, **more: Any) -> JsonResponse:
    """Answer with a problem document (RFC 9457)."""
    body = {"type": "about:blank", "title": code, "code": code, "detail": detail, "status": status, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")
