"""A PDF written anew without what tells of its makers; read only where a file is cleaned."""

from __future__ import annotations

import io

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, NullObject


def cleaned_pdf(content: bytes) -> bytes:
    """Write the pages anew, without the information dictionary and the XMP packets of the document and its parts.

    Raises ``ValueError`` for a PDF that cannot be written anew.
    """
    memory = io.BytesIO()
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content), strict=False))
        writer.metadata = None
        for at, one in enumerate(writer._objects):  # no public way to reach the packets of pages and pictures
            if isinstance(one, DictionaryObject):
                is_packet = one.get("/Type") == "/Metadata"
                writer._objects[at] = NullObject() if is_packet else _without_packets(one)
        writer.write(memory)
    except (PyPdfError, RecursionError, ValueError, TypeError, KeyError, AttributeError) as broken:
        raise ValueError("this PDF cannot be written anew") from broken
    return memory.getvalue()


def _without_packets(one: DictionaryObject) -> DictionaryObject:
    for key in ("/Metadata", "/PieceInfo"):
        one.pop(NameObject(key), None)
    return one
