"""Invented pasts: events at a yearly rate, earlier honours that exclude or are asked for, certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from zhiheng.programmes.awards.simulation.assumptions import Assumptions
from zhiheng.rules.bulk.columns import NO_DAY, Certificates, Coded, Events, Honours, day_number
from zhiheng.rules.model import Condition, EventWithin, HoldsCertificate, HoldsHonour, HonourWithin, Rulebook
from zhiheng.rules.model.conditions import OperatingYears

_YEARS_BACK = 10


def events(
    every: Sequence[Condition], assumed: Assumptions, count: int, as_of: date, rng: np.random.Generator
) -> Events:
    """Return events of every kind that a condition names, by chance over ten years."""
    kinds = list(dict.fromkeys(e for one in every if isinstance(one, EventWithin) for e in one.event))
    rows, codes = [], []
    for code, kind in enumerate(kinds):
        rate = assumed.events.get(kind, assumed.events.get("default", 0.0))
        times = rng.poisson(rate * _YEARS_BACK, count)
        rows.append(np.repeat(np.arange(count), times))
        codes.append(np.full(int(times.sum()), code))
    row, code_of = _joined(rows), _joined(codes)
    days = _days_back(len(row), as_of, rng)
    order = np.argsort(row, kind="stable")
    return Events(
        _looked_up(count),
        row[order],
        event=Coded(code_of[order], tuple(kinds)),
        day=days[order],
        level=weighted(assumed.event_levels, len(row), rng),
        cause=Coded(np.zeros(len(row), dtype=np.int32), ("not_excused",)),
    )


def honours(
    book: Rulebook,
    every: Sequence[Condition],
    assumed: Assumptions,
    count: int,
    as_of: date,
    session: int,
    rng: np.random.Generator,
) -> Honours:
    """Return honours that conditions look for, each with its day and, one edition a year, its session."""
    looked_for = [one for one in every if isinstance(one, HonourWithin | HoldsHonour)]
    rows = []
    for one in looked_for:
        share = assumed.asked_honours if isinstance(one, HoldsHonour) else assumed.past_honours
        rows.append(np.flatnonzero(rng.random(count) < share))
    row = _joined(rows)
    which = _joined([np.full(len(own), place) for place, own in enumerate(rows)])
    days = _days_back(len(row), as_of, rng)
    order = np.argsort(row, kind="stable")
    row, which, days = row[order], which[order], days[order]
    ago = 1 + (day_number(as_of) - days) // 366
    wanted = [_wanted(book, one) for one in looked_for]
    award, tier, relation = (Coded(which, tuple(one[i] for one in wanted)) for i in range(3))
    return Honours(_looked_up(count), row, award, tier, relation, (session - ago).astype(np.int32), days)


def _wanted(book: Rulebook, condition: HonourWithin | HoldsHonour) -> tuple[str, str, str]:
    """Return award, tier and relation of the honour that a condition looks for."""
    first = book.tiers[0].id if book.tiers else ""
    tier = condition.tiers[0] if condition.tiers else first
    return condition.award or book.instrument, tier, str(condition.relations[0])


def certificates(
    book: Rulebook, every: Sequence[Condition], assumed: Assumptions, count: int, rng: np.random.Generator
) -> Certificates:
    """Return certificates that conditions, reliefs within them or classes name; valid without end."""
    names: dict[str, None] = {}
    for one in every:
        if isinstance(one, HoldsCertificate):
            names |= dict.fromkeys(one.certificate)
        if isinstance(one, OperatingYears):
            for reduced in one.reduced:
                held = (*(reduced.when.certificates or ()), *filter(None, [reduced.when.certificate]))
                names |= dict.fromkeys(held)
    for group in book.classes:
        names |= dict.fromkeys((group.of.certificates or ()) if group.of is not None else ())
    usual = assumed.certificates.get("default", 0.0)
    rows = [np.flatnonzero(rng.random(count) < assumed.certificates.get(name, usual)) for name in names]
    row, which = _joined(rows), _joined([np.full(len(own), place) for place, own in enumerate(rows)])
    order = np.argsort(row, kind="stable")
    never = np.full(len(row), NO_DAY, dtype=np.int32)
    return Certificates(_looked_up(count), row[order], Coded(which[order], tuple(names)), never, never)


def weighted(weights: Mapping[str, int], count: int, rng: np.random.Generator) -> Coded[str]:
    """Return words drawn by their weights."""
    parts = np.array(list(weights.values()), dtype=np.float64)
    codes = rng.choice(len(parts), size=count, p=parts / parts.sum())
    return Coded(codes.astype(np.int32), tuple(weights))


def _joined(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int32]:
    if not parts:
        return np.empty(0, dtype=np.int32)
    return np.concatenate(parts).astype(np.int32)


def _looked_up(count: int) -> NDArray[np.bool_]:
    return np.ones(count, dtype=np.bool_)


def _days_back(count: int, as_of: date, rng: np.random.Generator) -> NDArray[np.int32]:
    back = rng.integers(1, _YEARS_BACK * 365, count)
    return (day_number(as_of) - back).astype(np.int32)
