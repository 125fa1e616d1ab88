"""The files of an application: put, in pieces where a script helps, served as attachments, looked through, removed."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.core.refusal import Refused
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.actions import drafts as actions
from zhiheng.programmes.awards.actions import reads, uploads
from zhiheng.programmes.awards.domain.properties import CLEANED, names_told
from zhiheng.programmes.awards.forms.acts import PutFile
from zhiheng.programmes.awards.pages.guarding import AROUND_A_FILE, large_door
from zhiheng.programmes.awards.queries import drafts as queries
from zhiheng.programmes.awards.queries.drafts import FileRow, Place
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.uploads import LIMIT
from zhiheng.shell.doors import after_change, door, show, visitor_of
from zhiheng.shell.templatetags.zhiheng import said


class OneFile(NamedTuple):
    """A file of an application."""

    place: Place
    file: FileRow


class OneUpload(NamedTuple):
    """A file that is still arriving."""

    place: Place
    upload: Any


def _file(code: str, organisation: str, document: str) -> OneFile | None:
    place = queries.place_of(code, organisation)
    file = queries.file_in(place, document) if place is not None else None
    return None if place is None or file is None else OneFile(place, file)


def _upload(code: str, organisation: str, upload: str) -> OneUpload | None:
    place = queries.place_of(code, organisation)
    found = queries.upload_of(place, upload) if place is not None else None
    return None if place is None or found is None else OneUpload(place, found)


def _may_change(actor: Any, one: Any) -> Any:
    return policy.may_apply(actor, one.place)


def _may_read(actor: Any, one: OneFile) -> Any:
    if one.file.handed_in_at is None:
        return policy.may_apply(actor, one.place)
    return policy.may_read_file(actor, one.place)


@large_door(policy.may_apply, finds=queries.place_of, limit=LIMIT + AROUND_A_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the files with a form for another one, or put the one that was sent."""
    form = PutFile(place.papers, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            uploads.take_file(
                place=place, content=sent.read(), name=sent.name, paper=form.cleaned_data["paper"],
                by=visitor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("file", said(refusal.message))
        else:
            return after_change(request, "awards:files", place.round.code, place.organisation.code)
    return _shown(request, place, form)


def _shown(request: HttpRequest, place: Place, form: PutFile) -> HttpResponse:
    draft, now = queries.draft_of(place), timezone.now()
    status = 400 if form.errors else 200
    rows = [(one, _names(one)) for one in queries.files_of(draft)]
    return show(
        request, "awards/files.html", status=status, nav="applications", place=place, draft=draft, rows=rows, upload=form,
        uploads=queries.uploads_of(draft), standing=queries.standing_of(place, now), now=now, most=LIMIT // 1048576,
        titles={one.id: one.title for one in place.papers}, cleaned=CLEANED, piece=uploads.PIECE, limit=LIMIT,
    )  # fmt: skip


def _names(file: FileRow) -> Any:
    if not registers.has_content(file.document):
        return ()
    with registers.open_document(file.document) as stream:
        return names_told(stream.read(), file.document.kind)


@door(policy.may_apply, finds=queries.place_of)
@require_POST
def begin(request: HttpRequest, place: Place) -> HttpResponse:
    """Begin a file in pieces, or say how much of it has arrived."""
    sent = {name: str(request.POST.get(name, "")) for name in ("name", "mark", "paper", "size")}
    size = (
        int(sent["size"])
        if sent["size"].isascii() and sent["size"].isdecimal() and len(sent["size"]) < 13
        else 0
    )
    try:
        upload, have = uploads.begin_upload(
            place=place, name=sent["name"], size=size, mark=sent["mark"], paper=sent["paper"],
            by=visitor_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return JsonResponse({"message": said(refusal.message)}, status=400)
    return JsonResponse({"upload": upload.code, "arrived": have, "piece": uploads.PIECE})


@large_door(_may_change, finds=_upload, limit=uploads.PIECE)
@require_POST
def piece(request: HttpRequest, one: OneUpload) -> HttpResponse:
    """Add the piece in the body at the offset in the header; 409 says where to go on."""
    at = request.headers.get("Upload-Offset", "")
    offset = int(at) if at.isascii() and at.isdecimal() and len(at) < 13 else -1
    try:
        have, document = uploads.add_piece(
            place=one.place, upload=one.upload, at=offset, piece=request.body,
            by=visitor_of(request), now=timezone.now(),
        )  # fmt: skip
    except uploads.WrongOffset as wrong:
        return JsonResponse({"message": said(wrong.message), "arrived": wrong.arrived}, status=409)
    except Refused as refusal:
        return JsonResponse({"message": said(refusal.message)}, status=400)
    return JsonResponse({"arrived": have, "document": document})


@door(_may_read, finds=_file)
@require_safe
def file(request: HttpRequest, one: OneFile) -> HttpResponseBase:
    """Serve a file to be saved, never shown; what the office and the supervisor read is written down."""
    actor = visitor_of(request)
    if not policy.may_apply(actor, one.place):
        reads.note_read(place=one.place, document=one.file.document, by=actor, now=timezone.now())
    response = FileResponse(registers.open_document(one.file.document))
    for name, value in registers.download_headers(one.file.document).items():
        response[name] = value  # after Django's own, which would show the file
    return response


@door(_may_change, finds=_file)
@require_POST
def remove(request: HttpRequest, one: OneFile) -> HttpResponse:
    """Take a file out of the application."""
    actions.remove_file(
        place=one.place, document=one.file.document.code, by=visitor_of(request), now=timezone.now()
    )
    return after_change(request, "awards:files", one.place.round.code, one.place.organisation.code)


@door(_may_change, finds=_file)
@require_POST
def clean(request: HttpRequest, one: OneFile) -> HttpResponse:
    """Put a copy without names in its properties in the place of a file."""
    uploads.clean_file(place=one.place, file=one.file, by=visitor_of(request), now=timezone.now())
    return after_change(request, "awards:files", one.place.round.code, one.place.organisation.code)
