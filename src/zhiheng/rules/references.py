"""Checks of names: departments, events, papers, levels, tiers are known before anything refers to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.core.text import Text
from zhiheng.rules.vocabulary import WORDS
from zhiheng.rules.walking import conditions, entries, ids, note_each_unknown, note_unknown, single
from zhiheng.rules.yamltext import Reading

_WORD_FIELDS = (
    ("stages", "asks", "department", Text("部门", "department")),
    ("stages", "levels", "level", Text("标准级别", "level of standard")),
    ("conditions", "event", "event", Text("事件", "event")),
    ("conditions", "certificate", "certificate", Text("证书", "certificate")),
    ("conditions", "needs", "paper", Text("材料", "paper")),
    ("conditions", "name", "measure", Text("指标", "measure")),
    ("conditions", "kinds", "kind", Text("主体类型", "kind of subject")),
    ("conditions", "applies_to", "kind", Text("主体类型", "kind of subject")),
)


def check_words(reading: Reading, data: Any) -> None:
    """Departments, events, papers and so on are those of the house or of the rulebook's own terms."""
    sources = {"stages": list(entries(data, "stages")), "conditions": list(conditions(data))}
    for source, name, of, what in _WORD_FIELDS:
        known = _words(data, of)
        for path, item in sources[source]:
            note_each_unknown(reading, (*path, name), item.get(name), known, of, what)
    note_each_unknown(
        reading,
        ("applicants",),
        data.get("applicants"),
        _words(data, "kind"),
        "kind",
        Text("主体类型", "kind of subject"),
    )
    for path, item in sources["conditions"]:
        reliefs = item.get("reduced")
        for number, reduced in enumerate(reliefs if isinstance(reliefs, tuple) else ()):
            when = reduced.get("when") if isinstance(reduced, Mapping) else None
            for of in ("size", "certificate", "kind"):
                given = when.get(of) if isinstance(when, Mapping) else None
                spot = (*path, "reduced", number, "when", of)
                note_unknown(reading, spot, given, _words(data, of), of, Text("词语", f"word for {of}"))
    for path, pots in single(data, "rewards", "pots"):
        for level in pots:
            note_unknown(
                reading,
                (*path, level),
                level,
                _words(data, "level"),
                "level",
                Text("标准级别", "level of standard"),
            )


def _words(data: Any, of: str) -> list[str]:
    own = [i["id"] for _, i in entries(data, "terms") if i.get("of") == of and isinstance(i.get("id"), str)]
    return [*own, *WORDS[of]]


def check_tiers(reading: Reading, data: Any) -> None:
    """Quotas are not turned round; conditions on this instrument's own honours name its own tiers."""
    for path, tier in entries(data, "tiers"):
        quota = tier.get("quota")
        most, least = (
            (quota.get("at_most"), quota.get("at_least")) if isinstance(quota, Mapping) else (None, None)
        )
        if isinstance(most, int) and isinstance(least, int) and least > most:
            message = Text("名额下限大于上限。", "The lower limit of places is above the upper one.")
            reading.add(
                "limits_crossed", (*path, "quota"), message, Text("更正其中之一。", "Correct one of them.")
            )
    own = ids(data, "tiers")
    for path, item in conditions(data):
        if item.get("rule") in ("honour_within", "holds_honour") and item.get("award") is None:
            note_each_unknown(
                reading, (*path, "tiers"), item.get("tiers"), own, "tier", Text("奖项等次", "tier")
            )
