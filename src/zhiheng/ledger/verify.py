"""Check a whole book against itself, its head and every checkpoint, and name what does not fit."""

from __future__ import annotations

from collections.abc import Iterable

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import queries
from zhiheng.ledger.domain.faults import Fault, Report
from zhiheng.ledger.domain.note import Note
from zhiheng.ledger.domain.walk import Walk


def verify_book(book: str, checkpoints: Iterable[Note] = ()) -> Report:
    """Verify one book in one pass with flat memory, also against checkpoints that were kept elsewhere.

    Lines that are written meanwhile are left to the next time. Refuses a book of which nothing exists;
    a checkpoint of another book is a ``ValueError``. A book whose lines after the last published
    checkpoint were cut off together with its head cannot be told from one where they were never written.
    """
    outside = list(checkpoints)
    if strangers := {note.book for note in outside} - {book}:
        raise ValueError(f"checkpoints of {', '.join(sorted(strangers))} say nothing about {book}")
    head = queries.head_of(book)
    stored = [Note(book, c.size, c.root, c.at) for c in queries.checkpoints_of(book)]
    notes = [*stored, *outside]
    walk = Walk(book, bytes(head.chain) if head else None, notes)
    walk.run(queries.rows_of(book, head.size if head else None))
    if head is None and not walk.last and not notes:
        raise Refused("ledger.no_such_book", Text(f"没有名为 {book} 的账簿。", f"There is no book {book}."))
    if head is None:
        walk.finish(None, "", b"", (0, 0, 0))
    else:
        walk.finish(head.size, head.root, bytes(head.peaks), queries.beyond_head(book))
    root = walk.tree.root().hex() if walk.sound else ""
    found = tuple(sorted(walk.faults, key=_place))
    return Report(book, not found, walk.last, root, found, walk.unnamed, len(notes), walk.agreed)


def _place(fault: Fault) -> tuple[int, int, str]:
    return fault.seq, fault.last, fault.kind
