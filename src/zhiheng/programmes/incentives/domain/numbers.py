"""The number of a standard: its one spelling, and the level that it belongs to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ruamel.yaml import YAML

from zhiheng.core.text import Text
from zhiheng.rules.vocabulary import word

LONGEST = 60
_DASHES = str.maketrans(dict.fromkeys("—–‐‑‒―−﹣－", "-"))


@dataclass(frozen=True, slots=True)
class StandardNumber:
    """A number in its one spelling (``GB/T 19580-2012``), what kind of standard it names, and its level."""

    text: str
    category: str
    level: str
    title: Text


@dataclass(frozen=True, slots=True)
class _Category:
    id: str
    level: str
    title: Text
    example: str
    pattern: re.Pattern[str]


@cache
def _categories() -> tuple[_Category, ...]:
    """Return the shipped grammar, in the order in which a number is tried."""
    source = files("zhiheng.programmes.incentives") / "data" / "standard_numbers.yaml"
    rows = YAML(typ="safe", pure=True).load(source.read_text(encoding="utf-8"))
    return tuple(
        _Category(
            row["id"],
            row["level"],
            Text.of(row["title"]),
            row["example"],
            re.compile(row["pattern"], re.ASCII),
        )
        for row in rows
    )


def plain_number(text: str) -> str:
    """Return a number as it is compared: half-width capitals, plain dashes, single spaces, none beside ``/-:``."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    spaced = " ".join(shown.translate(_DASHES).upper().split())
    return re.sub(r" ?([/:-]) ?", r"\1", spaced)


@lru_cache(maxsize=4096)
def read_number(text: str) -> StandardNumber | None:
    """Return the number that a text is, or ``None`` when it has the form of no known category."""
    plain = plain_number(text)
    if len(plain) > LONGEST:
        return None
    for category in _categories():
        found = category.pattern.fullmatch(plain)
        if found is not None:
            spelled = f"{found['code']} {found['number']}"
            return StandardNumber(spelled, category.id, category.level, category.title)
    return None


def number_problem(text: str, level: str) -> Text | None:
    """Say what is wrong with a number that is claimed for a level, or return ``None``."""
    found = read_number(text)
    if found is None:
        return _unreadable(text, level)
    if found.level == level:
        return None
    claimed, own = word("level", level), found.title
    return Text(
        f"“{found.text}”是{own.zh}的编号，不能按{claimed.zh}申报。",
        f"“{found.text}” is the number of a {own.en}; it cannot be claimed as {claimed.en}.",
    )


def _unreadable(text: str, level: str) -> Text:
    plain = plain_number(text)[:LONGEST]
    claimed = word("level", level)
    dated = next((f"{plain}{mark}2021" for mark in "-:" if read_number(f"{plain}{mark}2021")), None)
    if dated is not None:
        return Text(
            f"标准编号“{plain}”缺少年份，应写成类似“{dated}”。",
            f"The standard number “{plain}” has no year; write it like “{dated}”.",
        )
    examples = [category.example for category in _categories() if category.level == level]
    return Text(
        f"“{plain}”不是{claimed.zh}的编号，编号应写成类似“{'”“'.join(examples) or 'GB/T 19580-2012'}”。",
        f"“{plain}” is not the number of an {claimed.en}; write it like {', '.join(examples) or 'GB/T 19580-2012'}.",
    )
