"""Who still competes: cases that hold a tier of an earlier step, those that passed by, and the last word on tiers.

A two-step award elects the lower tier first. Who holds it and falls at a later stage of the contest keeps it, and
passes by what is left of the contest; what comes after (notice, approval, granting) concerns it again. An
objection that is upheld, a department's record or a refused approval end the case, tier and all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.casework.domain.bearing import is_of
from zhiheng.core.text import Text
from zhiheng.rules.model import BallotStage, NoticeStage, Rulebook, Tier

CONTEST = frozenset({"survey", "score", "hearing", "shortlist", "gate", "ballot"})
"""The kinds of stage at which cases compete."""


def electing(book: Rulebook) -> tuple[BallotStage, ...]:
    """Return the ballots that give tiers, in order."""
    return tuple(s for s in book.stages if isinstance(s, BallotStage) and s.keep is None and book.tiers)


def elected_at(book: Rulebook, ballot: str) -> tuple[Tier, ...]:
    """Return the tiers that a ballot gives, from the highest down; those that nobody elects are left out."""
    return tuple(tier for tier in book.elected_by(ballot) if tier.given is None)


def has_steps(book: Rulebook) -> bool:
    """Tell whether a case can hold a tier while the contest goes on."""
    automatic = any(tier.given is not None and tier.given.automatic_to for tier in book.tiers)
    return automatic or len(electing(book)) > 1


def can_rise(book: Rulebook, held: str, stage: str) -> bool:
    """Tell whether a holder of a tier still competes at this stage: for a higher one at a ballot from here on.

    Who was given a tier that nobody elects competes as before.
    """
    return book.tier(held).given is not None or any(
        _is_above(book, tier, held) for tier in _from_here(book, stage)
    )


def may_yet_win(book: Rulebook, ballot: str, bearing: Mapping[str, Any]) -> bool:
    """Tell whether a case without a tier may win one at a ballot after this one."""
    places = _places(book)
    return any(
        places[later.id] > places[ballot]
        and is_of(later.applies_to, bearing)
        and any(tier.chosen_from is None for tier in elected_at(book, later.id))
        for later in electing(book)
    )


def passes_by(book: Rulebook, rule: Any, held: str, *, is_out: bool) -> bool:
    """Tell whether the holder of a tier passes by a stage: the contest goes on, but not for it."""
    if _places(book)[rule.id] > _end(book) or (not is_out and can_rise(book, held, rule.id)):
        return False
    return rule.kind in CONTEST or (is_out and isinstance(rule, NoticeStage) and rule.of == "passed")


def kept_tier(book: Rulebook, rule: Any, held: str | None) -> str | None:
    """Return the tier that a case keeps although it falls at this stage; ``None`` where it loses everything."""
    if rule.kind not in CONTEST or _places(book)[rule.id] > _end(book):
        return None
    if held is not None:
        return held if can_rise(book, held, rule.id) else None
    return _for_losers(book, rule.id)


def _for_losers(book: Rulebook, stage: str) -> str | None:
    """Return the tier that is for those who fall at a stage; of several that of the latest stage they came to."""
    places = _places(book)
    came = [(t.id, places[t.given.stage]) for t in book.tiers if _is_for_losers(book, t, stage)
            and t.given is not None and t.given.stage is not None]  # fmt: skip
    return max(came, key=lambda one: one[1])[0] if came else None


def reached_tier(book: Rulebook, rule: Any) -> Tier | None:
    """Return the tier that is given to everybody who reaches this stage."""
    return next((tier for tier in book.tiers if _is_given_to_all_at(tier, rule.id)), None)


def keeps_says(tier: Tier) -> Text:
    """Say that a tier is kept."""
    return Text(f"保留已获得的{tier.title.zh}。", f"Keeps {tier.title.en}.")


def _is_given_to_all_at(tier: Tier, stage: str) -> bool:
    given = tier.given
    return given is not None and given.automatic_to == "reached" and given.stage == stage


def _is_for_losers(book: Rulebook, tier: Tier, stage: str) -> bool:
    """Tell whether a tier is for who came to a stage and falls there or later in the contest.

    Of a stage that only some classes go through, those alone who fall in it are known to have come.
    """
    if tier.given is None or tier.given.automatic_to != "lost" or tier.given.stage is None:
        return False
    places, from_here = _places(book), tier.given.stage
    if stage == from_here:
        return True
    return not book.stage(from_here).applies_to and places[from_here] < places[stage]


def _is_above(book: Rulebook, tier: Tier, held: str) -> bool:
    ids = [one.id for one in book.tiers]
    if tier.chosen_from is not None:
        return tier.chosen_from == held
    return ids.index(tier.id) < ids.index(held)


def _from_here(book: Rulebook, stage: str) -> tuple[Tier, ...]:
    places = _places(book)
    ballots = [one for one in electing(book) if places[one.id] >= places[stage]]
    return tuple(tier for one in ballots for tier in elected_at(book, one.id))


def _places(book: Rulebook) -> dict[str, int]:
    return {stage.id: place for place, stage in enumerate(book.stages)}


def _end(book: Rulebook) -> int:
    """Return the place of the last stage of the contest: the last ballot, else the last at which points are given."""
    places = _places(book)
    ballots = [places[one.id] for one in electing(book)]
    scored = [places[s.id] for s in book.stages if s.kind in ("score", "hearing", "shortlist")]
    return max(ballots or scored, default=-1)
