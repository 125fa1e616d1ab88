"""What is kept of every simulated round: numbers only, so that memory does not grow with applicants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zhiheng.core.text import Text
from zhiheng.programmes.awards.simulation.effort import classes_at, paid
from zhiheng.programmes.awards.simulation.round import RoundResult
from zhiheng.rules.model import Rulebook


@dataclass
class Sums:
    """Cases by stage, reasons, honours by tier, winners by trait, money in fen; one entry a round.

    A round that stopped counts for the stages it went through, not for honours and money.
    """

    entered: dict[str, list[int]] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=dict)
    passed_by: dict[str, list[int]] = field(default_factory=dict)
    standing: dict[str, list[int]] = field(default_factory=dict)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    given: dict[str, list[int]] = field(default_factory=dict)
    filled: dict[str, list[int]] = field(default_factory=dict)
    money: list[int] = field(default_factory=list)
    money_of: Counter[str] = field(default_factory=Counter)
    winners: dict[str, Counter[str]] = field(default_factory=dict)
    finished: int = 0
    stopped: Counter[tuple[str, str]] = field(default_factory=Counter)
    stops_say: dict[tuple[str, str], Text] = field(default_factory=dict)
    open_conditions: set[str] = field(default_factory=set)
    votes_again: int = 0

    def add(self, book: Rulebook, result: RoundResult, as_of: date) -> None:
        """Take in one round."""
        for stage in result.stages:
            self.entered.setdefault(stage.stage, []).append(stage.entered)
            self.left.setdefault(stage.stage, []).append(stage.left)
            self.passed_by.setdefault(stage.stage, []).append(stage.passed_by)
            self.standing.setdefault(stage.stage, []).append(stage.standing)
            for (rule, outcome), n in stage.reasons.items():
                self.reasons[stage.stage, rule, outcome] += n
        self.open_conditions.update(result.open_conditions)
        self.votes_again += result.votes_again
        if result.stopped is None:
            self._finished(book, result, as_of)
            return
        where = (result.stopped.stage, result.stopped.code)
        self.stopped[where] += 1
        self.stops_say.setdefault(where, result.stopped.says)

    def _finished(self, book: Rulebook, result: RoundResult, as_of: date) -> None:
        self.finished += 1
        given = Counter(tier for _, tier in result.honours)
        for tier in book.tiers:
            self.given.setdefault(tier.id, []).append(given[tier.id])
            self.filled.setdefault(tier.id, []).append(_filled(book, tier.id, given))
        money = paid(book, result.honours, result.population, as_of)
        self.money.append(sum(amount.fen for amount in money.values()))
        self.money_of.update({tier: amount.fen for tier, amount in money.items()})
        self._winners(book, result, as_of)

    def _winners(self, book: Rulebook, result: RoundResult, as_of: date) -> None:
        columns = result.population.columns
        for row, _tier in result.honours:
            kind = columns.kind.at(row)
            said = {"kind": kind, "size": columns.size.at(row), "region": columns.region.at(row)}
            for name, value in said.items():
                self.winners.setdefault(name, Counter())[value or ""] += 1
            for klass in classes_at(book, result.population, row, as_of) - {kind}:
                self.winners.setdefault("class", Counter())[klass] += 1


def _filled(book: Rulebook, tier: str, given: Mapping[str, int]) -> int:
    """Return how many places of a tier were filled: those who have it, and those who rose from it."""
    risen = [one.id for one in book.tiers if one.chosen_from == tier]
    return given[tier] + sum(_filled(book, one, given) for one in risen)
