"""When two names mean the same award."""

from __future__ import annotations

import re
import unicodedata

_TAIL = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


def award_key(name: str) -> str:
    """Return what is equal for two names of the same award: 人民政府 is 政府; widths, spaces and （…） do not count."""
    plain = unicodedata.normalize("NFKC", _without_tails(name))
    return re.sub(r"\s+", "", plain).replace("人民政府", "政府")


def _without_tails(name: str) -> str:
    while (shorter := _TAIL.sub("", name)) != name:
        name = shorter
    return name.strip()
