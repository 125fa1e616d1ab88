"""Conditions in words in which places stand by name and not by code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.registers import queries as registers
from zhiheng.rules.model import Rulebook
from zhiheng.rules.wording import condition_text

_PLACE: Final = re.compile(r"(?<![0-9A-Za-z/])[1-9][0-9]{5}(?![0-9A-Za-z/])")


def conditions_told(book: Rulebook, conditions: Iterable[Any]) -> list[Text]:
    """Return what each condition asks, in one read of the places that they name; an unknown code stays."""
    told = [condition_text(one, book) for one in conditions]
    codes = {code for says in told for code in _PLACE.findall(says.zh)}
    names = registers.region_names(codes) if codes else {}
    return [_named(says, names) for says in told]


def rules_told(book: Rulebook, ids: Iterable[str]) -> dict[str, tuple[Text, Citation]]:
    """Return what conditions and classes say and where, by id; an id that is neither is left out."""
    wanted = set(ids)
    conditions = [one for one in (*book.entry, *book.exclusion, *book.noted) if one.id in wanted]
    told = dict(zip((one.id for one in conditions), conditions_told(book, conditions), strict=True))
    told |= {one.id: one.title for one in book.classes if one.id in wanted}
    return {id_: (says, book.cite(id_)) for id_, says in told.items()}


def _named(says: Text, names: Mapping[str, str]) -> Text:
    """Put names for codes; in Chinese without the spaces that stand around digits."""
    zh, en = says.zh, says.en.replace("within region", "in")
    for code, name in names.items():
        zh = re.sub(rf"\s*{code}\s*", name, zh)
        en = en.replace(code, name)
    return Text(zh, en if names else says.en)
