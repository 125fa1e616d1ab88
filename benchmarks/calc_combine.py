"""Time the combination of a large round: 10,000 cases, 5 seats, 23 items.

Run: ``PYTHONPATH=src python benchmarks/calc_combine.py``.
"""

from time import perf_counter

import numpy as np

from zhiheng.calc.combine import combine_table

CASES, SEATS, ITEMS = 10_000, 5, 23


def main() -> None:
    percents = np.random.default_rng(1).integers(0, 21, (CASES, SEATS, ITEMS), dtype=np.int8) * 5
    item_points = [1000 // ITEMS] * ITEMS
    started_at = perf_counter()
    combined = combine_table(percents, item_points, "trimmed_mean")
    print(f"{CASES} cases x {SEATS} seats x {ITEMS} items: {perf_counter() - started_at:.3f} s")
    print(f"first case: {combined.value(0)} points")


if __name__ == "__main__":
    main()
