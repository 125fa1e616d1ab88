"""A line as bytes: its leaf in the tree and its link in the chain."""

from __future__ import annotations

import json.encoder
import re
from datetime import UTC, datetime
from hashlib import sha256

CHAIN_START = bytes(32)
LONGEST = {"act": 80, "actor": 80, "about": 200}

_BOOK = re.compile(r"[0-9a-z][0-9a-z_-]{0,39}", re.ASCII)
_quoted = json.encoder.encode_basestring


def leaf_of(book: str, seq: int, at: str, act: str, actor: str, about: str, cites: str, body: str) -> bytes:
    """Return the leaf hash of a line; *at* as :func:`instant` writes it, *cites* and *body* as canonical JSON.

    The bytes are those of ``canonical_bytes([book, seq, at, act, actor, about, cites, body])``,
    put together without parsing the stored JSON again.
    """
    text = f'[{_quoted(book)},{seq:d},"{at}",{_quoted(act)},{_quoted(actor)},{_quoted(about)},{cites},{body}]'
    return sha256(b"\x00" + text.encode()).digest()


def link(chain: bytes, leaf: bytes) -> bytes:
    """Return the chain value after a leaf."""
    return sha256(chain + leaf).digest()


def instant(at: datetime) -> str:
    """Return ``2026-11-20T01:50:00.000000+00:00``: UTC, always six decimals. A naive time is a ``ValueError``."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("the time of an act must carry its time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def checked_book(book: str) -> str:
    """Return the book's name: a region code or a short word, because it also names a folder of checkpoints."""
    if not _BOOK.fullmatch(book):
        raise ValueError(f"{book!r} is not the name of a book")
    return book


def checked_word(name: str, value: str) -> str:
    """Return an act, actor or about that is not empty, printable and not too long, else ``ValueError``."""
    if not value or not value.isprintable() or len(value) > LONGEST[name]:
        raise ValueError(f"{name} must be 1 to {LONGEST[name]} printable characters, not {value!r}")
    return value
