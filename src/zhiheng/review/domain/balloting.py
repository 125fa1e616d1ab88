"""How a ballot concludes: each case is counted by itself; those who pass are given places, never too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from zhiheng.calc.combine import rounded
from zhiheng.calc.ranking import Group, Placing, TierQuota, places, rank
from zhiheng.calc.tally import Tally, tally
from zhiheng.casework.domain.values import Conclusion, Inputs, Outcome
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.review.domain.order import in_order
from zhiheng.rules.model import BallotStage, Rulebook, Tier

_POOL = "pool"


def ballot(book: Rulebook, stage: BallotStage, inputs: Inputs) -> list[Conclusion]:
    """Count the votes on each case and give the places of the tiers to those who pass, in order.

    Inputs: ``{"eligible": n, "present": n, "cases": {code: {"yes", "no", "abstain", "eligible", "present",
    "scores": {stage: exact}}}}``; a case's own ``eligible`` and ``present`` leave out the members recused
    from it. Refuses a vote without a quorum, and a tie across the last place of a tier that the
    rulebook's order cannot break, unless the rulebook lets the tied share it (then none of them gets it).
    """
    tallies = {code: counted(book, stage, found, inputs) for code, found in inputs["cases"].items()}
    passed = {code: inputs["cases"][code] for code, count in tallies.items() if count.passed}
    groups = _ordered(book, stage, passed)
    placing = _placing(book, groups)
    ranks = {code: group for group in groups for code in group.codes}
    tier_of = {code: book.tier(tier) for tier, codes in placing.by_tier.items() for code in codes}
    return [
        _conclusion(book, stage, code, count, ranks.get(code), tier_of.get(code), placing.notes)
        for code, count in tallies.items()
    ]


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
    return in_order(book, book.ranking, {code: found["scores"] for code, found in passed.items()})


def _placing(book: Rulebook, groups: Sequence[Group]) -> Placing:
    """Give the tiers in rank order; where the rulebook lets ties be shared, a tie that does not fit falls through."""
    pool = None if book.pool is None else book.pool.at_most
    quotas = [
        TierQuota(
            tier.id, None if tier.quota is None else tier.quota.at_most, None if pool is None else _POOL
        )
        for tier in book.tiers
    ]
    shared = book.ranking is not None and book.ranking.ties == "shared"
    try:
        return places(
            groups,
            quotas,
            pools={} if pool is None else {_POOL: pool},
            tie="cut_all" if shared else "refused",
        )
    except Refused as tie:
        cites = [book.cite("ranking")] if book.ranking is not None else [book.cite(book.tiers[0].id)]
        remedy = Text(
            "评委会须再次表决，或依规则另定次序。",
            "The committee has to vote again or settle the order by the rules.",
        )
        raise Refused(
            "ballot.tie_at_last_place",
            Text(f"{tie.message.zh}{remedy.zh}", f"{tie.message.en} {remedy.en}"),
            cites,
        ) from None


def _conclusion(
    book: Rulebook,
    stage: BallotStage,
    code: str,
    count: Tally,
    group: Group | None,
    tier: Tier | None,
    notes: Sequence[Text],
) -> Conclusion:
    cites = (book.cite(stage.id),)
    details = _details(stage, count, group, tier)
    if group is None:
        return Conclusion(code, Outcome.FAILED, False, (_sentence(count.text()),), cites, details)
    order = _order_says(stage, group)
    if tier is not None or not book.tiers:
        given = "" if tier is None else f"，拟授予{tier.title.zh}{_quota_says(tier).zh}"
        given_en = "" if tier is None else f", proposed for {tier.title.en}{_quota_says(tier).en}"
        reasons = (_sentence(count.text()), Text(f"{order.zh}{given}。", f"{order.en}{given_en}."))
        return Conclusion(code, Outcome.SELECTED, True, reasons, cites, details)
    beyond = Text(f"{order.zh}，名额已满，未获名额。", f"{order.en}; passed, but all places are taken.")
    together = "、".join(group.codes)
    fell = tuple(note for note in notes if len(group.codes) > 1 and note.zh.startswith(f"{together} "))
    return Conclusion(
        code, Outcome.NOT_SELECTED, False, (_sentence(count.text()), beyond, *fell), cites, details
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


def _quota_says(tier: Tier) -> Text:
    if tier.quota is None:
        return Text("", "")
    return Text(f"（名额不超过 {tier.quota.at_most} 个）", f" (at most {tier.quota.at_most} places)")


def _sentence(text: Text) -> Text:
    return Text(f"{text.zh}。", f"{text.en}.")
