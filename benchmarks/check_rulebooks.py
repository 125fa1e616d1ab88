"""Check every shipped rulebook: seconds for each, and for all of them."""

from __future__ import annotations

import time

from ground import SHELF

from zhiheng.rules.check import check_file


def main() -> None:
    """Print the slowest, the median and the whole; a problem ends the run."""
    taken: dict[str, float] = {}
    for path in sorted(SHELF.rglob("*.yaml")):
        if path.name.endswith(".cases.yaml"):
            continue
        started = time.perf_counter()
        problems = check_file(path)
        taken[str(path.relative_to(SHELF))] = time.perf_counter() - started
        if problems:
            raise SystemExit(problems[0].text().en)
    ordered = sorted(taken.items(), key=lambda one: one[1])
    print(
        f"{len(ordered)} rulebooks in {sum(taken.values()):.2f} s, median {ordered[len(ordered) // 2][1]:.3f} s"
    )
    for name, seconds in ordered[:-4:-1]:
        print(f"  {seconds:.3f} s  {name}")


if __name__ == "__main__":
    main()
