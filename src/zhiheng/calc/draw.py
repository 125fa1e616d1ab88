"""A draw by lot that everybody can repeat from the published names and the published seed.

The codes are sorted by their UTF-8 bytes and shuffled by Fisher and Yates (Durstenfeld's form, from
the last place down). Each choice below ``m`` reads the next block SHA-256(seed || 0x00 || counter) as
a number, the counter being eight bytes, big end first, from 0; a block at or above the largest
multiple of ``m`` under 2^256 is skipped, so every order is equally likely.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from zhiheng.core.canonical import digest
from zhiheng.core.text import Text

_BLOCKS = 1 << 256


@dataclass(frozen=True, slots=True)
class Drawn:
    """The whole order that the lot gave, how many were wanted, and what it takes to repeat the draw."""

    order: tuple[str, ...]
    wanted: int
    seed: str
    frame: str

    @property
    def chosen(self) -> tuple[str, ...]:
        """The first *wanted* of the order."""
        return self.order[: self.wanted]

    def text(self) -> Text:
        """Return the draw in one sentence."""
        total, short = len(self.order), self.frame[:16]
        return Text(
            f"从 {total} 个编号中抽取 {self.wanted} 个，种子“{self.seed}”，名单摘要 {short}…",
            f"{self.wanted} of {total} drawn with the seed “{self.seed}”, list digest {short}…",
        )


def draw(codes: Collection[str], seed: str, wanted: int | None = None) -> Drawn:
    """Shuffle *codes* by *seed* and choose the first *wanted* (all of them when ``None``).

    The order in which the codes are given has no effect. A code given twice, an empty seed, and more
    wanted than there are, are ``ValueError``. ``frame`` is the digest of the sorted codes, to be
    published before the seed is known.
    """
    order = sorted(codes, key=str.encode)
    if len(set(order)) != len(order):
        raise ValueError("a code takes part once")
    if not seed:
        raise ValueError("a draw needs a seed")
    count = len(order) if wanted is None else wanted
    if not 0 <= count <= len(order):
        raise ValueError(f"cannot draw {count} of {len(order)}")
    frame = digest(order)
    blocks = _blocks(seed.encode())
    for last in range(len(order) - 1, 0, -1):
        other = _below(last + 1, blocks)
        order[last], order[other] = order[other], order[last]
    return Drawn(tuple(order), count, seed, frame)


def _blocks(seed: bytes) -> Iterator[int]:
    counter = 0
    while True:
        block = hashlib.sha256(seed + b"\x00" + counter.to_bytes(8, "big")).digest()
        yield int.from_bytes(block, "big")
        counter += 1


def _below(m: int, blocks: Iterator[int]) -> int:
    fair = _BLOCKS - _BLOCKS % m
    return next(block for block in blocks if block < fair) % m
