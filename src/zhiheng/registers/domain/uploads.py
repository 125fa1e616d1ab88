"""What an upload really is: decided by its content, before a byte of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import puremagic

from zhiheng.core.refusal import InputRefused, Place, Problem
from zhiheng.core.text import Text
from zhiheng.registers.domain.filenames import clean_filename, extension_of, filename_problem
from zhiheng.registers.domain.flat_files import jpeg_trouble, pdf_trouble, png_trouble
from zhiheng.registers.domain.office_files import docx_trouble, xlsx_trouble
from zhiheng.registers.domain.trouble import Trouble

LIMIT: Final = 30 * 1024 * 1024


class DocumentKind(StrEnum):
    """The kinds of documents that the house keeps."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPEG = "jpeg"


MEDIA_TYPES: Final[Mapping[DocumentKind, str]] = MappingProxyType(
    {
        DocumentKind.PDF: "application/pdf",
        DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        DocumentKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        DocumentKind.PNG: "image/png",
        DocumentKind.JPEG: "image/jpeg",
    }
)
_SIGNATURES: Final[Mapping[DocumentKind, bytes]] = MappingProxyType(
    {
        DocumentKind.PDF: b"%PDF-",
        DocumentKind.DOCX: b"PK\x03\x04",
        DocumentKind.XLSX: b"PK\x03\x04",
        DocumentKind.PNG: b"\x89PNG\r\n\x1a\n",
        DocumentKind.JPEG: b"\xff\xd8\xff",
    }
)
_TROUBLES: Final[Mapping[DocumentKind, Callable[[bytes], Trouble | None]]] = MappingProxyType(
    {
        DocumentKind.PDF: pdf_trouble,
        DocumentKind.DOCX: docx_trouble,
        DocumentKind.XLSX: xlsx_trouble,
        DocumentKind.PNG: png_trouble,
        DocumentKind.JPEG: jpeg_trouble,
    }
)
_EXTENSIONS: Final = {**{kind.value: kind for kind in DocumentKind}, "jpg": DocumentKind.JPEG}


@dataclass(frozen=True, slots=True)
class Inspected:
    """An upload that may be kept: its kind, and its name as it may be shown."""

    kind: DocumentKind
    name: str


def inspected(content: bytes, name: str, limit: int = LIMIT) -> Inspected:
    """Return what an upload is, by content; raise ``InputRefused`` with the problem and its remedy.

    Kept are PDF, DOCX, XLSX, PNG and JPEG of at most *limit* bytes whose extension tells the truth.
    Refused are empty files, names that disguise something, files that are two things at once,
    macros, scripts, encryption, contents fetched from elsewhere, and archives or pictures that unfold to a
    size out of all proportion.
    """
    kind = _EXTENSIONS.get(extension_of(clean_filename(name)))
    trouble = _outer_trouble(content, name, kind, limit)
    if trouble is None and kind is not None:
        trouble = _TROUBLES[kind](content)
    if trouble is not None or kind is None:
        raise _refusal(name, trouble)
    return Inspected(kind, clean_filename(name))


def _outer_trouble(content: bytes, name: str, kind: DocumentKind | None, limit: int) -> Trouble | None:
    if not content:
        return Trouble("empty", Text("文件为空。", "The file is empty."), _AGAIN)
    if len(content) > limit:
        most, size = limit / 1048576, len(content) / 1048576
        message = Text(
            f"文件有 {size:.1f} MiB，超过 {most:.1f} MiB。",
            f"The file has {size:.1f} MiB, more than {most:.1f} MiB.",
        )
        return Trouble(
            "too_large", message, Text("请压缩图片或拆分文件。", "Compress its pictures or split it.")
        )
    if (problem := filename_problem(name)) is not None:
        return Trouble("name_refused", problem, Text("请改名后重新上传。", "Rename it and upload it again."))
    if kind is None:
        return Trouble(
            "kind_refused", Text("不接受此类扩展名。", "Files with this extension are not taken."), _KINDS
        )
    if not content.startswith(_SIGNATURES[kind]):
        return _mismatch(content, kind)
    return None


def _mismatch(content: bytes, kind: DocumentKind) -> Trouble:
    found = _looks_like(content)
    message = Text(
        f"扩展名为 {kind.value}，但内容{f'像是 {found}' if found else '不是'}。",
        f"The extension says {kind.value}, the content " + (f"looks like {found}." if found else "does not."),
    )
    return Trouble("content_mismatch", message, _KINDS)


def _looks_like(content: bytes) -> str:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "DOC/XLS"
    try:
        return puremagic.from_string(content[:4096]).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""


def _refusal(name: str, trouble: Trouble | None) -> InputRefused:
    trouble = trouble or Trouble("kind_refused", Text("不接受此文件。", "The file is not taken."), _KINDS)
    problem = Problem(
        f"document.{trouble.code}", Place(file=clean_filename(name)), trouble.message, trouble.remedy
    )
    return InputRefused(problem.code, problem.text(), [problem])


_AGAIN: Final = Text("请重新选择文件。", "Choose the file again.")
_KINDS: Final = Text(
    "请上传未加密的 PDF、DOCX、XLSX、PNG 或 JPEG 文件。",
    "Upload a PDF, DOCX, XLSX, PNG or JPEG file, not encrypted.",
)
