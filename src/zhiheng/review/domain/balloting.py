"""How a ballot concludes: each case is counted by itself; those who pass are given places, never too many."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from zhiheng.calc.combine import rounded
from zhiheng.calc.ranking import Group, rank
from zhiheng.calc.tally import Tally, tally
from zhiheng.casework.domain.contest import elected_at
from zhiheng.casework.domain.places import quota_says
from zhiheng.casework.domain.values import Conclusion, Inputs, Outcome
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.review.domain.cutting import Cut, cut_of
from zhiheng.review.domain.order import in_order
from zhiheng.review.domain.placing import Placed, placed
from zhiheng.rules.model import BallotStage, Rulebook, Tier


def ballot(book: Rulebook, stage: BallotStage, inputs: Inputs) -> list[Conclusion]:
    """Count the votes on each case and give the places of its tiers to those who pass, in order; or keep the first.

    Inputs: ``{"eligible": n, "present": n, "cases": {code: {"yes", "no", "abstain", "eligible", "present",
    "scores": {stage: exact}, "classes", "wins", "noted", "held"}}, "taken": {code: {"tier", "classes"}},
    "places": n}``; a case's own ``eligible`` and ``present`` leave out the members recused from it, and what
    comes after the scores, like ``taken``, is there only where the rulebook looks at it. Refuses a vote without a
    quorum, and a tie across the last place of a tier that the rulebook's order cannot break, unless the
    rulebook lets the tied share it (then none of them gets it).
    """
    tallies = {code: counted(book, stage, found, inputs) for code, found in inputs["cases"].items()}
    passed = {code: inputs["cases"][code] for code, count in tallies.items() if count.passed}
    groups = _ordered(book, stage, passed)
    ranks = {code: group for group in groups for code in group.codes}
    if stage.keep is not None:
        cut = cut_of(book, stage, groups, inputs.get("places"), inputs["cases"])
        return [_kept(book, stage, code, tallies[code], ranks.get(code), cut) for code in tallies]
    places, has_tiers = _places(book, stage, groups, passed, inputs), bool(elected_at(book, stage.id))
    return [
        _conclusion(book, stage, code, count, ranks.get(code), places.get(code), has_tiers)
        for code, count in tallies.items()
    ]


def _places(
    book: Rulebook,
    stage: BallotStage,
    groups: tuple[Group, ...],
    passed: Mapping[str, Mapping[str, Any]],
    inputs: Inputs,
) -> dict[str, Placed]:
    tiers = elected_at(book, stage.id)
    if not tiers:
        return {code: Placed(None) for code in passed}
    holding = inputs.get("holding", {})
    found = {code: {**own, "held": holding.get(code)} for code, own in passed.items()}
    return placed(book, tiers, groups, found, inputs.get("taken"))


def counted(book: Rulebook, stage: BallotStage, found: Mapping[str, Any], inputs: Inputs) -> Tally:
    """Return the tally of one case; not enough members present is refused."""
    count = tally(
        found["yes"],
        found["no"],
        found["abstain"],
        eligible=found.get("eligible", inputs["eligible"]),
        present=found.get("present", inputs["present"]),
        quorum=stage.quorum,
        share=stage.passes.share,
        of=stage.passes.of,
        more_than=stage.passes.more_than,
    )
    if not count.quorate:
        raise Refused("ballot.not_quorate", count.text(), [book.cite(stage.id)])
    return count


def _ordered(
    book: Rulebook, stage: BallotStage, passed: Mapping[str, Mapping[str, Any]]
) -> tuple[Group, ...]:
    if not passed:
        return ()
    if stage.over == "votes":
        return rank({code: (found["yes"],) for code, found in passed.items()})
    if book.ranking is None:
        return (Group(1, tuple(sorted(passed)), ()),)
    scores = {code: found["scores"] for code, found in passed.items()}
    return in_order(book, book.ranking, scores, passed)


def _kept(
    book: Rulebook, stage: BallotStage, code: str, count: Tally, group: Group | None, cut: Cut
) -> Conclusion:
    """Conclude a vote on who goes on."""
    cites, details = (book.cite(stage.id),), _details(stage, count, group, None)
    if group is None:
        return Conclusion(code, Outcome.FAILED, False, (_sentence(count.text()),), cites, details)
    order, goes_on, says = _order_says(stage, group), cut.keeps(code), cut.says_of(code)
    word = Text("进入下一环节", "goes on") if goes_on else Text("未进入下一环节", "does not go on")
    told = Text(f"{order.zh}，{word.zh}（{says.zh}）。", f"{order.en}, {word.en} ({says.en}).")
    outcome = Outcome.SELECTED if goes_on else Outcome.NOT_SELECTED
    return Conclusion(code, outcome, goes_on, (_sentence(count.text()), told), cites, details)


def _conclusion(
    book: Rulebook,
    stage: BallotStage,
    code: str,
    count: Tally,
    group: Group | None,
    own: Placed | None,
    has_tiers: bool,
) -> Conclusion:
    tier = None if own is None else own.tier
    details = _details(stage, count, group, tier)
    cite = book.cite(stage.id)
    if group is None or own is None:
        return Conclusion(code, Outcome.FAILED, False, (_sentence(count.text()),), (cite,), details)
    goes_on = tier is not None or not has_tiers
    told = _place_says(book, stage, group, tier)
    if not goes_on:
        told = _no_place_says(stage, group, is_full=own.is_full)
    ruled = [reason for reason, _ in own.reasons]
    reasons = (_sentence(count.text()), told, *ruled, *own.plain)
    cites = (cite, cite, *(by for _, by in own.reasons), *(cite for _ in own.plain)) if ruled else (cite,)
    outcome = Outcome.SELECTED if goes_on else Outcome.NOT_SELECTED
    return Conclusion(code, outcome, goes_on, reasons, cites, details)


def _no_place_says(stage: BallotStage, group: Group, *, is_full: bool) -> Text:
    order = _order_says(stage, group)
    if not is_full:
        return Text(f"{order.zh}，未获名额。", f"{order.en}; passed, but no place is open to it.")
    return Text(f"{order.zh}，名额已满，未获名额。", f"{order.en}; passed, but all places are taken.")


def _place_says(book: Rulebook, stage: BallotStage, group: Group, tier: Tier | None) -> Text:
    order = _order_says(stage, group)
    if tier is None:
        return _sentence(order)
    quota = quota_says(book, tier)
    return Text(
        f"{order.zh}，拟授予{tier.title.zh}{quota.zh}。",
        f"{order.en}, proposed for {tier.title.en}{quota.en}.",
    )


def _details(stage: BallotStage, count: Tally, group: Group | None, tier: Tier | None) -> dict[str, Any]:
    votes = count.votes
    details: dict[str, Any] = {
        "tier": None if tier is None else tier.id,
        "votes": {"yes": votes.yes, "no": votes.no, "abstain": votes.abstain},
        "needed": count.needed,
        "eligible": count.eligible,
        "present": count.present,
    }
    if group is not None:
        details["rank"] = group.place
        if group.scores and stage.over == "ranking":
            details["points"], details["exact"] = str(rounded(group.scores[0])), str(group.scores[0])
    return details


def _order_says(stage: BallotStage, group: Group) -> Text:
    tied = len(group.codes) > 1
    place = Text(
        f"{'并列' if tied else ''}第 {group.place} 名", f"{'equal ' if tied else ''}place {group.place}"
    )
    if stage.over == "votes":
        return Text(f"按得票数排{place.zh}", f"By votes {place.en}")
    if not group.scores:
        return Text("表决通过", "Passed")
    points = rounded(Fraction(group.scores[0]))
    return Text(f"综合得分 {points} 分，{place.zh}", f"Overall {points} points, {place.en}")


def _sentence(text: Text) -> Text:
    return Text(f"{text.zh}。", f"{text.en}.")
