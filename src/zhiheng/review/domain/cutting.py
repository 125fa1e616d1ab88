"""Where the line lies: who passed the pass line and, where only some go on, who was kept, of each class or of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from zhiheng.calc.ranking import Group, keep, limit_of
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.rules.model import BallotStage, HearingStage, Keep, Rulebook, ScoreStage, ShortlistStage
from zhiheng.rules.model.stages import Kept
from zhiheng.rules.who_wording import class_text

Cutting: TypeAlias = ScoreStage | HearingStage | ShortlistStage | BallotStage


@dataclass(frozen=True, slots=True)
class Cut:
    """Who passed; who of them was kept (``None``: all), who lay across a line together, and the rule for each."""

    passed: frozenset[str]
    kept: frozenset[str] | None = None
    tied: frozenset[str] = frozenset()
    rules: Mapping[str, Text] = field(default_factory=dict)

    def keeps(self, code: str) -> bool:
        """Tell whether a case goes on."""
        return code in (self.passed if self.kept is None else self.kept)

    def says_of(self, code: str) -> Text:
        """Return the rule by which a case was kept or cut."""
        return self.rules.get(code, Text("", ""))


@dataclass(frozen=True, slots=True)
class _Part:
    """The cases under one rule of keeping: a class's, or that of all others (``klass`` empty)."""

    klass: str
    rule: Kept | Keep
    codes: frozenset[str]


def cut_of(
    book: Rulebook,
    stage: Cutting,
    groups: Sequence[Group],
    places: int | None,
    cases: Mapping[str, Mapping[str, Any]],
) -> Cut:
    """Draw the lines of a stage through its groups, the best first; *cases* says the classes of each where it matters."""
    pass_at = getattr(stage, "pass_at", None)
    above = [group for group in groups if pass_at is None or group.scores[0] >= Fraction(pass_at)]
    passed = frozenset(code for group in above for code in group.codes)
    if stage.keep is None:
        return Cut(passed)
    kept: set[str] = set(passed)
    tied: set[str] = set()
    rules: dict[str, Text] = {}
    for part in _parts(stage.keep, groups, cases):
        limit, says = _limit(book, stage, part, groups, places)
        found = keep(_only(above, part.codes), at_most=limit, tie=_tie(stage))
        kept -= part.codes - set(found.kept)
        tied.update(found.tied)
        rules |= dict.fromkeys(part.codes, says)
    return Cut(passed, frozenset(kept), frozenset(tied), rules)


def _parts(rule: Keep, groups: Sequence[Group], cases: Mapping[str, Mapping[str, Any]]) -> list[_Part]:
    """Part the cases by class, each under the first class named that it is of; without a rule for the rest all go on."""
    rest = {code for group in groups for code in group.codes}
    parts = []
    for klass, own in (rule.by_class or {}).items():
        members = frozenset(code for code in rest if klass in cases[code].get("classes", ()))
        rest -= members
        parts.append(_Part(klass, own, members))
    if any(value is not None for value in (rule.at_most, rule.per_place, rule.share)):
        parts.append(_Part("", rule, frozenset(rest)))
    return parts


def _limit(
    book: Rulebook, stage: Cutting, part: _Part, groups: Sequence[Group], places: int | None
) -> tuple[int, Text]:
    rule = part.rule
    own = _places_of(book, part.klass, places)
    if rule.per_place is not None and own is None:
        raise Refused(
            "keep.no_places",
            Text(
                "规则按名额确定人数，但没有规定名额。",
                "The rule keeps so many a place, but sets no number of places.",
            ),
            [book.cite(stage.id)],
        )
    total = sum(len(group.codes) for group in _only(groups, part.codes))
    limit = limit_of(total, at_most=rule.at_most, share=rule.share, per_place=rule.per_place, places=own)
    least = getattr(rule, "least", None)
    says = _says(rule, limit, own)
    if least is not None and limit < least:
        limit = least
        says = Text(f"{says.zh}，但不少于 {least} 名", f"{says.en}, but not fewer than {least}")
    return limit, _for_class(book, part.klass, says)


def _places_of(book: Rulebook, klass: str, places: int | None) -> int | None:
    """Return the places of a class where tiers give it a number of its own, else all places."""
    own = [t.quota.per[klass] for t in book.tiers if t.quota and t.quota.per and klass in t.quota.per]
    return sum(own) if own else places


def _only(groups: Sequence[Group], codes: frozenset[str]) -> list[Group]:
    parts = [
        Group(one.place, tuple(code for code in one.codes if code in codes), one.scores) for one in groups
    ]
    return [one for one in parts if one.codes]


def _tie(stage: Cutting) -> str:
    if isinstance(stage, ShortlistStage) and stage.order.ties == "refused":
        return "refused"
    return stage.tie


def _for_class(book: Rulebook, klass: str, says: Text) -> Text:
    if not klass:
        return says
    title = class_text(klass, book)
    return Text(f"{title.zh}{says.zh}", f"{title.en}: {says.en}")


def _says(rule: Kept | Keep, limit: int, places: int | None) -> Text:
    if rule.at_most is not None:
        return Text(f"取前 {limit} 名", f"the first {limit}")
    if rule.share is not None:
        return Text(f"取前 {rule.share}，即 {limit} 名", f"the first {rule.share}, that is {limit}")
    each = rule.per_place
    return Text(
        f"名额 {places} 个，每个名额取 {each} 名，共取前 {limit} 名",
        f"{each} for each of {places} places, the first {limit}",
    )
