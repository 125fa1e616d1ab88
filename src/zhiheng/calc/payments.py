"""What winners of an award are paid, in exact fen, each amount with the calculation that led to it.

A win is paid by tier and class; honours of other, higher awards can be matched by a sum or a share of the prize
there. Then, in this order: who is paid nothing at all; which win counts; what a repeated win is worth;
the highest alone; the difference to what was paid before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from zhiheng.calc.rounding import Rounding, to_unit
from zhiheng.core.money import Money
from zhiheng.core.text import Text, joined

NOTHING, ONE_FEN = Money(0), Money(1)


@dataclass(frozen=True, slots=True)
class Amount:
    """What a tier is worth, to everybody or to the classes named, from the win of that number on.

    ``amount`` is ``None`` where the sum is not fixed yet. Of those that fit a winner the one of the highest
    ``from_win`` counts, and of these the first.
    """

    tier: str
    amount: Money | None
    classes: frozenset[str] = frozenset()
    from_win: int = 1


@dataclass(frozen=True, slots=True)
class Matching:
    """What an honour of another award is worth here: a sum, or a share of the prize paid there.

    Without *tiers* every tier of that award counts; the first entry that fits counts.
    """

    award: str
    amount: Money | None = None
    share: Fraction | None = None
    tiers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if (self.amount is None) == (self.share is None):
            raise ValueError(f"matching for {self.award} is either a sum or a share")
        if self.share is not None and not 0 < self.share <= 1:
            raise ValueError(f"a share lies above 0 and up to 1, not at {self.share}")


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """Every parameter of the payments.

    A win after the first that an amount pays is a *repeat*: paid ``none``, in ``full``, or the ``difference`` to
    what this award paid before. ``highest_only`` pays the largest of what is due at once; with ``top_up``
    "difference" what was paid before for any of these awards is taken off, with "none" it does not matter.
    ``not_to`` are classes that are paid nothing. Shares are rounded once, to ``unit``.
    """

    amounts: tuple[Amount, ...] = ()
    for_higher: tuple[Matching, ...] = ()
    highest_only: bool = False
    top_up: Literal["difference", "none"] = "none"
    repeat: Literal["none", "full", "difference"] = "full"
    not_to: frozenset[str] = frozenset()
    unit: Money = ONE_FEN
    how: Rounding = Rounding.HALF_UP
    titles: Mapping[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sums = [one.amount for one in self.amounts] + [one.amount for one in self.for_higher]
        named = [amount for amount in sums if amount is not None]
        first = min((one.from_win for one in self.amounts), default=1)
        if min(named, default=NOTHING) < NOTHING or self.unit < ONE_FEN or first < 1:
            raise ValueError("amounts are never negative, the unit and the first paid win are at least 1")


@dataclass(frozen=True, slots=True)
class Higher:
    """An honour of another award now received, and the prize paid for it there."""

    award: str
    tier: str = ""
    prize: Money = NOTHING


@dataclass(frozen=True, slots=True)
class Earlier:
    """A sum paid before: ``award`` is "" for this award itself."""

    award: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Winner:
    """One winner: its tier here ("" when only a higher award is matched), and which win this is, from 1."""

    code: str
    tier: str = ""
    classes: frozenset[str] = frozenset()
    win: int = 1
    higher: tuple[Higher, ...] = ()
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """What one winner is paid, and the steps that led to it."""

    code: str
    amount: Money
    steps: tuple[Text, ...]

    def text(self) -> Text:
        """Return the calculation as one sentence that ends with the sum."""
        end = Text(f"实付 {self.amount} 元", f"{self.amount} yuan are paid")
        said = joined([*self.steps, end])
        return Text(f"{said.zh}。", f"{said.en}.")


def payments(winners: Sequence[Winner], rule: PaymentRule) -> tuple[Payment, ...]:
    """Return one payment per winner, in the order given; a code given twice is a ``ValueError``.

    A tier that the rule sets no amount for, and a higher award that it does not match, are worth nothing and
    say so. Nothing is ever negative, and no winner's payment depends on another's.
    """
    codes = [winner.code for winner in winners]
    if len(set(codes)) != len(codes):
        raise ValueError("a winner stands once")
    return tuple(payment(winner, rule) for winner in winners)


def payment(winner: Winner, rule: PaymentRule) -> Payment:
    """Return what one winner is paid."""
    if winner.win < 1 or any(paid.amount < NOTHING for paid in winner.earlier):
        raise ValueError(f"{winner.code}: wins count from 1, and what was paid is never negative")
    barred = sorted(winner.classes & rule.not_to)
    if barred:
        names = joined([_name(rule, klass) for klass in barred], zh="、", en=", ")
        step = Text(f"类别“{names.zh}”不发奖金", f"the class {names.en} is paid nothing")
        return Payment(winner.code, NOTHING, (step,))
    own, own_steps = _own(winner, rule)
    due = [*own, *(_matched(higher, rule) for higher in winner.higher)]
    steps = own_steps + [said for _, said in due[len(own) :]]
    total = _total([amount for amount, _ in due], rule, steps)
    if rule.top_up == "difference":
        # a difference that a repeated win already took off is not taken off twice
        counted = [p for p in winner.earlier if not (own and rule.repeat == "difference" and not p.award)]
        total = _less(total, counted, Text("以往已付", "paid before"), steps)
    return Payment(winner.code, total, tuple(steps))


def _own(winner: Winner, rule: PaymentRule) -> tuple[list[tuple[Money, Text]], list[Text]]:
    """Return what the win itself is worth, if it is worth something, and the steps."""
    if not winner.tier:
        return [], []
    tier = _name(rule, winner.tier)
    fitting = [
        one for one in rule.amounts
        if one.tier == winner.tier and (not one.classes or one.classes & winner.classes)
    ]  # fmt: skip
    reached = [one for one in fitting if one.from_win <= winner.win]
    if not reached:
        return [], [_not_paid(tier, winner.win, fitting)]
    entry = max(reached, key=lambda one: one.from_win)
    if entry.amount is None:
        return [], [Text(f"{tier.zh}奖金尚未确定", f"the sum for {tier.en} is not fixed yet")]
    amount = entry.amount
    said = Text(f"{tier.zh} {amount} 元", f"{tier.en}: {amount} yuan")
    steps = [said]
    if winner.win > entry.from_win and rule.repeat == "none":
        return [], [*steps, Text("再次获奖不再发放", "a repeated win is not paid")]
    if winner.win > entry.from_win and rule.repeat == "difference":
        before = [paid for paid in winner.earlier if not paid.award]
        amount = _less(amount, before, Text("本奖以往已付", "paid before for this award"), steps)
    return [(amount, said)], steps


def _not_paid(tier: Text, win: int, fitting: Sequence[Amount]) -> Text:
    if not fitting:
        return Text(f"{tier.zh}没有规定奖金", f"no sum is set for {tier.en}")
    first = min(one.from_win for one in fitting)
    return Text(
        f"{tier.zh}第 {win} 次获奖，自第 {first} 次起发放",
        f"{tier.en}: win number {win}, paid from number {first}",
    )


def _matched(higher: Higher, rule: PaymentRule) -> tuple[Money, Text]:
    """Return what an honour of another award is worth here."""
    award = _name(rule, higher.award)
    for entry in rule.for_higher:
        if entry.award != higher.award or (entry.tiers and higher.tier not in entry.tiers):
            continue
        if entry.amount is not None:
            return entry.amount, Text(
                f"获{award.zh}配套 {entry.amount} 元", f"{award.en} matched with {entry.amount} yuan"
            )
        share = entry.share or Fraction(0)
        amount = Money(to_unit(share * higher.prize.fen, rule.unit.fen, rule.how))
        return amount, Text(
            f"获{award.zh}，按其奖金 {higher.prize} 元的 {share} 配套 {amount} 元",
            f"{award.en} matched with {share} of its prize of {higher.prize} yuan: {amount} yuan",
        )
    return NOTHING, Text(f"{award.zh}没有规定配套", f"no matching is set for {award.en}")


def _total(amounts: Sequence[Money], rule: PaymentRule, steps: list[Text]) -> Money:
    if rule.highest_only and sum(amount > NOTHING for amount in amounts) > 1:
        highest = max(amounts)
        steps.append(Text(f"就高不重复，取 {highest} 元", f"only the highest counts: {highest} yuan"))
        return highest
    return sum(amounts, NOTHING)


def _less(amount: Money, paid: Iterable[Earlier], what: Text, steps: list[Text]) -> Money:
    before = sum((one.amount for one in paid), NOTHING)
    if before == NOTHING:
        return amount
    rest = max(amount - before, NOTHING)
    steps.append(
        Text(
            f"{what.zh} {before} 元，补差 {rest} 元",
            f"{before} yuan {what.en}, the difference is {rest} yuan",
        )
    )
    return rest


def _name(rule: PaymentRule, id_: str) -> Text:
    return rule.titles.get(id_) or Text.of(id_)
