"""Tiers and places in words."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.places import REPEAT_WINNER, Given, Outside, Pool, Quota, Tier
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.who_wording import class_text, classes_text
from zhiheng.rules.wording import condition_text


def tier_text(tier: Tier, book: Rulebook) -> Text:
    """Return how many may win a tier, who, how it comes about, and what it pays."""
    parts = _places(tier.quota, book) if tier.given is None or tier.quota is not None else []
    if tier.open_to is not None:
        who = classes_text(tier.open_to, book)
        parts.append(Text(f"只授予{who.zh}", f"only for {who.en}"))
    if tier.chosen_from is not None:
        name = book.tier(tier.chosen_from).title
        parts.append(Text(f"从{name.zh}获得者中产生", f"chosen from the winners of {name.en}"))
    for need in tier.needs:
        stage = book.stage(need.stage).title
        parts.append(
            Text(f"{stage.zh}不低于 {need.at_least:f} 分", f"at least {need.at_least:f} points in {stage.en}")
        )
    if tier.given is not None:
        parts.append(_given(tier.given, book))
    if tier.outside is not None:
        parts.append(_outside(tier.outside, book))
    if tier.triggered_by is not None:
        says = _condition(tier.triggered_by, book)
        parts.append(Text(f"仅在“{says.zh}”时授予", f"given only where “{says.en}”"))
    allowed = tier.vacancy == "allowed"
    parts.append(
        Text("可以空缺" if allowed else "不得空缺", "may stay empty" if allowed else "may not stay empty")
    )
    if tier.reward is not None:
        parts.append(Text(f"奖励 {tier.reward} 元", f"reward {tier.reward} yuan"))
    return joined(parts, zh="，", en=", ")


def _places(quota: Quota | None, book: Rulebook) -> list[Text]:
    if quota is None:
        return [Text("名额不限", "no fixed number of places")]
    if quota.at_least is None:
        parts = [Text(f"不超过 {quota.at_most} 个", f"at most {quota.at_most}")]
    else:
        parts = [Text(f"{quota.at_least} 至 {quota.at_most} 个", f"{quota.at_least} to {quota.at_most}")]
    if quota.per is not None:
        parts.append(_numbers(quota.per, Text("其中：", "of which "), Text(" 个", ""), book))
    if quota.reserved is not None:
        lapse = quota.unused == "lapse"
        kept = _numbers(quota.reserved, Text("预留", "reserved: "), Text(" 个", ""), book)
        rest = (
            Text("未使用的作废", "unused ones lapse")
            if lapse
            else Text("未使用的放开", "unused ones are open")
        )
        parts.append(Text(f"{kept.zh}（{rest.zh}）", f"{kept.en} ({rest.en})"))
    if quota.caps is not None:
        parts.append(_caps(quota.caps, book))
    if quota.ratio is not None:
        names = joined([class_text(one, book) for one in quota.ratio], zh="与", en=" to ")
        split = ":".join(str(n) for n in quota.ratio.values())
        parts.append(Text(f"{names.zh}按 {split} 分配", f"{names.en} as {split}"))
    if quota.times is not None:
        name, n = book.tier(quota.times.tier).title, quota.times.at_most
        parts.append(Text(f"不超过{name.zh}获奖数的 {n} 倍", f"at most {n} times the winners of {name.en}"))
    return parts


def _numbers(numbers: Mapping[str, int], before: Text, unit: Text, book: Rulebook) -> Text:
    listed = []
    for of, n in numbers.items():
        name = class_text(of, book)
        listed.append(Text(f"{name.zh} {n}{unit.zh}", f"{n} {name.en}{unit.en}"))
    said = joined(listed, zh="、", en=", ")
    return Text(f"{before.zh}{said.zh}", f"{before.en}{said.en}")


def _caps(caps: Mapping[str, int], book: Rulebook) -> Text:
    listed = []
    for of, n in caps.items():
        name = class_text(of, book)
        listed.append(Text(f"{name.zh}不超过 {n} 个", f"at most {n} {name.en}"))
    return joined(listed, zh="、", en=", ")


def _given(given: Given, book: Rulebook) -> Text:
    if given.from_win is not None:
        n = given.from_win
        return Text(f"第 {n} 次获奖起自动授予，不经表决", f"given without a vote from win {n} on")
    stage = book.stage(str(given.stage)).title
    return {
        "reached": Text(f"进入{stage.zh}的自动授予", f"given to all who reach {stage.en}"),
        "lost": Text(f"进入{stage.zh}而未获奖的自动授予", f"given to all who lose in {stage.en}"),
    }[given.automatic_to or "reached"]


def _outside(outside: Outside, book: Rulebook) -> Text:
    if outside.when is None:
        return Text("不占名额", "outside the number of places")
    if outside.when == REPEAT_WINNER:
        return Text("再次获奖的不占名额", "repeat winners are outside the number of places")
    noted = any(one.id == outside.when for one in book.noted)
    says = _condition(outside.when, book) if noted else class_text(outside.when, book)
    return Text(f"“{says.zh}”的不占名额", f"outside the number of places: {says.en}")


def _condition(id_: str, book: Rulebook) -> Text:
    condition = book.condition(id_)
    return condition.title or condition_text(condition, book)


def pool_text(pool: Pool, book: Rulebook) -> Text:
    """Return the places that tiers share."""
    if pool.tiers is None:
        who = Text("各等次", "all tiers")
    else:
        who = joined([book.tier(one).title for one in pool.tiers], zh="、", en=", ")
    if pool.at_least is None:
        parts = [Text(f"{who.zh}合计不超过 {pool.at_most} 个", f"at most {pool.at_most} over {who.en}")]
    else:
        low, high = pool.at_least, pool.at_most
        parts = [Text(f"{who.zh}合计 {low} 至 {high} 个", f"{low} to {high} over {who.en}")]
    if pool.caps is not None:
        parts.append(_caps(pool.caps, book))
    return joined(parts, zh="，其中", en=", ")
