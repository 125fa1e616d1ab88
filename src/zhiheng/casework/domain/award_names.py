"""What an award is called, from the title of its instrument, and when two names mean the same award."""

from __future__ import annotations

import re
import unicodedata

_ENDINGS = (
    "管理办法及评审实施细则", "评审管理实施办法", "评审管理办法", "评定管理办法", "评审管理规范", "评审管理规定",
    "评选管理办法", "管理实施办法", "管理办法", "管理规定", "管理规范", "评审办法", "评选办法", "评审规则",
    "实施办法", "实施细则", "奖励办法", "暂行办法", "办法", "规定",
)  # fmt: skip
_TAIL = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


def award_title(title: str) -> str:
    """Return the award's name in the title of an instrument: without 管理办法 and the like, and （2022年修订）, （试行）."""
    name = _without_tails(title)
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


def award_key(name: str) -> str:
    """Return what is equal for two names of the same award: 人民政府 is 政府; widths, spaces and （…） do not count."""
    plain = unicodedata.normalize("NFKC", _without_tails(name))
    return re.sub(r"\s+", "", plain).replace("人民政府", "政府")


def _without_tails(name: str) -> str:
    while (shorter := _TAIL.sub("", name)) != name:
        name = shorter
    return name.strip()
