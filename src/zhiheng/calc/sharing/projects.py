"""One standard and one action: how its pot is divided among those who drafted it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from zhiheng.calc.rounding import Rounding, exact, rounded, to_unit
from zhiheng.calc.sharing.rule import Action, Claim, RewardRule, Several, Sharer
from zhiheng.core.money import Money
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text, joined


@dataclass(frozen=True, slots=True)
class Share:
    """What one enterprise gets of a pot: exact fen, rounded fen, and the steps between."""

    exact: Fraction
    amount: Money
    steps: tuple[Text, ...]


def divide(
    level: str, action: Action, sharers: Sequence[Claim | Sharer], rule: RewardRule
) -> dict[str, Share]:
    """Divide the pot of one standard among its drafting units; return the share of each enterprise.

    Ranks beyond the last that counts get nothing and are not in the result; under ``best_rank`` only the best
    ranked one is. Two enterprises in one rank are ``Refused``. Should rounding take the shares
    together above the pot, one unit is taken back from those whom rounding helped most (then from the
    later rank) until they fit.
    """
    counted = sorted((s for s in sharers if s.rank <= rule.ranks), key=lambda s: s.rank)
    _refuse_equal_ranks(counted)
    if rule.double.several_enterprises is Several.BEST_RANK:
        counted = counted[:1]
    pot, start = _pot(level, action, rule)
    parts = {s.enterprise: _part(s, counted, pot, start, rule) for s in counted}
    amounts = {name: to_unit(part.exact, rule.unit.fen, rule.how) for name, part in parts.items()}
    fitting = _fitted(amounts, parts, pot, rule)
    return {name: _settled(part, amounts[name], fitting[name], rule) for name, part in parts.items()}


@dataclass(frozen=True, slots=True)
class _Part:
    exact: Fraction
    rank: int
    steps: tuple[Text, ...]


def _refuse_equal_ranks(counted: Sequence[Claim | Sharer]) -> None:
    for before, after in pairwise(counted):
        if before.rank == after.rank:
            names = sorted((before.enterprise, after.enterprise))
            raise Refused(
                "sharing.rank_taken",
                Text(
                    f"标准 {before.standard} 第 {before.rank} 位有两家单位：{'、'.join(names)}，请核对前言。",
                    f"Two units hold rank {before.rank} of {before.standard}: {', '.join(names)}; "
                    "compare the ranks with the foreword.",
                ),
            )


def _pot(level: str, action: Action, rule: RewardRule) -> tuple[Fraction, list[Text]]:
    pot = Fraction(rule.pots[level].fen)
    if action is not Action.REVISE:
        return pot, []
    revised = pot * rule.revision
    return revised, [_times(pot, rule.revision, revised, Text("（修订）", " (revision)"))]


def _part(
    one: Claim | Sharer, counted: Sequence[Claim | Sharer], pot: Fraction, start: list[Text], rule: RewardRule
) -> _Part:
    rest = [s for s in counted if s.rank > 1]
    has_lead = len(rest) < len(counted)
    if one.rank == 1:
        share = rule.shares.lead if rest else rule.shares.alone
        return _Part(pot * share, 1, (*start, _times(pot, share, pot * share)))
    share = rule.shares.rest_with_lead if has_lead else rule.shares.rest_alone
    mine, total = exact(one.portion), sum((exact(s.portion) for s in rest), Fraction(0))
    steps = [*start, _times(pot, share, pot * share)]
    value = pot * share * mine / total
    if len(rest) > 1:
        of = _ratio(mine, total)
        steps.append(
            Text(
                f"按 {of} 分得 {_yuan(value)} 元", f"{of.replace(':', ' of ')} parts are {_yuan(value)} yuan"
            )
        )
    return _Part(value, one.rank, tuple(steps))


def _fitted(
    amounts: dict[str, int], parts: dict[str, _Part], pot: Fraction, rule: RewardRule
) -> dict[str, int]:
    fitting = dict(amounts)
    gained = {name: amounts[name] - parts[name].exact for name in amounts}
    for name in sorted(amounts, key=lambda name: (-gained[name], -parts[name].rank)):
        if sum(fitting.values()) > pot and fitting[name] >= rule.unit.fen:
            fitting[name] -= rule.unit.fen
    return fitting


def _settled(part: _Part, amount: int, fitting: int, rule: RewardRule) -> Share:
    steps = list(part.steps)
    if amount != part.exact:
        steps[-1] = joined([steps[-1], _rounding_text(amount, rule)], zh="，", en=", ")
    if fitting != amount:
        less = Money(amount - fitting)
        zh = f"各份取整后合计超出奖励额，核减 {less} 元为 {Money(fitting)} 元"
        en = f"rounding took the shares above the pot: less {less} yuan, {Money(fitting)} yuan"
        steps.append(Text(zh, en))
    return Share(part.exact, Money(fitting), tuple(steps))


_ROUNDING_WORDS = {
    Rounding.HALF_UP: ("四舍五入", "rounded half up"),
    Rounding.HALF_EVEN: ("按四舍六入五成双修约", "rounded half to even"),
    Rounding.DOWN: ("舍去尾数", "cut down"),
}


def _rounding_text(amount: int, rule: RewardRule) -> Text:
    zh, en = _ROUNDING_WORDS[rule.how]
    unit = _short(rule.unit)
    return Text(f"{zh}到 {unit} 元为 {Money(amount)} 元", f"{en} to {unit} yuan: {Money(amount)} yuan")


def _times(pot: Fraction, share: Fraction, value: Fraction, note: Text | None = None) -> Text:
    mark = note or Text("", "")
    sum_ = f"{_yuan(pot)} 元 × {_percent(share)}{mark.zh} = {_yuan(value)} 元"
    return Text(sum_, f"{_yuan(pot)} yuan × {_percent(share)}{mark.en} = {_yuan(value)} yuan")


def _yuan(fen: Fraction) -> str:
    """Return fen as yuan for reading, to the fen (half up); the exact value goes on being used."""
    return str(Money(to_unit(fen, 1)))


def _short(money: Money) -> str:
    return str(money).removesuffix(".00")


def _percent(share: Fraction) -> str:
    percent = share * 100
    if percent.denominator == 1:
        return f"{percent.numerator}%"
    two = rounded(percent, 2)
    return f"{two}%" if Fraction(two) == percent else str(share)


def _ratio(mine: Fraction, total: Fraction) -> str:
    part = mine / total
    if mine.denominator == total.denominator == 1:
        return f"{mine}:{total}"
    return f"{part.numerator}:{part.denominator}"
