"""How granting concludes: everybody gets the tier that was decided, and never more than there are places.

Where no ballot decides, all who were approved get the only tier as far as places go; else the places go down
the rulebook's ranking, or the order of its last shortlist. Without an order granting is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zhiheng.calc.places import allocate
from zhiheng.calc.ranking import Group
from zhiheng.casework.domain.concluding import whole
from zhiheng.casework.domain.contest import electing
from zhiheng.casework.domain.places import candidate_of, plan_of, stages_needed
from zhiheng.casework.domain.values import Concluder, Conclusion, Inputs, Outcome
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.review.domain.order import in_order, stages_of
from zhiheng.review.domain.placing import Placed, placed
from zhiheng.rules.model import GrantStage, Ranking, Rulebook, ShortlistStage, Tier


def grant(book: Rulebook, stage: GrantStage, inputs: Inputs) -> list[Conclusion]:
    """Give each case the honour of the tier that it was selected for; more than there are places is refused.

    Inputs: ``{"cases": {code: {"tier": id | None, "scores": {stage: exact}, "classes", "wins", "noted"}}}``;
    the tier is ``None`` where the places are given here, over ``scores``.
    """
    cases = inputs["cases"]
    if cases and any(given["tier"] is None for given in cases.values()):
        return _by_order(book, stage, cases)
    _refuse_more_than_places(book, cases)
    return [_honoured(book, stage, code, given["tier"]) for code, given in cases.items()]


def deciding_order(book: Rulebook) -> Ranking | None:
    """Return the order by which places are given where no ballot decides."""
    shortlists = [stage.order for stage in book.stages if isinstance(stage, ShortlistStage)]
    return book.ranking or (shortlists[-1] if shortlists else None)


def only_tier(book: Rulebook, cases: int) -> str | None:
    """Return the tier of everybody where there is but one and all fit; ``None`` where the places are given one by one."""
    tiers, places = open_tiers(book), book.places()
    fits = places is None or cases <= places
    by_order = deciding_order(book) is not None and not electing(book)
    if len(tiers) != 1 and not by_order:
        raise no_tier(book)
    if len(tiers) == 1 and _is_for_all(book, tiers[0]) and (fits or not by_order):
        return tiers[0].id
    return None


def _is_for_all(book: Rulebook, tier: Tier) -> bool:
    """Tell whether nothing but the number of places bounds a tier."""
    quota = tier.quota
    by_class = quota is not None and any((quota.per, quota.reserved, quota.caps, quota.ratio))
    bound = by_class or tier.open_to or tier.needs or tier.triggered_by or tier.outside
    return not bound and not any(pool.caps for pool in book.pools)


def stages_to_order_by(book: Rulebook) -> tuple[str, ...]:
    """Return the stages whose scores the order, and the tiers' thresholds, need."""
    order = deciding_order(book)
    stages = () if order is None else stages_of(order)
    return tuple(dict.fromkeys((*stages, *stages_needed(book.tiers))))


def open_tiers(book: Rulebook) -> tuple[Tier, ...]:
    """Return the tiers that a decision gives, from the highest down."""
    return tuple(tier for tier in book.tiers if tier.given is None)


def is_counted(tier: Tier) -> bool:
    """Tell whether an honour of a tier counts against the places of the rulebook."""
    automatic = tier.given is not None and tier.given.automatic_to is not None
    return not automatic and (tier.outside is None or tier.outside.when is not None)


def no_tier(book: Rulebook) -> Refused:
    """Say that nothing decides who gets which tier."""
    lacking = "表决（ballot）或排序（ranking）环节"
    return Refused(
        "grant.no_tier",
        Text(
            f"没有任何环节决定等次，不能授奖：{book.title.zh}有 {len(book.tiers)} 个奖项，却没有{lacking}决定谁获得哪一个。",
            "No stage has decided the tier, so no honour can be given: "
            f"{book.title.en} has {len(book.tiers)} tiers, but neither a ballot nor a ranking.",
        ),
    )


def _honoured(book: Rulebook, stage: GrantStage, code: str, tier: str) -> Conclusion:
    title = book.tier(tier).title
    told = Text(f"授予{title.zh}。", f"Given: {title.en}.")
    return Conclusion(code, Outcome.HONOURED, True, (told,), (book.cite(stage.id),), {"tier": tier})


def _by_order(book: Rulebook, stage: GrantStage, cases: Mapping[str, Mapping[str, Any]]) -> list[Conclusion]:
    order, tiers = deciding_order(book), open_tiers(book)
    if electing(book) or (order is None and len(tiers) != 1):
        raise no_tier(book)
    groups: tuple[Group, ...] = (Group(1, tuple(sorted(cases)), ()),)
    if order is not None:
        groups = in_order(book, order, {code: given["scores"] for code, given in cases.items()}, cases)
    found = placed(book, tiers, groups, cases)
    ranks = {code: group.place for group in groups for code in group.codes} if order is not None else {}
    return [_by_place(book, stage, code, ranks.get(code), found[code]) for code in cases]


def _by_place(book: Rulebook, stage: GrantStage, code: str, rank: int | None, own: Placed) -> Conclusion:
    cite = book.cite(stage.id)
    ruled = tuple(told for told, _ in own.reasons)
    place = Text("", "") if rank is None else Text(f"第 {rank} 名，", f"Place {rank}; ")
    if own.tier is not None:
        title = own.tier.title
        told = Text(f"{place.zh}授予{title.zh}。", f"{place.en}given: {title.en}.")
    elif own.is_full:
        told = Text(f"{place.zh}名额已满，未获名额。", f"{place.en}all places are taken.")
    else:
        told = Text(f"{place.zh}未获名额。", f"{place.en}no place is open to it.")
    cites = (cite, *(by for _, by in own.reasons), *(cite for _ in own.plain))
    outcome = Outcome.NOT_SELECTED if own.tier is None else Outcome.HONOURED
    details: dict[str, Any] = {"tier": None if own.tier is None else own.tier.id}
    if rank is not None:
        details["rank"] = rank
    return Conclusion(code, outcome, own.tier is not None, (told, *ruled, *own.plain), cites, details)


def _refuse_more_than_places(book: Rulebook, cases: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse what breaks an upper bound; each case stands for its own tier alone, all of them as equals.

    Minimums and multiples bound the election; who drops out after it takes nothing from the others.
    """
    tiers = open_tiers(book)
    own = {code: _place_taken(book, given["tier"]) for code, given in cases.items()}
    counted = {code: tier for code, tier in own.items() if is_counted(book.tier(tier))}
    _refuse_plainly(book, cases, counted)
    candidates = []
    for code, tier in counted.items():
        candidate = candidate_of(book, [book.tier(tier)], code, cases[code])
        others = frozenset(one.id for one in tiers if one.id != tier)
        candidates.append(replace(candidate, below=others))
    plan = plan_of(book, tiers, "shared")
    upper = [replace(t, reserved={}, ratio={}, times=None, only_from=None) for t in plan.tiers]
    allocation = allocate([candidates], replace(plan, tiers=tuple(upper)))
    for code in counted:
        if allocation.tier_of(code) is None:
            stop = next(one for one in allocation.stops[code] if one.tier == own[code])
            said = Text(
                f"{code} 不能授予：{stop.says.zh}须先在前面的环节确定人选。",
                f"{code} cannot be given it: {stop.says.en} An earlier stage must choose.",
            )
            raise Refused("grant.too_many", said, [book.cite(stop.tier)])


def _place_taken(book: Rulebook, tier: str) -> str:
    """Return the tier whose place an honour takes: who gets a tier for many wins took one of the highest."""
    given = book.tier(tier).given
    tiers = open_tiers(book)
    return tiers[0].id if given is not None and given.from_win is not None and tiers else tier


def _refuse_plainly(
    book: Rulebook, cases: Mapping[str, Mapping[str, Any]], counted: Mapping[str, str]
) -> None:
    inside = [
        tier
        for code, tier in counted.items()
        if tier not in candidate_of(book, [book.tier(tier)], code, cases[code]).outside
    ]
    for tier in book.tiers:
        given = inside.count(tier.id)
        if tier.at_most is not None and given > tier.at_most:
            raise Refused(
                "grant.too_many",
                Text(
                    f"拟授{tier.title.zh} {given} 个，超过名额 {tier.at_most} 个；须先在前面的环节确定人选。",
                    f"{given} would receive {tier.title.en}, for {tier.at_most} places; an earlier stage must choose.",
                ),
                [book.cite(tier.id)],
            )
    places, together = book.places(), [tier for tier in inside if is_counted(book.tier(tier))]
    if places is not None and len(together) > places:
        n = len(together)
        told = Text(f"荣誉 {n} 个，超过名额 {places} 个。", f"{n} honours for {places} places.")
        raise Refused("grant.too_many", told)


CONCLUDERS: dict[str, Concluder] = {"grant": whole(grant)}
