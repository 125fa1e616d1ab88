"""The shelf: the rulebooks that are shipped with the installation, read once per version of a file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiheng.core.refusal import Refused
from zhiheng.rules.load import load_rulebook
from zhiheng.rules.model import Rulebook


def shelf() -> dict[str, Rulebook]:
    """Return every valid rulebook on the shelf by digest, in the order of their ids; invalid ones stay off it."""
    found = (_read(path, path.stat().st_mtime_ns) for path in _files())
    return {book.digest: book for book in sorted((b for b in found if b), key=lambda book: book.id)}


def on_shelf(id_: str) -> Rulebook | None:
    """Return the rulebook with this id, if it is on the shelf."""
    return next((book for book in shelf().values() if book.id == id_), None)


def _files() -> list[Path]:
    paths = (Path(settings.CHECKOUT) / "rulebooks").glob("*/*/*.yaml")
    return sorted(path for path in paths if not path.name.endswith(".cases.yaml"))


@lru_cache(maxsize=512)
def _read(path: Path, _mtime_ns: int) -> Rulebook | None:
    try:
        return load_rulebook(path)
    except Refused:
        return None
