"""Time entry and exclusion for 1,000,000 applicants under a shipped rulebook, beside the scalar path in the same run.

Run: ``PYTHONPATH=src python benchmarks/bulk_conditions.py [APPLICANTS]``.
"""

from __future__ import annotations

import gc
import resource
import sys
from datetime import date
from time import perf_counter

import numpy as np
from ground import SHELF

from zhiheng.rules.bulk.columns import (
    NO_DAY,
    Attestations,
    Certificates,
    Coded,
    Columns,
    Events,
    Honours,
    Numbers,
    day_number,
)
from zhiheng.rules.bulk.evaluation import evaluate_bulk
from zhiheng.rules.bulk.gathering import columns_of, facts_at
from zhiheng.rules.conditions import evaluate_all
from zhiheng.rules.load import load_rulebook
from zhiheng.rules.model import Rulebook

BOOKS = ("350200/quality-award/2020", "410000/governor-quality-award/2022", "440000/quality-award/2021")
AS_OF = date(2026, 3, 31)
SAMPLE = 2_000


def words(rng: np.random.Generator, n: int, *choices: object, share: float = 0.97) -> Coded:
    """Return a column of words, some of them not recorded."""
    codes = rng.integers(0, len(choices), n, dtype=np.int32)
    codes[rng.random(n) > share] = -1
    return Coded(codes, choices)


def population(book: Rulebook, n: int) -> Columns:
    """Return made-up columns: every fact that the shipped rulebooks ask for, two events and one honour in three."""
    rng = np.random.default_rng(1)
    first, last = day_number(date(1990, 1, 1)), day_number(AS_OF)
    founded = rng.integers(first, last, n, dtype=np.int32)
    founded[rng.random(n) < 0.02] = NO_DAY
    rows = np.sort(rng.integers(0, n, n * 2, dtype=np.int32))
    won = np.sort(rng.integers(0, n, n // 3, dtype=np.int32))
    held = np.sort(rng.integers(0, n, n, dtype=np.int32))
    names = [str(c.id) for c in book.attested().values()]
    own = book.authority
    return Columns(
        count=n,
        kind=words(rng, n, "enterprise", "institution", "individual"),
        region=words(rng, n, own, "350206", "110000"),
        regions=words(rng, n, (own,), (), share=1),
        founded=founded,
        legal_person=rng.integers(-1, 2, n, dtype=np.int8),
        industry=words(rng, n, "C26", "C39", "I65"),
        size=words(rng, n, "large", "medium", "small", "micro"),
        session=np.full(n, 7, dtype=np.int32),
        papers=words(rng, n, ("application_form", "self_assessment_report"), ("application_form",)),
        events=Events(
            rng.random(n) < 0.98, rows, words(rng, len(rows), "penalty", "dishonesty", "complaint", share=1),
            rng.integers(first, last, len(rows), dtype=np.int32),
        ),
        honours=Honours(
            rng.random(n) < 0.99, won, words(rng, len(won), book.instrument, "national", share=1),
            words(rng, len(won), "award", "nomination", share=1), words(rng, len(won), "self", "parent", share=1),
            rng.integers(1, 7, len(won), dtype=np.int32), rng.integers(first, last, len(won), dtype=np.int32),
        ),
        holds=Certificates(
            rng.random(n) < 0.99, held, words(rng, n, "gbt19001", "little_giant", share=1),
            rng.integers(first, last, n, dtype=np.int32), np.full(n, NO_DAY, dtype=np.int32),
        ),
        measures={"excellence_model_years": Numbers(rng.integers(0, 9, n), 0, rng.random(n) < 0.99)},
        attested={
            name: Attestations(rng.integers(-1, 2, n, dtype=np.int8), words(rng, n, "office", share=1))
            for name in names
        },
    )  # fmt: skip


def measured(name: str, n: int) -> None:
    book = load_rulebook(SHELF / f"{name}.yaml")
    conditions = [*book.entry, *book.exclusion]
    columns = population(book, n)
    gc.collect()
    started_at = perf_counter()
    matrix = evaluate_bulk(conditions, columns, AS_OF, book)
    bulk = perf_counter() - started_at
    sample = [facts_at(columns, row) for row in range(min(SAMPLE, n))]
    started_at = perf_counter()
    slow = [evaluate_all(conditions, facts, AS_OF, book) for facts in sample]
    scalar = (perf_counter() - started_at) / len(sample)
    same = all(
        matrix.word(row, outcome.condition) == outcome.verdict
        for row, outcomes in enumerate(slow) for outcome in outcomes
    )  # fmt: skip
    started_at = perf_counter()
    columns_of(sample)
    gathered = (perf_counter() - started_at) / len(sample)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}: {len(conditions)} conditions x {n:,} applicants; one by one: {matrix.one_by_one or 'none'}"
    )
    print(
        f"  bulk {bulk:.2f} s, {bulk / n * 1e6:.2f} us an applicant, {n * len(conditions) / bulk:,.0f} rules a second"
    )
    print(
        f"  scalar {scalar * 1e6:.0f} us an applicant on {len(sample)}: bulk is {scalar / (bulk / n):,.0f} times as fast"
    )
    print(
        f"  the sample's verdicts are the same: {same}; making columns of facts: {gathered * 1e6:.0f} us an applicant"
    )
    print(f"  peak of the process so far {peak:,.0f} MiB")
    assert same


def main() -> None:
    """Measure each rulebook on the same number of applicants."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for name in BOOKS:
        measured(name, n)


if __name__ == "__main__":
    main()
