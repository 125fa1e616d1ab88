"""The Merkle tree of RFC 6962 and RFC 9162: roots, inclusion proofs, consistency proofs.

Every hash here is 32 bytes of SHA-256. A leaf is hashed with the prefix 0x00 and an inner node
with 0x01, so that neither can be passed off as the other. Indexes count from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()

Span = tuple[int, int]


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf's bytes (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node from its two children."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the complete subtrees of a growing tree, largest first: all that appending needs.

    It holds as many hashes as the size has ones in binary, so at most 64.
    """

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(self.peaks)}")

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> Frontier:
        """Read what :meth:`packed` wrote; a length that does not fit the size is a ``ValueError``."""
        if len(packed) % 32:
            raise ValueError("peaks are 32 bytes each")
        return cls(size, (packed[i : i + 32] for i in range(0, len(packed), 32)))

    def packed(self) -> bytes:
        """Return the peaks end to end."""
        return b"".join(self.peaks)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the right."""
        size, peaks = self.size, self.peaks
        while size & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the whole tree; of an empty one the hash of nothing."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Return the half-open spans of leaves whose roots prove leaf *index*, from the leaf up."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    spans: list[Span] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return spans[::-1]


def consistency_spans(first: int, second: int) -> list[Span]:
    """Return the spans whose roots prove that *first* leaves are the beginning of *second* (RFC 9162, 2.1.4.1)."""
    if not 0 < first <= second:
        raise ValueError(f"a tree of {first} is no beginning of a tree of {second}")
    spans: list[Span] = []
    low, high, whole = 0, second, True
    while first != high:
        middle = low + _split(high - low)
        if first <= middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low, whole = middle, False
    if not whole:
        spans.append((low, high))
    return spans[::-1]


def roots_of_spans(leaves: Iterable[bytes], spans: Sequence[Span]) -> list[bytes]:
    """Return the root of each span in one pass over the leaf hashes, with flat memory.

    The spans are disjoint, as those of a proof are. The leaves are read to their end, so that a database
    cursor behind them is closed.
    """
    trees = [Frontier() for _ in spans]
    waiting = sorted(zip(spans, trees, strict=True), key=lambda pair: pair[0], reverse=True)
    for index, leaf in enumerate(leaves):
        while waiting and waiting[-1][0][1] <= index:
            waiting.pop()
        if waiting and waiting[-1][0][0] <= index:
            waiting[-1][1].append(leaf)
    return [tree.root() for tree in trees]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from leaf *index* to the root over all leaf hashes."""
    return roots_of_spans(leaves, inclusion_spans(index, len(leaves)))


def consistency_proof(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """Return the hashes that prove that the first leaves are the beginning of all."""
    return roots_of_spans(leaves, consistency_spans(first, len(leaves)))


def root_from(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root to which the proof leads from the leaf hash, or ``None`` if its length is wrong."""
    if not 0 <= index < size:
        return None
    node, last, result = index, size - 1, leaf
    for other in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            result = node_hash(other, result)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, other)
        node, last = node >> 1, last >> 1
    return result if last == 0 else None


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the proof leads from the leaf hash to the root (RFC 9162, 2.1.3.2)."""
    return root_from(leaf, index, size, proof) == root


def verify_consistency(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that root *new* extends root *old* (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not proof and old == new
    if not 0 < first < second or not proof:
        return False
    path = [old, *proof] if first.bit_count() == 1 else list(proof)
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_root = new_root = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old_root, new_root = node_hash(other, old_root), node_hash(other, new_root)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new_root = node_hash(new_root, other)
        node, last = node >> 1, last >> 1
    return last == 0 and old_root == old and new_root == new


def _split(size: int) -> int:
    """Return the largest power of two smaller than *size*."""
    return 1 << ((size - 1).bit_length() - 1)
