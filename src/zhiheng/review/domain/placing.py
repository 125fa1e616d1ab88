"""Places given to cases in order, with the rule behind every place that a case did not get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.calc.places import Allocation, Stop, Tie, Why, allocate
from zhiheng.calc.ranking import Group
from zhiheng.casework.domain.places import Taken, candidate_of, plan_of, untriggered
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.rules.model import Ranking, Rulebook, Tier

PLAIN = frozenset({Why.FULL, Why.POOL, Why.TIE, Why.CLOSED, Why.UNDECIDED})
"""What needs no sentence of its own: the places were taken by those before."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of one case: its tier, if any, and the rules that kept it out of higher ones."""

    tier: Tier | None
    reasons: tuple[tuple[Text, Citation], ...] = ()
    plain: tuple[Text, ...] = ()
    is_full: bool = True


def placed(
    book: Rulebook,
    tiers: Sequence[Tier],
    groups: Sequence[Group],
    found: Mapping[str, Mapping[str, Any]],
    taken: Taken | None = None,
    order: Ranking | None = None,
) -> dict[str, Placed]:
    """Give the places of tiers to cases in groups of equals, the best first; an open tie is refused.

    *order* is a ballot's own, where the rulebook's ranking is not what put the groups in order.
    """
    deciding = order or book.ranking
    shared = deciding is not None and deciding.ties == "shared"
    candidates = [[candidate_of(book, tiers, code, found[code]) for code in group.codes] for group in groups]
    plan = plan_of(book, tiers, "shared" if shared else "refused", _not_rising(taken or {}, found))
    allocation = allocate(candidates, plan)
    if allocation.undecided is not None:
        raise _undecided(book, groups, allocation.undecided)
    return {
        code: _placed(book, allocation, code, found[code], _notes(allocation, group))
        for group in groups
        for code in group.codes
    }


def tied_at(
    book: Rulebook,
    tiers: Sequence[Tier],
    groups: Sequence[Group],
    found: Mapping[str, Mapping[str, Any]],
    taken: Taken | None = None,
) -> frozenset[str]:
    """Return the equal cases between whom nothing decides who gets the last places; empty where all is decided."""
    candidates = [[candidate_of(book, tiers, code, found[code]) for code in group.codes] for group in groups]
    plan = plan_of(book, tiers, "refused", _not_rising(taken or {}, found))
    undecided = allocate(candidates, plan).undecided
    return frozenset() if undecided is None else frozenset(undecided.codes)


def _placed(
    book: Rulebook, allocation: Allocation, code: str, found: Mapping[str, Any], notes: tuple[Text, ...]
) -> Placed:
    own = allocation.tier_of(code)
    tier = None if own is None else book.tier(own)
    stops = [stop for stop in allocation.stops.get(code, ()) if stop.why not in PLAIN]
    reasons = tuple((_says(book, stop, found), _cite(book, stop)) for stop in stops)
    if tier is not None:
        last = _from_win(book, tier, found)
        if last is not None:
            reasons += ((_wins_say(tier, last), book.cite(last)),)
            tier = last
    is_full = len(stops) < len(allocation.stops.get(code, ()))
    return Placed(tier, reasons, notes if tier is None else (), is_full)


def _not_rising(taken: Taken, found: Mapping[str, Mapping[str, Any]]) -> Taken:
    """Leave out who rises from a place to another: where all do, nobody needs a second one of a pool."""
    if any(not one.get("held") for one in found.values()):
        return taken
    return {code: one for code, one in taken.items() if code not in found}


def _says(book: Rulebook, stop: Stop, found: Mapping[str, Any]) -> Text:
    tier = book.tier(stop.tier)
    if stop.why is Why.BELOW and untriggered(tier, found.get("noted", ())):
        wanted = book.condition(tier.triggered_by or "")
        title = getattr(wanted, "title", None) or Text.of(wanted.id)
        return Text(
            f"{tier.title.zh}：只在满足“{title.zh}”时授予。",
            f"{tier.title.en}: given only upon “{title.en}”.",
        )
    return stop.says


def _cite(book: Rulebook, stop: Stop) -> Citation:
    """Cite the pool or the tier whose bound it was."""
    if stop.why is Why.POOL_CAP:
        pool = next(p for p in book.pools if p.covers(stop.tier) and stop.klass in (p.caps or {}))
        return book.cite(pool)
    return book.cite(stop.tier)


def _from_win(book: Rulebook, tier: Tier, found: Mapping[str, Any]) -> Tier | None:
    """Return the tier that so many wins of the highest elected one, this one included, lead to."""
    if tier is not next((one for one in book.tiers if one.given is None), None):
        return None
    wins = found.get("wins", {})
    for other in book.tiers:
        wanted = None if other.given is None else other.given.from_win
        if wanted is not None and wins.get(tier.id, 0) + wins.get(other.id, 0) + 1 >= wanted:
            return other
    return None


def _wins_say(tier: Tier, last: Tier) -> Text:
    n = last.given.from_win if last.given is not None else 0
    return Text(
        f"本次为第 {n} 次（含）以上获得{tier.title.zh}，按规则授予{last.title.zh}。",
        f"With this it has won {tier.title.en} at least {n} times and so receives {last.title.en}.",
    )


def _notes(allocation: Allocation, group: Group) -> tuple[Text, ...]:
    """Say that equal cases fell together, tier by tier."""
    return tuple(
        Text(
            f"{'、'.join(tie.codes)} 得分相同，{tie.tier} 余下名额不足以全部授予，按规则一并转入下一等次。",
            f"{', '.join(tie.codes)} have equal scores and do not all fit into what is left of {tie.tier}; "
            "by the rule all of them pass to the next tier.",
        )
        for tie in allocation.ties
        if set(tie.codes) <= set(group.codes)
    )


def _undecided(book: Rulebook, groups: Sequence[Group], tie: Tie) -> Refused:
    place = next(group.place for group in groups if tie.codes[0] in group.codes)
    cites = [book.cite("ranking")] if book.ranking is not None else [book.cite(tie.tier)]
    codes, room = tie.codes, tie.room
    return Refused(
        "ballot.tie_at_last_place",
        Text(
            f"{'、'.join(codes)} 得分相同，并列第 {place} 名，跨过名额线（余 {room} 个名额），须另行决定。"
            "评委会须再次表决，或依规则另定次序。",
            f"{', '.join(codes)} have equal scores at place {place}, across the line ({room} places left); "
            "this has to be decided. The committee has to vote again or settle the order by the rules.",
        ),
        cites,
    )
