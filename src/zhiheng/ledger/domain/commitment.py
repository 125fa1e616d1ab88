"""Salted commitments: a confidential content is fixed today and shown later, or never."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from zhiheng.core.canonical import Json, canonical_bytes

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Commitment:
    """The digest goes into the open line; the salt stays with the confidential content. Both in hex."""

    salt: str
    digest: str


def commit(body: Json, salted: Callable[[int], bytes] = secrets.token_bytes) -> Commitment:
    """Fix a content without showing it: SHA-256 over a fresh random salt and the canonical bytes.

    Without the salt the content cannot be guessed from the digest, not even a plain yes or no.
    ``salted`` is replaced only where a demonstration has to come out the same twice.
    """
    salt = salted(SALT_BYTES)
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return Commitment(salt.hex(), _digest(salt, body))


def opens(digest: str, salt: str, body: Json) -> bool:
    """Tell whether salt and content are the ones behind the digest; a salt that is not one opens nothing."""
    try:
        raw = bytes.fromhex(salt)
    except ValueError:
        return False
    return len(raw) == SALT_BYTES and hmac.compare_digest(_digest(raw, body).encode(), digest.encode())


def _digest(salt: bytes, body: Json) -> str:
    return sha256(salt + canonical_bytes(body)).hexdigest()
