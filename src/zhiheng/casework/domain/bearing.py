"""What of a case bears on places and ways through a round: its classes, earlier wins, and conditions only noted.

It is judged once, with the facts of the check, so that it stands fast from there on; a rulebook that
asks for none of it leaves no trace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from zhiheng.rules.classes import classes_of
from zhiheng.rules.conditions import evaluate_all
from zhiheng.rules.facts import Facts
from zhiheng.rules.model import Keep, Ranking, Rulebook
from zhiheng.rules.model.places import REPEAT_WINNER, Quota

KEYS = ("classes", "wins", "noted")


def asked_of(book: Rulebook) -> tuple[str, ...]:
    """Return which of ``KEYS`` a rulebook looks at."""
    noted = {one.id for one in book.conditions}
    outside = [tier.outside.when for tier in book.tiers if tier.outside is not None and tier.outside.when]
    wins = REPEAT_WINNER in outside or any(tier.given and tier.given.from_win for tier in book.tiers)
    preferred = [one for ranking in _rankings(book) for one in ranking.prefer]
    conditions = any(tier.triggered_by for tier in book.tiers) or any(one.condition for one in preferred)
    classes = (
        any(tier.open_to or _has_classes(tier.quota) for tier in book.tiers)
        or any(pool.caps for pool in book.pools)
        or any(one.of_class for one in preferred)
        or any(when not in noted | {REPEAT_WINNER} for when in outside)
        or any(stage.applies_to or _by_class(stage) for stage in book.stages)
    )
    found = (classes, wins, conditions or any(when in noted for when in outside))
    return tuple(key for key, is_asked in zip(KEYS, found, strict=True) if is_asked)


def bearing_of(book: Rulebook, facts: Facts, as_of: date) -> dict[str, Any]:
    """Return what bears, as plain JSON: ``{"classes": [...], "wins": {tier: n}, "noted": [met conditions]}``.

    Only what the rulebook looks at is there. A class or a noted condition that is not known counts as no.
    """
    asked = asked_of(book)
    found: dict[str, Any] = {}
    if "classes" in asked:
        found["classes"] = sorted(classes_of(book, facts, as_of))
    if "wins" in asked:
        found["wins"] = _wins(book, facts)
    if "noted" in asked:
        outcomes = evaluate_all(list(book.noted), facts, as_of, book)
        found["noted"] = sorted(one.condition for one in outcomes if one.verdict == "met")
    return found


def _wins(book: Rulebook, facts: Facts) -> dict[str, int]:
    own = [
        honour.tier
        for honour in facts.honours or ()
        if honour.award == book.instrument and honour.relation == "self" and honour.outcome == "given"
    ]
    return dict(sorted(Counter(own).items()))


def is_of(book_or_stage_classes: tuple[str, ...], bearing: Mapping[str, Any]) -> bool:
    """Tell whether a case is of one of these classes; no classes named means everybody."""
    named = set(book_or_stage_classes)
    return not named or bool(named & set(bearing.get("classes", ())))


def _rankings(book: Rulebook) -> Iterator[Ranking]:
    if book.ranking is not None:
        yield book.ranking
    for stage in book.stages:
        order = getattr(stage, "order", None)
        if isinstance(order, Ranking):
            yield order


def _by_class(stage: Any) -> bool:
    keep = getattr(stage, "keep", None)
    return isinstance(keep, Keep) and keep.by_class is not None


def _has_classes(quota: Quota | None) -> bool:
    return quota is not None and any((quota.per, quota.reserved, quota.caps, quota.ratio))
