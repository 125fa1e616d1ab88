"""Tiers that nobody elects, or two ballots; two-step awards in the wrong order."""

from __future__ import annotations

from zhiheng.core.text import Text
from zhiheng.rules.model.places import Tier
from zhiheng.rules.model.stages import BallotStage
from zhiheng.rules.sense.sight import Sight


def check_elections(sight: Sight) -> None:
    """Look at which ballot decides which tier, and when."""
    ballots = [one for one in sight.book.stages if isinstance(one, BallotStage) and one.keep is None]
    elected: dict[str, list[BallotStage]] = {tier.id: [] for tier in sight.book.tiers}
    for ballot in ballots:
        for tier in sight.book.elected_by(ballot.id):
            elected[tier.id].append(ballot)
    for tier in sight.book.tiers:
        _check_elected(sight, tier, elected[tier.id], bool(ballots))
        _check_two_step(sight, tier, elected)
        _check_needs(sight, tier, elected[tier.id])


def _check_elected(sight: Sight, tier: Tier, by: list[BallotStage], has_ballots: bool) -> None:
    name = tier.title
    if tier.given is not None and by:
        sight.note(
            "given_and_elected",
            sight.of_tier(tier, "given"),
            Text(f"{name.zh}自动授予，又由表决产生。", f"“{name.en}” is given to all, and elected as well."),
            Text("删去 given，或从 elects 中删去。", "Remove given, or take it out of elects."),
        )
    elif tier.given is None and has_ballots and not by:
        sight.note(
            "nobody_elects",
            sight.of_tier(tier),
            Text(f"没有表决环节产生{name.zh}。", f"No ballot elects “{name.en}”."),
            Text("写入一个表决环节的 elects。", "Name it in the elects of a ballot."),
        )
    elif len(by) > 1 and not _are_apart(by):
        again = by[1]
        path = sight.of(again, "elects") if again.elects is not None else sight.of(again)
        sight.note(
            "elected_twice",
            path,
            Text(f"两个表决环节都产生{name.zh}。", f"Two ballots elect “{name.en}”."),
            Text(
                "用 elects 写明各自产生的奖项；只定入围的写 keep。",
                "Write elects in each; one that only keeps writes keep.",
            ),
        )


def _are_apart(ballots: list[BallotStage]) -> bool:
    """Tell whether each ballot is for other subjects."""
    named = [set(one.applies_to) for one in ballots]
    return all(one for one in named) and len(set().union(*named)) == sum(len(one) for one in named)


def _check_two_step(sight: Sight, tier: Tier, elected: dict[str, list[BallotStage]]) -> None:
    if tier.chosen_from is None:
        return
    source, path = sight.book.tier(tier.chosen_from), sight.of_tier(tier, "from")
    if _is_circle(sight, tier):
        sight.note(
            "tier_in_circle",
            path,
            Text(
                f"{tier.title.zh}最终从它自己产生。", f"“{tier.title.en}” is chosen from itself in the end."
            ),
            Text("更正 from。", "Correct from."),
        )
        return
    low, high = source.at_most, tier.at_most
    if low is not None and high is not None and low < high:
        sight.note(
            "fewer_to_choose_from",
            path,
            Text(
                f"{tier.title.zh}有 {high} 个名额，但只能从 {low} 个{source.title.zh}中产生。",
                f"“{tier.title.en}” has {high} places, but is chosen from {low} winners of “{source.title.en}”.",
            ),
            Text("更正其中一个名额。", "Correct one of the quotas."),
        )
    for late in elected[tier.id]:
        if elected[source.id] and not any(one.id in sight.ahead_of(late.id) for one in elected[source.id]):
            sight.note(
                "elected_too_early",
                path,
                Text(
                    f"产生{tier.title.zh}的表决之前，{source.title.zh}还没有产生。",
                    f"“{source.title.en}” is not elected before “{tier.title.en}” is chosen from it.",
                ),
                Text(
                    "先后写两个表决环节，各写 elects。",
                    "Write two ballots, one after the other, each with elects.",
                ),
            )


def _is_circle(sight: Sight, tier: Tier) -> bool:
    seen, here = {tier.id}, tier
    while here.chosen_from is not None:
        if here.chosen_from in seen:
            return True
        seen.add(here.chosen_from)
        here = sight.book.tier(here.chosen_from)
    return False


def _check_needs(sight: Sight, tier: Tier, by: list[BallotStage]) -> None:
    """The points that a tier needs are there when it is elected."""
    for number, need in enumerate(tier.needs):
        if by and not any(need.stage in sight.ahead_of(one.id) for one in by):
            stage = sight.book.stage(need.stage).title
            sight.note(
                "needed_too_late",
                sight.of_tier(tier, "needs", number, "stage"),
                Text(
                    f"表决{tier.title.zh}时“{stage.zh}”尚未评分。",
                    f"“{stage.en}” gives no points before “{tier.title.en}” is elected.",
                ),
                Text("调整环节次序，或改写 needs。", "Change the order, or correct needs."),
            )
