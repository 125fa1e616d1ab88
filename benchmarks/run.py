"""Run every measurement, one after the other; ``docs/benchmarks.md`` says what they mean."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
MEASUREMENTS = (
    "rounds.py",
    "ledger_lines.py",
    "import_workbook.py",
    "review_marks.py",
    "calc_combine.py",
    "public_pages.py",
    "bulk_conditions.py",
    "eligible.py",
    "simulated_rounds.py",
    "check_rulebooks.py",
)


def main() -> None:
    """Print the machine and each measurement."""
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent / "src")}
    for name in MEASUREMENTS:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, str(FOLDER / name)], check=True, env=environment)


if __name__ == "__main__":
    main()
