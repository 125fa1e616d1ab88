"""Behind which instrument an honour on record stands: by the titles on the shelf, and by names written down."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from zhiheng.casework.domain.award_names import award_key, award_title
from zhiheng.casework.queries.shelf import shelf, shipped
from zhiheng.rules.model import Rulebook
from zhiheng.rules.yamltext import read_yaml

NAMES = Path(__file__).resolve().parents[1] / "data" / "award_names.yaml"


def award_name(book: Rulebook) -> str:
    """Return the name under which the instrument's honours are kept."""
    return award_title(book.title.zh)


def award_code(book: Rulebook, authority: str, award: str) -> str:
    """Return the instrument behind an honour; where none is known, the authority and the name.

    What the rulebook itself says of other awards (``terms`` of ``award``) goes before what the shelf knows.
    """
    if authority == book.authority and award_key(award) == award_key(award_name(book)):
        return book.instrument
    key = (authority, award_key(award))
    return _termed(book).get(key) or _instrument(key) or f"{authority}/{award}"


def _termed(book: Rulebook) -> dict[tuple[str, str], str]:
    return {
        (term.id.partition("/")[0], award_key(name)): term.id
        for term in book.terms
        if term.of == "award"
        for name in (award_title(term.title.zh), *term.names)
    }


def _instrument(key: tuple[str, str]) -> str | None:
    known = written() | _titled(shipped())
    return known.get(key) or _titled(shelf().values()).get(key)


@cache
def written() -> dict[tuple[str, str], str]:
    """Return the names that are written down, by authority and name."""
    rows = read_yaml(NAMES.read_text(encoding="utf-8"), NAMES.name).data or ()
    return {(row["authority"], award_key(row["name"])): row["instrument"] for row in rows}


def _titled(books: Iterable[Rulebook]) -> dict[tuple[str, str], str]:
    return {
        (book.authority, award_key(award_title(book.title.zh))): book.instrument
        for book in books
        if book.kind == "award"
    }
