"""Order by exact scores, with every tie in the open; who goes on, and who gets which tier.

The order in which candidates are given never matters. Those with equal scores share a place; within a
place they stand by their code, which means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from math import ceil

from zhiheng.calc.missing import Missing
from zhiheng.calc.rounding import Number, exact
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text


class Tie(StrEnum):
    """What happens to candidates with equal scores when only some of them would fit.

    ``keep_all`` keeps them all (more than the limit), ``cut_all`` keeps none of them (fewer), and
    ``refused`` raises ``Refused``: somebody has to decide, and the decision becomes a further score.
    """

    KEEP_ALL = "keep_all"
    CUT_ALL = "cut_all"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates who share one place; ``place`` counts from 1 and skips after a tie (1, 2, 2, 4)."""

    place: int
    codes: tuple[str, ...]
    scores: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Who goes on and who does not, each in rank order; the limit, and the tie that lay across it."""

    kept: tuple[str, ...]
    cut: tuple[str, ...]
    limit: int
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TierQuota:
    """One tier: its places (``None`` is no limit), a pool that it shares, and a least first score."""

    id: str
    at_most: int | None = None
    pool: str | None = None
    least: Number | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """Who got which tier, in rank order; who got none; and how many places of a tier stay empty."""

    by_tier: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...]
    vacant: Mapping[str, int]
    notes: tuple[Text, ...] = ()

    def tier_of(self, code: str) -> str | None:
        """Return the tier of a candidate, or ``None`` for one without a place."""
        return next((tier for tier, codes in self.by_tier.items() if code in codes), None)


def rank(scores: Mapping[str, Sequence[Number | None]]) -> tuple[Group, ...]:
    """Return the candidates in groups, the highest scores first.

    Each candidate has the same number of scores; later ones break ties of earlier ones. A score of
    ``None`` raises ``Missing`` with the names: the unscored are never last, or first, by accident.
    """
    absent = [code for code, own in scores.items() if any(score is None for score in own)]
    if absent:
        raise Missing("score", absent)
    if len({len(own) for own in scores.values()}) > 1:
        raise ValueError("every candidate has the same number of scores")
    keys = {code: tuple(exact(s) for s in own if s is not None) for code, own in scores.items()}
    ordered = sorted(sorted(keys), key=lambda code: keys[code], reverse=True)
    groups: list[Group] = []
    place = 1
    for own, tied in groupby(ordered, key=lambda code: keys[code]):
        codes = tuple(sorted(tied))
        groups.append(Group(place, codes, own))
        place += len(codes)
    return tuple(groups)


def limit_of(
    candidates: int,
    *,
    at_most: int | None = None,
    share: Fraction | None = None,
    per_place: int | None = None,
    places: int | None = None,
) -> int:
    """Return how many go on under exactly one of the three rules.

    ``at_most`` is a number; ``share`` of the candidates, a part of one counting as one (half of 7 is
    4); ``per_place`` for each of the *places* to be given.
    """
    if sum(rule is not None for rule in (at_most, share, per_place)) != 1:
        raise ValueError("exactly one of at_most, share and per_place says how many go on")
    if share is not None:
        if not 0 < share <= 1:
            raise ValueError(f"a share lies between 0 and 1, not at {share}")
        return ceil(share * candidates)
    if per_place is not None:
        if places is None:
            raise ValueError("per_place needs the number of places")
        at_most = per_place * places
    if at_most is None or at_most < 0:
        raise ValueError(f"a limit is 0 or more, not {at_most}")
    return at_most


def keep(
    groups: Sequence[Group],
    *,
    at_most: int | None = None,
    share: Fraction | None = None,
    per_place: int | None = None,
    places: int | None = None,
    tie: str = Tie.KEEP_ALL,
) -> Kept:
    """Return who goes on under one rule of :func:`limit_of`, and what a tie across the limit did."""
    rule = Tie(tie)
    total = sum(len(group.codes) for group in groups)
    limit = limit_of(total, at_most=at_most, share=share, per_place=per_place, places=places)
    kept: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    for group in groups:
        if len(kept) + len(group.codes) > limit:
            across = group.codes if len(kept) < limit else ()
            if across and _tie_fits(rule, group, limit - len(kept)):
                kept += across
            break
        kept += group.codes
    everyone = tuple(code for group in groups for code in group.codes)
    return Kept(kept, everyone[len(kept) :], limit, across)


def places(
    groups: Sequence[Group],
    tiers: Sequence[TierQuota],
    *,
    pools: Mapping[str, int] | None = None,
    tie: str = Tie.REFUSED,
) -> Placing:
    """Give the tiers, the highest first, to candidates who pass, in rank order.

    Never more than a tier's or a pool's places. When a tie lies across the last place of a tier, all of it
    falls to the next tier (``cut_all``) or the placing is ``refused``; ``keep_all`` would break the
    quota and is an error. A tier once passed over is closed: nobody overtakes.
    """
    rule = Tie(tie)
    if rule is Tie.KEEP_ALL:
        raise ValueError("keep_all would give more places than the quota")
    room = _Room(tiers, dict(pools or {}))
    by_tier: dict[str, list[str]] = {tier.id: [] for tier in tiers}
    without: list[str] = []
    notes: list[Text] = []
    current = 0
    for group in groups:
        while current < len(tiers) and not room.takes(tiers[current], group):
            if room.splits(tiers[current], group):
                _tie_fits(rule, group, room.left(tiers[current]) or 0)
                notes.append(_fell(group, tiers[current]))
            current += 1
        if current < len(tiers):
            room.use(tiers[current], len(group.codes))
            by_tier[tiers[current].id].extend(group.codes)
        else:
            without.extend(group.codes)
    vacant = {tier.id: left for tier in tiers if (left := room.left(tier)) is not None}
    return Placing(
        {tier: tuple(codes) for tier, codes in by_tier.items()}, tuple(without), vacant, tuple(notes)
    )


class _Room:
    """How many places are left, in each tier and each pool."""

    def __init__(self, tiers: Sequence[TierQuota], pools: dict[str, int]) -> None:
        unknown = sorted({tier.pool for tier in tiers if tier.pool is not None} - pools.keys())
        if unknown:
            raise ValueError(f"no size for the pool {', '.join(unknown)}")
        if len({tier.id for tier in tiers}) != len(tiers):
            raise ValueError("a tier is named twice")
        self._tiers = {tier.id: tier.at_most for tier in tiers}
        self._pools = pools

    def left(self, tier: TierQuota) -> int | None:
        own = self._tiers[tier.id]
        shared = None if tier.pool is None else self._pools[tier.pool]
        limits = [limit for limit in (own, shared) if limit is not None]
        return min(limits) if limits else None

    def takes(self, tier: TierQuota, group: Group) -> bool:
        left = self.left(tier)
        return self._reaches(tier, group) and (left is None or len(group.codes) <= left)

    def splits(self, tier: TierQuota, group: Group) -> bool:
        left = self.left(tier)
        return self._reaches(tier, group) and left is not None and 0 < left < len(group.codes)

    def use(self, tier: TierQuota, n: int) -> None:
        own = self._tiers[tier.id]
        if own is not None:
            self._tiers[tier.id] = own - n
        if tier.pool is not None:
            self._pools[tier.pool] -= n

    @staticmethod
    def _reaches(tier: TierQuota, group: Group) -> bool:
        return tier.least is None or group.scores[0] >= exact(tier.least)


def _tie_fits(rule: Tie, group: Group, limit: int) -> bool:
    if rule is Tie.REFUSED:
        codes = "、".join(group.codes)
        raise Refused(
            "ranking.tie_across_the_line",
            Text(
                f"{codes} 得分相同，并列第 {group.place} 名，跨过名额线（余 {limit} 个名额），须另行决定。",
                f"{', '.join(group.codes)} have equal scores at place {group.place}, across the line "
                f"({limit} places left); this has to be decided.",
            ),
        )
    return rule is Tie.KEEP_ALL


def _fell(group: Group, tier: TierQuota) -> Text:
    return Text(
        f"{'、'.join(group.codes)} 得分相同，{tier.id} 余下名额不足以全部授予，按规则一并转入下一等次。",
        f"{', '.join(group.codes)} have equal scores and do not all fit into what is left of {tier.id}; "
        "by the rule all of them pass to the next tier.",
    )
