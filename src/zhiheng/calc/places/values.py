"""What an allocation of places takes and gives: candidates, tiers with their bounds, pools, and the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from zhiheng.core.text import Text


class Why(StrEnum):
    """The bound that kept a candidate out of a tier.

    Those of ``CLASS_BOUNDS`` speak of the candidate or its class: a worse candidate may have a place.
    The others stop everybody who stands lower.
    """

    NOT_OPEN = "not_open"
    BELOW = "below_threshold"
    NOT_FROM = "not_from"
    NOT_PER = "no_number_for_class"
    PER = "class_number"
    CAP = "class_cap"
    POOL_CAP = "pool_class_cap"
    RESERVED = "kept_for_class"
    FULL = "full"
    POOL = "pool_full"
    TIMES = "times"
    LAPSED = "lapsed"
    TIE = "tie"
    CLOSED = "closed_by_tie"
    UNDECIDED = "undecided"


CLASS_BOUNDS = frozenset(
    {Why.NOT_OPEN, Why.BELOW, Why.NOT_FROM, Why.NOT_PER, Why.PER, Why.CAP, Why.POOL_CAP, Why.RESERVED}
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate with what bears on its places.

    ``below`` are the tiers whose threshold it does not reach, ``outside`` those in which it takes no
    place of the quota (a repeat winner), ``holds`` the tiers that an earlier step gave it.
    """

    code: str
    classes: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TierPlan:
    """One tier and its bounds; ``None`` is no limit.

    ``per`` gives each class a number of its own (a candidate in none of them has no place); ``reserved``
    is a minimum for a class as long as it has candidates; ``ratio`` splits ``at_most`` over classes by largest
    remainder and is then a reservation. What a class leaves unused is ``open`` to all or lapses. ``times`` is
    (an earlier tier, n): at most n times as many as there. ``only_from`` names the tier that an earlier
    step gave. ``open_to`` names classes; empty means everybody.
    """

    id: str
    at_most: int | None = None
    at_least: int = 0
    per: Mapping[str, int] = field(default_factory=dict)
    reserved: Mapping[str, int] = field(default_factory=dict)
    unused: Literal["open", "lapse"] = "open"
    caps: Mapping[str, int] = field(default_factory=dict)
    ratio: Mapping[str, int] = field(default_factory=dict)
    times: tuple[str, int] | None = None
    only_from: str | None = None
    open_to: frozenset[str] = frozenset()
    vacancy_allowed: bool = True


@dataclass(frozen=True, slots=True)
class PoolPlan:
    """Places that several tiers share (``tiers`` empty: all), with caps for classes over all of them."""

    id: str
    tiers: tuple[str, ...] = ()
    at_most: int | None = None
    at_least: int = 0
    caps: Mapping[str, int] = field(default_factory=dict)

    def holds(self, tier: str) -> bool:
        """Tell whether a tier draws on this pool."""
        return not self.tiers or tier in self.tiers


@dataclass(frozen=True, slots=True)
class Plan:
    """The tiers from the highest down, pools, and what a tie across the edge does.

    ``prefer`` breaks ties by class, the first named first. A tie that remains is ``shared`` (all of the
    tied or none of them; nobody below takes their place) or ``refused`` (the result is undecided). ``titles`` words
    tiers, classes and pools.
    """

    tiers: tuple[TierPlan, ...]
    pools: tuple[PoolPlan, ...] = ()
    ties: Literal["shared", "refused"] = "refused"
    prefer: tuple[str, ...] = ()
    titles: Mapping[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = [tier.id for tier in self.tiers]
        if len(set(ids)) != len(ids):
            raise ValueError("a tier is named twice")
        for place, tier in enumerate(self.tiers):
            self._check(tier, ids[:place], ids)
        for pool in self.pools:
            stray = sorted(set(pool.tiers) - set(ids))
            if stray:
                raise ValueError(f"pool {pool.id} is over {', '.join(stray)}, which is no tier")
            _not_negative(pool.id, (pool.at_most, pool.at_least, *pool.caps.values()))

    def _check(self, tier: TierPlan, earlier: list[str], ids: list[str]) -> None:
        numbers = (*tier.per.values(), *tier.reserved.values(), *tier.caps.values(), *tier.ratio.values())
        _not_negative(tier.id, (tier.at_most, tier.at_least, *numbers))
        if tier.ratio and (tier.reserved or tier.at_most is None or not sum(tier.ratio.values())):
            raise ValueError(f"the ratio of {tier.id} needs at_most, no reserved places, and a sum above 0")
        if tier.at_most is not None and sum(tier.reserved.values()) > tier.at_most:
            raise ValueError(f"{tier.id} reserves more places than it has")
        if tier.times is not None and tier.times[0] not in earlier:
            raise ValueError(f"{tier.id} counts times {tier.times[0]}, which is no tier above it")
        if tier.only_from in ids:
            raise ValueError(f"{tier.id} is chosen from {tier.only_from}, so the two need two steps")


def _not_negative(id_: str, numbers: tuple[int | None, ...]) -> None:
    if any(number is not None and number < 0 for number in numbers):
        raise ValueError(f"a number of {id_} is negative")


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a candidate did not get one tier; ``klass`` is the class whose bound it was, or ""."""

    tier: str
    why: Why
    says: Text
    klass: str = ""


@dataclass(frozen=True, slots=True)
class TierResult:
    """What became of one tier's places.

    ``places`` is how many it may give (``None``: no limit), ``used`` those of its quota, ``outside`` the honours
    beside it, ``empty`` what was left; ``is_short`` where fewer than the least were given, or a
    tier that may not stay empty did.
    """

    id: str
    codes: tuple[str, ...]
    places: int | None
    used: int
    outside: int
    empty: int
    is_short: bool
    says: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal candidates of whom only some fit: the tier, who, and how many of them there is room for."""

    tier: str
    codes: tuple[str, ...]
    room: int
    says: Text


@dataclass(frozen=True, slots=True)
class Allocation:
    """The places given: per tier and per candidate, in rank order; ``undecided`` names a tie that stops it.

    ``stops`` has, for everybody, the tiers that they did not get and why, from the highest down to the
    one they got. Where ``undecided`` is set, the tiers are filled only as far as nothing hangs on the tie.
    """

    tiers: tuple[TierResult, ...]
    stops: Mapping[str, tuple[Stop, ...]]
    ties: tuple[Tie, ...] = ()
    undecided: Tie | None = None
    short_pools: tuple[str, ...] = ()

    def tier_of(self, code: str) -> str | None:
        """Return the tier of a candidate, or ``None`` for one without a place."""
        return next((tier.id for tier in self.tiers if code in tier.codes), None)
