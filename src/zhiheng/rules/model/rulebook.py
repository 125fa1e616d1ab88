"""A rulebook: one version of one instrument, in the order of its articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.rules.model.conditions import Attested, Condition, KOf, OneOf
from zhiheng.rules.model.rewards import Rewards
from zhiheng.rules.model.stages import Ranking, Stage
from zhiheng.rules.model.words import (
    Count,
    Id,
    Note,
    RegionCode,
    RulebookId,
    Ruled,
    Span,
    Strict,
    Words,
    Yuan,
)


class InForce(Strict):
    """The days on which the instrument is in force; ``null`` means not seen or without end."""

    since: Annotated[date | None, Field(alias="from")]
    until: Annotated[date | None, Field(alias="to")] = None


class Source(Strict):
    """The legal text: number, day of publication, address; ``null`` means not seen."""

    number: Annotated[str, Field(min_length=1, max_length=80)] | None
    published: date | None
    href: Annotated[str, Field(pattern=r"^https?://\S{1,400}$")] | None


class Checked(Strict):
    """On which day the rulebook was compared, and against what."""

    day: date
    against: Literal["official", "copy", "draft", "press", "synthetic"]
    note: Note | None = None


class Every(Strict):
    """A fixed cycle."""

    years: Annotated[int, Field(ge=1, le=20)]


class Cycle(Ruled):
    """How often a round is held; without ``every``, whenever the authority decides."""

    every: Every | None = None


class Quota(Strict):
    """So many places, at most and, rarely, at least."""

    at_most: Count
    at_least: Count | None = None


class Tier(Ruled):
    """A tier of an award with its places and its reward in yuan."""

    id: Id
    title: Words
    quota: Quota | None = None
    vacancy: Literal["allowed", "not"] = "allowed"
    reward: Yuan | None = None


class Pool(Ruled):
    """Places shared by all tiers."""

    at_most: Count


class TitleValid(Ruled, Span):
    """How long the title holds."""


class Reapply(Ruled):
    """When a winner may apply again."""

    after: Span


class After(Strict):
    """What follows a decision."""

    title_valid: TitleValid | None = None
    reapply: Reapply | None = None


class Term(Strict):
    """A word that this instrument adds to the vocabulary of the house."""

    id: Id
    of: Literal["event", "department", "paper", "certificate", "measure", "level", "size", "kind"]
    title: Words


class Rulebook(Strict):
    """One version of one instrument."""

    rulebook: RulebookId
    title: Words
    kind: Literal["award", "incentive"]
    authority: RegionCode
    in_force: InForce
    text: Source
    checked: Checked
    terms: tuple[Term, ...] = ()
    cycle: Cycle | None = None
    applicants: Annotated[tuple[Id, ...], Field(min_length=1)]
    tiers: tuple[Tier, ...] = ()
    pool: Pool | None = None
    entry: tuple[Condition, ...] = ()
    exclusion: tuple[Condition, ...] = ()
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=60)]
    ranking: Ranking | None = None
    rewards: Rewards | None = None
    after: After | None = None

    _source: str = PrivateAttr(default="")
    _digest: str = PrivateAttr(default="")

    @property
    def id(self) -> str:
        """Return ``authority/instrument/version``."""
        return self.rulebook

    @property
    def instrument(self) -> str:
        """Return ``authority/instrument``: the name under which its honours are kept."""
        return self.rulebook.rpartition("/")[0]

    @property
    def source(self) -> str:
        """Return the text from which it was read."""
        return self._source

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the source's UTF-8 bytes, in hex."""
        return self._digest

    def stage(self, id_: str) -> Stage:
        """Return a stage, or refuse an id that the rulebook does not have."""
        for stage in self.stages:
            if stage.id == id_:
                return stage
        raise self._unknown("stage", "环节", id_)

    def before(self, id_: str) -> tuple[str, ...]:
        """Return the stages that must be closed before this one: those named, else the one written before."""
        stage = self.stage(id_)
        if stage.after is not None:
            return stage.after
        place = self.stages.index(stage)
        return (self.stages[place - 1].id,) if place else ()

    def tier(self, id_: str) -> Tier:
        """Return a tier, or refuse an id that the rulebook does not have."""
        for tier in self.tiers:
            if tier.id == id_:
                return tier
        raise self._unknown("tier", "奖项等次", id_)

    def condition(self, id_: str) -> Condition:
        """Return a condition of entry or exclusion, or refuse an id that the rulebook does not have."""
        for condition in (*self.entry, *self.exclusion):
            if condition.id == id_:
                return condition
        raise self._unknown("condition", "条件", id_)

    def attested(self) -> dict[str, Attested]:
        """Return every condition that a named actor attests, those inside ``one_of`` and ``k_of`` included."""
        found: dict[str, Attested] = {}
        todo: list[Condition] = [*self.entry, *self.exclusion]
        while todo:
            condition = todo.pop()
            if isinstance(condition, Attested):
                found[condition.id] = condition
            elif isinstance(condition, OneOf | KOf):
                todo += condition.of
        return found

    def places(self) -> int | None:
        """Return how many may win over all tiers; ``None`` where no number is set."""
        if self.pool is not None:
            return self.pool.at_most
        counts = [tier.quota.at_most for tier in self.tiers if tier.quota is not None]
        return sum(counts) if counts and len(counts) == len(self.tiers) else None

    def cite(self, rule: str | Ruled) -> Citation:
        """Return the citation of a rule, given itself or its id."""
        for name, ruled in self.rules():
            if rule is ruled or rule == name:
                return ruled.cited(self.id, name)
        for outer in (*self.entry, *self.exclusion):
            for inner in within(outer):
                if rule is inner or rule == inner.id:
                    around = outer if inner.art is None else inner
                    return around.cited(self.id, inner.id)
        raise self._unknown("rule", "规则", rule if isinstance(rule, str) else type(rule).__name__)

    def rules(self) -> Iterator[tuple[str, Ruled]]:
        """Yield everything that rests on an article, with its name, in the order of the file."""
        named: list[tuple[str, Ruled | None]] = [("cycle", self.cycle)]
        named += [(t.id, t) for t in self.tiers] + [("pool", self.pool)]
        named += [(c.id, c) for c in (*self.entry, *self.exclusion)]
        named += [(s.id, s) for s in self.stages]
        named += [("ranking", self.ranking), ("rewards", self.rewards)]
        if self.after is not None:
            named += [("title_valid", self.after.title_valid), ("reapply", self.after.reapply)]
        yield from ((name, ruled) for name, ruled in named if ruled is not None)

    def term(self, of: str, id_: str) -> Text | None:
        """Return this instrument's own wording of a word, if it adds one."""
        return next((t.title for t in self.terms if t.of == of and t.id == id_), None)

    def _unknown(self, what: str, what_zh: str, id_: str) -> Refused:
        return Refused(
            f"rulebook.no_such_{what}",
            Text(f"规则书 {self.id} 没有{what_zh} {id_}。", f"Rulebook {self.id} has no {what} {id_}."),
        )


def within(condition: Condition) -> Iterator[Condition]:
    """Yield the conditions inside a condition, at every depth; they rest on its article unless they name one."""
    for inner in getattr(condition, "of", ()):
        yield inner
        yield from within(inner)


def with_source(rulebook: Rulebook, source: str, digest: str) -> Rulebook:
    """Attach the text that the rulebook was read from, and its hash."""
    rulebook._source = source
    rulebook._digest = digest
    return rulebook
