"""The places of a rulebook as a plan to give them: tiers, classes and pools, and what bears on each case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

from zhiheng.calc.places import Candidate, Plan, PoolPlan, TierPlan
from zhiheng.core.text import Text, joined
from zhiheng.rules.model import Rulebook, Tier
from zhiheng.rules.model.places import REPEAT_WINNER, Pool, Quota
from zhiheng.rules.who_wording import class_text

Taken = Mapping[str, Mapping[str, Any]]
"""Who holds a tier of an earlier step, by case code: ``{"tier": id, "classes": [...]}``."""


def plan_of(
    book: Rulebook, tiers: Sequence[Tier], ties: Literal["shared", "refused"], taken: Taken | None = None
) -> Plan:
    """Return the plan for some tiers of a rulebook; places that earlier steps gave are taken off.

    A number that is a multiple of a tier decided earlier is fixed here; one decided later is left to granting.
    """
    held = taken or {}
    return Plan(
        tiers=tuple(_tier_plan(tier, tiers[:place], tiers, held) for place, tier in enumerate(tiers)),
        pools=tuple(plan for pool in book.pools if (plan := _pool_plan(book, pool, tiers, held)) is not None),
        ties=ties,
        titles=_titles(book),
    )


def candidate_of(book: Rulebook, tiers: Iterable[Tier], code: str, found: Mapping[str, Any]) -> Candidate:
    """Return a case as a candidate; what its inputs do not say counts as nothing.

    Reads ``classes``, ``wins``, ``noted``, ``scores`` and ``held`` of the case's inputs.
    """
    classes = frozenset(found.get("classes", ()))
    noted = frozenset(found.get("noted", ()))
    wins = found.get("wins", {})
    listed = tuple(tiers)
    return Candidate(
        code=code,
        classes=classes,
        below=frozenset(tier.id for tier in listed if not _reaches(tier, found) or untriggered(tier, noted)),
        outside=frozenset(tier.id for tier in listed if _is_outside(tier, classes | noted, wins)),
        holds=frozenset({found["held"]} if found.get("held") else ()),
    )


def untriggered(tier: Tier, noted: Iterable[str]) -> bool:
    """Tell whether a tier is given only upon a condition that a case does not meet."""
    return tier.triggered_by is not None and tier.triggered_by not in noted


def stages_needed(tiers: Iterable[Tier]) -> tuple[str, ...]:
    """Return the stages whose points tiers ask for, each once."""
    return tuple(dict.fromkeys(need.stage for tier in tiers for need in tier.needs))


def pool_title(book: Rulebook, pool: Pool) -> Text:
    """Return what a pool is called: the tiers that share it."""
    named = [tier.title for tier in book.tiers if pool.covers(tier.id)]
    if len(named) == len(book.tiers):
        return Text("各奖项合计", "all tiers together")
    return joined(named, zh="、", en=" and ")


def quota_says(book: Rulebook, tier: Tier) -> Text:
    """Return how many places a tier has, for a sentence that names it."""
    if tier.at_most is None:
        return Text("", "")
    return Text(f"（名额不超过 {tier.at_most} 个）", f" (at most {tier.at_most} places)")


def _tier_plan(tier: Tier, above: Sequence[Tier], together: Sequence[Tier], taken: Taken) -> TierPlan:
    quota = tier.quota
    origin = tier.chosen_from if tier.chosen_from not in {one.id for one in together} else None
    open_to = frozenset(tier.open_to or ())
    vacant = tier.vacancy == "allowed"
    if quota is None:
        return TierPlan(tier.id, only_from=origin, open_to=open_to, vacancy_allowed=vacant)
    times, bound = _times(quota, above, taken)
    return TierPlan(
        tier.id,
        at_most=min((n for n in (quota.at_most, bound) if n is not None), default=None),
        at_least=quota.at_least or 0,
        per=dict(quota.per or {}),
        reserved=dict(quota.reserved or {}),
        unused=quota.unused,
        caps=dict(quota.caps or {}),
        ratio=dict(quota.ratio or {}),
        times=times,
        only_from=origin,
        open_to=open_to,
        vacancy_allowed=vacant,
    )


def _times(quota: Quota, above: Sequence[Tier], taken: Taken) -> tuple[tuple[str, int] | None, int | None]:
    """Return a multiple of a tier above in the same plan, or the number that one decided earlier makes of it."""
    if quota.times is None:
        return None, quota.at_most
    other, n = quota.times.tier, quota.times.at_most
    if other in {one.id for one in above}:
        return (other, n), quota.at_most
    given = sum(one["tier"] == other for one in taken.values())
    return None, n * given if given else quota.at_most


def _pool_plan(book: Rulebook, pool: Pool, tiers: Sequence[Tier], taken: Taken) -> PoolPlan | None:
    """Return what is left of a pool; who holds one of its places already uses no other by rising in it.

    A tier that is outside as a whole draws on no pool, even where it has a number of its own.
    """
    beside = {tier.id for tier in book.tiers if _is_beyond(tier)}
    inside = tuple(tier.id for tier in tiers if pool.covers(tier.id) and tier.id not in beside)
    if not inside:
        return None
    held = [one for one in taken.values() if pool.covers(one["tier"]) and one["tier"] not in beside]
    return PoolPlan(
        pool.id,
        inside,
        None if pool.at_most is None else max(0, pool.at_most - len(held)),
        caps={
            klass: max(0, n - sum(klass in one.get("classes", ()) for one in held))
            for klass, n in (pool.caps or {}).items()
        },
    )


def _reaches(tier: Tier, found: Mapping[str, Any]) -> bool:
    scores = found.get("scores", {})
    return all(
        scores.get(need.stage) is not None and Fraction(str(scores[need.stage])) >= Fraction(need.at_least)
        for need in tier.needs
    )


def _is_beyond(tier: Tier) -> bool:
    """Tell whether all honours of a tier are outside the pools; a quota of its own it keeps all the same."""
    return tier.outside is not None and tier.outside.when is None


def _is_outside(tier: Tier, named: frozenset[str], wins: Mapping[str, int]) -> bool:
    if tier.outside is None:
        return False
    when = tier.outside.when
    if when is None:
        return tier.quota is None  # beside all others; a number of its own binds it all the same
    return bool(wins.get(tier.id)) if when == REPEAT_WINNER else when in named


def _titles(book: Rulebook) -> dict[str, Text]:
    titles = {pool.id: pool_title(book, pool) for pool in book.pools}
    titles |= {kind: class_text(kind, book) for kind in book.applicants}
    titles |= {group.id: Text(group.title.zh, group.title.en) for group in book.classes}
    return titles | {tier.id: Text(tier.title.zh, tier.title.en) for tier in book.tiers}
