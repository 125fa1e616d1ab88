"""Time 1,000 simulated rounds of one instrument with 100 applicants each, and one round with many applicants.

Run: ``PYTHONPATH=src python benchmarks/simulated_rounds.py [ROUNDS]``.
"""

from __future__ import annotations

import resource
import sys
from time import perf_counter

from ground import XIAMEN

from zhiheng.core.calendar import china_calendar
from zhiheng.programmes.awards.simulation.assumptions import shipped
from zhiheng.programmes.awards.simulation.report import simulate
from zhiheng.programmes.awards.simulation.timeline import closing_day
from zhiheng.rules.load import load_rulebook


def measured(applicants: int, rounds: int) -> None:
    book, assumed = load_rulebook(XIAMEN), shipped()
    started_at = perf_counter()
    report = simulate(
        book, assumed, applicants=applicants, seed=1, rounds=rounds, closes=closing_day(book, assumed),
        calendar=china_calendar(),
    )  # fmt: skip
    took = perf_counter() - started_at
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    empty = report["places"][0]["chance_of_an_empty_place"]
    print(f"{rounds:,} rounds of {applicants:,} applicants: {took:.1f} s, {took / rounds * 1000:.1f} ms a round, "
          f"peak {peak:,.0f} MiB, chance of an empty place {empty}")  # fmt: skip


def main() -> None:
    """Measure many small rounds, then one large one."""
    measured(100, int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
    measured(10_000, 1)


if __name__ == "__main__":
    main()
