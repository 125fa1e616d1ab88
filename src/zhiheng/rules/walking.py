"""Walking through a rulebook's plain values, whatever their shape, and noting names that lead nowhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from zhiheng.core.text import Text
from zhiheng.rules.yamltext import Path, Reading

Entry: TypeAlias = tuple[Path, Mapping[str, Any]]


def entries(data: Any, *names: str) -> Iterator[Entry]:
    """Yield the mappings in the lists of these names."""
    for name in names:
        listed = data.get(name)
        for number, item in enumerate(listed if isinstance(listed, tuple) else ()):
            if isinstance(item, Mapping):
                yield (name, number), item


def conditions(data: Any) -> Iterator[Entry]:
    """Yield every condition, those inside others included."""
    waiting = list(entries(data, "entry", "exclusion", "noted"))
    while waiting:
        path, item = waiting.pop(0)
        yield path, item
        inner = item.get("of")
        for number, child in enumerate(inner if isinstance(inner, tuple) else ()):
            if isinstance(child, Mapping):
                waiting.append(((*path, "of", number), child))


def single(data: Any, *path: str) -> Iterator[Entry]:
    here = data
    for part in path:
        here = here.get(part) if isinstance(here, Mapping) else None
    if isinstance(here, Mapping):
        yield path, here


def pools(data: Any) -> Iterator[Entry]:
    """Yield the one pool, or each of the list."""
    yield from single(data, "pool")
    yield from entries(data, "pool")


def below(data: Any, *path: str) -> Iterator[Entry]:
    """Yield the mappings in a list below other keys."""
    for around, item in single(data, *path[:-1]):
        for spot, inner in entries(item, path[-1]):
            yield (*around, *spot), inner


def ruled(data: Any) -> Iterator[Entry]:
    """Yield everything that rests on an article of its own, those conditions left out that lie in others."""
    yield from single(data, "nature")
    yield from single(data, "cycle")
    yield from entries(data, "bodies", "classes", "tiers")
    yield from pools(data)
    yield from entries(data, "entry", "exclusion", "noted", "criteria", "stages")
    for name in ("ranking", "rewards", "payments"):
        yield from single(data, name)
    for name in ("title_valid", "reapply", "renewal", "watch"):
        yield from single(data, "after", name)
    yield from below(data, "after", "revocation")
    yield from entries(data, "provisions")


def standing(data: Any) -> Iterator[Entry]:
    """Yield everything that may say what it rests on: rules, and what lies inside them and may have its own article."""
    yield from ruled(data)
    yield from (entry for entry in conditions(data) if len(entry[0]) > 2)
    yield from single(data, "cycle", "plan")
    yield from below(data, "payments", "amounts")
    yield from below(data, "payments", "for_higher")


def ids(data: Any, name: str) -> list[str]:
    return [item["id"] for _, item in entries(data, name) if isinstance(item.get("id"), str)]


def note_unknown(
    reading: Reading, path: Path, given: object, known: Iterable[str], code: str, what: Text
) -> bool:
    """Note a reference to something that is not there; anything but text is left to the schema."""
    choices = list(known)
    if not isinstance(given, str) or given in choices:
        return True
    close = difflib.get_close_matches(given, choices, n=1, cutoff=0.6)
    if close:
        remedy = Text(f"是否想写 {close[0]}？", f"Did you mean {close[0]}?")
    elif choices:
        remedy = Text(f"可写：{'、'.join(choices[:24])}。", f"Write one of: {', '.join(choices[:24])}.")
    else:
        remedy = Text("先定义它，或删去这一项。", "Define it first, or remove this.")
    message = Text(f"没有名为“{given}”的{what.zh}。", f"There is no {what.en} “{given}”.")
    reading.add(f"unknown_{code}", path, message, remedy)
    return False


def note_each_unknown(
    reading: Reading, path: Path, given: object, known: list[str], of: str, what: Text
) -> None:
    if isinstance(given, str):
        note_unknown(reading, path, given, known, of, what)
    for number, one in enumerate(given if isinstance(given, tuple) else ()):
        note_unknown(reading, (*path, number), one, known, of, what)
