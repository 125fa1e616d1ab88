"""Measure the ledger: lines written in bulk, written one act at a time, and verified, per second.

Run as ``PYTHONPATH=src python benchmarks/ledger_lines.py [N]``; N defaults to 1,000,000. Works in a
temporary home on SQLite and leaves nothing behind. Prints one line of JSON, then a table.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from ground import open_home

BOOK, SINGLE_BOOK = "350200", "house"
BATCH, SINGLE = 10_000, 10_000
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)


def prepare(home: str) -> None:
    """Point the settings at an empty home and create the ledger's tables there."""
    open_home(home, tables=False)
    from django.core.management import call_command

    call_command("migrate", "ledger", verbosity=0)


def write_in_bulk(lines: int) -> None:
    """Write marks as closing a stage would, with a cite and a small body each."""
    from django.db import transaction

    from zhiheng.core.refusal import Citation
    from zhiheng.ledger.actions import Entry, write_many

    cites = (Citation("350200/quality-award/2021", "8(1)"),)
    entries = (
        Entry(
            "review.mark_given", f"hl-{n // 115:05d}/{n % 115}", cites, {"percent": n % 21 * 5}, f"u-{n % 97}"
        )
        for n in range(lines)
    )
    while batch := list(islice(entries, BATCH)):
        with transaction.atomic():
            write_many(book=BOOK, entries=batch, actor="system", at=AT)


def write_one_by_one(lines: int) -> None:
    """Write each line in a transaction of its own, as an act on a page does."""
    from django.db import transaction

    from zhiheng.ledger.actions import write

    for n in range(lines):
        with transaction.atomic():
            write(book=SINGLE_BOOK, act="case.opened", actor="u-1", about=f"hl-{n:05d}", at=AT, body={"n": n})


def verify(lines: int) -> None:
    """Verify the book written in bulk."""
    from zhiheng.ledger.verify import verify_book

    report = verify_book(BOOK)
    if not report.ok or report.size != lines:
        raise SystemExit(f"the book does not verify: {report}")


def per_second(work: Callable[[int], None], lines: int) -> int:
    """Return how many lines a second the work takes."""
    started = time.perf_counter()
    work(lines)
    return round(lines / (time.perf_counter() - started))


def peak_mb() -> int:
    """Return the highest memory use of this process so far, in MiB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(lines: int) -> dict[str, int]:
    """Return the figures for *lines* lines."""
    figures = {"lines": lines, "single_lines": min(SINGLE, lines)}
    figures["bulk_written_per_second"] = per_second(write_in_bulk, lines)
    figures["single_written_per_second"] = per_second(write_one_by_one, figures["single_lines"])
    figures["peak_mb_after_writing"] = peak_mb()
    figures["verified_per_second"] = per_second(verify, lines)
    figures["peak_mb"] = peak_mb()
    return figures


def main() -> None:
    """Measure and print."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="zhiheng-bench-") as home:
        prepare(home)
        figures = measure(lines)
        figures["database_mb"] = sum(file.stat().st_size for file in Path(home).glob("*.sqlite3*")) >> 20
    print(json.dumps(figures))
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):<28}{value:>14,}")


if __name__ == "__main__":
    main()
