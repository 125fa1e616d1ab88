"""The one way in which a value becomes bytes before it is hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical_bytes(value: object) -> bytes:
    """Return UTF-8 JSON with sorted keys and no spaces (RFC 8785 without floating point numbers).

    Decimals become plain digits and days ISO 8601, as strings. Floats are refused: what is hashed
    is exact.
    """
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return text.encode()


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


_HARMLESS = frozenset({str, int, bool, type(None)})


def _refuse_floats(value: object) -> None:
    if type(value) in _HARMLESS:
        return
    if isinstance(value, float):
        raise TypeError("a float has no canonical form; use Decimal or an integer")
    if isinstance(value, dict | Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
