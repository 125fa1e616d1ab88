"""Places that no stage can fill, that do not add up, or that are open to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from zhiheng.core.text import Text
from zhiheng.rules.model.places import Pool, Quota, Tier
from zhiheng.rules.model.stages import BallotStage, HearingStage, ScoreStage, ShortlistStage
from zhiheng.rules.model.who import Traits
from zhiheng.rules.sense.sight import Sight
from zhiheng.rules.who_wording import class_text


def check_places(sight: Sight) -> None:
    """Look at quotas and pools, at who may win, and at whether enough go on."""
    for tier in sight.book.tiers:
        _check_open(sight, tier)
        if tier.quota is not None:
            _check_sums(sight, tier, tier.quota)
            _check_times(sight, tier, tier.quota)
            _check_classes(sight, tier, tier.quota)
    for pool in sight.book.pools:
        _check_pool(sight, pool)
    _check_kept(sight)


def _check_open(sight: Sight, tier: Tier) -> None:
    for number, one in enumerate(tier.open_to or ()):
        if not sight.kinds_of(one):
            path = sight.of_tier(tier, "open_to", number)
            sight.note(
                "open_to_nobody",
                path if path in sight.reading.values else sight.of_tier(tier, "open_to"),
                Text(
                    f"{tier.title.zh}授予{class_text(one, sight.book).zh}，但它不在可申报主体之列。",
                    f"“{tier.title.en}” is open to {class_text(one, sight.book).en}, which may not apply.",
                ),
                Text("补入 applicants，或更正 open_to。", "Add it to applicants, or correct open_to."),
            )


def _check_sums(sight: Sight, tier: Tier, quota: Quota) -> None:
    name, most = tier.title, quota.at_most
    if most is None:
        return
    reserved = sum((quota.reserved or {}).values())
    for code, wrong, key, zh, en in (
        ("reserved_too_many", reserved > most, "reserved", f"预留 {reserved} 个", f"{reserved} are reserved"),
        (
            "per_not_the_sum",
            quota.per is not None and sum(quota.per.values()) != most,
            "per",
            f"各类合计 {sum((quota.per or {}).values())} 个",
            f"the classes have {sum((quota.per or {}).values())}",
        ),
        (
            "cap_above_places",
            any(n > most for n in (quota.caps or {}).values()),
            "caps",
            "分类上限超过总数",
            "a cap of a class is higher",
        ),
    ):
        if wrong:
            sight.note(
                code,
                sight.of_tier(tier, "quota", key),
                Text(f"{name.zh}共 {most} 个名额，{zh}。", f"“{name.en}” has {most} places; {en}."),
                Text("更正数目，使其相符。", "Correct the numbers so that they agree."),
            )


def _check_times(sight: Sight, tier: Tier, quota: Quota) -> None:
    name = tier.title
    if quota.times is not None and quota.times.tier == tier.id:
        sight.note(
            "times_of_itself",
            sight.of_tier(tier, "quota", "times"),
            Text(f"{name.zh}的名额以它自己的倍数计。", f"“{name.en}” is counted in multiples of itself."),
            Text("写另一个奖项的编号。", "Name another tier."),
        )


def _check_classes(sight: Sight, tier: Tier, quota: Quota) -> None:
    allowed = [sight.kinds_of(one) for one in tier.open_to] if tier.open_to is not None else None
    for key in ("per", "reserved", "caps", "ratio"):
        numbers: Mapping[str, int] = getattr(quota, key) or {}
        for one in numbers:
            kinds = sight.kinds_of(one)
            if kinds and (allowed is None or any(kinds & other for other in allowed)):
                continue
            name = class_text(one, sight.book)
            sight.note(
                "places_for_nobody",
                sight.of_tier(tier, "quota", key, one),
                Text(
                    f"{name.zh}不能获得{tier.title.zh}，却为它写了名额。",
                    f"{name.en} cannot win “{tier.title.en}”, but has places of it.",
                ),
                Text(
                    "更正 applicants、open_to，或删去这一项。",
                    "Correct applicants or open_to, or remove this.",
                ),
            )
        if key in ("per", "ratio"):
            _check_overlap(sight, tier, key, tuple(numbers))


def _check_overlap(sight: Sight, tier: Tier, key: str, ids: tuple[str, ...]) -> None:
    for one, other in combinations(ids, 2):
        if _may_overlap(sight, one, other):
            a, b = class_text(one, sight.book), class_text(other, sight.book)
            sight.note(
                "classes_overlap",
                sight.of_tier(tier, "quota", key, other),
                Text(
                    f"{a.zh}与{b.zh}可能重叠，名额无法分开计算。",
                    f"{a.en} and {b.en} may overlap, so that places cannot be split.",
                ),
                Text("改写 classes，使两类没有交叉。", "Write the classes so that nobody is in both."),
            )


def _may_overlap(sight: Sight, one: str, other: str) -> bool:
    """Tell whether a subject can be of both, as far as their traits say; a chosen class is left to the choice."""
    groups = [next((g for g in sight.book.classes if g.id == id_), None) for id_ in (one, other)]
    if any(group is not None and group.chosen for group in groups):
        return False
    if not (sight.kinds_of(one) & sight.kinds_of(other)):
        return False
    traits = [group.of for group in groups if group is not None and group.of is not None]
    return len(traits) < 2 or not _are_disjoint(traits[0], traits[1])


def _are_disjoint(one: Traits, other: Traits) -> bool:
    for name in ("kinds", "sizes", "region_levels"):
        a, b = getattr(one, name), getattr(other, name)
        if a is not None and b is not None and not set(a) & set(b):
            return True
    if (
        one.regions is not None
        and other.regions is not None
        and not any(_covers(a, b) or _covers(b, a) for a in one.regions for b in other.regions)
    ):
        return True
    if one.industries is not None and other.industries is not None:
        pairs = [(a, b) for a in one.industries for b in other.industries]
        return not any(a.startswith(b) or b.startswith(a) for a, b in pairs)
    return False


def _covers(region: str, other: str) -> bool:
    """Tell whether a place lies in a region, by the pairs of digits of their codes."""
    whole = region
    while whole.endswith("00"):
        whole = whole[:-2]
    return other.startswith(whole)


def _check_pool(sight: Sight, pool: Pool) -> None:
    tiers = [tier for tier in sight.book.tiers if pool.covers(tier.id) and tier.given is None]
    for tier in tiers:
        if pool.tiers is not None and tier.outside is not None and tier.outside.when is None:
            sight.note(
                "outside_yet_pooled",
                sight.of_pool(pool, "tiers"),
                Text(f"{tier.title.zh}不占名额，却列入合计。", f"“{tier.title.en}” is outside, yet pooled."),
                Text("删去 outside，或从 tiers 中删去。", "Remove outside, or take it out of tiers."),
            )
    least = sum(tier.quota.at_least or 0 for tier in tiers if tier.quota is not None)
    if pool.at_most is not None and least > pool.at_most:
        sight.note(
            "pool_too_small",
            sight.of_pool(pool, "at_most"),
            Text(
                f"各等次至少 {least} 个，合计却不超过 {pool.at_most} 个。",
                f"The tiers have at least {least}, together at most {pool.at_most}.",
            ),
            Text("更正合计名额或下限。", "Correct the pool or the lower limits."),
        )
    counts = [tier.at_most for tier in tiers if tier.at_most is not None]
    if pool.at_least is not None and len(counts) == len(tiers) and sum(counts) < pool.at_least:
        sight.note(
            "pool_not_filled",
            sight.of_pool(pool, "at_least"),
            Text(
                f"合计至少 {pool.at_least} 个，各等次加起来却只有 {sum(counts)} 个。",
                f"At least {pool.at_least} together, but the tiers have only {sum(counts)}.",
            ),
            Text("更正合计下限或各等次名额。", "Correct the lower limit or the quotas."),
        )


def _check_kept(sight: Sight) -> None:
    """As many go on as places are left to fill; a place nobody is left for can never be filled."""
    for stage in sight.book.stages:
        if not isinstance(stage, ScoreStage | HearingStage | ShortlistStage | BallotStage) or not stage.keep:
            continue
        keep, places = stage.keep, _places_after(sight, stage.id)
        kept = keep.at_most
        if keep.by_class is not None:
            numbers = [one.at_most for one in keep.by_class.values()]
            whole = kept is None and keep.share is None and keep.per_place is None
            kept = sum(n for n in numbers if n is not None) if whole and None not in numbers else None
        if kept is not None and not stage.applies_to and places is not None and kept < places:
            sight.note(
                "kept_fewer_than_places",
                sight.of(stage, "keep"),
                Text(
                    f"只保留 {kept} 名，后面却有 {places} 个名额可授。",
                    f"Only {kept} go on, but there are {places} places to fill.",
                ),
                Text("增加 keep，或更正名额。", "Keep more, or correct the quotas."),
            )


def _places_after(sight: Sight, id_: str) -> int | None:
    """Return the places of the tiers that are elected after a stage; ``None`` where a number is open."""
    book, seen = sight.book, {tier.chosen_from for tier in sight.book.tiers}
    ballots = [one for one in book.stages if isinstance(one, BallotStage) and id_ in sight.ahead_of(one.id)]
    tiers = {t.id: t for one in ballots for t in book.elected_by(one.id) if t.outside is None}
    counted = [tier for tier in tiers.values() if not (tier.id in seen and len(tiers) > 1)]
    if not counted or any(tier.at_most is None for tier in counted):
        return None
    total = sum(tier.at_most or 0 for tier in counted)
    bound = None if book.pool is None else book.pool.at_most
    return total if bound is None else min(total, bound)
