"""Tiers and places in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from zhiheng.core.money import Money
from zhiheng.core.text import Text, joined
from zhiheng.rules.model.places import REPEAT_WINNER, Given, Outside, Pool, Quota, Tier, Unseen
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.saying import Clause, begun, clauses, inside, listing, yuan
from zhiheng.rules.who_wording import class_text, classes_text
from zhiheng.rules.wording import condition_text

SaidNumbers: TypeAlias = Mapping[str, int | Unseen]
_UNSEEN = Text("名额未见规定", "the number of places was not seen")


def tier_text(tier: Tier, book: Rulebook) -> Text:
    """Return how many may win a tier, who, how it comes about, and what it pays."""
    parts = [*_places(tier, book), *_who_wins(tier, book)]
    vacancy = {
        "allowed": Text("可以空缺", "may stay empty"),
        "not": Text("不得空缺", "may not stay empty"),
        "unseen": Text("可否空缺未见规定", "whether it may stay empty was not seen"),
    }
    if tier.said_vacancy is not None:
        parts.append(("vacancy", vacancy[tier.said_vacancy]))
    if tier.reward is not None:
        parts.append(("reward", _reward(tier.reward, book)))
    return begun(joined(clauses(tier, parts), zh="，", en="; "))


def places_said(book: Rulebook, ballot: str) -> tuple[tuple[Text, Text], ...]:
    """Return, for each tier that a ballot elects and each pool over it, its title and how many places it has."""
    tiers = book.elected_by(ballot)
    said = [
        (tier.title, begun(joined(clauses(tier, _places(tier, book)), zh="，", en="; "))) for tier in tiers
    ]
    pools = [pool for pool in book.pools if any(pool.covers(tier.id) for tier in tiers)]
    shared = Text("合计名额", "Shared places")
    return (
        *((title, one) for title, one in said if one.zh),
        *((shared, pool_text(pool, book)) for pool in pools),
    )


def _who_wins(tier: Tier, book: Rulebook) -> list[Clause]:
    """Return for whom a tier is, what it needs, and how it comes about."""
    parts: list[Clause] = []
    if tier.open_to is not None:
        who = classes_text(tier.open_to, book)
        parts.append(("open_to", Text(f"只授予{who.zh}", f"only for {who.en}")))
    if tier.chosen_from is not None:
        name = inside(book.tier(tier.chosen_from).title)
        parts.append(("from", Text(f"从{name.zh}获得者中产生", f"chosen from the winners of {name.en}")))
    for need in tier.needs:
        stage, n = book.stage(need.stage).title, need.at_least
        parts.append(("needs", Text(f"{stage.zh}不低于 {n:f} 分", f"at least {n:f} points in “{stage.en}”")))
    if tier.given is not None:
        parts.append(("given", _given(tier.given, book)))
    if tier.outside is not None:
        parts.append(("outside", _outside(tier.outside, book)))
    if tier.triggered_by is not None:
        says = _condition(tier.triggered_by, book)
        only = Text(f"仅在“{says.zh}”时授予", f"given only where “{says.en}”")
        parts.append(("triggered_by", only))
    return parts


def _reward(reward: Money, book: Rulebook) -> Text:
    if reward.fen == 0:
        return Text("不发奖金", "no money") if not is_subsidy(book) else Text("不发放资助资金", "no subsidy")
    said = yuan(reward)
    return Text(
        f"{'资助' if is_subsidy(book) else '奖励'} {said.zh}",
        f"{'subsidy' if is_subsidy(book) else 'reward'} {said.en}",
    )


def is_subsidy(book: Rulebook) -> bool:
    """Tell whether the award's money is a subsidy in law, not a prize."""
    return book.nature is not None and book.nature.money == "subsidy"


def _places(tier: Tier, book: Rulebook) -> list[Clause]:
    quota = tier.quota
    if tier.has_unseen_quota and quota is None:
        return [("quota", _UNSEEN)]
    if quota is None:
        if tier.given is not None or (tier.outside is not None and tier.outside.when is None):
            return []
        shared = any(pool.covers(tier.id) for pool in book.pools)
        return [
            ("pool", Text("名额见合计名额", "places: see the shared places"))
            if shared
            else ("quota", Text("不设名额上限", "no limit of places"))
        ]
    return [("quota", one) for one in _quota(quota, book)]


def _quota(quota: Quota, book: Rulebook) -> list[Text]:
    most, least = quota.at_most, quota.at_least
    if most is None:
        parts = [
            _UNSEEN
            if least is None
            else Text(f"不少于 {least} 个，上限未见规定", f"at least {least}, the upper number was not seen")
        ]
    elif least is None:
        parts = [Text(f"不超过 {most} 个", f"at most {most}")]
    else:
        parts = [Text(f"{least} 至 {most} 个", f"{least} to {most}")]
    if quota.said_per is not None:
        parts.append(_numbers(quota.said_per, Text("其中", "of which "), book))
    if quota.said_reserved is not None:
        parts.append(_reserved(quota, quota.said_reserved, book))
    if quota.said_caps is not None:
        parts.append(_caps(quota.said_caps, book))
    if quota.ratio is not None:
        names = joined([class_text(one, book) for one in quota.ratio], zh="与", en=" to ")
        split = ":".join(str(n) for n in quota.ratio.values())
        parts.append(Text(f"{names.zh}按 {split} 分配", f"{names.en} as {split}"))
    if quota.times is not None:
        name, n = inside(book.tier(quota.times.tier).title), quota.times.at_most
        parts.append(Text(f"不超过{name.zh}获奖数的 {n} 倍", f"at most {n} times the winners of {name.en}"))
    return parts


def _reserved(quota: Quota, reserved: SaidNumbers, book: Rulebook) -> Text:
    """Return the places kept for classes; what becomes of unused ones only where the text says so."""
    kept = _numbers(reserved, Text("预留", "reserved: "), book)
    if not quota.is_written("unused"):
        return kept
    rest = {
        "lapse": Text("未使用的作废", "unused ones lapse"),
        "open": Text("未使用的调剂给其他申报主体", "unused ones are open to all"),
    }[quota.unused]
    return Text(f"{kept.zh}（{rest.zh}）", f"{kept.en} ({rest.en})")


def _numbers(numbers: SaidNumbers, before: Text, book: Rulebook) -> Text:
    said = listing([_number(class_text(of, book), n) for of, n in numbers.items()])
    return Text(f"{before.zh}{said.zh}", f"{before.en}{said.en}")


def _number(name: Text, n: int | Unseen) -> Text:
    if n == "unseen":
        return Text(f"{name.zh}若干个（数目未见规定）", f"some {name.en} (the number was not seen)")
    return Text(f"{name.zh} {n} 个", f"{n} {name.en}")


def _caps(caps: SaidNumbers, book: Rulebook) -> Text:
    listed = []
    for of, n in caps.items():
        name = class_text(of, book)
        listed.append(
            Text(f"{name.zh}有上限（数目未见规定）", f"a cap on {name.en} whose number was not seen")
            if n == "unseen"
            else Text(f"{name.zh}不超过 {n} 个", f"at most {n} {name.en}")
        )
    return joined(listed, zh="，", en=", ")


def _given(given: Given, book: Rulebook) -> Text:
    if given.from_win is not None:
        n = given.from_win
        return Text(f"第 {n} 次获奖起自动授予，不经表决", f"given without a vote from win {n} on")
    stage = book.stage(str(given.stage)).title
    return {
        "reached": Text(
            f"进入{stage.zh}而未获其他奖项的自动授予",
            f"given to all who reach “{stage.en}” and win no other tier",
        ),
        "lost": Text(
            f"进入{stage.zh}而未获奖的自动授予", f"given to all who come to “{stage.en}” and do not win"
        ),
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
        who = listing([inside(book.tier(one).title) for one in pool.tiers])
    together = Text("合计", " together") if pool.tiers is None or len(pool.tiers) > 1 else Text("", "")
    low, high = pool.at_least, pool.at_most
    if high is None:
        least = Text("", "") if low is None else Text(f"不少于 {low} 个，", f"at least {low}; ")
        said = Text(
            f"{who.zh}{together.zh}{least.zh}有总数限制（数目未见规定）",
            f"{who.en}{together.en}: {least.en}the number was not seen",
        )
    elif low is None:
        said = Text(f"{who.zh}{together.zh}不超过 {high} 个", f"at most {high} of {who.en}{together.en}")
    else:
        said = Text(f"{who.zh}{together.zh} {low} 至 {high} 个", f"{low} to {high} of {who.en}{together.en}")
    parts: list[Clause] = [("at_most", said)]
    if pool.said_caps is not None:
        caps = _caps(pool.said_caps, book)
        parts.append(("caps", Text(f"其中{caps.zh}", caps.en)))
    return begun(joined(clauses(pool, parts), zh="，", en="; "))
