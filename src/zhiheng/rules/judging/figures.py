"""Judgements on figures: measures, ratings, ranks by an index, lists."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.core.text import Text, joined
from zhiheng.rules.facts import Placed
from zhiheng.rules.judging.asking import Asked, Judgement, unknown, verdict_of
from zhiheng.rules.model.conditions import Measure, ModelYears, NotOnList, OnList, Rating, Standing
from zhiheng.rules.vocabulary import SCOPES, by_year


def _measured(
    name: Text, value: Decimal | None, low: Decimal | None, high: Decimal | None, key: str
) -> Judgement:
    if value is None:
        return unknown(f"未登记：{name.zh}。", f"Not recorded: {name.en}.")
    limits = _limits(low, high)
    reason = Text(
        f"{name.zh}为 {value:f}，{limits.zh}。", f"{name.en.capitalize()}: {value:f}; {limits.en} required."
    )
    return verdict_of(_is_within(value, low, high)), reason, (f"{key}={value:f}",)


def _limits(low: Decimal | None, high: Decimal | None) -> Text:
    zh = [f"不少于 {low:f}"] if low is not None else []
    en = [f"at least {low:f}"] if low is not None else []
    if high is not None:
        zh, en = [*zh, f"不超过 {high:f}"], [*en, f"at most {high:f}"]
    wanted = "要求" if low is not None else ""
    return Text(f"{wanted}{'，'.join(zh)}", ", ".join(en))


def _is_within(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _each_year(condition: Measure, years: int, asked: Asked) -> Judgement:
    """Look at each of the last full years; the year of the day counts when it ends on that day."""
    last = asked.day.year if (asked.day.month, asked.day.day) == (12, 31) else asked.day.year - 1
    wanted = [str(year) for year in range(last - years + 1, last + 1)]
    own = asked.facts.yearly.get(condition.name, {})
    name = by_year(asked.word("measure", condition.name))
    limits = _limits(condition.at_least, condition.at_most)
    used = tuple(f"{condition.name}.{year}={own[year]:f}" for year in wanted if year in own)
    for year in wanted:
        if year in own and not _is_within(own[year], condition.at_least, condition.at_most):
            short = Text(
                f"{year} 年{name.zh}为 {own[year]:f}，{limits.zh}。",
                f"{name.en.capitalize()} of {year}: {own[year]:f}; {limits.en} required.",
            )
            return "not_met", short, used
    missing = [year for year in wanted if year not in own]
    if missing:
        zh, en = "、".join(missing), ", ".join(missing)
        return "unknown", Text(f"未登记 {zh} 年{name.zh}。", f"Not recorded for {en}: {name.en}."), used
    reason = Text(
        f"{wanted[0]} 至 {wanted[-1]} 年，连续 {years} 年{name.zh}均符合（{limits.zh}）。",
        f"{name.en.capitalize()} fits in each of {years} years, {wanted[0]} to {wanted[-1]} ({limits.en}).",
    )
    return "met", reason, used


def measure(condition: Measure, asked: Asked) -> Judgement:
    if condition.consecutive_years is not None:
        return _each_year(condition, condition.consecutive_years, asked)
    value = asked.facts.measures.get(condition.name)
    return _measured(
        asked.word("measure", condition.name), value, condition.at_least, condition.at_most, condition.name
    )


def model_years(condition: ModelYears, asked: Asked) -> Judgement:
    key = "excellence_model_years"
    value = asked.facts.measures.get(key)
    return _measured(asked.word("measure", key), value, Decimal(condition.at_least), None, key)


def rating(condition: Rating, asked: Asked) -> Judgement:
    """Look for a grade among those named, or at least so high on the scale, which starts with the best."""
    name, own = asked.word("rating", condition.name), asked.facts.ratings.get(condition.name)
    if own is None:
        return unknown(f"未登记：{name.zh}。", f"Not recorded: {name.en}.")
    scale, least = condition.scale or (), condition.at_least
    if least is not None:
        if own not in scale:
            return (
                "unknown",
                Text(
                    f"{name.zh}为 {own}，不在等级序列之中。",
                    f"{name.en.capitalize()}: {own}, not on the scale.",
                ),
                (f"{condition.name}={own}",),
            )
        met, wanted = scale.index(own) <= scale.index(least), Text(f"不低于 {least}", f"at least {least}")
    else:
        among = condition.among or ()
        met = own in among
        wanted = Text(f"为{'、'.join(among)}之一", f"one of {', '.join(among)}")
    reason = Text(
        f"{name.zh}为 {own}，要求{wanted.zh}。", f"{name.en.capitalize()}: {own}; {wanted.en} required."
    )
    return verdict_of(met), reason, (f"{condition.name}={own}",)


def standing(condition: Standing, asked: Asked) -> Judgement:
    """Look for a rank by the index at that level; a share also needs how many were ranked.

    An empty list says that somebody looked and found no rank; a list of others leaves this one open.
    """
    index, level = asked.word("measure", condition.index), SCOPES[condition.level]
    field = {"industry": Text("同行业", "the industry"), "area": Text("本地区", "the area")}[condition.among]
    where = Text(f"按{index.zh}在{level.zh}{field.zh}", f"by {index.en} in {field.en}, {level.en} level")
    own = _placed(condition, asked)
    if asked.facts.standings == ():
        return (
            "not_met",
            Text(f"经查无{where.zh}的排名。", f"Looked up: no rank {where.en}."),
            ("standings=0",),
        )
    if own is None or (condition.share is not None and own.of is None):
        return unknown(f"未登记{where.zh}的排名。", f"The rank {where.en} is not recorded.")
    total = Text(f"（共 {own.of} 家）", f" of {own.of}") if own.of is not None else Text("", "")
    if condition.top is not None:
        met, wanted = own.place <= condition.top, Text(f"前 {condition.top} 位", f"the first {condition.top}")
    else:
        met = condition.share is not None and own.of is not None and own.place <= condition.share * own.of
        wanted = Text(f"前 {condition.share}", f"the first {condition.share}")
    reason = Text(
        f"{where.zh}排名第 {own.place} 位{total.zh}，要求{wanted.zh}。",
        f"Ranked {own.place}{total.en} {where.en}; {wanted.en} required.",
    )
    return verdict_of(met), reason, (f"standing.{condition.index}={own.place}/{own.of or '-'}",)


def _placed(condition: Standing, asked: Asked) -> Placed | None:
    asks = (condition.index, condition.level, condition.among)
    found = [one for one in asked.facts.standings or () if (one.index, one.level, one.among) == asks]
    return min(found, key=lambda one: one.place, default=None)


def on_list(condition: OnList, asked: Asked) -> Judgement:
    """Look for one list that holds the subject."""
    return _listed(condition.list, asked, wants=True)


def not_on_list(condition: NotOnList, asked: Asked) -> Judgement:
    """Look whether any list holds the subject."""
    return _listed(condition.list, asked, wants=False)


def _listed(lists: tuple[str, ...], asked: Asked, *, wants: bool) -> Judgement:
    known = asked.facts.lists
    used = tuple(f"list.{one}={str(known[one]).lower()}" for one in lists if one in known)
    inside = [one for one in lists if known.get(one) is True]
    missing = [one for one in lists if one not in known]
    if not inside and missing:
        names = _names(missing, asked)
        return "unknown", Text(f"尚未核对是否列入：{names.zh}。", f"Not yet looked up: {names.en}."), used
    names = _names(inside or lists, asked)
    reason = (
        Text(f"已列入：{names.zh}。", f"It stands on: {names.en}.")
        if inside
        else Text(f"未列入：{names.zh}。", f"It does not stand on: {names.en}.")
    )
    return verdict_of(bool(inside) is wants), reason, used


def _names(lists: list[str] | tuple[str, ...], asked: Asked) -> Text:
    return joined([asked.word("list", one) for one in lists], zh="、", en=", ")
