"""Take a file into an application: whole, or in pieces that go on where a broken line left off."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.actions.drafts import begin_draft, put_file, remove_file
from zhiheng.programmes.awards.domain.properties import CLEANED, cleaned, names_told
from zhiheng.programmes.awards.models import Upload
from zhiheng.programmes.awards.queries.drafts import (
    FileRow,
    Place,
    arrived,
    draft_of,
    files_of,
    path_of_upload,
)
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as registers_queries
from zhiheng.registers.domain.codes import new_code
from zhiheng.registers.domain.uploads import LIMIT

PIECE: Final = 2 * 1024 * 1024
MOST_FILES: Final = 60
STALE_AFTER: Final = timedelta(days=2)


class WrongOffset(Refused):
    """A piece that does not begin where the last one ended; ``arrived`` is where to go on."""

    def __init__(self, arrived_bytes: int) -> None:
        super().__init__(
            "upload.offset",
            Text(f"应从第 {arrived_bytes} 字节续传。", f"Go on at byte {arrived_bytes}."),
        )
        self.arrived = arrived_bytes


def take_file(*, place: Place, content: bytes, name: str, paper: str, by: Actor, now: datetime) -> str:
    """Keep a file and put it to the application; return the code of its document.

    Refused are what ``registers.keep_document`` refuses and more than 60 files in one application.
    """
    policy.may_apply(by, place).or_refuse("draft.not_yours")
    _refuse_full(place)
    code = registers.keep_document(content, name, by, now, organisation=place.organisation.code)
    put_file(place=place, document=code, paper=paper, by=by, now=now)
    return code


@transaction.atomic
def begin_upload(
    *, place: Place, name: str, size: int, mark: str, paper: str, by: Actor, now: datetime
) -> tuple[Upload, int]:
    """Begin a file that comes in pieces, or find the one that the same person began; return it and what arrived.

    ``mark`` is what the sender knows the file by (its time of change), so that another file of the same
    name and size begins anew. A size over the limit is refused before a byte is sent.
    """
    policy.may_apply(by, place).or_refuse("draft.not_yours")
    _refuse_full(place)
    if not 0 < size <= LIMIT:
        most = LIMIT // 1048576
        raise Refused(
            "document.too_large",
            Text(
                f"文件为空或超过 {most} MiB，未上传。",
                f"The file is empty or larger than {most} MiB; not sent.",
            ),
        )
    draft = begin_draft(place=place, by=by, now=now)
    _forget_stale(now)
    known = {
        "draft": draft,
        "paper": paper,
        "name": name[:300],
        "size": size,
        "mark": mark[:80],
        "begun_by": by.code,
    }
    found = Upload.objects.filter(**known).first()
    upload = found or Upload.objects.create(code=new_code("up"), begun_at=now, **known)
    return upload, arrived(upload)


def add_piece(
    *, place: Place, upload: Upload, at: int, piece: bytes, by: Actor, now: datetime
) -> tuple[int, str]:
    """Add a piece at its offset; return what has arrived, and the document's code once the file is whole.

    A piece sent twice, or out of its turn, is refused with the offset to go on at.
    """
    policy.may_apply(by, place).or_refuse("draft.not_yours")
    with transaction.atomic():
        row = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if row is None:
            raise Refused("upload.unknown", Text("没有这个上传。", "There is no such upload."))
        total = _append(row, at, piece)
    if total < row.size:
        return total, ""
    path = path_of_upload(row.code)
    try:
        code = take_file(
            place=place, content=path.read_bytes(), name=row.name, paper=row.paper, by=by, now=now
        )
    finally:
        path.unlink(missing_ok=True)
        Upload.objects.filter(pk=row.pk).delete()
    return total, code


def clean_file(*, place: Place, file: FileRow, by: Actor, now: datetime) -> str:
    """Put a copy without authors and companies in its properties in the place of a file.

    Refused is what cannot be cleaned, and a copy that still names somebody.
    """
    policy.may_apply(by, place).or_refuse("draft.not_yours")
    content = _cleaned(file)
    with transaction.atomic():
        code = take_file(
            place=place, content=content, name=file.document.name, paper=file.paper, by=by, now=now
        )
        if code != file.document.code:
            remove_file(place=place, document=file.document.code, by=by, now=now)
    return code


def _cleaned(file: FileRow) -> bytes:
    kind = file.document.kind
    if kind in CLEANED:
        with registers_queries.open_document(file.document) as stream, suppress(ValueError):
            content = cleaned(stream.read(), kind)
            if not names_told(content, kind):
                return content
    told = Text(
        "这个文件的属性无法在此清除，请用原软件删除后重新上传。",
        "This file's properties cannot be removed here. Remove them in the program that made it, and upload it again.",
    )
    raise Refused("draft.not_cleaned", told)


def _append(row: Upload, at: int, piece: bytes) -> int:
    """Write a piece behind what has arrived, under the lock of its row."""
    path = path_of_upload(row.code)
    path.parent.mkdir(parents=True, exist_ok=True)
    have = arrived(row)
    if at != have or not piece or len(piece) > PIECE or have + len(piece) > row.size:
        raise WrongOffset(have)
    with path.open("ab") as file:
        file.write(piece)
    return have + len(piece)


def _refuse_full(place: Place) -> None:
    if len(files_of(draft_of(place))) >= MOST_FILES:
        told = Text(
            f"每份申报最多 {MOST_FILES} 个文件。", f"An application holds at most {MOST_FILES} files."
        )
        raise Refused("draft.full", told)


def _forget_stale(now: datetime) -> None:
    for one in Upload.objects.filter(begun_at__lt=now - STALE_AFTER):
        path_of_upload(one.code).unlink(missing_ok=True)
        one.delete()
