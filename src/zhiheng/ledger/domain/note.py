"""A checkpoint as a short text that anybody can keep, print or publish, and read back.

The form is that of transparency logs (C2SP tlog-checkpoint, unsigned): the origin line
``zhiheng/<book>``, the size, the root in base64, and one extension line with the time::

    zhiheng/350200
    1234
    47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
    at 2026-11-20T01:50:00.000000+00:00
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from zhiheng.core.refusal import InputRefused, Place, Problem
from zhiheng.core.text import Text
from zhiheng.ledger.domain.leaf import checked_book, instant

ORIGIN = "zhiheng/"


@dataclass(frozen=True, slots=True)
class Note:
    """A book's size and root (hex) at a moment."""

    book: str
    size: int
    root: str
    at: datetime

    def text(self) -> str:
        """Return the four lines."""
        root = base64.b64encode(bytes.fromhex(self.root)).decode()
        return f"{ORIGIN}{self.book}\n{self.size}\n{root}\nat {instant(self.at)}\n"


def read_note(text: str, name: str) -> Note:
    """Read a note to the letter; *name* is the file that a refusal speaks of.

    Anything else than what :meth:`Note.text` writes raises ``InputRefused`` with the line.
    """
    lines = text.splitlines()
    parts = (_book, _size, _root, _at)
    if len(lines) != len(parts):
        raise _refused(
            name, len(lines) or 1, Text("检查点应恰好为四行。", "A checkpoint has exactly four lines.")
        )
    values = []
    for number, (line, part) in enumerate(zip(lines, parts, strict=True), 1):
        try:
            values.append(part(line))
        except ValueError:
            raise _refused(name, number, _EXPECTED[number - 1]) from None
    note = Note(*values)  # type: ignore[arg-type]
    if note.text() != text:
        raise _refused(
            name, 1, Text("文字与规定格式不完全一致。", "The text is not exactly in the required form.")
        )
    return note


_EXPECTED = (
    Text("第一行应为 zhiheng/账簿名。", "The first line is zhiheng/ and the book's name."),
    Text("第二行应为记录行数（正整数）。", "The second line is the number of lines, at least 1."),
    Text("第三行应为根哈希（32 字节，Base64）。", "The third line is the root, 32 bytes in base64."),
    Text("第四行应为 at 加带时区的时间。", "The fourth line is the word at and a time with its zone."),
)


def _book(line: str) -> str:
    if not line.startswith(ORIGIN):
        raise ValueError
    return checked_book(line.removeprefix(ORIGIN))


def _size(line: str) -> int:
    if not line.isascii() or not line.isdigit() or len(line) > 18 or int(line) < 1:
        raise ValueError
    return int(line)


def _root(line: str) -> str:
    try:
        raw = base64.b64decode(line, validate=True)
    except binascii.Error:
        raise ValueError from None
    if len(raw) != 32:
        raise ValueError
    return raw.hex()


def _at(line: str) -> datetime:
    if not line.startswith("at "):
        raise ValueError
    at = datetime.fromisoformat(line.removeprefix("at "))
    instant(at)
    return at


def _refused(name: str, line: int, message: Text) -> InputRefused:
    remedy = Text(
        "请使用公布时的原文件，不要改动任何字符。",
        "Use the file as it was published, without changing a character.",
    )
    problem = Problem("ledger.note_invalid", Place(file=name, line=line), message, remedy)
    summary = Text(f"{name} 不是有效的检查点。", f"{name} is not a valid checkpoint.")
    return InputRefused("ledger.note_invalid", summary, [problem])
