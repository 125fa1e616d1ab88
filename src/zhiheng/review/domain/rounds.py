"""A ballot of several rounds: who stands again, and in which order the rounds put those who passed.

After each round, as long as the rulebook allows one more: equal candidates across the last place stand again by
themselves, and their votes in favour order them; where nobody is tied, all who missed stand again to whom a place
would still be open if they passed. Who passed in an earlier round keeps the place before those of a later one. So a
further round is held exactly where the earlier ones left something open, and never more than the rulebook says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from zhiheng.calc.ranking import Group, rank
from zhiheng.calc.tally import Tally, tally
from zhiheng.casework.domain.contest import elected_at
from zhiheng.casework.domain.values import Inputs
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.review.domain.cutting import cut_of
from zhiheng.review.domain.order import in_order
from zhiheng.review.domain.placing import placed, tied_at
from zhiheng.rules.model import BallotStage, Rulebook

Why = Literal["missed", "tied"]


@dataclass(frozen=True, slots=True)
class Vote:
    """One round's count of one case; ``is_between_equals``: it only ordered candidates who had passed."""

    number: int
    count: Tally
    is_between_equals: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """The round that has to be held next: its number, who stands in it, and why."""

    number: int
    cases: frozenset[str]
    why: Why


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rounds held so far say: the votes on each case, those who passed in their order, and what is due."""

    votes: Mapping[str, tuple[Vote, ...]]
    passed: Mapping[str, int]
    groups: tuple[Group, ...]
    due: Due | None

    def deciding(self, code: str) -> Tally:
        """Return the count by which a case passed, or at last missed."""
        return next(one.count for one in reversed(self.votes[code]) if not one.is_between_equals)


@dataclass
class _Count:
    """The rounds while they are read in their order."""

    book: Rulebook
    stage: BallotStage
    inputs: Inputs
    votes: dict[str, list[Vote]] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)

    def take(self, number: int, code: str, found: Mapping[str, Any], *, between_equals: bool) -> None:
        """Count one case in one round."""
        count = counted(self.book, self.stage, found, self.inputs)
        self.votes.setdefault(code, []).append(Vote(number, count, between_equals))
        if count.passed and not between_equals:
            self.passed[code] = number


def standing(book: Rulebook, stage: BallotStage, inputs: Inputs) -> Standing:
    """Read the rounds of a ballot in their order; see :func:`zhiheng.review.domain.balloting.ballot` for the inputs.

    ``again`` of a case holds its votes in later rounds, ``rounds`` how many were held. A vote that was not due, as
    when a withdrawal settled a tie after the round, counts for nothing.
    """
    work, cases = _Count(book, stage, inputs), inputs["cases"]
    for code, found in cases.items():
        work.take(1, code, found, between_equals=False)
    later = {(one["round"], code): one for code, found in cases.items() for one in found.get("again", ())}
    held = max([1, inputs.get("rounds", 1), *(number for number, _ in later)])
    groups, due = _found(work, 2)
    for number in range(2, held + 1):
        if due is None:
            break
        for code in sorted(due.cases):
            if (number, code) in later:
                work.take(number, code, later[number, code], between_equals=due.why == "tied")
        groups, due = _found(work, number + 1)
    if due is not None and held >= stage.rounds:
        due = None
    votes = {code: tuple(own) for code, own in work.votes.items()}
    return Standing(votes, work.passed, groups, None if due is None else Due(held + 1, due.cases, due.why))


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
        more_than=stage.passes.more_than,
    )
    if not count.quorate:
        raise Refused("ballot.not_quorate", count.text(), [book.cite(stage.id)])
    return count


def round_due(book: Rulebook, stage: BallotStage, due: Due) -> Refused:
    """Return the refusal of a result while a round is still to be held."""
    return Refused("ballot.round_due", due_text(stage, due), [book.cite(stage.id)])


def due_text(stage: BallotStage, due: Due, names: Mapping[str, str] | None = None) -> Text:
    """Say which round is to be held, between whom (by *names*, else by code), and why."""
    who = [(names or {}).get(code, code) for code in sorted(due.cases)]
    zh, en = "、".join(who), ", ".join(who)
    why = {
        "tied": Text("同意票相同或次序并列，跨过名额线", "equal, across the last place"),
        "missed": Text("未通过，但尚有名额", "missed, while a place is open to them"),
    }[due.why]
    return Text(
        f"按规则须对 {zh} 进行第 {due.number} 轮表决（至多 {stage.rounds} 轮）：{why.zh}。",
        f"By the rule round {due.number} of at most {stage.rounds} is to be held on {en}: {why.en}.",
    )


def placing(
    book: Rulebook, stage: BallotStage, groups: tuple[Group, ...], inputs: Inputs
) -> tuple[Any, Mapping[str, Mapping[str, Any]]]:
    """Return the tiers that a ballot gives, and what bears on the places of the cases in *groups*."""
    holding, cases = inputs.get("holding", {}), inputs["cases"]
    codes = [code for group in groups for code in group.codes]
    return elected_at(book, stage.id), {code: {**cases[code], "held": holding.get(code)} for code in codes}


def _found(work: _Count, number: int) -> tuple[tuple[Group, ...], Due | None]:
    """Return those who passed, in order, and who would stand in another round."""
    groups = _ordered(work)
    if number > work.stage.rounds:
        return groups, None
    tied = _tied(work, groups)
    if tied:
        return groups, Due(number, tied, "tied")
    missed = frozenset(
        code for code in work.inputs["cases"] if code not in work.passed and _is_open(work, groups, code)
    )
    return groups, Due(number, missed, "missed") if missed else None


def _tied(work: _Count, groups: tuple[Group, ...]) -> frozenset[str]:
    """Return equal candidates across the last place, unless the rulebook says what becomes of them."""
    book, stage = work.book, work.stage
    tiers, found = placing(book, stage, groups, work.inputs)
    order = book.order_of(stage)
    is_shared = order is not None and order.ties == "shared"
    if stage.keep is not None or not tiers or is_shared:
        return frozenset()
    return tied_at(book, tiers, groups, found, work.inputs.get("taken"))


def _is_open(work: _Count, groups: tuple[Group, ...], code: str) -> bool:
    """Tell whether a case that missed would get a place, or go on, if it passed behind all others."""
    book, stage, inputs = work.book, work.stage, work.inputs
    last = Group(1 + sum(len(group.codes) for group in groups), (code,), ())
    if stage.keep is not None:
        return cut_of(book, stage, (*groups, last), inputs.get("places"), inputs["cases"]).keeps(code)
    tiers, found = placing(book, stage, (*groups, last), inputs)
    if not tiers:
        return True
    placed_now = placed(book, tiers, (*groups, last), found, inputs.get("taken"), stage.order)
    return placed_now[code].tier is not None


def _ordered(work: _Count) -> tuple[Group, ...]:
    """Return those who passed: earlier rounds first, then by the rule, then by votes between equals."""
    made: list[Group] = []
    for number in sorted(set(work.passed.values())):
        codes = sorted(code for code, own in work.passed.items() if own == number)
        for group in _by_rule(work, codes):
            own = sorted(group.codes, key=lambda code: (_again(work, code), code))
            for _, equal in groupby(own, key=lambda code: _again(work, code)):
                place = 1 + sum(len(one.codes) for one in made)
                made.append(Group(place, tuple(equal), group.scores))
    return tuple(made)


def _again(work: _Count, code: str) -> tuple[int, ...]:
    """Return what orders equal candidates: more votes in a round between them first, who needed none before all."""
    return tuple(-one.count.votes.yes for one in work.votes[code] if one.is_between_equals)


def _by_rule(work: _Count, codes: list[str]) -> tuple[Group, ...]:
    cases, book = work.inputs["cases"], work.book
    if work.stage.over == "votes":
        passing = {code: next(v for v in work.votes[code] if v.number == work.passed[code]) for code in codes}
        return rank({code: (one.count.votes.yes,) for code, one in passing.items()})
    order = book.order_of(work.stage)
    if order is None:
        return (Group(1, tuple(codes), ()),)
    bearing = {code: cases[code] for code in codes}
    return in_order(book, order, {code: cases[code]["scores"] for code in codes}, bearing)
