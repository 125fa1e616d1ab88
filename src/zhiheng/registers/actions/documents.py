"""Keep an uploaded document, after its content was checked."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from zhiheng.core.actor import Actor
from zhiheng.core.canonical import Json
from zhiheng.ledger import actions as ledger
from zhiheng.registers.domain.codes import new_code
from zhiheng.registers.domain.uploads import LIMIT, Inspected, inspected
from zhiheng.registers.models import Document
from zhiheng.registers.queries.documents import path_of

HOUSE = "house"


@transaction.atomic
def keep_document(
    content: bytes,
    name: str,
    by: Actor | str,
    now: datetime,
    *,
    authority: str = "",
    organisation: str = "",
    limit: int = LIMIT,
) -> str:
    """Keep an upload and return the code of its document; a refused one leaves nothing behind.

    Its office can read it when ``authority`` is given, its organisation's applicants when
    ``organisation`` is. The same content kept again by the same account for the same purpose and
    under the same name is the same document. Raises ``InputRefused`` with what is wrong and the remedy.
    """
    seen = inspected(content, name, limit)
    owner = by if isinstance(by, str) else by.code
    digest = hashlib.sha256(content).hexdigest()
    same = Document.objects.filter(
        sha256=digest, owner=owner, authority=authority, organisation=organisation, name=seen.name
    )
    _store(content, path_of(digest))
    if (present := same.first()) is not None:
        return present.code
    one = _document(seen, name, digest, len(content), owner)
    one.authority, one.organisation, one.kept_at = authority, organisation, now
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError:
        return same.get().code
    body: Json = {"sha256": digest, "size": one.size, "kind": one.kind}
    book = authority or HOUSE
    ledger.write(book=book, act="registers.document_kept", actor=by, about=one.code, at=now, body=body)
    return one.code


def _document(seen: Inspected, given: str, digest: str, size: int, owner: str) -> Document:
    return Document(
        code=new_code("doc"), sha256=digest, size=size, kind=seen.kind, name=seen.name, name_given=given[:300],
        owner=owner,
    )  # fmt: skip


def _store(content: bytes, path: Path) -> None:
    """Write bytes under their digest: first beside it, then renamed, so that a file is whole or absent.

    It happens before the row is saved. A process that dies in between leaves a file without a row,
    which harms nobody, and never a row without its file.
    """
    if path.is_file() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = Path(settings.ZHIHENG_HOME) / "files" / "waiting"
    waiting.mkdir(exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=waiting)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
