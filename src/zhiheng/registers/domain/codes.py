"""Codes of this room's rows: a prefix and ten signs that cannot be mistaken for one another."""

from __future__ import annotations

import secrets

from zhiheng.core.canonical import Json, digest

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def new_code(prefix: str) -> str:
    """Return an unguessable code such as ``org-7f3k0c2m9x`` (50 bits).

    It is random on purpose: a code made from a credit code or a name could be turned back into it
    by anybody who holds the public list of companies.
    """
    return prefix + "-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_from(prefix: str, *parts: Json) -> str:
    """Return the code that always belongs to these parts, for public rows that are loaded again."""
    number = int(digest(list(parts)), 16)
    signs = [ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH)]
    return prefix + "-" + "".join(signs)
