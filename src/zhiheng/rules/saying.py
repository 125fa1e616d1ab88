"""How the wording lists things, writes money, and marks what is a default of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from zhiheng.core.money import Money
from zhiheng.core.text import Text, joined
from zhiheng.rules.model.words import Ruled

Clause: TypeAlias = tuple[str, Text]
"""A part of a sentence, and the key of the rule that it tells."""

_SETTLED_BY_THE_FORMAT = frozenset({"tie", "ties", "combine", "over", "silence", "adverse", "too_few"})
_WAN = 1_000_000
_BESIDE_LATIN = re.compile(
    r"(?<=[0-9A-Za-z])(?=或者|和|以及)|(?<=或者)(?=[0-9A-Za-z])|(?<=[和及])(?=[0-9A-Za-z])"
)


def counted(n: int, one: str) -> str:
    """Return a number with its noun in English: 1 year, 2 years."""
    return f"{n} {one if n == 1 else one + 's'}"


def listing(names: Sequence[Text]) -> Text:
    """Return several names side by side: 甲、乙; with 以及 where a name itself holds a 、."""
    return _strung(names, _comma(names), _comma(names), ", ", ", ")


def both(names: Sequence[Text]) -> Text:
    """Return names that all count: 甲、乙和丙."""
    return _strung(names, _comma(names), "和", ", ", " and ")


def either(names: Sequence[Text]) -> Text:
    """Return names of which any one will do: 甲、乙或者丙."""
    return _strung(names, _comma(names, "或者"), "或者", ", ", " or ")


def _comma(names: Sequence[Text], instead: str = "以及") -> str:
    return instead if any("、" in name.zh for name in names) else "、"


def _strung(names: Sequence[Text], zh: str, last_zh: str, en: str, last_en: str) -> Text:
    if len(names) < 2:
        return joined(list(names))
    head = joined(list(names[:-1]), zh=zh, en=en)
    joined_zh = f"{head.zh}{last_zh}{names[-1].zh}"
    if last_zh.isalpha():
        joined_zh = _BESIDE_LATIN.sub(" ", joined_zh)
    return Text(joined_zh, f"{head.en}{last_en}{names[-1].en}")


def yuan(amount: Money) -> Text:
    """Return 100 万元 / 1,000,000 yuan; what is no whole number of 万 stays in yuan, exact to the fen."""
    whole, rest = divmod(amount.fen, 100)
    said = str(amount) if rest else f"{whole:,}"
    if amount.fen and amount.fen % _WAN == 0:
        return Text(f"{amount.fen // _WAN:,} 万元", f"{said} yuan")
    return Text(f"{said} 元", f"{said} yuan")


def inside(text: Text) -> Text:
    """Return a title as it stands inside an English sentence: a leading article is small."""
    first, _, rest = text.en.partition(" ")
    return Text(text.zh, f"{first.lower()} {rest}") if first in ("The", "A", "An") and rest else text


def begun(text: Text) -> Text:
    """Return a sentence that begins with a capital letter."""
    return Text(text.zh, text.en[:1].upper() + text.en[1:])


def clauses(ruled: Ruled, parts: Iterable[Clause]) -> list[Text]:
    """Return the parts of a rule's sentence, those marked that no source says.

    A default inside a key (``objections.named``) marks the part of that name, else it is named at the end of
    what tells the key.
    """
    listed = list(parts)
    last = {key: place for place, (key, _) in enumerate(listed)}
    said = [_default(text) if _is_default(ruled, key) else text for key, text in listed]
    for head, place in last.items():
        inside_it = [key for key in ruled.defaults if key.startswith(f"{head}.") and key not in last]
        if inside_it and not ruled.open:
            said[place] = _named_default(said[place], inside_it)
    return said


def _is_default(ruled: Ruled, key: str) -> bool:
    if ruled.open:
        return False
    return key in ruled.defaults or (key in _SETTLED_BY_THE_FORMAT and not ruled.is_written(key))


def _default(text: Text) -> Text:
    return Text(f"{text.zh}（缺省）", f"{text.en} (default)")


_KEYS = {
    "years": Text("年限", "years"),
    "months": Text("月数", "months"),
    "editions": Text("届数", "editions"),
    "at_least": Text("下限", "the lower limit"),
    "at_most": Text("上限", "the upper limit"),
    "event": Text("情形", "the events"),
    "relations": Text("所及主体", "whose"),
    "by": Text("由谁办理", "by whom"),
    "needs": Text("材料种类", "which papers"),
    "limits": Text("篇幅", "the length"),
    "published_for": Text("公示时间", "the time of publication"),
    "cut_off": Text("截止日", "the day to which it counts"),
    "when": Text("适用范围", "for whom"),
    "unless": Text("适用范围", "for whom"),
    "applies_to": Text("适用范围", "for whom"),
    "order": Text("次序", "the order"),
    "prefer": Text("优先", "the preference"),
    "amounts": Text("金额", "the amounts"),
    "of": Text("范围", "who belongs"),
    "classes": Text("类别", "the classes"),
    "assessors": Text("人数", "how many"),
    "lead": Text("组长", "the leader"),
    "odd": Text("单数", "the odd number"),
    "drawn": Text("抽取", "the draw"),
    "outside": Text("外地专家", "those from outside"),
    "least": Text("最低人数", "the least number"),
    "share": Text("比例", "the share"),
    "per_place": Text("每个名额的人数", "how many a place"),
    "more_than": Text("是否须超过", "more than, or at least"),
    "present": Text("陈述时间", "the time to present"),
    "answer": Text("答辩时间", "the time to answer"),
    "discuss": Text("合议时间", "the time to discuss"),
    "times": Text("次数", "how often"),
    "within": Text("期限", "the period"),
    "who": Text("告知对象", "who is told"),
    "how": Text("方式", "the way"),
    "reserved": Text("预留", "the reserved places"),
    "caps": Text("分类上限", "the caps"),
    "ratio": Text("分配比例", "the ratio"),
    "unused": Text("未使用名额的处理", "what becomes of unused ones"),
    "per": Text("分类名额", "the numbers by class"),
    "categories": Text("条目和分值", "items and points"),
    "bands": Text("评分指南", "the guidance for marks"),
    "total": Text("总分", "the total"),
}


def marked_at_the_end(ruled: Ruled, text: Text) -> Text:
    """Return a sentence that does not fall into parts, with what in it is a default of the house."""
    if not ruled.defaults:
        return text
    return _named_default(text, ruled.defaults)


def _named_default(text: Text, keys: Sequence[str]) -> Text:
    names = listing([_KEYS.get(name := key.rpartition(".")[2], Text.of(name)) for key in keys])
    return Text(f"{text.zh}（其中{names.zh}缺省）", f"{text.en} (default: {names.en})")
