"""Check mutants of the shipped rulebooks for so many minutes: no fault of ours, no long wait, no problem outside the file.

    python benchmarks/fuzz_rulebooks.py [MINUTES] [FIRST_SEED]

Prints the seed of everything that goes wrong; ``tests/rules/mutants.py`` makes the same text from the same seed.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.rules.mutants import mutant

from zhiheng.rules.check import check_rulebook

SECONDS, MEBIBYTES = 2.0, 400


def wrong_with(seed: int) -> str:
    """Return what is wrong with the answer to one mutant, or nothing."""
    text, started = mutant(seed), time.process_time()
    try:
        problems = check_rulebook(text, "mutant.yaml")
    except Exception as error:
        return repr(error)
    taken, last = time.process_time() - started, len(text.splitlines()) + 1
    if taken > SECONDS:
        return f"{taken:.1f} seconds"
    lost = [one.code for one in problems if one.place.line is None or not 1 <= one.place.line <= last]
    return f"outside the file: {lost}" if lost else ""


def main() -> None:
    """Run until the time is up; fail if anything went wrong."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    seed = first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    until, faults = time.monotonic() + 60 * minutes, 0
    while time.monotonic() < until:
        if found := wrong_with(seed):
            faults += 1
            print(f"seed {seed}: {found}", flush=True)
        seed += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{seed - first} mutants, {faults} faults, peak {peak} MiB")
    sys.exit(1 if faults or peak > MEBIBYTES else 0)


if __name__ == "__main__":
    main()
