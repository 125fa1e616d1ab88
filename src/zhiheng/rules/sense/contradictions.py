"""Conditions that contradict each other, or that nobody can meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from zhiheng.core.text import Text
from zhiheng.rules.model.conditions import (
    Condition,
    HoldsHonour,
    HonourWithin,
    LegalForm,
    Measure,
    NoneOf,
    NotOnList,
    OfficeRank,
    OnList,
    OperatingYears,
    Papers,
    Rating,
    Recommended,
    RegisteredWithin,
    SingleChannel,
)
from zhiheng.rules.model.rulebook import within
from zhiheng.rules.sense.sight import Sight
from zhiheng.rules.yamltext import Path

_REMEDY = Text(
    "更正或删去其中一条，或用 when 写明各自适用于谁。",
    "Correct one of them, or say by when for whom each is.",
)


def check_contradictions(sight: Sight) -> None:
    """Look at each condition, and at each pair that binds the same subjects."""
    placed = list(_placed(sight))
    for path, condition in placed:
        _check_alone(sight, path, condition)
    binding = [(path, one) for path, one in placed if len(path) == 2 and path[0] != "noted"]
    for (_, one), (path, other) in combinations(binding, 2):
        if _share_subjects(one, other):
            _check_pair(sight, path, one, other)
            _check_pair(sight, path, other, one)


def _placed(sight: Sight) -> Iterator[tuple[Path, Condition]]:
    """Yield every condition with its place, those inside others included."""
    for name in ("entry", "exclusion", "noted"):
        for number, condition in enumerate(getattr(sight.book, name)):
            yield from _inside((name, number), condition)


def _inside(path: Path, condition: Condition) -> Iterator[tuple[Path, Condition]]:
    yield path, condition
    for number, inner in enumerate(getattr(condition, "of", ())):
        yield from _inside((*path, "of", number), inner)


def _share_subjects(one: Condition, other: Condition) -> bool:
    """Tell whether two conditions surely bind a subject together: one binds all, or both the same."""
    a, b = ((c.applies_to, c.when, c.unless) for c in (one, other))
    return a == b or ((), None, None) in (a, b)


def _check_alone(sight: Sight, path: Path, condition: Condition) -> None:
    _check_audience(sight, path, condition)
    if isinstance(condition, OperatingYears):
        for number, reduced in enumerate(condition.reduced):
            if reduced.at_least >= condition.at_least:
                spot = (*path, "reduced", number, "at_least")
                _note(
                    sight, "no_relief", spot, "放宽后的年限不少于原年限。", "The reduced years are not fewer.",
                    Text("写更少的年数。", "Write fewer years."),
                )  # fmt: skip
    elif isinstance(condition, Papers):
        for key in ("limits", "published_for"):
            for paper in getattr(condition, key) or {}:
                if paper not in condition.needs:
                    _note(
                        sight, "not_among_needs", (*path, key, paper),
                        "这份材料不在 needs 之中。", "This paper is not among those needed.",
                        Text("补入 needs，或删去。", "Add it to needs, or remove it."),
                    )  # fmt: skip
    elif isinstance(condition, OfficeRank) and condition.below == "none":
        _note(
            sight, "nobody_can_meet", (*path, "below"),
            "没有低于“无行政级别”的级别，任何人都不符合。", "No rank is below none; nobody can meet this.",
            Text("写更高的级别。", "Write a higher rank."),
        )  # fmt: skip


def _check_audience(sight: Sight, path: Path, condition: Condition) -> None:
    """A condition is for somebody who may apply."""
    may_apply = set(sight.book.applicants)
    said = Text("改写适用对象，或补入 applicants。", "Correct for whom it is, or add them to applicants.")
    zh, en = "适用对象不在可申报主体之列，本条对谁都不适用。", "It is for nobody who may apply."
    if condition.applies_to and not may_apply & set(condition.applies_to):
        _note(sight, "applies_to_nobody", (*path, "applies_to"), zh, en, said)
    when = condition.when
    if when is not None and when.kinds is not None and not may_apply & set(when.kinds):
        _note(sight, "applies_to_nobody", (*path, "when"), zh, en, said)
    elif when is not None and when == condition.unless:
        zh, en = "when 与 unless 相同，本条对谁都不适用。", "when and unless are the same: it is for nobody."
        _note(sight, "applies_to_nobody", (*path, "unless"), zh, en, said)
    is_open = not condition.applies_to and when is None and condition.unless is None
    kinds = condition.kinds if isinstance(condition, LegalForm) and is_open and len(path) == 2 else None
    if kinds is not None and not may_apply & set(kinds):
        zh, en = "可申报的主体都不符合这一类型。", "No kind of subject that may apply is of these kinds."
        _note(sight, "nobody_left", (*path, "kinds"), zh, en, said)


def _note(sight: Sight, code: str, path: Path, zh: str, en: str, remedy: Text) -> None:
    sight.note(code, path, Text(zh, en), remedy)


def _check_pair(sight: Sight, path: Path, one: Condition, other: Condition) -> None:
    """Look whether *one* and *other* can both be met; the problem stands at the later of the two."""
    found = _contradiction(one, other)
    if found is not None:
        code, why = found
        message = Text(
            f"条件“{one.id}”和“{other.id}”不能同时满足：{why.zh}。",
            f"“{one.id}” and “{other.id}” cannot both be met: {why.en}.",
        )
        sight.note(code, path, message, _REMEDY)


def _contradiction(one: Condition, other: Condition) -> tuple[str, Text] | None:
    if isinstance(one, HoldsHonour) and isinstance(other, HonourWithin) and _is_excluded(one, other):
        return "required_yet_excluded", Text("要求曾获的荣誉又属于排除情形", "the honour asked for excludes")
    if isinstance(one, OnList) and isinstance(other, NotOnList) and set(one.list) <= set(other.list):
        return "required_yet_excluded", Text("名录既要求列入又要求不列入", "on the list, and not on it")
    if isinstance(one, SingleChannel) and isinstance(other, Recommended) and other.at_least > 1:
        n = other.at_least
        return (
            "channels_contradict",
            Text(f"只能有一个渠道，又要求 {n} 个推荐", f"one channel only, and {n} recommendations"),
        )
    if isinstance(other, NoneOf) and any(_same(one, inner) for inner in other.of):
        return "required_yet_excluded", Text("同一情形既要求又排除", "the same is required and excluded")
    if one.id < other.id:
        return _crossed(one, other)
    return None


def _crossed(one: Condition, other: Condition) -> tuple[str, Text] | None:
    """Look at two of the same kind, once for each pair."""
    if isinstance(one, Measure) and isinstance(other, Measure) and one.name == other.name:
        lows = [m.at_least for m in (one, other) if m.at_least is not None]
        highs = [m.at_most for m in (one, other) if m.at_most is not None]
        if lows and highs and max(lows) > min(highs):
            said = Text(
                f"同一指标要求不少于 {max(lows):f} 又不超过 {min(highs):f}",
                f"at least {max(lows):f} and at most {min(highs):f} of one measure",
            )
            return "limits_exclude", said
    if isinstance(one, RegisteredWithin) and isinstance(other, RegisteredWithin):
        a, b = _stem(one.region), _stem(other.region)
        if not (a.startswith(b) or b.startswith(a)):
            return "regions_exclude", Text(
                f"{one.region} 与 {other.region} 互不包含", f"{one.region} and {other.region} lie apart"
            )
    if isinstance(one, Rating) and isinstance(other, Rating) and one.name == other.name:
        return _grades(one, other)
    return None


def _grades(one: Rating, other: Rating) -> tuple[str, Text] | None:
    if one.among and other.among and not set(one.among) & set(other.among):
        return "grades_exclude", Text("两条要求的等级没有交集", "no grade is in both")
    return None


def _is_excluded(holds: HoldsHonour, excluded: HonourWithin) -> bool:
    """Tell whether every honour that one asks for bars under the other."""
    if holds.award != excluded.award or not set(holds.relations) <= set(excluded.relations):
        return False
    if excluded.tiers and (not holds.tiers or not set(holds.tiers) <= set(excluded.tiers)):
        return False
    if excluded.ever:
        return True
    for unit in ("years", "months", "editions"):
        barred, recent = getattr(excluded, unit), getattr(holds, unit)
        if barred is not None and recent is not None:
            return bool(recent <= barred)
    return False


def _stem(region: str) -> str:
    while region.endswith("00"):
        region = region[:-2]
    return region


_WORDS = {"id", "title", "art", "unverified", "open", "note"}


def _same(one: Condition, other: Condition) -> bool:
    """Tell whether two conditions ask the same, whatever they are called."""
    if any(True for _ in within(one)):
        return False
    return one.rule == other.rule and one.model_dump(exclude=_WORDS) == other.model_dump(exclude=_WORDS)
