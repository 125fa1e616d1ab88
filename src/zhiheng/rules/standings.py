"""Checks of what rules rest on: an article, a source without it, nothing; or nothing for some of their keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.core.text import Text
from zhiheng.rules.walking import conditions, note_unknown, ruled, standing
from zhiheng.rules.yamltext import Path, Reading

_NO_VALUE = frozenset({"id", "kind", "rule", "title", "art", "unverified", "open", "defaults", "note"})


def check_standings(reading: Reading, data: Any) -> None:
    """Every rule has exactly one standing; what it calls a default is a key that it has."""
    for path, item in ruled(data):
        if item.get("art") is None and item.get("unverified") is not True and item.get("open") is not True:
            reading.add(
                "no_article",
                path,
                Text("这条规则没有写依据条款。", "This rule has no article."),
                Text(
                    '写 art: "条款号"；来源未能证实的写 unverified: true；来源未提及、按通常做法补的写 open: true。',
                    'Write art: "…"; unverified: true if no source confirms it; open: true for a default.',
                ),
            )
    for path, item in standing(data):
        if item.get("open") is True and (item.get("art") is not None or item.get("unverified") is True):
            reading.add(
                "two_standings",
                (*path, "open"),
                Text(
                    "open 与 art、unverified 不能同时写。", "open stands beside neither art nor unverified."
                ),
                Text("只保留一种依据。", "Keep one of them."),
                key=True,
            )
        if item.get("defaults") is not None:
            _check_defaults(reading, path, item)
    for path, item in conditions(data):
        _check_inside(reading, path, item)


def _check_defaults(reading: Reading, path: Path, item: Mapping[str, Any]) -> None:
    here = (*path, "defaults")
    if item.get("open") is True:
        message = Text(
            "整条规则已是缺省（open），不必再写 defaults。", "The whole rule is a default (open) already."
        )
        remedy = Text(
            "删去 defaults；来源有载的，删去 open。", "Remove defaults; or open, if a source says so."
        )
        reading.add("default_of_open", here, message, remedy, key=True)
        return
    named, what = item["defaults"], Text("可作缺省的键", "key of this rule that may be a default")
    keys = [key for key in item if key not in _NO_VALUE]
    keys += [f"{key}.{inner}" for key in keys for inner in _keys_of(item[key])]
    for number, one in enumerate(named if isinstance(named, tuple) else (named,)):
        spot = (*here, number) if isinstance(named, tuple) else here
        note_unknown(reading, spot, one, keys, "default", what)


def _keys_of(value: object) -> list[str]:
    return [str(key) for key in value] if isinstance(value, Mapping) else []


_CHOOSING = {
    "one_of": Text("等于整条都符合", "the whole is met for everybody else"),
    "k_of": Text("等于多满足了一项", "one more is met for everybody else"),
    "none_of": Text("等于整条都不符合", "the whole fails for everybody else"),
}
_AUDIENCE = ("applies_to", "when", "unless")


def _check_inside(reading: Reading, path: Path, item: Mapping[str, Any]) -> None:
    """A condition among which one chooses is for everybody: to others it would count as met."""
    told = _CHOOSING.get(str(item.get("rule")))
    inner = item.get("of")
    if told is None or not isinstance(inner, tuple):
        return
    for number, one in enumerate(inner):
        for key in _AUDIENCE if isinstance(one, Mapping) else ():
            if one.get(key) is None:
                continue
            reading.add(
                "audience_inside",
                (*path, "of", number, key),
                Text(
                    f"这一项对不适用的主体算作符合，{told.zh}。",
                    f"For those whom it is not for it counts as met: {told.en}.",
                ),
                Text(
                    "把 when、unless、applies_to 写在外层条件上；只对一部分主体成立的一项，写成 all_of，"
                    "其中一条用 of_class。",
                    "Write when, unless or applies_to on the outer condition; or make this an all_of with an of_class.",
                ),
                key=True,
            )
