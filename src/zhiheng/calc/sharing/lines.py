"""From a list of claims to one line each: the amount, how it came about, or why there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from zhiheng.calc.sharing.limits import Reduction, scaled_down
from zhiheng.calc.sharing.projects import Share, divide
from zhiheng.calc.sharing.rule import NOTHING, Action, Claim, Funds, RewardRule, Sharer, Twice
from zhiheng.core.money import Money
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text, joined


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a claim gets nothing: a stable code and the reason."""

    code: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Line:
    """One claim's result: the amount in exact fen, the steps that led to it, reductions, or the refusal.

    ``exact`` is the share before rounding, in fen.
    """

    claim: Claim
    amount: Money = NOTHING
    exact: Fraction = Fraction(0)
    steps: tuple[Text, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    refused: Refusal | None = None

    @property
    def is_paid(self) -> bool:
        """Whether any money goes to this claim."""
        return self.amount.fen > 0

    def text(self) -> Text:
        """Return the whole calculation, or the refusal, as one sentence."""
        if self.refused is not None:
            return self.refused.reason
        return joined([*self.steps, *(reduction.reason for reduction in self.reductions)])


@dataclass(frozen=True, slots=True)
class Sharing:
    """Every line, by claim code; nothing that was claimed is left out."""

    lines: tuple[Line, ...]

    @property
    def total(self) -> Money:
        """The money of all lines."""
        return Money(sum(line.amount.fen for line in self.lines))

    @property
    def paid(self) -> tuple[Line, ...]:
        """The lines with money."""
        return tuple(line for line in self.lines if line.is_paid)


def share_rewards(claims: Sequence[Claim], rule: RewardRule, others: Sequence[Sharer] = ()) -> Sharing:
    """Return one line per claim under *rule*; *others* share in the standards without claiming.

    In order: refusals; the division of each pot; rounding; what was received already; the caps of
    enterprise and group; the budget. The order of claims has no effect: where one of several equal claims
    has to give way, it is the one with the later code. A claim code or another's rank used twice, and
    one standard at two levels, are ``Refused``.
    """
    ordered = sorted(claims, key=lambda claim: claim.code)
    _refuse_contradictions(ordered)
    refusals = _refusals(ordered, rule)
    shares = _shares(ordered, refusals, rule, others)
    lines = [_line(claim, refusals.get(claim.code), shares) for claim in ordered]
    lines = [_less_received(line, rule) for line in lines]
    if rule.cap_enterprise is not None:
        lines = _capped(lines, rule, rule.cap_enterprise, lambda c: c.enterprise, _ENTERPRISE_CAP)
    if rule.cap_group is not None:
        lines = _capped(lines, rule, rule.cap_group, lambda c: c.group or c.enterprise, _GROUP_CAP)
    if rule.budget is not None:
        lines = _capped(lines, rule, rule.budget, lambda _: "", _BUDGET)
    return Sharing(tuple(lines))


def _refuse_contradictions(claims: Sequence[Claim]) -> None:
    levels: dict[str, str] = {}
    for before, claim in zip([None, *claims], claims, strict=False):
        if before is not None and before.code == claim.code:
            raise Refused(
                "sharing.code_twice",
                Text(f"申报编号 {claim.code} 重复。", f"The claim code {claim.code} is used twice."),
            )
        if levels.setdefault(claim.standard, claim.level) != claim.level:
            raise Refused(
                "sharing.level_differs",
                Text(
                    f"标准 {claim.standard} 在不同申报中层级不一致，请核对。",
                    f"The claims disagree about the level of {claim.standard}; compare them.",
                ),
            )


def _refusals(claims: Sequence[Claim], rule: RewardRule) -> dict[str, Refusal]:
    """Return the refusals that need no division of a pot, by claim code."""
    found: dict[str, Refusal] = {}
    first: dict[tuple[str, str, str], str] = {}
    for claim in claims:
        by_action = rule.double.same_standard_twice is Twice.BY_ACTION
        key = (claim.enterprise, claim.standard, claim.action if by_action else "")
        reason = _refusal(claim, rule)
        if reason is None and first.setdefault(key, claim.code) != claim.code:
            reason = _twice(claim, first[key])
        if reason is not None:
            found[claim.code] = reason
    return found


def _refusal(claim: Claim, rule: RewardRule) -> Refusal | None:
    if claim.refused is not None:
        return Refusal("refused_before", claim.refused)
    if claim.level not in rule.pots:
        zh, en = f"办法未对“{claim.level}”标准设奖励。", f"There is no reward for “{claim.level}” standards."
        return Refusal("no_pot", Text(zh, en))
    if claim.rank > rule.ranks:
        zh = f"起草单位排名第 {claim.rank} 位，办法只奖励前 {rule.ranks} 位。"
        return Refusal("rank", Text(zh, f"Rank {claim.rank}; only ranks 1 to {rule.ranks} are rewarded."))
    if claim.earlier.fen and rule.double.earlier_rounds is Funds.REFUSE:
        zh = f"该标准以前批次已奖励 {claim.earlier} 元，不重复奖励。"
        en = f"An earlier round paid {claim.earlier} yuan for this standard."
        return Refusal("earlier_rounds", Text(zh, en))
    if claim.received.fen and rule.double.other_funds is Funds.REFUSE:
        zh = f"该标准已获其他财政资金 {claim.received} 元，不重复奖励。"
        en = f"Other public funds paid {claim.received} yuan for this standard."
        return Refusal("other_funds", Text(zh, en))
    return None


def _twice(claim: Claim, first: str) -> Refusal:
    zh = f"同一企业对标准 {claim.standard} 已由 {first} 申报，不重复奖励。"
    en = f"The same enterprise claims {claim.standard} under {first} already."
    return Refusal("same_standard_twice", Text(zh, en))


def _shares(
    claims: Sequence[Claim], refusals: Mapping[str, Refusal], rule: RewardRule, others: Sequence[Sharer]
) -> dict[str, Share]:
    """Divide each pot; return the shares by claim code."""
    projects: dict[tuple[str, Action], dict[str, Claim | Sharer]] = defaultdict(dict)
    for claim in sorted(claims, key=lambda c: (c.code in refusals, c.code)):
        if claim.code not in refusals or claim.shares_if_refused:
            projects[claim.standard, claim.action].setdefault(claim.enterprise, claim)
    levels = {(c.standard, c.action): c.level for c in claims if c.level in rule.pots}
    for other in others:
        projects[other.standard, other.action].setdefault(other.enterprise, other)
    found: dict[str, Share] = {}
    for (standard, action), level in levels.items():
        sharers = list(projects[standard, action].values())
        shares = divide(level, action, sharers, rule)
        claiming = [s for s in sharers if isinstance(s, Claim) and s.enterprise in shares]
        found |= {claim.code: shares[claim.enterprise] for claim in claiming}
    return found


def _line(claim: Claim, refusal: Refusal | None, shares: Mapping[str, Share]) -> Line:
    if refusal is None and claim.code not in shares:
        refusal = Refusal(
            "better_ranked",
            Text(
                f"标准 {claim.standard} 只奖励排名最前的一家单位。",
                f"Only the best ranked unit of {claim.standard} is rewarded.",
            ),
        )
    if refusal is not None:
        return Line(claim, refused=refusal)
    share = shares[claim.code]
    return Line(claim, share.amount, share.exact, share.steps)


def _less_received(line: Line, rule: RewardRule) -> Line:
    """Deduct what other funds and earlier rounds paid, where the rule pays only the difference."""
    for switch, paid, code, zh, en in (
        (rule.double.other_funds, line.claim.received, "other_funds", "其他财政资金", "other public funds"),
        (rule.double.earlier_rounds, line.claim.earlier, "earlier_rounds", "以前批次", "earlier rounds"),
    ):
        by = Money(min(line.amount.fen, paid.fen))
        if switch is Funds.TOP_UP and by.fen:
            left = line.amount - by
            reason = Text(f"扣除{zh}已付 {by} 元，为 {left} 元", f"less {by} yuan from {en}: {left} yuan")
            reduction = Reduction(code, by, reason)
            line = replace(line, amount=left, reductions=(*line.reductions, reduction))
    return line


_ENTERPRISE_CAP = ("cap_enterprise", "单个企业合计上限", "the cap for one enterprise")
_GROUP_CAP = ("cap_group", "同一集团合计上限", "the cap for one group")
_BUDGET = ("budget", "预算总额", "the budget")


def _capped(
    lines: Sequence[Line],
    rule: RewardRule,
    limit: Money,
    holder: Callable[[Claim], str],
    words: tuple[str, str, str],
) -> list[Line]:
    """Scale the lines of each holder down to the limit, and say so on each line that lost something."""
    held: dict[str, dict[str, int]] = defaultdict(dict)
    for line in lines:
        held[holder(line.claim)][line.claim.code] = line.amount.fen
    after: dict[str, int] = {}
    for amounts in held.values():
        after |= scaled_down(amounts, limit.fen, unit=rule.scale_unit.fen, remainder=rule.remainder)
    return [_reduced(line, Money(after[line.claim.code]), limit, words) for line in lines]


def _reduced(line: Line, amount: Money, limit: Money, words: tuple[str, str, str]) -> Line:
    by = line.amount - amount
    if not by.fen:
        return line
    code, zh, en = words
    reason = Text(
        f"超过{zh} {limit} 元，按比例核减 {by} 元，为 {amount} 元",
        f"over {en}, {limit} yuan: less {by} yuan in proportion, {amount} yuan",
    )
    return replace(line, amount=amount, reductions=(*line.reductions, Reduction(code, by, reason)))
