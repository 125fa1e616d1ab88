"""One pass over a book's stored lines that names each line that is not what was written.

A line has three seals: its leaf (its own content and number), its link (the line before it) and the
tree (everything). Whoever alters less than all three, everywhere, leaves a place where they disagree:

* content against leaf: the line was changed, or moved (then it fits another number);
* numbers: a gap is a dropped line; lines that fit the number one lower or higher show one put in or taken out;
* link against the line before: that line was rewritten together with its own seals;
* root against a checkpoint: something up to there was rewritten together with everything after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from zhiheng.ledger.domain import faults as say
from zhiheng.ledger.domain.faults import Fault, Kind
from zhiheng.ledger.domain.leaf import CHAIN_START, leaf_of, link
from zhiheng.ledger.domain.merkle import Frontier
from zhiheng.ledger.domain.note import Note

Row = tuple[int, str, str, str, str, str, str, bytes, bytes]
"""seq, at, act, actor, about, cites, body, leaf, chain: a stored line with nothing parsed."""

INSTANT_LENGTH = 32
MOST_NAMED = 1000
MOST_COMPARED = 64


class Walk:
    """The state of the pass: where it stands, what it found. Memory does not grow with the book."""

    def __init__(self, book: str, end: bytes | None, notes: Iterable[Note] = ()) -> None:
        self.book = book
        self.end = end  # the chain value that the head states
        self.last = 0
        self.chain = CHAIN_START
        self.tree = Frontier()
        self.sound = True  # whether the tree still is the one that was written
        self.faults: list[Fault] = []
        self.unnamed = 0
        self._sure = True  # whether the chain value is known, so that the next link can be judged
        self._shift = 0  # how much higher the numbers are than when the lines were written
        self._suspects: list[Row] = []
        self._notes = sorted(notes, key=lambda note: note.size, reverse=True)
        self._due = self._next_due()
        self.agreed = 0  # the largest checkpoint that agreed
        self._disagreed = False

    def run(self, rows: Iterable[Row]) -> None:
        """Take every row, in the order of the numbers."""
        rest = iter(rows)
        row = next(rest, None)
        while row is not None:
            seq, leaf, chain = row[0], row[7], row[8]
            if seq == self.last + 1 and self._fits(row, seq) and chain == link(self.chain, leaf):
                self._accept(seq, leaf, chain)
                row = next(rest, None)
            else:
                row = self._puzzle(row, rest)
        self._settle_suspects()

    def _fits(self, row: Row, number: int) -> bool:
        """Tell whether the content, under this number, is what the leaf says."""
        _, at, act, actor, about, cites, body, leaf, _ = row
        try:
            if len(at) != INSTANT_LENGTH or not _is_array(cites):  # so that no text can slip between columns
                return False
            return leaf_of(self.book, number, at, act, actor, about, cites, body) == leaf
        except (TypeError, ValueError):  # a column that holds something of another kind
            return False

    def _accept(self, seq: int, leaf: bytes, chain: bytes) -> None:
        self.last, self.chain = seq, chain
        self.tree.append(leaf)
        if seq == self._due:
            self._compare()

    def _puzzle(self, row: Row, rest: Iterator[Row]) -> Row | None:
        """Find out what happened to a row that is not simply the next one; return the row to take next."""
        seq = row[0]
        if not isinstance(seq, int) or seq <= self.last:
            number = seq if isinstance(seq, int) else self.last + 1
            self._name(say.inserted(number, number))
            return next(rest, None)
        if seq > self.last + 1:
            self._name(say.dropped(self.last + 1, seq - 1))
            self._lose(seq - 1)
        following = next(rest, None)
        if not self._fits(row, seq - self._shift):
            return self._misfit(row, following, rest)
        if self._sure and row[8] != link(self.chain, row[7]):
            self._unlinked(row, following)
        else:
            self._accept(seq, row[7], _hash(row[8]))
            self._sure = True
        return following

    def _misfit(self, row: Row, following: Row | None, rest: Iterator[Row]) -> Row | None:
        """Name what is wrong with a row whose content and leaf disagree; return the row to take next."""
        seq, number = row[0], row[0] - self._shift
        later = following is not None and following[0] == seq + 1 and following
        if later and self._fits(row, number + 1) and self._fits(later, number):
            self._name(say.reordered(seq, number + 1))
            self._name(say.reordered(seq + 1, number))
            self._lose(seq + 1, row[8])
            return next(rest, None)
        if self._fits(row, number - 1):
            self._name(say.inserted(seq - 1, seq - 1))
            self._renumbered(row, +1)
        elif self._fits(row, number + 1):
            self._name(say.dropped(seq, seq))
            self._renumbered(row, -1)
        elif later and self._fits(later, number):
            self._name(say.inserted(seq, seq))
            self._shift += 1
            self.last, self.sound = seq, False
        else:
            self._suspect(row, following)
        return following

    def _renumbered(self, row: Row, by: int) -> None:
        self._shift += by
        self._lose(row[0], row[8])

    def _suspect(self, row: Row, following: Row | None) -> None:
        """Name a changed line, and go on from its stored leaf where that leaf is still the one linked to."""
        self._name(say.changed(row[0]))
        if len(self._suspects) < MOST_COMPARED:
            self._suspects.append(row)
        leaf = _hash(row[7])
        expected = link(self.chain, leaf)
        if self._sure and (row[8] == expected or self._goes_on(expected, following)):
            self._accept(row[0], leaf, expected)
        else:
            self._lose(row[0])

    def _unlinked(self, row: Row, following: Row | None) -> None:
        """Name whose fault it is that a row, right in itself, is not linked to the one before."""
        expected = link(self.chain, row[7])
        if self._goes_on(expected, following):
            self._name(say.chain_changed(row[0]))
            self._accept(row[0], row[7], expected)
            return
        self._name(say.rewritten(self.last, row[0]) if self.last else say.first_rewritten())
        self.sound = False
        self._accept(row[0], row[7], _hash(row[8]))

    def _goes_on(self, chain: bytes, following: Row | None) -> bool:
        """Tell whether the next line, or after the last one the head, is linked to this chain value."""
        if following is None:
            return chain == self.end
        return following[8] == link(chain, _hash(following[7]))

    def _lose(self, seq: int, chain: object = None) -> None:
        """Go on behind *seq* knowing that the tree is broken, and the chain only if it is given."""
        self.last, self.sound = seq, False
        self._sure = chain is not None
        self.chain = _hash(chain)

    def _name(self, fault: Fault) -> None:
        if len(self.faults) < MOST_NAMED:
            self.faults.append(fault)
        else:
            self.unnamed += 1

    def _settle_suspects(self) -> None:
        """Call those changed lines reordered that are what another changed place once held."""
        places = {row[0]: row for row in self._suspects}
        moved = {}
        for here, row in places.items():
            for there, other in places.items():
                if here != there and (self._fits(row, there) or self._fits((*row[:7], *other[7:]), there)):
                    moved[here] = there
        for index, fault in enumerate(self.faults):
            if fault.kind is Kind.CHANGED and fault.seq in moved:
                self.faults[index] = say.reordered(fault.seq, moved[fault.seq])

    def _next_due(self) -> int:
        return self._notes[-1].size if self._notes else 0

    def _compare(self) -> None:
        """Compare the root with every checkpoint of this size; a second disagreement in a row says nothing new."""
        size, root = self.tree.size, self.tree.root().hex()
        found = []
        while self._notes and self._notes[-1].size == self.last:
            found.append(self._notes.pop())
        self._due = self._next_due()
        if not self.sound:
            return
        wrong = {note.root for note in found if note.root != root}
        for other in sorted(wrong) if not self._disagreed else ():
            self._name(say.checkpoint_differs(self.agreed + 1, size, other))
        self._disagreed = bool(wrong) and len(wrong) == len({note.root for note in found})
        if not self._disagreed:
            self.agreed = size

    def finish(self, size: int | None, root: str, peaks: bytes, beyond: tuple[int, int, int]) -> None:
        """Compare the end with the head (*size* ``None``: there is none) and with longer checkpoints.

        *beyond* is how many lines the head does not count, with their first and last number.
        """
        if size is None:
            self._name(say.no_head())
        elif max(self.last, self.last - self._shift) < size:
            self._name(say.dropped(self.last + 1, size))
        elif self.sound and (self.chain, self.tree.packed(), self.tree.root().hex()) != (
            self.end,
            peaks,
            root,
        ):
            self._name(say.head_differs(self.last))
        count, first, last = beyond
        if size is not None and count > max(self._shift, 0):
            self._name(say.beyond_head(first, last, size))
        longest = max([note.size for note in self._notes], default=0)
        if longest > max(size or 0, self.last + count):
            self._name(say.checkpoint_beyond(max(size or 0, self.last + count) + 1, longest))


@lru_cache(maxsize=1024)
def _is_array(text: str) -> bool:
    return isinstance(text, str) and isinstance(json.loads(text), list)


def _hash(value: object) -> bytes:
    """Return a stored hash; what is none becomes one that nothing is linked to."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
