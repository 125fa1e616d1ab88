"""What verification can find, in sentences that name the line and say what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhiheng.core.text import Text


class Kind(StrEnum):
    """The ways in which a book can fail to be what was written."""

    CHANGED = "changed"
    DROPPED = "dropped"
    INSERTED = "inserted"
    REORDERED = "reordered"
    HEAD = "head"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, from line *seq* to line *last* (both included; the same for a single line)."""

    kind: Kind
    seq: int
    text: Text
    last: int

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind.value, "seq": self.seq, "last": self.last, "text": self.text.to_json()}


@dataclass(frozen=True, slots=True)
class Report:
    """What the verification of a book found: ``ok`` means every line, the head and all checkpoints agree.

    ``root`` is empty when lines are missing, added, moved or rewritten, for then no root can be computed.
    ``unnamed`` counts faults beyond those that are listed; ``checkpoints`` were compared, and up to line
    ``published`` one agreed: what comes after it could be cut off with the head and nobody could tell.
    """

    book: str
    ok: bool
    size: int
    root: str
    faults: tuple[Fault, ...] = ()
    unnamed: int = 0
    checkpoints: int = 0
    published: int = 0

    def to_json(self) -> dict[str, object]:
        return {
            "book": self.book,
            "ok": self.ok,
            "size": self.size,
            "root": self.root,
            "checkpoints": self.checkpoints,
            "published": self.published,
            "faults": [fault.to_json() for fault in self.faults],
            "unnamed": self.unnamed,
        }


def changed(seq: int) -> Fault:
    """Return the fault of a line whose content is not the one that was sealed."""
    return _fault(
        Kind.CHANGED, seq, seq,
        f"第 {seq} 行被改动：内容与写入时的哈希不符。{_COMPARE.zh}",
        f"Line {seq} was changed: its content is not what its hash says. {_COMPARE.en}",
    )  # fmt: skip


def chain_changed(seq: int) -> Fault:
    """Return the fault of a line of which only the link to its neighbours was altered."""
    return _fault(
        Kind.CHANGED, seq, seq,
        f"第 {seq} 行的链值被改动，内容本身相符。{_COMPARE.zh}",
        f"The link of line {seq} was altered; its content agrees. {_COMPARE.en}",
    )  # fmt: skip


def rewritten(seq: int, following: int) -> Fault:
    """Return the fault of a line that agrees with its own hashes while the following one was linked to another."""
    return _fault(
        Kind.CHANGED, seq, seq,
        f"第 {seq} 行连同其哈希被改写：第 {following} 行链接的不是它"
        f"（也可能是第 {following} 行被改写而链值未改）。{_COMPARE.zh}",
        f"Line {seq} was rewritten together with its hashes: line {following} is linked to another one "
        f"(or line {following} was rewritten except for its link). {_COMPARE.en}",
    )  # fmt: skip


def first_rewritten() -> Fault:
    """Return the fault of a first line that is not linked to the beginning of the book."""
    return _fault(
        Kind.CHANGED, 1, 1,
        f"第 1 行连同其哈希被改写：它没有链接到账簿起点。{_COMPARE.zh}",
        f"Line 1 was rewritten with its hash: it is not linked to the beginning of the book. {_COMPARE.en}",
    )  # fmt: skip


def dropped(first: int, last: int) -> Fault:
    """Return the fault of lines that are gone."""
    return _fault(
        Kind.DROPPED, first, last,
        f"{_lines_zh(first, last)}缺失。请从备份中恢复，并查明由谁删除。",
        f"{_lines_en(first, last).capitalize()} missing. Restore from a backup and find out who removed what.",
    )  # fmt: skip


def inserted(first: int, last: int) -> Fault:
    """Return the fault of a line between others that was not written by the ledger."""
    return _fault(
        Kind.INSERTED, first, last,
        f"{_lines_zh(first, last)}是事后插入的，不是由总账写入。{_COMPARE.zh}",
        f"{_lines_en(first, last).capitalize()} put in afterwards and not written by the ledger. {_COMPARE.en}",
    )  # fmt: skip


def beyond_head(first: int, last: int, size: int) -> Fault:
    """Return the fault of lines that the head does not count."""
    return _fault(
        Kind.INSERTED, first, last,
        f"簿首只计 {size} 行，{_lines_zh(first, last)}在其之外：绕过总账写入，或簿首被改回。{_COMPARE.zh}",
        f"The head counts {size} lines; {_lines_en(first, last)} beyond it: written past the ledger, "
        f"or the head was set back. {_COMPARE.en}",
    )  # fmt: skip


def reordered(seq: int, original: int) -> Fault:
    """Return the fault of a place that holds another line of the same book."""
    return _fault(
        Kind.REORDERED, seq, seq,
        f"第 {seq} 行的位置上是原第 {original} 行：顺序被调换。{_COMPARE.zh}",
        f"The place of line {seq} holds what was line {original}: the order was changed. {_COMPARE.en}",
    )  # fmt: skip


def no_head() -> Fault:
    """Return the fault of lines without a head."""
    return _fault(
        Kind.HEAD, 0, 0,
        "账簿的簿首记录缺失。请从备份中恢复，在此之前不要写入。",
        "The head of the book is missing. Restore it from a backup and write nothing before.",
    )  # fmt: skip


def head_differs(seq: int) -> Fault:
    """Return the fault of a head that does not follow from the lines."""
    return _fault(
        Kind.HEAD, seq, seq,
        f"簿首与截至第 {seq} 行的记录不符：簿首被改动，或第 {seq} 行连同其哈希被改写。{_COMPARE.zh}",
        f"The head does not follow from the lines up to {seq}: the head was altered, or line {seq} was "
        f"rewritten together with its hashes. {_COMPARE.en}",
    )  # fmt: skip


def checkpoint_differs(first: int, size: int, root: str) -> Fault:
    """Return the fault of a checkpoint whose root is not that of the lines."""
    return _fault(
        Kind.CHECKPOINT, first, size,
        f"与第 {size} 行处的检查点（根 {root[:16]}…）不符："
        f"{_lines_zh(first, size)}之中有改写，或该检查点并非本账簿所公布。{_COMPARE.zh}",
        f"The checkpoint at line {size} (root {root[:16]}…) does not agree: something among lines {first} to "
        f"{size} was rewritten, or the checkpoint is not one that this book published. {_COMPARE.en}",
    )  # fmt: skip


def checkpoint_beyond(first: int, size: int) -> Fault:
    """Return the fault of a book that is shorter than a checkpoint of it."""
    return _fault(
        Kind.CHECKPOINT, first, size,
        f"检查点证明账簿曾有 {size} 行，现在{_lines_zh(first, size)}缺失。请从备份中恢复，并查明由谁删除。",
        f"A checkpoint shows that the book had {size} lines; {_lines_en(first, size)} missing. "
        "Restore from a backup and find out who removed what.",
    )  # fmt: skip


_COMPARE = Text(
    "请停止写入、保全数据库副本，并与备份逐行比对。",
    "Stop writing, keep a copy of the database and compare with a backup.",
)


def _fault(kind: Kind, seq: int, last: int, zh: str, en: str) -> Fault:
    return Fault(kind, seq, Text(zh, en), last)


def _lines_zh(first: int, last: int) -> str:
    return f"第 {first} 行" if first == last else f"第 {first} 至 {last} 行"


def _lines_en(first: int, last: int) -> str:
    return f"line {first} is" if first == last else f"lines {first} to {last} are"
