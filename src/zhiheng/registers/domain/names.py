"""When two spellings are one name: keys of organisations, folded text for searching, usernames."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

LIMITED = ("有限责任公司", "有限公司")
PLACE_SUFFIXES = "省市县"
# 厦门市政… is 厦门 + 市政, not 厦门市 + 政…; such words keep their 市.
CITY_WORDS = "政场民容区内郊属直"


def folded(text: str) -> str:
    """Return *text* without spaces, punctuation and differences of width or case; stable when repeated."""
    while (next_text := _fold_once(text)) != text:
        text = next_text
    return text


def name_key(name: str) -> str:
    """Return what two spellings of one organisation's name have in common.

    Width, case, spaces, brackets and punctuation do not count; 有限责任公司 is 有限公司, while
    股份有限公司 stays another thing; a leading place counts the same with and without 省, 市 or 县.
    The key only raises the question whether two are one: the credit code decides.
    """
    key = folded(name).replace(*LIMITED)
    start = 0
    while (place := _place_at(key, start)) is not None:
        stem_end, suffix_end = place
        key = key[:stem_end] + key[suffix_end:]
        start = stem_end
    return key


def username_key(username: str) -> str:
    """Return the one spelling of a username: compatibility forms united, lower case, no outer spaces."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in text if unicodedata.category(sign)[0] not in "ZCP")


def _place_at(key: str, start: int) -> tuple[int, int] | None:
    """Return where the stem and the suffix of a place name that begins at *start* end, if one does."""
    match = _places().match(key, start)
    return None if match is None else (match.end("stem"), match.end())


@cache
def _places() -> re.Pattern[str]:
    """Return a pattern of all place names that end in 省, 市 or 县, longest first."""
    table = (files("zhiheng.registers") / "data" / "regions.csv").read_text(encoding="utf-8")
    names = {row["name_zh"] for row in csv.DictReader(table.splitlines())}
    stems: dict[str, list[str]] = {}
    for name in names:
        if name[-1] in PLACE_SUFFIXES and len(name) > 2:
            stems.setdefault(name[-1], []).append(name[:-1])
    ordered = {suffix: "|".join(sorted(group, key=len, reverse=True)) for suffix, group in stems.items()}
    either = "|".join(f"(?:{group})(?={suffix})" for suffix, group in sorted(ordered.items()))
    return re.compile(f"(?P<stem>{either})(?:省|县|市(?![{CITY_WORDS}]))")
