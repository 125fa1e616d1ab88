"""The sentences of an allocation: why a candidate missed a tier, what a tie did, why places stay empty."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.calc.places.values import Plan, Why
from zhiheng.core.text import Text


def _name(plan: Plan, id_: str) -> Text:
    return plan.titles.get(id_) or Text.of(id_)


def stop(plan: Plan, tier: str, why: Why, klass: str, size: int, owner: str) -> Text:
    """Return why a tier was missed, with the bound and its number."""
    of, whose = _name(plan, tier), _name(plan, klass or owner)
    zh, en = _STOPS[why]
    said = {"class": whose, "owner": _name(plan, owner)}
    words = {f"{key}_{lang}": text.in_(lang) for key, text in said.items() for lang in ("zh", "en")}
    return Text(f"{of.zh}：{zh.format(size=size, **words)}。", f"{of.en}: {en.format(size=size, **words)}.")


_STOPS = {
    Why.NOT_OPEN: ("不面向其所属类别", "not open to its class"),
    Why.BELOW: ("未达到规定的分数线", "below the score asked for"),
    Why.NOT_FROM: ("只从{class_zh}获得者中产生", "chosen only from those who received {class_en}"),
    Why.NOT_PER: ("其所属类别没有名额", "its class has no places"),
    Why.PER: (
        "类别“{class_zh}”的 {size} 个名额已满",
        "the {size} places of the class {class_en} are taken",
    ),
    Why.CAP: (
        "类别“{class_zh}”不超过 {size} 个，已满",
        "at most {size} of the class {class_en}, all taken",
    ),
    Why.POOL_CAP: (
        "在“{owner_zh}”共用名额中，类别“{class_zh}”余下的 {size} 个已满",
        "in the shared places {owner_en}, the {size} left to the class {class_en} are taken",
    ),
    Why.RESERVED: (
        "余下名额为类别“{class_zh}”保留（至少 {size} 个）",
        "what is left is kept for the class {class_en} (at least {size})",
    ),
    Why.FULL: ("{size} 个名额已满", "its {size} places are taken"),
    Why.POOL: (
        "“{owner_zh}”共用名额余下的 {size} 个已满",
        "the {size} places left in {owner_en} are taken",
    ),
    Why.TIMES: (
        "按{owner_zh}数量的倍数，只有 {size} 个名额，已满",
        "as a multiple of {owner_en} it has {size} places, all taken",
    ),
    Why.LAPSED: (
        "保留名额用不满即作废，余下 {size} 个名额已满",
        "unused reserved places lapse; the {size} that remain are taken",
    ),
    Why.TIE: ("同分跨过名额线，均不授予", "equal scores lie across the line; none of them has a place"),
    Why.CLOSED: (
        "前面的同分者未获授予，余下名额不再递补",
        "the places that better, tied candidates did not get are not passed on",
    ),
    Why.UNDECIDED: ("前面的同分尚未决定", "a tie above is not decided"),
}


def tie(plan: Plan, tier: str, codes: Sequence[str], fits: int, *, refused: bool) -> Text:
    """Return what a tie across the edge of a tier did."""
    of = _name(plan, tier)
    zh = f"{of.zh}：{'、'.join(codes)} 排序相同，{len(codes)} 家中只有 {fits} 个名额"
    en = f"{of.en}: {', '.join(codes)} rank equal, and {fits} of these {len(codes)} fit"
    if refused:
        return Text(f"{zh}，须另行决定。", f"{en}; this has to be decided.")
    return Text(f"{zh}，按规则均不授予。", f"{en}; by the rule none of them has a place.")


def empty(plan: Plan, tier: str, count: int, *, lapsed: int, tied: bool) -> tuple[Text, ...]:
    """Return why places of a tier stay empty."""
    of = _name(plan, tier)
    said = [Text(f"{of.zh}空缺 {count} 个。", f"{of.en}: {count} places stay empty.")]
    if lapsed:
        said.append(
            Text(
                f"其中保留名额 {lapsed} 个无合格人选，按规则作废。",
                f"{lapsed} reserved places had no candidates and lapse.",
            )
        )
    if tied:
        said.append(
            Text(
                "同分跨过名额线，余下名额不递补。", "A tie lay across the line; its places are not passed on."
            )
        )
    if not lapsed and not tied:
        said.append(Text("没有更多可授予的人选。", "There is no further candidate who fits."))
    return tuple(said)
