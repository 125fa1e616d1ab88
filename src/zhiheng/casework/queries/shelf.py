"""The shelf: the rulebooks shipped with the installation and those that offices have saved, by digest."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiheng.casework.models import RulebookVersion
from zhiheng.core.refusal import Refused
from zhiheng.rules.cases import SUFFIX, cases_path
from zhiheng.rules.load import load_rulebook, read_rulebook
from zhiheng.rules.model import Rulebook

_saved_texts: dict[str, Rulebook | None] = {}
"""Saved texts by digest; a text never changes under its digest, so it is read once in a process."""


def shelf() -> dict[str, Rulebook]:
    """Return every valid rulebook on the shelf by digest, in the order of their ids, in one or two statements.

    A file that is invalid stays off it, and so does a saved text that no longer has its digest.
    """
    books = [*_shipped(), *_saved()]
    return {book.digest: book for book in sorted(books, key=lambda book: book.id)}


def on_shelf(id_: str) -> Rulebook | None:
    """Return the rulebook with this id, if it is on the shelf."""
    return next((book for book in shelf().values() if book.id == id_), None)


def versions_of(instrument: str) -> tuple[Rulebook, ...]:
    """Return the versions of one instrument (``350200/quality-award``) on the shelf, the latest in force first."""
    found = [book for book in shelf().values() if book.instrument == instrument]
    return tuple(sorted(found, key=lambda book: (str(book.in_force.since or ""), book.id), reverse=True))


def awards_on_shelf(authorities: frozenset[str]) -> tuple[Rulebook, ...]:
    """Return the rulebooks of awards of some authorities, by id."""
    books = shelf().values()
    return tuple(book for book in books if book.kind == "award" and book.authority in authorities)


def shipped_with(digest: str) -> Path | None:
    """Return the file of a shipped text that has examples beside it, by its digest."""
    found = (path for path, book in _files() if book.digest == digest)
    return next((path for path in found if cases_path(path).is_file()), None)


def saved_by(digest: str) -> str:
    """Return the code of the account that saved a text; nothing for one that is shipped or only pinned."""
    found = RulebookVersion.objects.filter(digest=digest).values_list("saved_by", flat=True).first()
    return found or ""


def shipped_ids() -> dict[str, str]:
    """Return the digest of every shipped rulebook by its id."""
    return {book.id: book.digest for book in _shipped()}


def shipped() -> tuple[Rulebook, ...]:
    """Return the valid rulebooks that come with the installation, without a statement."""
    return tuple(_shipped())


def _shipped() -> list[Rulebook]:
    return [book for _, book in _files()]


def _files() -> list[tuple[Path, Rulebook]]:
    paths = sorted((Path(settings.CHECKOUT) / "rulebooks").glob("*/*/*.yaml"))
    read = ((path, _read(path, path.stat().st_mtime_ns)) for path in paths if not path.name.endswith(SUFFIX))
    return [(path, book) for path, book in read if book is not None]


@lru_cache(maxsize=512)
def _read(path: Path, _mtime_ns: int) -> Rulebook | None:
    try:
        return load_rulebook(path)
    except Refused:
        return None


def _saved() -> list[Rulebook]:
    rows = RulebookVersion.objects.exclude(saved_by="").order_by("rulebook")
    digests = list(rows.values_list("digest", flat=True))
    if missing := [digest for digest in digests if digest not in _saved_texts]:
        found = RulebookVersion.objects.filter(digest__in=missing[:500]).values_list("digest", "source")
        _saved_texts.update({digest: _parsed(digest, source) for digest, source in found})
    return [book for digest in digests if (book := _saved_texts.get(digest)) is not None]


def _parsed(digest: str, source: str) -> Rulebook | None:
    if hashlib.sha256(source.encode()).hexdigest() != digest:
        return None
    try:
        return read_rulebook(source, digest[:12])
    except Refused:
        return None
