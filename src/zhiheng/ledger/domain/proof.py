"""The proof that one line is in a book: anybody can check it with SHA-256 alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from zhiheng.core.canonical import Json, canonical_bytes
from zhiheng.ledger.domain.merkle import leaf_hash, root_from


@dataclass(frozen=True, slots=True)
class Proof:
    """A line, the size of the tree it is proved in, the hashes on the way up, and the root (all hashes in hex).

    ``line`` is ``[book, seq, at, act, actor, about, cites, body]``; its leaf is
    SHA-256(0x00 || canonical JSON), its index in the tree ``seq - 1``.
    """

    line: Sequence[Json]
    size: int
    path: tuple[str, ...]
    root: str

    @classmethod
    def of(cls, line: Sequence[Json], size: int, path: Sequence[bytes]) -> Proof:
        """Make the proof, with the root that follows from the line and the path."""
        root = root_from(leaf_hash(canonical_bytes(line)), cast(int, line[1]) - 1, size, path)
        return cls(line, size, tuple(node.hex() for node in path), "" if root is None else root.hex())

    def holds(self) -> bool:
        """Tell whether line and path lead to the root; compare that root with a published checkpoint."""
        seq = self.line[1] if len(self.line) == 8 else None
        if not isinstance(seq, int):
            return False
        try:
            path = [bytes.fromhex(node) for node in self.path]
            root = root_from(leaf_hash(canonical_bytes(self.line)), seq - 1, self.size, path)
        except (TypeError, ValueError):
            return False
        return root is not None and root.hex() == self.root

    def to_json(self) -> dict[str, Json]:
        """Return the proof as plain JSON values."""
        return {"line": self.line, "size": self.size, "path": list(self.path), "root": self.root}

    @classmethod
    def read(cls, value: Mapping[str, Json]) -> Proof:
        """Read what :meth:`to_json` wrote; missing parts are a ``KeyError``."""
        path = tuple(str(node) for node in cast(Sequence[Json], value["path"]))
        return cls(cast(Sequence[Json], value["line"]), cast(int, value["size"]), path, str(value["root"]))
