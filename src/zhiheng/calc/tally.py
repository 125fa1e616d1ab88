"""A vote is counted: whether enough members came, how many votes were needed, and whether it passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from zhiheng.core.text import Text, joined


class Of(StrEnum):
    """What a share of votes is a share of.

    ``eligible``: all members with a vote in the matter; ``present``: those who came, whether or not
    they handed in a ballot; ``cast``: valid ballots handed in, abstentions included.
    """

    PRESENT = "present"
    ELIGIBLE = "eligible"
    CAST = "cast"


_OF_WORDS = {
    Of.PRESENT: ("到会人数", "those present"),
    Of.ELIGIBLE: ("应到人数", "those eligible"),
    Of.CAST: ("有效票数", "the valid ballots"),
}


@dataclass(frozen=True, slots=True)
class Votes:
    """The ballots handed in, counted by what they say."""

    yes: int
    no: int
    abstain: int
    invalid: int = 0

    def __post_init__(self) -> None:
        if min(self.yes, self.no, self.abstain, self.invalid) < 0:
            raise ValueError("a number of votes is never negative")

    @property
    def cast(self) -> int:
        """The valid ballots, abstentions included."""
        return self.yes + self.no + self.abstain


@dataclass(frozen=True, slots=True)
class Tally:
    """The result of one vote on one candidate, with everything that it rests on.

    ``needed`` is how many yes votes pass, ``given`` how many there were. It passes only when quorate.
    """

    votes: Votes
    eligible: int
    present: int
    quorum_needed: int
    needed: int
    quorate: bool
    passed: bool
    share: Fraction
    of: Of
    more_than: bool = False

    @property
    def given(self) -> int:
        """The yes votes."""
        return self.votes.yes

    def text(self) -> Text:
        """Return the result as one sentence: who came, how they voted, what was needed."""
        return joined([self._came(), self._voted(), self._needed(), self._result()])

    def _came(self) -> Text:
        enough = ("达到", "quorate") if self.quorate else ("未达到", "not quorate")
        return Text(
            f"应到 {self.eligible} 人，实到 {self.present} 人，{enough[0]}法定人数 {self.quorum_needed} 人",
            f"{self.present} of {self.eligible} present, {enough[1]} (quorum {self.quorum_needed})",
        )

    def _voted(self) -> Text:
        v = self.votes
        invalid = (f"、无效 {v.invalid} 票", f", {v.invalid} invalid") if v.invalid else ("", "")
        return Text(
            f"同意 {v.yes} 票、反对 {v.no} 票、弃权 {v.abstain} 票{invalid[0]}",
            f"{v.yes} yes, {v.no} no, {v.abstain} abstaining{invalid[1]}",
        )

    def _needed(self) -> Text:
        zh, en = _OF_WORDS[self.of]
        over = ("超过", "more than ") if self.more_than else ("不少于", "at least ")
        return Text(
            f"同意票须{over[0]}{zh}的 {self.share}，即 {self.needed} 票",
            f"yes votes must be {over[1]}{self.share} of {en}, that is {self.needed}",
        )

    def _result(self) -> Text:
        if not self.quorate:
            return Text("表决无效", "the vote has no effect")
        return Text("通过", "passed") if self.passed else Text("未通过", "not passed")


def tally(
    yes: int,
    no: int,
    abstain: int,
    *,
    eligible: int,
    present: int,
    quorum: Fraction,
    share: Fraction,
    of: str = Of.PRESENT,
    invalid: int = 0,
    more_than: bool = False,
) -> Tally:
    """Count one vote exactly.

    Quorum and share are met when reached: 2/3 of 9 is 6, 2/3 of 10 is 7. With *more_than* the share
    must be exceeded (过半数: 1/2 of 10 is 6). An abstention stays in the base and is never a yes. At
    least one yes is always needed. More ballots than people present, or more present than eligible, is
    a ``ValueError``; so is a fraction that is not between 0 and 1.
    """
    votes = Votes(yes, no, abstain, invalid)
    if not 0 <= votes.cast + invalid <= present <= eligible:
        raise ValueError("ballots never exceed those present, nor those present those eligible")
    for fraction in (quorum, share):
        if not isinstance(fraction, Fraction) or not 0 < fraction <= 1:
            raise ValueError(f"a share is a Fraction above 0 and up to 1, not {fraction!r}")
    base = {Of.PRESENT: present, Of.ELIGIBLE: eligible, Of.CAST: votes.cast}[Of(of)]
    needed = max(1, floor(share * base) + 1 if more_than else ceil(share * base))
    quorum_needed = max(1, ceil(quorum * eligible))
    quorate = present >= quorum_needed
    passed = quorate and yes >= needed
    return Tally(votes, eligible, present, quorum_needed, needed, quorate, passed, share, Of(of), more_than)


def count(choices: Iterable[str]) -> Votes:
    """Count ballots that say ``yes``, ``no``, ``abstain`` or ``invalid``; any other word is an error."""
    found = {"yes": 0, "no": 0, "abstain": 0, "invalid": 0}
    for choice in choices:
        if choice not in found:
            raise ValueError(f"a ballot says yes, no, abstain or invalid, not {choice!r}")
        found[choice] += 1
    return Votes(**found)
