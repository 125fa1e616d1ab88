"""How a ballot concludes: each case is counted by itself; those who pass are given places, never too many."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from zhiheng.calc.combine import rounded
from zhiheng.calc.ranking import Group
from zhiheng.calc.tally import Tally
from zhiheng.casework.domain.contest import elected_at
from zhiheng.casework.domain.places import quota_says
from zhiheng.casework.domain.values import Conclusion, Inputs, Outcome
from zhiheng.core.text import Text
from zhiheng.review.domain.cutting import Cut, cut_of
from zhiheng.review.domain.placing import Placed, placed
from zhiheng.review.domain.rounds import Standing, Vote, placing, round_due, standing
from zhiheng.rules.model import BallotStage, Rulebook, Tier


def ballot(book: Rulebook, stage: BallotStage, inputs: Inputs) -> list[Conclusion]:
    """Count the votes on each case and give the places of its tiers to those who pass, in order; or keep the first.

    Inputs: ``{"eligible": n, "present": n, "cases": {code: {"yes", "no", "abstain", "eligible", "present",
    "scores": {stage: exact}, "classes", "wins", "noted", "held", "again"}}, "taken": {code: {"tier", "classes"}},
    "places": n, "rounds": n}``; a case's own ``eligible`` and ``present`` leave out the members recused from it, and
    what comes after the scores, like ``taken``, is there only where the rulebook looks at it. ``again`` lists the
    votes of later rounds (``{"round": 2, "yes", ...}``), ``rounds`` how many were held. Refuses a vote without a
    quorum, a result while the rulebook asks for another round, and a tie across the last place of a tier that the
    rulebook's order cannot break, unless the rulebook lets the tied share it (then none of them gets it).
    """
    stood = standing(book, stage, inputs)
    if stood.due is not None:
        raise round_due(book, stage, stood.due)
    ranks = {code: group for group in stood.groups for code in group.codes}
    if stage.keep is not None:
        cut = cut_of(book, stage, stood.groups, inputs.get("places"), inputs["cases"])
        return [_kept(book, stage, code, stood, ranks.get(code), cut) for code in stood.votes]
    places, has_tiers = _places(book, stage, stood, inputs), bool(elected_at(book, stage.id))
    return [
        _conclusion(book, stage, code, stood, ranks.get(code), places.get(code), has_tiers)
        for code in stood.votes
    ]


def _places(book: Rulebook, stage: BallotStage, stood: Standing, inputs: Inputs) -> dict[str, Placed]:
    tiers, found = placing(book, stage, stood.groups, inputs)
    if not tiers:
        return {code: Placed(None) for code in stood.passed}
    return placed(book, tiers, stood.groups, found, inputs.get("taken"), stage.order)


def _kept(
    book: Rulebook, stage: BallotStage, code: str, stood: Standing, group: Group | None, cut: Cut
) -> Conclusion:
    """Conclude a vote on who goes on."""
    details, counts = _details(stage, stood, code, group, None), _counts_say(stood.votes[code])
    cites = (book.cite(stage.id),)
    if group is None:
        return Conclusion(code, Outcome.FAILED, False, counts, cites, details)
    order, goes_on, says = _order_says(stage, group), cut.keeps(code), cut.says_of(code)
    word = Text("进入下一环节", "goes on") if goes_on else Text("未进入下一环节", "does not go on")
    told = Text(f"{order.zh}，{word.zh}（{says.zh}）。", f"{order.en}, {word.en} ({says.en}).")
    outcome = Outcome.SELECTED if goes_on else Outcome.NOT_SELECTED
    return Conclusion(code, outcome, goes_on, (*counts, told), cites, details)


def _conclusion(
    book: Rulebook,
    stage: BallotStage,
    code: str,
    stood: Standing,
    group: Group | None,
    own: Placed | None,
    has_tiers: bool,
) -> Conclusion:
    tier = None if own is None else own.tier
    details, counts = _details(stage, stood, code, group, tier), _counts_say(stood.votes[code])
    cite = book.cite(stage.id)
    if group is None or own is None:
        return Conclusion(code, Outcome.FAILED, False, counts, (cite,), details)
    goes_on = tier is not None or not has_tiers
    told = _place_says(book, stage, group, tier)
    if not goes_on:
        told = _no_place_says(stage, group, is_full=own.is_full)
    ruled = [reason for reason, _ in own.reasons]
    reasons = (*counts, told, *ruled, *own.plain)
    each = (*(cite for _ in counts), cite)
    cites = (*each, *(by for _, by in own.reasons), *(cite for _ in own.plain)) if ruled else (cite,)
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


def _counts_say(votes: tuple[Vote, ...]) -> tuple[Text, ...]:
    """Return a sentence for each round in which a case stood; of a single one without its number."""
    if len(votes) == 1:
        return (_sentence(votes[0].count.text()),)
    return tuple(_round_says(one) for one in votes)


def _round_says(vote: Vote) -> Text:
    if not vote.is_between_equals:
        told = _sentence(vote.count.text())
        return Text(f"第 {vote.number} 轮：{told.zh}", f"Round {vote.number}: {told.en}")
    own = vote.count.votes
    return Text(
        f"第 {vote.number} 轮在并列者之间表决：同意 {own.yes} 票、反对 {own.no} 票、弃权 {own.abstain} 票。",
        f"Round {vote.number}, between equals: {own.yes} yes, {own.no} no, {own.abstain} abstaining.",
    )


def _details(
    stage: BallotStage, stood: Standing, code: str, group: Group | None, tier: Tier | None
) -> dict[str, Any]:
    count = stood.deciding(code)
    details: dict[str, Any] = {
        "tier": None if tier is None else tier.id,
        "votes": _votes(count),
        "needed": count.needed,
        "eligible": count.eligible,
        "present": count.present,
    }
    if len(stood.votes[code]) > 1:
        details["rounds"] = [{"round": one.number, **_votes(one.count)} for one in stood.votes[code]]
    if group is not None:
        details["rank"] = group.place
        if group.scores and stage.over == "ranking":
            details["points"], details["exact"] = str(rounded(group.scores[0])), str(group.scores[0])
    return details


def _votes(count: Tally) -> dict[str, int]:
    return {"yes": count.votes.yes, "no": count.votes.no, "abstain": count.votes.abstain}


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
