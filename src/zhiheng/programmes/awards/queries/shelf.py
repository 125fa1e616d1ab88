"""The rulebooks that are shipped with the installation, for opening a round from one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiheng.core.refusal import Refused
from zhiheng.rules.load import load_rulebook
from zhiheng.rules.model import Rulebook


def awards_on_shelf(authorities: frozenset[str]) -> tuple[Rulebook, ...]:
    """Return the valid rulebooks of awards of some authorities, by id; invalid files are left out."""
    found = (_read(path, path.stat().st_mtime_ns) for path in _files())
    mine = [
        book for book in found if book is not None and book.kind == "award" and book.authority in authorities
    ]
    return tuple(sorted(mine, key=lambda book: book.id))


def _files() -> list[Path]:
    paths = (Path(settings.CHECKOUT) / "rulebooks").glob("*/*/*.yaml")
    return sorted(path for path in paths if not path.name.endswith(".cases.yaml"))


@lru_cache(maxsize=512)
def _read(path: Path, _mtime_ns: int) -> Rulebook | None:
    try:
        return load_rulebook(path)
    except Refused:
        return None
