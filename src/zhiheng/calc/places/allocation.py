"""Tiers are filled from the top; within a tier the best who fit, as far as every minimum stays within reach.

For each tier, in order:

1. the minimums (reserved places, ratio) that its candidates can fill are fixed, the class named first before
   the next; with ``lapse`` what cannot be filled is lost to the tier;
2. down the ranking, a candidate is taken when it fits under every bound (tier, class, pool, times) and the
   minimums can still be kept with those who follow;
3. equal candidates are taken together. Where not all of them fit, those who fit whoever of the others is
   chosen are taken; for the rest the tie is ``refused`` (the result is undecided) or ``shared`` (none of them,
   and nobody below takes the place that they left).

So the set of each tier is the lexicographically best under the bounds, given the tiers above. A minimum of a lower
tier, and ``at_least``, never hold back a higher tier: what falls short is reported.

One more place in a tier lowers nobody as long as there is no pool, no ratio, no tie, and nobody in two bounded
classes. Otherwise it can: a higher tier then uses up a pool, a ratio turns over (largest remainder), or another
candidate fills a minimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhiheng.calc.places import wording
from zhiheng.calc.places.ratio import by_ratio
from zhiheng.calc.places.room import Bound, Mark, Room
from zhiheng.calc.places.values import (
    Allocation,
    Candidate,
    Plan,
    Stop,
    Tie,
    TierPlan,
    TierResult,
    Why,
)

_WITHOUT_LIMIT = 10**9


def allocate(candidates: Sequence[Sequence[Candidate]], plan: Plan) -> Allocation:
    """Give the places of *plan* to *candidates*, groups of equals from the best down.

    The order within a group has no effect. A code given twice is a ``ValueError``. See the module for
    the rule; every bound is kept exactly.
    """
    codes = [candidate.code for group in candidates for candidate in group]
    if len(set(codes)) != len(codes):
        raise ValueError("a candidate stands once")
    groups = [part for group in candidates for part in _preferred(group, plan.prefer)]
    work = _Work(plan, {code: [] for code in codes})
    for tier in plan.tiers:
        filled = _Filling(work, tier, groups).fill()
        work.results.append(filled)
        groups = [[c for c in group if c.code not in filled.codes] for group in groups]
        if work.undecided is not None:
            break
    return work.allocation()


def _preferred(group: Sequence[Candidate], prefer: Sequence[str]) -> list[list[Candidate]]:
    """Split equals by the classes that are preferred, the first named first; codes order what stays equal."""
    parts: dict[tuple[bool, ...], list[Candidate]] = {}
    for candidate in sorted(group, key=lambda c: c.code):
        parts.setdefault(tuple(klass not in candidate.classes for klass in prefer), []).append(candidate)
    return [parts[key] for key in sorted(parts)]


@dataclass
class _Work:
    """The plan and what has been found so far."""

    plan: Plan
    stops: dict[str, list[Stop]]
    results: list[TierResult] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    undecided: Tie | None = None
    used: dict[str, int] = field(default_factory=dict)
    placed: list[tuple[str, Candidate]] = field(default_factory=list)

    def in_pool(self, pool: str, klass: str = "") -> int:
        """Return how many places of a pool are used, by one class or by all."""
        plan = next(one for one in self.plan.pools if one.id == pool)
        return sum(plan.holds(tier) and (not klass or klass in c.classes) for tier, c in self.placed)

    def allocation(self) -> Allocation:
        """Return the result; pools with fewer than their least are named."""
        short = tuple(p.id for p in self.plan.pools if self.in_pool(p.id) < p.at_least)
        stops = {code: tuple(found) for code, found in self.stops.items()}
        return Allocation(tuple(self.results), stops, tuple(self.ties), self.undecided, short)


class _Filling:
    """One tier while its places are given."""

    def __init__(self, work: _Work, tier: TierPlan, groups: Sequence[Sequence[Candidate]]) -> None:
        self.work, self.tier, self.groups = work, tier, groups
        self.minimums = by_ratio(tier.at_most or 0, tier.ratio) if tier.ratio else dict(tier.reserved)
        within = [c for group in groups for c in group if self._unfit(c) is None]
        competing = [c for c in within if tier.id not in c.outside]
        bounds = self._bounds()
        self.room = Room(bounds, list(self.minimums.items()), competing)
        self.lapsed = 0
        if tier.unused == "lapse" and tier.at_most is not None and self.minimums:
            reachable = Room(self._own(), list(self.minimums.items()), competing).needs
            self.lapsed = sum(self.minimums.values()) - sum(reachable)
            lapsed = Bound(Why.LAPSED, "", max(0, tier.at_most - self.lapsed), tier.id)
            self.room = Room([lapsed, *bounds], list(self.minimums.items()), competing)
        self.given: list[Candidate] = []

    def fill(self) -> TierResult:
        """Take the groups from the best down."""
        for group in self.groups:
            self._group(group)
        return self._result()

    def _bounds(self) -> list[Bound]:
        return [*self._own(), *self._times(), *self._pools()]

    def _own(self) -> list[Bound]:
        tier = self.tier
        total = tier.at_most
        if total is None and tier.per:
            total = sum(tier.per.values())
        bounds = [Bound(Why.FULL, "", _WITHOUT_LIMIT if total is None else total, tier.id)]
        bounds += [Bound(Why.PER, klass, n, tier.id) for klass, n in tier.per.items()]
        return bounds + [Bound(Why.CAP, klass, n, tier.id) for klass, n in tier.caps.items()]

    def _times(self) -> list[Bound]:
        if self.tier.times is None:
            return []
        other, n = self.tier.times
        return [Bound(Why.TIMES, "", n * self.work.used.get(other, 0), other)]

    def _pools(self) -> list[Bound]:
        bounds = []
        for pool in self.work.plan.pools:
            if not pool.holds(self.tier.id):
                continue
            if pool.at_most is not None:
                left = pool.at_most - self.work.in_pool(pool.id)
                bounds.append(Bound(Why.POOL, "", left, pool.id))
            for klass, n in pool.caps.items():
                left = n - self.work.in_pool(pool.id, klass)
                bounds.append(Bound(Why.POOL_CAP, klass, left, pool.id))
        return bounds

    def _unfit(self, candidate: Candidate) -> tuple[Why, str, int, str] | None:
        tier = self.tier
        if tier.open_to and not tier.open_to & candidate.classes:
            return Why.NOT_OPEN, "", 0, ""
        if tier.only_from is not None and tier.only_from not in candidate.holds:
            return Why.NOT_FROM, "", 0, tier.only_from
        if tier.id in candidate.below:
            return Why.BELOW, "", 0, ""
        if tier.id not in candidate.outside and tier.per and not tier.per.keys() & candidate.classes:
            return Why.NOT_PER, "", 0, ""
        return None

    def _group(self, group: Sequence[Candidate]) -> None:
        """Take of equal candidates all who fit together, and those who fit whoever of the others is chosen."""
        fit = [candidate for candidate in group if self._competes(candidate)]
        able = [c for c in fit if self.room.takes([self.room.mark(c)])]
        tied: list[Candidate] = []
        if not self.room.takes(self.room.mark(c) for c in able):
            settled = self.room.settled([self.room.mark(c) for c in able])
            tied = [c for c in able if self.room.mark(c) not in settled]
        for candidate in fit:
            if candidate not in able:
                self._stop(candidate, *self._kept_out(candidate))
                self.room.pass_by(self.room.mark(candidate))
        for candidate in able:
            if candidate not in tied:
                self._give(candidate)
        if tied:
            self._tie(tied)

    def _competes(self, candidate: Candidate) -> bool:
        """Tell whether a candidate asks for a place of the quota; settle at once those who do not."""
        unfit = self._unfit(candidate)
        if unfit is not None:
            self._stop(candidate, *unfit)
        elif self.tier.id in candidate.outside:
            self.given.append(candidate)
        elif self.work.undecided is not None:
            self._stop(candidate, Why.UNDECIDED)
        else:
            return True
        return False

    def _give(self, candidate: Candidate) -> None:
        self.room.take(self.room.mark(candidate))
        self.given.append(candidate)
        self.work.placed.append((self.tier.id, candidate))

    def _tie(self, tied: Sequence[Candidate]) -> None:
        refused = self.work.plan.ties == "refused"
        marks = [self.room.mark(c) for c in tied]
        codes, fits = tuple(c.code for c in tied), self._how_many(marks)
        says = wording.tie(self.work.plan, self.tier.id, codes, fits, refused=refused)
        tie = Tie(self.tier.id, codes, fits, says)
        self.work.ties.append(tie)
        for candidate, mark in zip(tied, marks, strict=True):
            stop = Stop(self.tier.id, Why.UNDECIDED if refused else Why.TIE, says)
            self.work.stops[candidate.code].append(stop)
            self.room.pass_by(mark)
        if refused:
            self.work.undecided = tie
        else:
            self.room.close(marks)

    def _how_many(self, marks: Sequence[Mark]) -> int:
        """Return how many of the tied fit together, taken from the front."""
        chosen: list[Mark] = []
        for mark in marks:
            if self.room.takes([*chosen, mark]):
                chosen.append(mark)
        return len(chosen)

    def _kept_out(self, candidate: Candidate) -> tuple[Why, str, int, str]:
        """Return the bound that is used up, else that what is left is kept for a class."""
        room, mark = self.room, self.room.mark(candidate)
        for i in sorted(mark.uses, key=lambda i: (bool(room.bounds[i].klass), i)):
            if room.left[i] <= 0 and i not in room.closed:
                bound = room.bounds[i]
                return bound.why, bound.klass, bound.size, bound.owner
        if room.only_needed or room.closed.intersection(mark.uses):
            return Why.CLOSED, "", 0, ""
        kept = next((i for i, n in enumerate(room.needs) if n and i not in mark.serves), 0)
        klass = room.classes[kept]
        return Why.RESERVED, klass, self.minimums[klass], self.tier.id

    def _stop(self, candidate: Candidate, why: Why, klass: str = "", size: int = 0, owner: str = "") -> None:
        says = wording.stop(self.work.plan, self.tier.id, why, klass, size, owner)
        self.work.stops[candidate.code].append(Stop(self.tier.id, why, says, klass))

    def _result(self) -> TierResult:
        tier, room = self.tier, self.room
        codes = tuple(c.code for c in self.given)
        outside = sum(tier.id in c.outside for c in self.given)
        used = len(codes) - outside
        self.work.used[tier.id] = used
        sizes = [b.size for b in room.bounds if not b.klass and b.why in (Why.FULL, Why.TIMES)]
        places = min(sizes)
        empty = max(0, places - used) if places < _WITHOUT_LIMIT else 0
        tied = any(tie.tier == tier.id for tie in self.work.ties)
        says = wording.empty(self.work.plan, tier.id, empty, lapsed=self.lapsed, tied=tied) if empty else ()
        short = used < tier.at_least or (empty > 0 and not tier.vacancy_allowed)
        return TierResult(
            tier.id, codes, places if places < _WITHOUT_LIMIT else None, used, outside, empty, short, says
        )
