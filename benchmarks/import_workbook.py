"""Measure the import of a workbook of applications: reading, dry run, import, and the same file again.

Run as ``PYTHONPATH=src python benchmarks/import_workbook.py [N]``; N defaults to 10,000. Works in a temporary home
on SQLite and leaves nothing behind. Prints one line of JSON, then a table. The workbook is made in a
process of its own, so that the peak of memory is that of the import.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ground import XIAMEN, open_home

LOCAL = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = datetime(2025, 2, 17, tzinfo=LOCAL), datetime(2025, 4, 1, tzinfo=LOCAL)
ROUND = "bench-xm"


def prepare(home: str) -> None:
    """Point the settings at an empty home with its tables, the region tree and one open round."""
    open_home(home)
    from zhiheng.casework.actions import open_round
    from zhiheng.core.actor import SYSTEM
    from zhiheng.registers.actions import load_regions

    load_regions(now=OPENS)
    source = XIAMEN.read_text(encoding="utf-8")
    open_round(code=ROUND, source=source, session="1", opens_at=OPENS, closes_at=CLOSES, by=SYSTEM, now=OPENS)


def make(home: str, path: str, rows: int) -> None:
    """Write a workbook of invented applicants."""
    open_home(home, tables=False)
    from zhiheng.programmes.awards.data.sample import closing_day, invented_rows
    from zhiheng.programmes.awards.queries.applications import intake_of
    from zhiheng.programmes.awards.workbook.template import write_workbook

    intake = intake_of(ROUND)
    found = list(invented_rows(intake.book, rows, closing_day(CLOSES)))
    Path(path).write_bytes(write_workbook(intake, found))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that the work takes, and its result."""
    started = time.perf_counter()
    result = work()
    return round(time.perf_counter() - started, 2), result


def measure(content: bytes) -> dict[str, float]:
    """Return the figures for one workbook."""
    from zhiheng.core.actor import SYSTEM
    from zhiheng.programmes.awards.actions.applications import dry_run, import_applications
    from zhiheng.programmes.awards.workbook.read import read_workbook
    from zhiheng.rules.load import load_rulebook

    book = load_rulebook(XIAMEN)
    figures: dict[str, float] = {"file_kb": len(content) // 1024, "peak_mb_before": peak_mb()}
    figures["read_seconds"], read = timed(lambda: read_workbook(content, "bench.xlsx", book))
    figures["rows"] = len(read.rows)
    for name, act, verdict in (
        ("dry_run_seconds", dry_run, "new"),
        ("import_seconds", import_applications, "new"),
        ("again_seconds", import_applications, "unchanged"),
    ):
        figures[name], report = timed(lambda act=act: act(ROUND, content, "bench.xlsx", SYSTEM, OPENS))
        if report.counts()[verdict] != len(read.rows):
            raise SystemExit(f"{name}: {report.summary().en}")
    figures["peak_mb"] = peak_mb()
    return figures


def peak_mb() -> int:
    """Return the highest memory use of this process so far, in MiB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--make"]:
        make(sys.argv[2], sys.argv[3], int(sys.argv[4]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="zhiheng-bench-") as home:
        prepare(home)
        path = str(Path(home) / "bench.xlsx")
        subprocess.run([sys.executable, __file__, "--make", home, path, str(rows)], check=True)
        figures = measure(Path(path).read_bytes())
    print(json.dumps(figures))
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):<28}{value:>14,}")


if __name__ == "__main__":
    main()
