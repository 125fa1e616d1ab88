"""One simulated round: the pure conclusions of every stage over invented inputs, from the call to the honours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from zhiheng.casework.domain.bearing import asked_of, bearing_of, is_of
from zhiheng.casework.domain.contest import has_steps, passes_by
from zhiheng.casework.domain.values import Conclusion, Inputs, Outcome
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.recompute import CONCLUDERS
from zhiheng.programmes.awards.simulation.assumptions import Assumptions
from zhiheng.programmes.awards.simulation.population import Population, invent, undecided
from zhiheng.programmes.awards.simulation.stages import World, inputs_of
from zhiheng.rules.bulk.asking import MET, NOT_MET
from zhiheng.rules.bulk.gathering import facts_at
from zhiheng.rules.model import CheckStage, Condition, Rulebook

_VOTES = 5
"""How often a committee votes again when a tie has to be decided."""


@dataclass(frozen=True, slots=True)
class StageResult:
    """What one stage did: cases that came in, those of them left, why the others left by rule and outcome.

    ``passed_by`` are the cases that the stage did not concern, ``standing`` all that go on after it.
    """

    stage: str
    entered: int
    left: int
    passed_by: int
    standing: int
    reasons: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class RoundResult:
    """One round: its stages, the row and tier of each winner, and the refusal that stopped it, if any.

    Who was granted an honour and yet fell by an objection upheld after it is no winner.
    """

    stages: tuple[StageResult, ...]
    honours: tuple[tuple[int, str], ...]
    population: Population
    open_conditions: tuple[str, ...] = ()
    stopped: Stopped | None = None
    votes_again: int = 0
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where a round could not go on: the stage, the refusal's code and its words."""

    stage: str
    code: str
    says: Text


@dataclass(frozen=True, slots=True)
class Told:
    """What one stage rested on and concluded; a check is judged in bulk and has no inputs here."""

    stage: str
    inputs: Inputs | None
    conclusions: tuple[Conclusion, ...]


@dataclass
class _Run:
    world: World
    population: Population
    as_of: date
    row: dict[str, int]
    running: list[str]
    stages: list[StageResult] = field(default_factory=list)
    open_conditions: tuple[str, ...] = ()
    votes_again: int = 0
    granted: list[tuple[int, str]] = field(default_factory=list)
    told: list[Told] | None = None


def run_round(
    book: Rulebook,
    assumed: Assumptions,
    applicants: int | Population,
    as_of: date,
    seed: tuple[int, ...],
    *,
    keep: bool = False,
) -> RoundResult:
    """Take invented applicants (or the population given) through every stage; a refusal ends the round and is told.

    With *keep*, the result holds what every stage rested on and concluded.
    """
    population = applicants
    if not isinstance(population, Population):
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(list(seed))))
        population = invent(book, assumed, population, as_of, rng)
    run = _begun(book, assumed, population, as_of, seed)
    run.told = [] if keep else None
    stopped = None
    for stage in book.stages:
        try:
            _stage(run, stage)
        except Refused as refusal:
            stopped = Stopped(stage.id, refusal.code, refusal.message)
            break
    return RoundResult(
        tuple(run.stages),
        tuple((row, tier) for row, tier in run.granted if population.codes[row] in run.running),
        population,
        run.open_conditions,
        stopped,
        run.votes_again,
        tuple(run.told or ()),
    )


def _begun(
    book: Rulebook, assumed: Assumptions, population: Population, as_of: date, seed: tuple[int, ...]
) -> _Run:
    quality = dict(zip(population.codes, population.quality.tolist(), strict=True))
    rows = {code: row for row, code in enumerate(population.codes)}
    world = World(book, assumed, seed, quality, bearing=bearings(book, population, as_of))
    return _Run(world, population, as_of, rows, list(population.codes))


def bearings(book: Rulebook, population: Population, as_of: date) -> dict[str, dict[str, Any]]:
    """Return what bears on the places of each applicant; noted conditions as they were drawn."""
    asked = asked_of(book)
    if not asked:
        return {}
    noted = population.verdicts(book, book.noted, as_of) == MET if "noted" in asked else None
    found = {}
    for row, code in enumerate(population.codes):
        own = bearing_of(book, facts_at(population.columns, row), as_of)
        if noted is not None:
            met = zip(book.noted, noted[row].tolist(), strict=True)
            own["noted"] = sorted(condition.id for condition, is_met in met if is_met)
        found[code] = own
    return found


def _stage(run: _Run, stage: Any) -> None:
    passing = _passing(run, stage)
    entering = [code for code in run.running if code not in passing]
    reasons: Counter[tuple[str, str]] = Counter()
    gone: set[str] = set()
    if isinstance(stage, CheckStage):
        gone = _check(run, stage, entering, reasons)
    elif entering:
        for made in _concluded(run, stage, entering, passing):
            _note(run, stage, made)
            if not made.goes_on:
                gone.add(made.case)
                reasons[stage.id, made.outcome.value] += 1
    left = len(entering) - len(gone)
    run.running = [code for code in run.running if code not in gone]
    found = StageResult(stage.id, len(entering), left, len(passing), len(run.running), dict(reasons))
    run.stages.append(found)


def _passing(run: _Run, stage: Any) -> dict[str, dict[str, Any]]:
    """Return the running cases that pass a stage by, and why: those of other classes, and who has a tier already."""
    world, found = run.world, {}
    for code in run.running:
        bearing = world.bearing.get(code, {})
        tier = world.tiers.get(code)
        if tier is not None and passes_by(world.book, stage, tier, is_out=code in world.out):
            found[code] = {"holds": tier, "out": code in world.out}
        elif not is_of(stage.applies_to, bearing):
            found[code] = {"classes": bearing["classes"]}
    return found


def _check(
    run: _Run, stage: CheckStage, entering: Sequence[str], reasons: Counter[tuple[str, str]]
) -> set[str]:
    """Judge in bulk, as the pure conclusion would one by one; what the facts leave open counts as met."""
    book = run.world.book
    conditions: tuple[Condition, ...] = tuple(c for group in stage.applies for c in getattr(book, group))
    if not conditions or not entering:
        return set()
    rows = np.array([run.row[code] for code in entering])
    verdicts = run.population.verdicts(book, conditions, run.as_of)[rows]
    run.open_conditions += undecided(verdicts, conditions)
    failed = verdicts == NOT_MET
    first = failed.argmax(axis=1)
    out = failed.any(axis=1)
    reasons.update((conditions[place].id, "failed") for place in first[out].tolist())
    gone = {code for code, leaves in zip(entering, out.tolist(), strict=True) if leaves}
    if run.told is not None:
        run.told.append(Told(stage.id, None, tuple(_checked(run, stage, code, gone) for code in run.running)))
    return gone


def _checked(run: _Run, stage: CheckStage, code: str, gone: set[str]) -> Conclusion:
    cite, is_in = run.world.book.cite(stage.id), code not in gone
    outcome = Outcome.PASSED if is_in else Outcome.FAILED
    told = Text("按假设的事实判定。", "Judged by invented facts.")
    return Conclusion(code, outcome, is_in, (told,), (cite,), dict(run.world.bearing.get(code, {})))


def _concluded(
    run: _Run, stage: Any, entering: Sequence[str], passing: Mapping[str, Mapping[str, Any]]
) -> list[Conclusion]:
    """Conclude a stage; where a committee has to decide a tie it votes again."""
    held = {code: run.world.tiers[code] for code in entering if code in run.world.tiers}
    beside = {"passing": dict(passing), "holding": held if has_steps(run.world.book) else {}}
    given = {name: found for name, found in beside.items() if found}
    for attempt in range(_VOTES):
        inputs = inputs_of(run.world, stage, entering, attempt, given)
        try:
            made = _conclude(run.world.book, stage, inputs)
            if run.told is not None:
                run.told.append(Told(stage.id, inputs, tuple(made)))
            return made
        except Refused as refusal:
            if stage.kind != "ballot" or attempt == _VOTES - 1:
                raise
            run.votes_again += refusal.code.startswith("ballot.")
    raise AssertionError


def _conclude(book: Rulebook, stage: Any, inputs: Inputs) -> list[Conclusion]:
    """Call the pure conclusion; a stage that it cannot conclude yet stops the round and says why."""
    try:
        return CONCLUDERS[stage.kind](book, stage, inputs)
    except (KeyError, ValueError, TypeError, AttributeError) as wrong:
        told = Text(
            f"环节“{stage.title.zh}”不能由假设的输入得出结论（{wrong}）。",
            f"Stage “{stage.title.en}” cannot be concluded from invented inputs ({wrong}).",
        )
        raise Refused("simulation.not_concluded", told, [book.cite(stage.id)]) from wrong


def _note(run: _Run, stage: Any, made: Conclusion) -> None:
    details = made.details
    points = details.get("exact") or details.get("points") or details.get("score")
    if points is not None:
        run.world.scores.setdefault(made.case, {})[stage.id] = Fraction(points)
    if made.goes_on and details.get("tier"):
        run.world.tiers[made.case] = details["tier"]
    if details.get("out"):
        run.world.out.add(made.case)
    if stage.kind == "grant" and made.goes_on and details.get("tier"):
        run.granted.append((run.row[made.case], details["tier"]))
