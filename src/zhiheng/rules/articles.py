"""The numbers of articles: in which order the parts of a rulebook stand in the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

_FIRST = re.compile(r"[0-9]+|[〇零一二两三四五六七八九十百]+")
_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
Part = TypeVar("Part")


def article_number(article: str | None) -> int | None:
    """Return the number of an article as printed: 8 of ``8(1)``, 12 of ``第十二条``; ``None`` without one."""
    found = _FIRST.search(article or "")
    if found is None:
        return None
    return int(found[0]) if found[0].isdigit() and found[0].isascii() else _chinese(found[0])


def _chinese(written: str) -> int:
    total = here = 0
    for sign in written:
        if sign in _UNITS:
            total, here = total + (here or 1) * _UNITS[sign], 0
        else:
            here = here * 10 + _DIGITS[sign]
    return total + here


def in_article_order(parts: Sequence[tuple[Part, Iterable[str | None]]]) -> list[Part]:
    """Return parts in the order of their first articles, if most of their rules have one; else as they are.

    A part without an article stays behind the part before it.
    """
    listed = [(part, [article_number(one) for one in articles]) for part, articles in parts]
    every = [number for _, numbers in listed for number in numbers]
    if 2 * sum(number is not None for number in every) <= len(every):
        return [part for part, _ in listed]
    keys, last = [], 0
    for _, numbers in listed:
        last = min((one for one in numbers if one is not None), default=last)
        keys.append(last)
    return [listed[place][0] for place in sorted(range(len(listed)), key=lambda place: (keys[place], place))]
