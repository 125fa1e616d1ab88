"""A rulebook: one version of one instrument, in the order of its articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PrivateAttr

from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.rules.model.afterwards import After, Reapply, TitleValid
from zhiheng.rules.model.bodies import Body
from zhiheng.rules.model.called import NOTHING_CALLED, Called, award_in
from zhiheng.rules.model.conditions import Attested, Condition
from zhiheng.rules.model.criteria import OwnCriteria
from zhiheng.rules.model.frame import Checked, Cycle, Every, InForce, Nature, Provision, Source, Term
from zhiheng.rules.model.payments import Payments
from zhiheng.rules.model.places import Pool, Pools, Quota, Tier
from zhiheng.rules.model.rewards import Rewards
from zhiheng.rules.model.stages import BallotStage, Ranking, Stage
from zhiheng.rules.model.who import Applicant, Group
from zhiheng.rules.model.words import Id, RegionCode, RulebookId, Ruled, Strict, Words

__all__ = [
    "Admitted",
    "After",
    "Checked",
    "Cycle",
    "Every",
    "InForce",
    "Nature",
    "Pool",
    "Pools",
    "Provision",
    "Quota",
    "Reapply",
    "Rulebook",
    "Source",
    "Term",
    "Tier",
    "TitleValid",
    "with_source",
    "within",
]


def _as_applicant(value: object) -> object:
    return value if isinstance(value, Mapping) else {"kind": value}


Admitted: TypeAlias = Annotated[
    Applicant, BeforeValidator(_as_applicant, json_schema_input_type=Id | Applicant)
]


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
    named_award: Annotated[Words | None, Field(alias="award")] = None
    nature: Nature | None = None
    cycle: Cycle | None = None
    bodies: tuple[Body, ...] = ()
    admits: Annotated[tuple[Admitted, ...], Field(min_length=1, alias="applicants")]
    classes: tuple[Group, ...] = ()
    tiers: tuple[Tier, ...] = ()
    pools: Annotated[Pools, Field(alias="pool")] = ()
    entry: tuple[Condition, ...] = ()
    exclusion: tuple[Condition, ...] = ()
    noted: tuple[Condition, ...] = ()
    criteria: Annotated[tuple[OwnCriteria, ...], Field(max_length=20)] = ()
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=60)]
    ranking: Ranking | None = None
    rewards: Rewards | None = None
    payments: Payments | None = None
    after: After | None = None
    provisions: tuple[Provision, ...] = ()

    _source: str = PrivateAttr(default="")
    _digest: str = PrivateAttr(default="")
    _called: Called = PrivateAttr(default=NOTHING_CALLED)

    @property
    def id(self) -> str:
        """Return ``authority/instrument/version``."""
        return self.rulebook

    @property
    def instrument(self) -> str:
        """Return ``authority/instrument``: the name under which its honours are kept."""
        return self.rulebook.rpartition("/")[0]

    @property
    def award(self) -> Text:
        """Return what the award is called: as written, else the title without the endings of an instrument."""
        return self.named_award or award_in(self.title)

    def award_code(self, authority: str, name: str) -> str:
        """Return ``authority/instrument`` of an award that a register knows by its authority and a name.

        The award's own name and title, and the titles and ``names`` of ``terms`` of ``award`` are known; an
        award that is none of them keeps ``authority/name``, which no condition can mean.
        """
        if authority == self.authority and name in (self.award.zh, self.award.en, self.title.zh):
            return self.instrument
        for term in self.terms:
            of_authority = term.of == "award" and term.id.startswith(f"{authority}/")
            if of_authority and name in (term.title.zh, term.title.en, *term.names):
                return term.id
        return f"{authority}/{name}"

    def called(self, called: Called) -> Rulebook:
        """Return the same rulebook, whose wording calls places and other awards by these names."""
        named = self.model_copy()
        named._called = called
        return named

    def place(self, code: str) -> Text:
        """Return the name of a place, or its code where nobody gave a name."""
        name = self._called.places.get(code)
        return Text(code, code) if name is None else Text(name, f"{name} ({code})")

    def award_called(self, code: str) -> Text:
        """Return the name of an award: this one's, one of ``terms``, one that was given, or its code."""
        if code == self.instrument:
            return self.award
        return self.term("award", code) or self._called.awards.get(code) or Text.of(code)

    @property
    def source(self) -> str:
        """Return the text from which it was read."""
        return self._source

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the source's UTF-8 bytes, in hex."""
        return self._digest

    @property
    def applicants(self) -> tuple[str, ...]:
        """Return the kinds of subject that may apply, each once; ``admits`` says more of them."""
        return tuple(dict.fromkeys(one.kind for one in self.admits))

    @property
    def pool(self) -> Pool | None:
        """Return the places shared by all tiers, if there are such; ``pools`` has every pool."""
        return next((pool for pool in self.pools if all(pool.covers(t.id) for t in self.tiers)), None)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Return the conditions of entry, of exclusion, and those only noted, as they stand in the file."""
        return (*self.entry, *self.exclusion, *self.noted)

    def stage(self, id_: str) -> Stage:
        """Return a stage, or refuse an id that the rulebook does not have."""
        for stage in self.stages:
            if stage.id == id_:
                return stage
        raise self._unknown("stage", "环节", id_)

    def stage_title(self, id_: str) -> Text:
        """Return the title of a stage."""
        return self.stage(id_).title

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
        """Return a condition of entry or exclusion or one only noted, or refuse an id that is not there."""
        for condition in self.conditions:
            if condition.id == id_:
                return condition
        raise self._unknown("condition", "条件", id_)

    def body(self, id_: str) -> Body:
        """Return a body, or refuse an id that the rulebook does not have."""
        for body in self.bodies:
            if body.id == id_:
                return body
        raise self._unknown("body", "机构", id_)

    def group(self, id_: str) -> Group:
        """Return a class of subjects, or refuse an id that the rulebook does not have."""
        for group in self.classes:
            if group.id == id_:
                return group
        raise self._unknown("class", "类别", id_)

    def must_be_apart(self, a: str, b: str) -> bool:
        """Tell whether two bodies may share no member, whichever of them says so."""
        one, other = self.body(a), self.body(b)
        return b in (one.apart_from or ()) or a in (other.apart_from or ())

    def attested(self) -> dict[str, Attested]:
        """Return every condition that a named actor attests, those inside others included."""
        every = (one for outer in self.conditions for one in (outer, *within(outer)))
        return {one.id: one for one in every if isinstance(one, Attested)}

    def places(self) -> int | None:
        """Return how many may win over all tiers; ``None`` where no number is set.

        Tiers outside the quota, and those that nobody elects, are not counted.
        """
        if self.pool is not None and self.pool.at_most is not None:
            return self.pool.at_most
        counted = [t for t in self.tiers if t.given is None and (t.outside is None or t.outside.when)]
        total = 0
        for pool in self.pools:
            if pool.at_most is None:
                continue
            total += pool.at_most
            counted = [tier for tier in counted if not pool.covers(tier.id)]
        if not (counted or total) or any(tier.at_most is None for tier in counted):
            return None
        return total + sum(tier.at_most or 0 for tier in counted)

    def unseen_places(self) -> tuple[Tier | Pool, ...]:
        """Return the tiers and pools that have a number of places, of all or of a class, that nobody has seen."""
        tiers = [one for one in self.tiers if one.said_quota is not None and one.said_quota.has_unseen]
        return (*tiers, *(pool for pool in self.pools if pool.has_unseen))

    def elected_by(self, ballot: str) -> tuple[Tier, ...]:
        """Return the tiers that a ballot decides: those it names, else all that are left over."""
        stages = [s for s in self.stages if s.kind == "ballot" and s.keep is None]
        named = {tier for s in stages for tier in s.elects or ()}
        own = next((s for s in stages if s.id == ballot), None)
        if own is None:
            return ()
        wanted = own.elects
        return tuple(
            t for t in self.tiers if (t.id in wanted if wanted else t.id not in named and t.given is None)
        )

    def order_of(self, ballot: BallotStage) -> Ranking | None:
        """Return the order in which a ballot gives its places: its own, else the ranking; ``None`` by votes."""
        return None if ballot.over == "votes" else ballot.order or self.ranking

    def cite(self, rule: str | Ruled) -> Citation:
        """Return the citation of a rule, given itself or its id."""
        for name, ruled in self.rules():
            if rule is ruled or rule == name:
                return ruled.cited(self.id, name)
        for outer in self.conditions:
            for inner in within(outer):
                if rule is inner or rule == inner.id:
                    around = inner if inner.art is not None or inner.open else outer
                    return around.cited(self.id, inner.id)
        raise self._unknown("rule", "规则", rule if isinstance(rule, str) else type(rule).__name__)

    def rules(self) -> Iterator[tuple[str, Ruled]]:
        """Yield everything that rests on an article, with its name, in the order of the file."""
        named: list[tuple[str, Ruled | None]] = [("nature", self.nature), ("cycle", self.cycle)]
        named += [(b.id, b) for b in self.bodies] + [(c.id, c) for c in self.classes]
        named += [(t.id, t) for t in self.tiers] + [(p.id, p) for p in self.pools]
        named += [(c.id, c) for c in self.conditions]
        named += [(c.id, c) for c in self.criteria] + [(s.id, s) for s in self.stages]
        named += [("ranking", self.ranking), ("rewards", self.rewards), ("payments", self.payments)]
        if self.after is not None:
            named += [("title_valid", self.after.title_valid), ("reapply", self.after.reapply)]
            named += [("renewal", self.after.renewal), ("watch", self.after.watch)]
            named += [(r.id, r) for r in self.after.revocation]
        named += [(p.id, p) for p in self.provisions]
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
