"""File names as people send them: refused when they disguise something, cleaned otherwise."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from zhiheng.core.text import Text

LONGEST = 120
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def filename_problem(given: str) -> Text | None:
    """Say why a file name is refused: it climbs out of its folder, hides signs or turns its direction."""
    if ".." in re.split(r"[/\\]", given):
        return Text("文件名含有上级目录“..”。", "The file name contains the parent folder “..”.")
    if BIDI.intersection(given):
        return Text(
            "文件名含有改变文字方向的控制符。",
            "The file name contains signs that turn the direction of writing.",
        )
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in given):
        return Text("文件名含有控制字符。", "The file name contains control characters.")
    if not clean_filename(given):
        return Text("文件名为空。", "The file name is empty.")
    return None


def clean_filename(given: str) -> str:
    """Return the last part of the path, without invisible signs, at most 120 signs, its extension kept."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    seen = re.sub(r'[<>:"|?*]', "_", re.sub(r"\s+", " ", seen)).strip(" .")
    if len(seen) <= LONGEST:
        return seen
    stem, dot, extension = seen.rpartition(".")
    tail = dot + extension[:10] if dot else ""
    return (stem or extension)[: LONGEST - len(tail)] + tail


def extension_of(name: str) -> str:
    """Return the extension in lower case, without its dot; empty when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def attachment(name: str) -> str:
    """Return the Content-Disposition header (RFC 6266) that makes a browser save and never show."""
    plain = "".join(
        sign if sign.isascii() and sign.isprintable() and sign not in '"\\%' else "_" for sign in name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
