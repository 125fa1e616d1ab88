"""What the people of each stage are assumed to do: inputs in the form that the pure conclusions take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zhiheng.casework.domain.contest import elected_at
from zhiheng.casework.domain.places import stages_needed
from zhiheng.casework.domain.values import Inputs
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.granting import only_tier, stages_to_order_by
from zhiheng.programmes.awards.simulation.assumptions import Assumptions
from zhiheng.review.domain.order import stages_of
from zhiheng.review.domain.rounds import standing
from zhiheng.review.domain.scoring import counting_seats
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.model import BallotStage, Rulebook, StageBase

Generator: TypeAlias = np.random.Generator


@dataclass
class World:
    """One round while it runs: who is how good, the scores given so far, and the tier decided for each case.

    ``bearing`` is what bears on places; ``out`` are those who hold a tier and compete for no other.
    """

    book: Rulebook
    assumed: Assumptions
    seed: tuple[int, ...]
    quality: Mapping[str, float]
    scores: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    tiers: dict[str, str] = field(default_factory=dict)
    bearing: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)

    def taken(self) -> dict[str, dict[str, Any]]:
        """Return who holds a tier of an earlier step, with what bears on its place."""
        return {code: {"tier": t, **self.bearing.get(code, {})} for code, t in sorted(self.tiers.items())}

    def chance(self, stage: StageBase, attempt: int = 0) -> Generator:
        """Return a generator that depends on seed, round, stage and attempt, not on what ran before."""
        parts = [*self.seed, attempt, *stage.id.encode()]
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(parts)))

    def quality_of(self, cases: Sequence[str]) -> NDArray[np.float64]:
        """Return the true quality of cases, in percent."""
        return np.array([self.quality[code] for code in cases], dtype=np.float64)


Maker: TypeAlias = Callable[[World, Any, Sequence[str], Generator], Inputs]


def inputs_of(
    world: World,
    stage: StageBase,
    cases: Sequence[str],
    attempt: int = 0,
    beside: Mapping[str, Any] | None = None,
) -> Inputs:
    """Return what a stage would rest on; a kind that no round of an award has is refused.

    *beside* are the inputs that every kind has: who passes by, and who holds a tier.
    """
    maker = MAKERS.get(stage.kind)  # type: ignore[attr-defined]
    if maker is None:
        raise Refused(
            "simulation.stage",
            Text(
                f"环节“{stage.title.zh}”不属于奖项评审，不能模拟。",
                f"Stage “{stage.title.en}” is not a stage of an award and cannot be simulated.",
            ),
            [world.book.cite(stage.id)],
        )
    rng = world.chance(stage, attempt)
    made = {**_with_bearing(world, stage, maker(world, stage, cases, rng)), **(beside or {})}
    return _again(world, stage, made, rng) if isinstance(stage, BallotStage) and stage.rounds > 1 else made


def _with_bearing(world: World, stage: StageBase, inputs: Inputs) -> Inputs:
    """Add what bears on who goes on or gets a place."""
    if not world.bearing or stage.kind not in PLACING:  # type: ignore[attr-defined]
        return inputs
    return {**inputs, "cases": {c: {**own, **world.bearing[c]} for c, own in inputs["cases"].items()}}


def _replies(world: World, stage: Any, cases: Sequence[str], rng: Generator) -> Inputs:
    share = getattr(world.assumed.adverse, stage.kind)
    adverse = (rng.random((len(cases), len(stage.asks))) < share).tolist()
    return {
        "cases": {
            code: {
                dept: {"adverse": bad, "opinion": "simulated" if bad else ""}
                for dept, bad in zip(stage.asks, row, strict=True)
            }
            for code, row in zip(cases, adverse, strict=True)
        }
    }


def _survey(world: World, stage: Any, cases: Sequence[str], rng: Generator) -> Inputs:
    assumed = world.assumed.survey
    answers = rng.integers(assumed.least, assumed.most + 1, len(cases)).tolist()
    noise = rng.normal(0, assumed.noise, len(cases))
    percent = np.clip(assumed.base + assumed.slope * world.quality_of(cases) + noise, 0, 100)
    hundredths = np.rint(percent * stage.scale).astype(np.int64).tolist()
    return {
        "cases": {
            code: {"answers": n, "score": f"{score // 100}.{score % 100:02d}"}
            for code, n, score in zip(cases, answers, hundredths, strict=True)
        }
    }


def _severity(world: World, cases: int, seats: int, each: int, rng: Generator) -> NDArray[np.float64]:
    """Return how far each seat of each case's panel is off, shaped cases x seats."""
    panel = np.arange(cases) // each
    spread = rng.normal(0, world.assumed.marks.severity, ((cases // each) + 1, seats))
    return np.asarray(spread[panel], dtype=np.float64)


def percents(world: World, stage: Any, cases: Sequence[str], items: int, rng: Generator) -> NDArray[np.int64]:
    """Return marks in steps of five, cases x seats x items: true quality, severity of the seat, and noise."""
    seats, each = counting_seats(stage), world.assumed.cases_per_panel.score
    severity = _severity(world, len(cases), seats, each, rng)[:, :, None]
    noise = rng.normal(0, world.assumed.marks.noise, (len(cases), seats, items))
    seen = world.quality_of(cases)[:, None, None] + severity + noise
    return np.asarray(np.clip(np.rint(seen / 5), 0, 20).astype(np.int64) * 5)


def _score(world: World, stage: Any, cases: Sequence[str], rng: Generator) -> Inputs:
    items = list(criteria_of(world.book, stage).items)
    marks = percents(world, stage, cases, len(items), rng).tolist()
    return {
        "cases": {
            code: {
                "marks": {
                    f"s{seat + 1}": dict(zip(items, row, strict=True)) for seat, row in enumerate(table)
                }
            }
            for code, table in zip(cases, marks, strict=True)
        },
        "places": world.book.places(),
    }


def _hearing(world: World, stage: Any, cases: Sequence[str], rng: Generator) -> Inputs:
    seats = 1 if stage.panel is None or stage.combine == "consensus" else stage.panel.assessors
    if stage.panel is None and stage.combine == "trimmed_mean":
        seats = 3
    severity = _severity(world, len(cases), seats, world.assumed.cases_per_panel.hearing, rng)
    noise = rng.normal(world.assumed.hearing.better_by, world.assumed.hearing.noise, (len(cases), seats))
    percent = np.clip(world.quality_of(cases)[:, None] + severity + noise, 0, 100)
    points = np.rint(percent * stage.points / 100).astype(np.int64).tolist()
    return {
        "cases": {
            code: {"points": {f"s{seat + 1}": str(given) for seat, given in enumerate(row)}}
            for code, row in zip(cases, points, strict=True)
        },
        "places": world.book.places(),
    }


def _carried(world: World, cases: Sequence[str], stages: Sequence[str]) -> dict[str, dict[str, str | None]]:
    return {
        code: {
            stage: None if (found := world.scores.get(code, {}).get(stage)) is None else str(found)
            for stage in stages
        }
        for code in cases
    }


def _shortlist(world: World, stage: Any, cases: Sequence[str], _rng: Generator) -> Inputs:
    carried = _carried(world, cases, stages_of(stage.order))
    return {"cases": {code: {"scores": own} for code, own in carried.items()}, "places": world.book.places()}


def _ballot(world: World, stage: Any, cases: Sequence[str], rng: Generator) -> Inputs:
    """Let members vote by themselves; as few stay away as the quorum allows."""
    assumed = world.assumed.committee
    least = -(-stage.quorum.numerator * assumed.members // stage.quorum.denominator)
    present = max(assumed.members - assumed.absent, least)
    leaning = _leaning(world, cases)
    drawn = rng.random((len(cases), present))
    abstain = drawn < assumed.abstain
    yes = ~abstain & (drawn < leaning[:, None])
    ranking = world.book.order_of(stage)
    needed = stages_needed(elected_at(world.book, stage.id))
    ordering = () if ranking is None else stages_of(ranking)
    carried = _carried(world, cases, tuple(dict.fromkeys((*ordering, *needed))))
    taken = {} if stage.keep is not None else world.taken()
    votes = zip(cases, yes.sum(axis=1).tolist(), abstain.sum(axis=1).tolist(), strict=True)
    return {
        "eligible": assumed.members,
        "present": present,
        "places": world.book.places(),
        "cases": {
            code: {"yes": y, "no": present - y - a, "abstain": a, "scores": carried[code]}
            for code, y, a in votes
        },
        **({"taken": taken} if taken else {}),
    }


def _again(world: World, stage: BallotStage, made: dict[str, Any], rng: Generator) -> Inputs:
    """Let the members vote again, by themselves as before, as long as the rule asks for another round."""
    present = made["present"]
    while (due := standing(world.book, stage, made).due) is not None:
        codes = sorted(due.cases)
        yes = (rng.random((len(codes), present)) < _leaning(world, codes)[:, None]).sum(axis=1)
        for code, n in zip(codes, yes.tolist(), strict=True):
            vote = {"round": due.number, "yes": n, "no": present - n, "abstain": 0}
            made["cases"][code].setdefault("again", []).append(vote)
        made["rounds"] = due.number
    return made


def _leaning(world: World, cases: Sequence[str]) -> NDArray[np.float64]:
    """Return how likely a member is to favour each case."""
    assumed = world.assumed.committee
    share: NDArray[np.float64] = np.clip(
        assumed.yes_base + assumed.yes_per_quality * world.quality_of(cases) / 100, 0, 1
    )
    return share


def _notice(world: World, _stage: Any, cases: Sequence[str], rng: Generator) -> Inputs:
    objected = rng.random(len(cases)) < world.assumed.objections.received
    upheld = rng.random(len(cases)) < world.assumed.objections.upheld
    said = {True: "upheld", False: "rejected"}
    return {
        "cases": {
            code: [{"state": said[right], "decision": "simulated"}] if objects else []
            for code, objects, right in zip(cases, objected.tolist(), upheld.tolist(), strict=True)
        }
    }


def _yes_or_no(share: float, cases: Sequence[str], rng: Generator) -> Inputs:
    return {
        "cases": {
            code: {"approved": yes, "document": "simulated", "reason": "" if yes else "simulated"}
            for code, yes in zip(cases, (rng.random(len(cases)) < share).tolist(), strict=True)
        }
    }


def _gate(world: World, _stage: Any, cases: Sequence[str], rng: Generator) -> Inputs:
    return _yes_or_no(world.assumed.gate, cases, rng)


def _approve(world: World, _stage: Any, cases: Sequence[str], rng: Generator) -> Inputs:
    return _yes_or_no(world.assumed.approval, cases, rng)


def _grant(world: World, _stage: Any, cases: Sequence[str], _rng: Generator) -> Inputs:
    given = {code: world.tiers.get(code) for code in cases}
    if None not in given.values():
        return {"cases": {code: {"tier": tier} for code, tier in given.items()}}
    only = only_tier(world.book, len(cases))
    if only is not None:
        return {"cases": {code: {"tier": tier or only} for code, tier in given.items()}}
    carried = _carried(world, cases, stages_to_order_by(world.book))
    return {"cases": {code: {"tier": tier, "scores": carried[code]} for code, tier in given.items()}}


PLACING = frozenset({"score", "hearing", "shortlist", "ballot", "grant"})
MAKERS: dict[str, Maker] = {
    "inquiry": _replies,
    "consult": _replies,
    "survey": _survey,
    "score": _score,
    "hearing": _hearing,
    "shortlist": _shortlist,
    "gate": _gate,
    "ballot": _ballot,
    "notice": _notice,
    "approve": _approve,
    "grant": _grant,
}
