"""Which documents are kept, and how their bytes may leave the house."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from zhiheng.registers.domain.filenames import attachment
from zhiheng.registers.domain.rows import DocumentRow
from zhiheng.registers.domain.uploads import MEDIA_TYPES, DocumentKind
from zhiheng.registers.models import Document


def document(code: str) -> DocumentRow | None:
    """Return the document with this code, if there is one; whether it may be read says ``policy``."""
    one = Document.objects.filter(code=code).first()
    if one is None:
        return None
    return DocumentRow(
        code=one.code,
        sha256=one.sha256,
        size=one.size,
        kind=DocumentKind(one.kind),
        name=one.name,
        owner=one.owner,
        authority=one.authority,
        organisation=one.organisation,
        kept_at=one.kept_at,
    )


def path_of(sha256: str) -> Path:
    """Return where the bytes with this digest lie: ``files/ab/cd/<digest>`` in the data folder."""
    return Path(settings.ZHIHENG_HOME) / "files" / sha256[:2] / sha256[2:4] / sha256


def has_content(row: DocumentRow) -> bool:
    """Tell whether the bytes of a document are in the data folder."""
    return path_of(row.sha256).is_file()


def open_document(row: DocumentRow) -> BinaryIO:
    """Open the bytes of a document for reading; the caller closes them."""
    return path_of(row.sha256).open("rb")


def download_headers(row: DocumentRow) -> dict[str, str]:
    """Return the headers with which a document is served: saved, never shown, guessed or cached."""
    return {
        "Content-Type": MEDIA_TYPES[row.kind],
        "Content-Length": str(row.size),
        "Content-Disposition": attachment(row.name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
