"""Every change to the ledger: add lines, publish a checkpoint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from zhiheng.core.actor import Actor
from zhiheng.core.canonical import Json, canonical_bytes
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.ledger import notes
from zhiheng.ledger.domain import (
    CHAIN_START,
    EMPTY_ROOT,
    Frontier,
    checked_book,
    checked_word,
    instant,
    leaf_of,
    link,
)
from zhiheng.ledger.domain.note import Note
from zhiheng.ledger.models import Checkpoint, Head, Line

_Row = tuple[str, int, datetime, str, str, str, str, str, bytes, bytes]
_COLUMNS = ("book", "seq", "at", "act", "actor", "about", "cites_json", "body_json", "leaf", "chain")


@dataclass(frozen=True, slots=True)
class Entry:
    """One of many acts written at once; without an actor of its own it has that of :func:`write_many`."""

    act: str
    about: str
    cites: Sequence[Citation] = ()
    body: Json = None
    actor: Actor | str | None = None


def write(
    *,
    book: str,
    act: str,
    actor: Actor | str,
    about: str,
    at: datetime,
    cites: Sequence[Citation] = (),
    body: Json = None,
) -> Line:
    """Add the line of one act, inside the transaction of the act itself.

    Raises ``RuntimeError`` outside a transaction, because then the act could stand without its line,
    and ``ValueError`` or ``TypeError`` for a naive time, an empty word or a body that has no canonical form.
    """
    head = _locked_head(book)
    writer = _Writer(head, at)
    row = writer.row(Entry(act, about, cites, body), actor)
    line = Line(**dict(zip(_COLUMNS, row, strict=True)))
    line.save()
    writer.close()
    return line


def write_many(*, book: str, entries: Iterable[Entry], actor: Actor | str, at: datetime) -> int:
    """Add the lines of many acts of one moment, in their order; return how many.

    The same refusals as :func:`write`.
    """
    head = _locked_head(book)
    writer = _Writer(head, at)
    rows = [writer.row(entry, actor) for entry in entries]
    if rows:
        _insert(rows)
        writer.close()
    return len(rows)


@transaction.atomic
def publish_checkpoint(*, book: str, at: datetime) -> Checkpoint:
    """Publish the book's present size and root, in the database and, after commit, as a text file.

    Doing it again without new lines returns the checkpoint that stands and writes its file only if
    that is missing. Refuses an empty book, and a book whose root at a published size, in the database or
    in a file, is another one.
    """
    instant(at)
    head = _locked_head(book)
    if not head.size:
        raise Refused("ledger.empty", Text(f"账簿 {book} 还没有任何记录。", f"Book {book} has no lines yet."))
    checkpoint, _ = Checkpoint.objects.get_or_create(
        book=book, size=head.size, defaults={"root": head.root, "at": at}
    )
    if checkpoint.root != head.root:
        raise Refused("ledger.root_changed", _root_changed(book, head.size))
    note = Note(book, checkpoint.size, checkpoint.root, checkpoint.at)
    if not notes.is_free(note):
        raise Refused("ledger.note_differs", _note_differs(note))
    transaction.on_commit(partial(notes.keep, note))
    return checkpoint


class _Writer:
    """Turns entries into lines behind a locked head, and moves the head along (in memory)."""

    def __init__(self, head: Head, at: datetime) -> None:
        self.head, self.at, self.at_text = head, at, instant(at)
        self.chain = bytes(head.chain)
        self._known: dict[tuple[Citation, ...], str] = {(): "[]"}
        self.tree = Frontier.unpacked(head.size, bytes(head.peaks))

    def row(self, entry: Entry, actor: Actor | str) -> _Row:
        """Return the values of the next line, in the order of the columns."""
        book, who = self.head.book, actor if entry.actor is None else entry.actor
        act, about = checked_word("act", entry.act), checked_word("about", entry.about)
        code = checked_word("actor", who.code if isinstance(who, Actor) else who)
        cites = self._cites(tuple(entry.cites))
        body = "null" if entry.body is None else canonical_bytes(entry.body).decode()
        seq = self.tree.size + 1
        leaf = leaf_of(book, seq, self.at_text, act, code, about, cites, body)
        self.tree.append(leaf)
        self.chain = link(self.chain, leaf)
        return book, seq, self.at, act, code, about, cites, body, leaf, self.chain

    def _cites(self, cites: tuple[Citation, ...]) -> str:
        """Return the canonical JSON; the many lines of one moment mostly rest on the same few articles."""
        if cites not in self._known:
            self._known[cites] = canonical_bytes([cite.to_json() for cite in cites]).decode()
        return self._known[cites]

    def close(self) -> None:
        """Save where the book stands now."""
        self.head.size, self.head.peaks = self.tree.size, self.tree.packed()
        self.head.chain, self.head.root = self.chain, self.tree.root().hex()
        self.head.save(force_update=True)


def _insert(rows: list[_Row]) -> None:
    """Insert rows with one prepared statement: several times as fast as through model instances."""
    marks = ", ".join(["%s"] * len(_COLUMNS))
    statement = f"INSERT INTO {Line._meta.db_table} ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608
    at = connection.ops.adapt_datetimefield_value(rows[0][2])
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*row[:2], at, *row[3:]) for row in rows])


def _locked_head(book: str) -> Head:
    """Return the book's head, locked until the transaction ends; a new book gets one."""
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger line is written inside the transaction of its act (transaction.atomic)")
    heads = Head.objects.select_for_update()
    head = heads.filter(book=checked_book(book)).first()
    if head is None:
        new = Head(book=book, size=0, chain=CHAIN_START, peaks=b"", root=EMPTY_ROOT.hex())
        Head.objects.bulk_create([new], ignore_conflicts=True)
        head = heads.get(book=book)
    return head


def _root_changed(book: str, size: int) -> Text:
    return Text(
        f"账簿 {book} 在第 {size} 行处的根哈希与已公布的检查点不一致，账簿可能被改动。"
        f"请运行 zhiheng ledger verify --book {book}。",
        f"The root of book {book} at line {size} is not the one that was published; "
        f"the book may have been altered. Run zhiheng ledger verify --book {book}.",
    )


def _note_differs(note: Note) -> Text:
    path = notes.path_of(note.book, note.size)
    return Text(
        f"{path} 是另一本同名账簿的检查点。请先核验（zhiheng ledger verify --checkpoint {path}），确属旧数据再移走该文件。",
        f"{path} is a checkpoint of another book of that name. Verify first (zhiheng ledger verify "
        f"--checkpoint {path}); move the file away only if it is of old data.",
    )
