"""What is kept of every simulated round: numbers only, so that memory does not grow with applicants."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from zhiheng.core.text import Text
from zhiheng.programmes.awards.simulation.effort import classes_at, paid
from zhiheng.programmes.awards.simulation.round import RoundResult
from zhiheng.rules.model import Rulebook


@dataclass
class Sums:
    """Cases in and left by stage, reasons, honours by tier, winners by trait, money in fen; one entry a round."""

    entered: dict[str, list[int]] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=dict)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    given: dict[str, list[int]] = field(default_factory=dict)
    money: list[int] = field(default_factory=list)
    money_of: Counter[str] = field(default_factory=Counter)
    winners: dict[str, Counter[str]] = field(default_factory=dict)
    stopped: Counter[tuple[str, Text]] = field(default_factory=Counter)
    open_conditions: set[str] = field(default_factory=set)
    votes_again: int = 0

    def add(self, book: Rulebook, result: RoundResult, as_of: date) -> None:
        """Take in one round."""
        for stage in result.stages:
            self.entered.setdefault(stage.stage, []).append(stage.entered)
            self.left.setdefault(stage.stage, []).append(stage.left)
            for (rule, outcome), n in stage.reasons.items():
                self.reasons[stage.stage, rule, outcome] += n
        given = Counter(tier for _, tier in result.honours)
        for tier in book.tiers:
            self.given.setdefault(tier.id, []).append(given[tier.id])
        money = paid(book, result.honours, result.population, as_of)
        self.money.append(sum(amount.fen for amount in money.values()))
        self.money_of.update({tier: amount.fen for tier, amount in money.items()})
        self._winners(book, result, as_of)
        self.open_conditions.update(result.open_conditions)
        self.votes_again += result.votes_again
        if result.stopped is not None:
            self.stopped[result.stopped] += 1

    def _winners(self, book: Rulebook, result: RoundResult, as_of: date) -> None:
        columns = result.population.columns
        for row, _tier in result.honours:
            kind = columns.kind.at(row)
            said = {"kind": kind, "size": columns.size.at(row), "region": columns.region.at(row)}
            for name, value in said.items():
                self.winners.setdefault(name, Counter())[value or ""] += 1
            for klass in classes_at(book, result.population, row, as_of) - {kind}:
                self.winners.setdefault("class", Counter())[klass] += 1
