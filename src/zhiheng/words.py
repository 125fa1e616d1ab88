"""The words of pages and code: gather them, compile the catalogues, and say what is missing.

``python -m zhiheng.words gather|compile|check``. Message ids are English; Chinese comes from the catalogues
``locale/zh_Hans/LC_MESSAGES/django.po``: a room may have its own, what no room holds is in the house's.
``terminal.po`` holds the words of the command line's library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
PAGES = HERE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
Key: TypeAlias = "tuple[object, str | None]"
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def gathered() -> Catalog:
    """Return every message that templates and code ask for, with the files that ask."""
    catalog = Catalog(locale="zh_Hans", domain="django", charset="utf-8")
    for path, source in _sources():
        for _line, message, _comments, context in extract(
            "python", BytesIO(source.encode()), keywords=KEYWORDS
        ):
            catalog.add(message, locations=[(path.relative_to(HERE).as_posix(), 0)], context=context)
    return catalog


def _sources() -> Iterator[tuple[Path, str]]:
    from django.utils.translation import templatize  # noqa: PLC0415 - needs settings

    for path in sorted(HERE.rglob("*.html")):
        yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for path in sorted(HERE.rglob("*.py")):
        if "migrations" not in path.parts and path != Path(__file__).resolve():
            yield path, path.read_text(encoding="utf-8")


def read(path: Path) -> Catalog:
    """Return a catalogue file."""
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain=path.stem)


def catalogues() -> list[Path]:
    """Return the catalogue of the house and those of the rooms that have their own."""
    return [
        PAGES,
        *sorted(path for path in HERE.rglob("locale/zh_Hans/LC_MESSAGES/django.po") if path != PAGES),
    ]


def gather() -> int:
    """Bring the catalogues up to the code; new words are left empty. Return how many are empty.

    A word stays in the catalogue that translates it; a new one goes to the room that asks for it first.
    """
    known = {path: read(path) for path in catalogues()}
    sorted_out = {path: Catalog(locale="zh_Hans", domain="django", charset="utf-8") for path in known}
    for message in gathered():
        if not message.id:
            continue
        holders = [path for path, catalog in known.items() if _told_in(catalog, message)]
        path = holders[0] if holders else _room_of(message.locations[0][0])
        if holders:
            message.string = _told_in(known[path], message)
        sorted_out[path][message.id] = message
    for path, catalog in sorted_out.items():
        write(catalog, path)
    return sum(
        not _is_told(message.string) for found in sorted_out.values() for message in found if message.id
    )


def _told_in(catalog: Catalog, message: Message) -> Any:
    found = catalog.get(message.id, message.context)
    return found.string if found is not None and _is_told(found.string) else None


def _room_of(source: str) -> Path:
    """Return the catalogue of the innermost room that holds a source file and has one."""
    for folder in (HERE / source).parents:
        own = folder / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
        if own.exists():
            return own
    return PAGES


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalogue file; the same words are the same bytes on any day."""
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)


def compile_all() -> list[Path]:
    """Compile every catalogue whose source is newer than its compiled form; return what was written."""
    written = []
    for path in sorted(HERE.rglob("*.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        temporary = target.with_suffix(f".{os.getpid()}")
        with temporary.open("wb") as file:
            write_mo(file, read(path))
        temporary.replace(target)
        written.append(target)
    return written


def faults() -> list[str]:
    """Return every word that is missing, empty, unused, fuzzy or told in two ways, in a line each."""
    asked = {_key(message) for message in gathered() if message.id}
    known: dict[Key, Any] = {}
    told = []
    for path in catalogues():
        for message in read(path):
            if message.id:
                told += _faults_of(message, asked, known)
                known[_key(message)] = message.string or known.get(_key(message))
    return [*told, *sorted(f"missing: {id_}" for id_, context in asked if (id_, context) not in known)]


def _faults_of(message: Message, asked: set[Key], known: dict[Key, Any]) -> list[str]:
    key = _key(message)
    if key not in asked:
        return [f"unused: {message.id}"]
    if not _is_told(message.string):
        return [f"untranslated: {message.id}"]
    if message.fuzzy:
        return [f"fuzzy: {message.id}"]
    if (known.get(key) or message.string) != message.string:
        return [f"told in two ways: {message.id}"]
    return []


def _key(message: Message) -> Key:
    return (message.id, message.context)


def _is_told(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def main(arguments: list[str]) -> int:
    """Run one of the three works; check ends with 1 when a word is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
    work = arguments[0] if arguments else ""
    if work == "gather":
        sys.stdout.write(f"{gather()} words to translate\n")
    elif work == "compile":
        compile_all()
    elif work == "check":
        told = faults()
        sys.stdout.write("".join(f"{line}\n" for line in told))
        return 1 if told else 0
    else:
        sys.stderr.write("python -m zhiheng.words gather|compile|check\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
