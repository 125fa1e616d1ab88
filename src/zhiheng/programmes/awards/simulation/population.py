"""Invented applicants: the facts that a rulebook's conditions ask for, and how good each applicant really is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhiheng.programmes.awards.simulation.assumptions import Assumptions
from zhiheng.programmes.awards.simulation.belonging import with_classes
from zhiheng.programmes.awards.simulation.past import certificates, events, honours, weighted
from zhiheng.programmes.awards.simulation.where import whereabouts
from zhiheng.rules.bulk.asking import UNKNOWN, Verdicts
from zhiheng.rules.bulk.columns import Attestations, Coded, Columns, Flags, Numbers, day_number
from zhiheng.rules.bulk.evaluation import evaluate_bulk
from zhiheng.rules.model import (
    Condition,
    Measure,
    ModelYears,
    Papers,
    Rulebook,
)
from zhiheng.rules.model.rulebook import within

SESSION = 10
"""The edition of an invented round, so that earlier ones can be counted."""
WITH_FACTS = frozenset(
    {
        "registered_within", "legal_form", "operating_years", "attested", "event_within", "holds_certificate",
        "honour_within", "holds_honour", "measure", "model_years", "papers",
    }
)  # fmt: skip
"""The conditions for which facts are invented; for others the verdict itself is drawn."""


@dataclass(frozen=True, slots=True)
class Population:
    """Applicants by row: codes, facts, true quality in percent, and drawn verdicts by condition."""

    codes: tuple[str, ...]
    columns: Columns
    quality: NDArray[np.float64]
    drawn: Mapping[str, Verdicts]

    def verdicts(self, book: Rulebook, conditions: tuple[Condition, ...], as_of: date) -> Verdicts:
        """Return subjects x conditions: 1 met, 0 not met, -1 where the invented facts do not tell."""
        judged = tuple(condition for condition in conditions if condition.id not in self.drawn)
        matrix = evaluate_bulk(judged, self.columns, as_of, book)
        found = [
            self.drawn[condition.id] if condition.id in self.drawn else matrix.of(condition.id)
            for condition in conditions
        ]
        return np.stack(found, axis=1) if found else np.empty((len(self.codes), 0), dtype=np.int8)


def invent(
    book: Rulebook, assumed: Assumptions, count: int, as_of: date, rng: np.random.Generator
) -> Population:
    """Return *count* applicants; the same generator state gives the same ones."""
    columns = _columns(book, assumed, count, as_of, rng)
    good = rng.normal(assumed.quality.mean, assumed.quality.spread, count)
    width = max(4, len(str(count)))
    noted = _noted(book)
    drawn = {
        one.id: (rng.random(count) < (assumed.noted if one.id in noted else assumed.other)).astype(np.int8)
        for one in book.conditions
        if not is_with_facts(one)
    }
    return Population(
        codes=tuple(f"a{number + 1:0{width}d}" for number in range(count)),
        columns=columns,
        quality=np.clip(good, assumed.quality.low, assumed.quality.high),
        drawn=drawn,
    )


def _columns(
    book: Rulebook, assumed: Assumptions, count: int, as_of: date, rng: np.random.Generator
) -> Columns:
    every = list(_every(book))
    region, around = whereabouts(book, every, assumed, count, rng)
    columns = Columns(
        count=count,
        kind=_kinds(book, assumed, count, rng),
        region=region,
        regions=around,
        founded=_founded(assumed, count, as_of, rng),
        legal_person=(rng.random(count) < assumed.legal_person).astype(np.int8),
        industry=weighted(assumed.industries, count, rng),
        size=weighted(assumed.sizes, count, rng),
        session=np.full(count, SESSION, dtype=np.int32),
        papers=_papers(every, assumed, count, rng),
        events=events(every, assumed, count, as_of, rng),
        honours=honours(book, every, assumed, count, as_of, SESSION, rng),
        holds=certificates(book, every, assumed, count, rng),
        measures=_measures(every, assumed, count, rng),
        attested=_attested(book, assumed, count, rng),
        other={
            "region_level": weighted(assumed.region_levels, count, rng),
            "classes": _chosen(book, count, rng),
        },
    )
    return with_classes(book, columns, assumed, rng)


def undecided(verdicts: Verdicts, conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    """Return the conditions that the invented facts leave open for somebody."""
    return tuple(c.id for place, c in enumerate(conditions) if (verdicts[:, place] == UNKNOWN).any())


def is_with_facts(condition: Condition) -> bool:
    """Tell whether facts can be invented for a condition and for all those inside it."""
    inner = getattr(condition, "of", None)
    if inner is not None:
        return all(is_with_facts(one) for one in inner)
    plain = not (getattr(condition, "consecutive_years", None) or getattr(condition, "limits", None))
    return condition.rule in WITH_FACTS and plain and not getattr(condition, "published_for", None)


def _every(book: Rulebook) -> Iterator[Condition]:
    for outer in book.conditions:
        yield outer
        yield from within(outer)


def _noted(book: Rulebook) -> frozenset[str]:
    """Return the conditions that bar nobody and single a few out, with those inside them."""
    return frozenset(one.id for outer in book.noted for one in (outer, *within(outer)))


def _kinds(book: Rulebook, assumed: Assumptions, count: int, rng: np.random.Generator) -> Coded[str]:
    usual = assumed.kinds.get("default", 1)
    return weighted({kind: max(1, assumed.kinds.get(kind, usual)) for kind in book.applicants}, count, rng)


def _founded(assumed: Assumptions, count: int, as_of: date, rng: np.random.Generator) -> NDArray[np.int32]:
    years = np.clip(rng.normal(assumed.age_years.mean, assumed.age_years.spread, count), 0.1, 100)
    return (day_number(as_of) - (years * 365.25).astype(np.int32)).astype(np.int32)


def _papers(
    every: list[Condition], assumed: Assumptions, count: int, rng: np.random.Generator
) -> Coded[tuple[str, ...]]:
    """Let most hand in everything, the others all but one paper."""
    needed = list(dict.fromkeys(paper for one in every if isinstance(one, Papers) for paper in one.needs))
    complete = rng.random(count) < assumed.papers
    lacking = rng.integers(1, max(len(needed), 1) + 1, count)
    words = [tuple(needed)] + [tuple(p for p in needed if p != missing) for missing in needed or [""]]
    return Coded(np.where(complete, 0, lacking).astype(np.int32), tuple(words))


def _measures(
    every: list[Condition], assumed: Assumptions, count: int, rng: np.random.Generator
) -> dict[str, Numbers]:
    """Give each measure a value at its first limit, or just beyond it."""
    found: dict[str, Numbers] = {}
    for one in every:
        limit = _limit(one)
        if limit is None or limit[0] in found:
            continue
        name, at, beyond = limit
        places = max(0, -int(at.as_tuple().exponent))
        unit = int(at.scaleb(places))
        good = rng.random(count) < assumed.measures
        found[name] = Numbers(
            np.where(good, unit, unit + beyond).astype(np.int64), places, np.ones(count, dtype=np.bool_)
        )
    return found


def _limit(condition: Any) -> tuple[str, Decimal, int] | None:
    if isinstance(condition, ModelYears):
        return "excellence_model_years", Decimal(condition.at_least), -1
    if isinstance(condition, Measure) and condition.at_least is not None:
        return condition.name, condition.at_least, -1
    if isinstance(condition, Measure) and condition.at_most is not None:
        return condition.name, condition.at_most, 1
    return None


def _chosen(book: Rulebook, count: int, rng: np.random.Generator) -> Coded[tuple[str, ...]]:
    """Let everybody state one of the classes that applicants choose, if there are such."""
    words = tuple((group.id,) for group in book.classes if group.chosen) or ((),)
    return Coded(rng.integers(0, len(words), count).astype(np.int32), words)


def _attested(
    book: Rulebook, assumed: Assumptions, count: int, rng: np.random.Generator
) -> dict[str, Attestations]:
    found = {}
    noted = _noted(book)
    everybody: Flags = np.zeros(count, dtype=np.bool_)
    for name, condition in book.attested().items():
        share = assumed.noted if name in noted else assumed.attested
        holds = (rng.random(count) < share).astype(np.int8)
        found[name] = Attestations(holds, Coded(everybody.astype(np.int32), (condition.by,)))
    return found
