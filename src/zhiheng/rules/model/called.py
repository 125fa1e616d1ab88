"""What an award is called, and the names of places and other awards that a reader of a rulebook gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiheng.core.text import Text

_REMARK_ZH = re.compile(r"(?:（[^（）]*）|\([^()]*\)|【[^【】]*】)$")
_REMARK_EN = re.compile(r" ?\([^()]*\)$")
_ENDINGS_ZH = re.compile(
    r"(?:管理办法及)?(?:评审|评选|评定|评比|表彰)*(?:和|与|及)?(?:评审|评选|表彰)*(?:组织|管理|实施|工作|暂行|试行)*"
    r"(?:办法|规定|规范|规则|细则|条例|方案|规程)$"
)
_ENDINGS_EN = re.compile(
    r"(?: (?:Administrative|Management|Review|Assessment|Selection|Implementation|Interim|Trial|Detailed))*"
    r" (?:Measures|Rules|Norm|Norms|Regulations|Provisions|Plan)(?: and (?:Detailed )?Rules)?$"
)


@dataclass(frozen=True, slots=True)
class Called:
    """Names of places by code, and of awards by ``authority/instrument``; what is not here is shown as its code."""

    places: Mapping[str, str] = field(default_factory=dict)
    awards: Mapping[str, Text] = field(default_factory=dict)


NOTHING_CALLED = Called()


def award_in(title: Text) -> Text:
    """Return the award's name in an instrument's title: without remarks in brackets and the kind of instrument."""
    return Text(_cut(title.zh, _REMARK_ZH, _ENDINGS_ZH), _cut(title.en, _REMARK_EN, _ENDINGS_EN))


def _cut(title: str, remark: re.Pattern[str], ending: re.Pattern[str]) -> str:
    """Cut endings off, but never everything."""
    name = title
    while (shorter := remark.sub("", name).rstrip()) and shorter != name:
        name = shorter
    return ending.sub("", name).rstrip() or title
