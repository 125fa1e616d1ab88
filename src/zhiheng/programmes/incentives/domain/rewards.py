"""From the rulebook's reward scheme and plain claims to one calculated line per claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from zhiheng.calc.rounding import Rounding
from zhiheng.calc.sharing import (
    Action,
    Claim,
    Double,
    Funds,
    Remainder,
    RewardRule,
    Several,
    Sharer,
    Shares,
    Sharing,
    Twice,
    share_rewards,
)
from zhiheng.core.money import Money
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.rules.model import Rewards, Rulebook

Bodies = Mapping[str, Mapping[str, Any]]
"""Claims as plain JSON by case code; an enterprise and a group go by the code of their first case."""


def rewards_of(book: Rulebook) -> Rewards:
    """Return the reward scheme of a rulebook, or refuse a rulebook that has none."""
    if book.rewards is None:
        raise Refused(
            "rulebook.no_rewards",
            Text(f"规则书 {book.id} 没有奖励标准。", f"Rulebook {book.id} has no reward scheme."),
        )
    return book.rewards


def reward_rule(rewards: Rewards, budget: Money | None = None) -> RewardRule:
    """Return the scheme as the calculation takes it; *budget* is what may be spent on the whole list."""
    shares, double = rewards.shares, rewards.double
    return RewardRule(
        pots=dict(rewards.pots),
        ranks=rewards.ranks,
        shares=Shares(shares.alone, shares.lead, shares.rest_with_lead, shares.rest_alone),
        revision=rewards.revision,
        unit=rewards.rounding.to,
        how=Rounding(rewards.rounding.how),
        cap_enterprise=rewards.caps.enterprise,
        cap_group=rewards.caps.group,
        budget=budget,
        scale_unit=rewards.scaling.to,
        remainder=Remainder(rewards.scaling.remainder),
        double=Double(
            same_standard_twice=Twice(double.same_standard_twice),
            several_enterprises=Several(double.several_enterprises),
            other_funds=Funds(double.other_funds),
            earlier_rounds=Funds(double.earlier_rounds),
        ),
    )


def shared(book: Rulebook, bodies: Bodies, budget_fen: int | None = None) -> Sharing:
    """Return one line per claim; the units that the city's proportions name share without claiming.

    A standard on which several later ranks claim is refused until the proportions are known and agree:
    a share is never guessed.
    """
    rewards = rewards_of(book)
    proportions = _proportions(rewards, bodies)
    claims = [_claim(code, body, proportions) for code, body in bodies.items()]
    budget = None if budget_fen is None else Money(budget_fen)
    return share_rewards(claims, reward_rule(rewards, budget), list(_silent(bodies, proportions)))


def refused_at_once(book: Rulebook, bodies: Bodies) -> dict[str, Text]:
    """Return the claims that get nothing whatever becomes of the others, with the reason."""
    alone = {code: {**body, "proportions": {}} for code, body in bodies.items()}
    rule = reward_rule(rewards_of(book))
    lines = share_rewards([_claim(code, body, {}) for code, body in alone.items()], rule).lines
    return {
        line.claim.code: line.refused.reason
        for line in lines
        if line.refused is not None and line.refused.code != "better_ranked"
    }


_Project = tuple[str, str]


def _claim(
    code: str, body: Mapping[str, Any], proportions: Mapping[_Project, Mapping[int, Decimal]]
) -> Claim:
    known = proportions.get((body["standard"], body["action"]), {})
    return Claim(
        code=code,
        enterprise=body["enterprise"],
        standard=body["standard"],
        level=body["level"],
        rank=body["rank"],
        action=Action(body["action"]),
        group=body["group"],
        portion=known.get(body["rank"], 1),
        received=Money(body["received_fen"]),
        earlier=Money(body["earlier_fen"]),
    )


def _silent(bodies: Bodies, proportions: Mapping[_Project, Mapping[int, Decimal]]) -> Iterator[Sharer]:
    """Yield the units that the city's proportions name and that have no claim in this list."""
    claimed = {(body["standard"], body["action"], body["rank"]) for body in bodies.values()}
    for (standard, action), known in proportions.items():
        for rank, portion in known.items():
            if (standard, action, rank) not in claimed:
                yield Sharer(f"{standard}#{rank}", standard, rank, Action(action), portion)


def _proportions(rewards: Rewards, bodies: Bodies) -> dict[_Project, dict[int, Decimal]]:
    """Return the city's proportions of each project on which they matter, by rank."""
    if rewards.double.several_enterprises != "share":
        return {}
    later: dict[_Project, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for code, body in bodies.items():
        if 1 < body["rank"] <= rewards.ranks:
            later[body["standard"], body["action"]][code] = body
    return {project: _agreed(project, claims, rewards) for project, claims in later.items()}


def _agreed(
    project: _Project, claims: Mapping[str, Mapping[str, Any]], rewards: Rewards
) -> dict[int, Decimal]:
    given = [body["proportions"] for body in claims.values() if body["proportions"]]
    known: Mapping[str, str] = given[0] if given else {}
    if any(other != known for other in given):
        raise _unsettled(
            "proportions_differ", project, claims, "所填市级分配比例不一致", "state different proportions"
        )
    if len(claims) > 1 and any(str(body["rank"]) not in known for body in claims.values()):
        raise _unsettled(
            "proportions_missing", project, claims, "缺少市级分配比例", "lack the city's proportions"
        )
    return {int(rank): Decimal(part) for rank, part in known.items() if int(rank) <= rewards.ranks}


def _unsettled(code: str, project: _Project, claims: Iterable[str], zh: str, en: str) -> Refused:
    cases = sorted(claims)
    return Refused(
        f"reward.{code}",
        Text(
            f"{'、'.join(cases)} 共享标准 {project[0]} 的奖励，{zh}，请按市级文件核定后再计算。",
            f"{', '.join(cases)} share the reward for {project[0]} and {en}; settle them by the city's decision first.",
        ),
    )
