"""Behind which instrument an honour on record stands: by the titles on the shelf, and by names written down."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from zhiheng.casework.domain.award_names import award_key
from zhiheng.casework.queries.shelf import shelf, shipped
from zhiheng.core.text import Text
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.called import award_in
from zhiheng.rules.yamltext import read_yaml

NAMES = Path(__file__).resolve().parents[1] / "data" / "award_names.yaml"


def award_code(book: Rulebook, authority: str, award: str) -> str:
    """Return the instrument behind an honour; where none is known, the authority and the name.

    What the rulebook itself says of its own and other awards (``Rulebook.award_code``) goes before what the shelf
    knows; a name that is spelt otherwise (``award_key``) counts as that name.
    """
    code, unknown = book.award_code(authority, award), f"{authority}/{award}"
    if code != unknown:
        return code
    key = (authority, award_key(award))
    own = {(book.authority, award_key(book.award.zh)): book.instrument}
    return (own | _termed(book)).get(key) or _instrument(key) or unknown


def _termed(book: Rulebook) -> dict[tuple[str, str], str]:
    return {
        (term.id.partition("/")[0], award_key(name)): term.id
        for term in book.terms
        if term.of == "award"
        for name in (award_in(Text(term.title.zh, term.title.en)).zh, *term.names)
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
        (book.authority, award_key(book.award.zh)): book.instrument for book in books if book.kind == "award"
    }
