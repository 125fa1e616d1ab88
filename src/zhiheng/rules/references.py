"""Checks of names: whatever a rulebook refers to is a word of the house or stands in the rulebook itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from zhiheng.core.text import Text
from zhiheng.rules.model.afterwards import RENEWAL_REFUSED
from zhiheng.rules.model.places import REPEAT_WINNER
from zhiheng.rules.model.words import AWARD_ID
from zhiheng.rules.vocabulary import RANKS, WORDS
from zhiheng.rules.walking import below, conditions, entries, ids, note_each_unknown, pools, single
from zhiheng.rules.yamltext import Path, Reading

NAMES = {
    "department": Text("部门", "department"),
    "level": Text("标准级别", "level of standard"),
    "event": Text("事件", "event"),
    "certificate": Text("证书", "certificate"),
    "paper": Text("材料", "paper"),
    "measure": Text("指标", "measure"),
    "kind": Text("主体类型", "kind of subject"),
    "size": Text("规模", "size"),
    "rating": Text("评级", "rating"),
    "list": Text("名录", "list"),
    "channel": Text("推荐渠道", "channel"),
    "cause": Text("原因", "cause"),
    "role": Text("岗位", "role"),
    "rank": Text("行政级别", "rank of officials"),
}
_OWN = {
    "stage": Text("环节", "stage"),
    "tier": Text("奖项等次", "tier"),
    "body": Text("机构", "body"),
    "class": Text("类别或主体类型", "class or kind of subject"),
    "condition": Text("列在 noted 下的条件", "condition under noted"),
    "outside": Text("类别或列在 noted 下的条件", "class, or condition under noted"),
    "trigger": Text("事件", "event"),
}


class Named(NamedTuple):
    """A reference: where it stands, what it says (an id or several), and what it must be."""

    path: Path
    given: object
    of: str


def check_references(reading: Reading, data: Any) -> None:
    """Note every reference to something that is not there."""
    known = _known(data)
    for path, given, of in _references(data):
        if of == "award":
            _check_award(reading, path, given, known[of])
            continue
        what = NAMES.get(of) or _OWN[of]
        note_each_unknown(reading, path, given, known[of], of, what)


def _check_award(reading: Reading, path: Path, given: object, known: list[str]) -> None:
    """Note an award of another authority that has no name here: no honour in a register could be matched."""
    if not isinstance(given, str) or given in known:
        return
    shown = given if re.fullmatch(AWARD_ID, given) else "350000/quality-award"
    reading.add(
        "unknown_award",
        path,
        Text(f"没有说明“{given[:80]}”是哪个奖项。", f"It is not said which award “{given[:80]}” is."),
        Text(
            f"在 terms 中写 {{id: {shown}, of: award, title: {{zh: …, en: …}}}}；荣誉台账中另有名称的写入 names。",
            f"Write {{id: {shown}, of: award, title: {{…}}}} in terms; names, if registers call it otherwise.",
        ),
    )


def _known(data: Any) -> dict[str, list[str]]:
    known = {of: [*_own_words(data, of), *WORDS[of]] for of in WORDS}
    id_ = data.get("rulebook")
    known["award"] += [id_.rpartition("/")[0]] if isinstance(id_, str) else []
    classes, noted = ids(data, "classes"), ids(data, "noted")
    known |= {"stage": ids(data, "stages"), "tier": ids(data, "tiers"), "body": ids(data, "bodies")}
    known |= {"class": [*classes, *known["kind"]], "own_class": classes, "condition": noted}
    known |= {"outside": [REPEAT_WINNER, *classes, *noted], "rank": list(RANKS)}
    return known | {"trigger": [*known["event"], RENEWAL_REFUSED]}


def _own_words(data: Any, of: str) -> list[str]:
    return [i["id"] for _, i in entries(data, "terms") if i.get("of") == of and isinstance(i.get("id"), str)]


def _references(data: Any) -> Iterator[Named]:
    for path, item in conditions(data):
        yield from _of_condition(path, item)
    for path, item in entries(data, "stages"):
        yield from _of_stage(path, item)
    for path, item in entries(data, "tiers"):
        yield from _of_tier(path, item)
    yield from _of_applicants(data)
    yield from _of_bodies(data)
    for path, item in pools(data):
        yield Named((*path, "tiers"), item.get("tiers"), "tier")
        yield from _keys(path, item, "caps", "class")
    for path, item in single(data, "ranking"):
        yield from _preferences(path, item)
    for path, item in single(data, "rewards"):
        yield from _keys(path, item, "pots", "level")
    yield from _of_payments(data)
    for path, item in below(data, "after", "revocation"):
        yield Named((*path, "upon"), item.get("upon"), "trigger")


_IN_CONDITIONS = (
    ("event", "event"),
    ("except", "cause"),
    ("certificate", "certificate"),
    ("needs", "paper"),
    ("kinds", "kind"),
    ("applies_to", "kind"),
    ("index", "measure"),
    ("list", "list"),
    ("below", "rank"),
    ("award", "award"),
)


def _of_condition(path: Path, item: Mapping[str, Any]) -> Iterator[Named]:
    rule = item.get("rule")
    for name, of in _IN_CONDITIONS:
        yield Named((*path, name), item.get(name), of)
    yield Named((*path, "name"), item.get("name"), "rating" if rule == "rating" else "measure")
    if rule == "recommended":
        yield Named((*path, "by"), item.get("by"), "channel")
    for name in ("limits", "published_for"):
        yield from _keys(path, item, name, "paper")
    for name in ("when", "unless"):
        yield from _traits((*path, name), item.get(name))
    reliefs = item.get("reduced")
    for number, reduced in enumerate(reliefs if isinstance(reliefs, tuple) else ()):
        if isinstance(reduced, Mapping):
            yield from _traits((*path, "reduced", number, "when"), reduced.get("when"))
    if rule in ("honour_within", "holds_honour") and item.get("award") is None:
        yield Named((*path, "tiers"), item.get("tiers"), "tier")
    if rule == "of_class":
        yield Named((*path, "classes"), item.get("classes"), "class")


_TRAITS = (
    *(("kinds", "kind"), ("sizes", "size"), ("certificates", "certificate"), ("classes", "class")),
    *(("kind", "kind"), ("size", "size"), ("certificate", "certificate")),
)


def _traits(path: Path, item: object) -> Iterator[Named]:
    if isinstance(item, Mapping):
        for name, of in _TRAITS:
            yield Named((*path, name), item.get(name), of)


def _keys(path: Path, item: Mapping[str, Any], name: str, of: str) -> Iterator[Named]:
    """Yield the keys of a mapping as references."""
    inner = item.get(name)
    for key in inner if isinstance(inner, Mapping) else ():
        yield Named((*path, name, key), key, of)


def _of_stage(path: Path, item: Mapping[str, Any]) -> Iterator[Named]:
    for name, of in (("asks", "department"), ("levels", "level"), ("body", "body"), ("applies_to", "class")):
        yield Named((*path, name), item.get(name), of)
    if item.get("kind") == "ballot":
        yield Named((*path, "elects"), item.get("elects"), "tier")
    panel, keep, order = item.get("panel"), item.get("keep"), item.get("order")
    if isinstance(panel, Mapping):
        yield Named((*path, "panel", "apart_from"), panel.get("apart_from"), "stage")
        yield Named((*path, "panel", "same_as"), panel.get("same_as"), "stage")
    if isinstance(keep, Mapping):
        yield from _keys((*path, "keep"), keep, "by_class", "class")
    if isinstance(order, Mapping):
        yield from _preferences((*path, "order"), order)


def _preferences(path: Path, ranking: Mapping[str, Any]) -> Iterator[Named]:
    for spot, item in entries(ranking, "prefer"):
        yield Named((*path, *spot, "class"), item.get("class"), "class")
        yield Named((*path, *spot, "condition"), item.get("condition"), "condition")


def _of_tier(path: Path, item: Mapping[str, Any]) -> Iterator[Named]:
    yield Named((*path, "open_to"), item.get("open_to"), "class")
    yield Named((*path, "from"), item.get("from"), "tier")
    yield Named((*path, "triggered_by"), item.get("triggered_by"), "condition")
    quota, given, outside = item.get("quota"), item.get("given"), item.get("outside")
    if isinstance(quota, Mapping):
        for name in ("per", "reserved", "caps", "ratio"):
            yield from _keys((*path, "quota"), quota, name, "class")
        if isinstance(quota.get("times"), Mapping):
            yield Named((*path, "quota", "times", "tier"), quota["times"].get("tier"), "tier")
    for spot, need in entries(item, "needs"):
        yield Named((*path, *spot, "stage"), need.get("stage"), "stage")
    if isinstance(given, Mapping):
        yield Named((*path, "given", "stage"), given.get("stage"), "stage")
    if isinstance(outside, Mapping):
        yield Named((*path, "outside", "when"), outside.get("when"), "outside")


def _of_applicants(data: Any) -> Iterator[Named]:
    listed = data.get("applicants")
    for number, one in enumerate(listed if isinstance(listed, tuple) else ()):
        if isinstance(one, Mapping):
            yield Named(("applicants", number, "kind"), one.get("kind"), "kind")
            yield Named(("applicants", number, "role"), one.get("role"), "role")
        else:
            yield Named(("applicants", number), one, "kind")
    for path, item in entries(data, "classes"):
        yield from _traits((*path, "of"), item.get("of"))


def _of_bodies(data: Any) -> Iterator[Named]:
    for path, item in entries(data, "bodies"):
        yield Named((*path, "apart_from"), item.get("apart_from"), "body")
        yield Named((*path, "appointed_by"), item.get("appointed_by"), "body")
        yield Named((*path, "owns"), item.get("owns"), "class")


def _of_payments(data: Any) -> Iterator[Named]:
    for path, item in single(data, "payments"):
        yield Named((*path, "not_to"), item.get("not_to"), "class")
    for path, item in below(data, "payments", "for_higher"):
        yield Named((*path, "award"), item.get("award"), "award")
    for path, item in below(data, "payments", "amounts"):
        yield Named((*path, "tier"), item.get("tier"), "tier")
        yield from _traits(path, {name: item.get(name) for name in ("kinds", "classes")})
