"""What a stage takes: panels, assessor-days, and the money that the winners would be paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhiheng.calc.payments import Amount, Matching, PaymentRule, Winner, payments
from zhiheng.calc.rounding import rounded
from zhiheng.core.money import Money
from zhiheng.programmes.awards.simulation.assumptions import Assumptions
from zhiheng.programmes.awards.simulation.population import Population
from zhiheng.rules.bulk.gathering import facts_at
from zhiheng.rules.classes import classes_of
from zhiheng.rules.model import HearingStage, Rulebook, ScoreStage

_DAY = 8


@dataclass(frozen=True, slots=True)
class Effort:
    """Panels, seats in all of them, and assessor-days to a tenth, for so many cases of one stage."""

    panels: int
    seats: int
    assessor_days: Decimal


def is_site(stage: ScoreStage) -> bool:
    """Tell whether a scored stage is a visit: it says how long it lasts, or its title says so."""
    return stage.lasts is not None or "现场" in stage.title.zh or "site" in stage.title.en.lower()


_MINUTES = 30
"""What a hearing takes where the rulebook does not say: as long as the shortest text that does."""


def effort(stage: Any, cases: int, assumed: Assumptions) -> Effort | None:
    """Return what a stage with panels takes for so many cases; other stages take none."""
    if isinstance(stage, ScoreStage):
        seats = stage.panel.assessors
        each = assumed.cases_per_panel.site if is_site(stage) else assumed.cases_per_panel.score
        hours = _visit_hours(stage, assumed) if is_site(stage) else Fraction(str(assumed.hours.score))
    elif isinstance(stage, HearingStage):
        seats = 1 if stage.panel is None else stage.panel.assessors
        each = assumed.cases_per_panel.hearing
        said = stage.minutes
        minutes = _MINUTES if said is None else said.present + said.answer + said.discuss
        hours = Fraction(minutes, 60) + Fraction(str(assumed.hours.hearing))
    else:
        return None
    panels = -(-cases // each)
    return Effort(panels, panels * seats, rounded(hours * cases * seats / _DAY, 1))


def _visit_hours(stage: ScoreStage, assumed: Assumptions) -> Fraction:
    if stage.lasts is None or stage.lasts.kind == "months":
        return Fraction(str(assumed.hours.site))
    return Fraction(stage.lasts.n * (1 if stage.lasts.kind == "hours" else _DAY))


def payment_rule(book: Rulebook) -> PaymentRule:
    """Return the payments of a rulebook; a tier's own reward counts where no amount is written for it."""
    said = book.payments
    amounts = [
        Amount(one.tier, one.amount, frozenset((*(one.kinds or ()), *(one.classes or ()))), one.from_win)
        for one in (said.amounts if said is not None else ())
    ]
    written = {one.tier for one in amounts}
    amounts += [Amount(t.id, t.reward) for t in book.tiers if t.reward is not None and t.id not in written]
    if said is None:
        return PaymentRule(tuple(amounts))
    higher = [
        Matching(one.award, one.amount, one.share, frozenset(one.tiers or ())) for one in said.for_higher
    ]
    return PaymentRule(
        tuple(amounts),
        tuple(higher),
        highest_only=said.highest_only,
        top_up=said.top_up,
        repeat=said.repeat,
        not_to=frozenset(said.not_to or ()),
    )


def paid(
    book: Rulebook, honours: Sequence[tuple[int, str]], population: Population, as_of: date
) -> dict[str, Money]:
    """Return what all winners of each tier are paid, each as a first win without earlier payments."""
    winners = [
        Winner(population.codes[row], tier, classes_at(book, population, row, as_of)) for row, tier in honours
    ]
    total = {tier.id: Money(0) for tier in book.tiers}
    for winner, line in zip(winners, payments(winners, payment_rule(book)), strict=True):
        total[winner.tier] += line.amount
    return total


def classes_at(book: Rulebook, population: Population, row: int, as_of: date) -> frozenset[str]:
    """Return the classes of the rulebook to which an invented applicant belongs, its kind among them."""
    return classes_of(book, facts_at(population.columns, row), as_of)
