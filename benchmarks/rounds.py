"""Whole simulated rounds of the Xiamen award: time, memory and SQL statements as the number of applicants grows.

usage: rounds.py [APPLICANTS ...]   (default 100 1000 10000; each runs in a process and a data folder of its own)
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ground import XIAMEN

ROOT = Path(__file__).resolve().parents[1]
SIZES = (100, 1_000, 10_000)


def measure(applicants: int) -> dict[str, float]:
    """Run one round in this process and return what it cost."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from zhiheng.programmes.awards.simulate import Simulation, run_round

    call_command("migrate", verbosity=0)
    office, rows, opens, closes = _prepare(applicants)
    statements = 0

    def counting(execute, sql, params, many, context):
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    stages: dict[str, float] = {}
    began = last = time.perf_counter()

    def told(text) -> None:
        nonlocal last
        stages[text.en.partition(":")[0]] = time.perf_counter() - last
        last = time.perf_counter()

    with connection.execute_wrapper(counting):
        _open(rows, office, opens, closes)
        told_at = time.perf_counter()
        run_round(Simulation("bench", office, 7, closes.replace(hour=9), told))
    seconds = time.perf_counter() - began
    from zhiheng.ledger.queries import size_of

    return {
        "applicants": applicants, "seconds": round(seconds, 2), "opening": round(told_at - began, 2),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "statements": statements, "lines": size_of("350200"),
    }  # fmt: skip


def _prepare(applicants: int):
    from datetime import date, datetime

    from zhiheng.core.actor import SYSTEM, Actor, Role
    from zhiheng.core.calendar import SHANGHAI
    from zhiheng.core.codes import sample_uscc
    from zhiheng.registers import actions as registers
    from zhiheng.registers.domain.intake import NewOrganisation

    opens, closes = datetime(2024, 3, 4, tzinfo=SHANGHAI), datetime(2024, 4, 1, tzinfo=SHANGHAI)
    registers.load_regions(now=opens)
    intake = [
        NewOrganisation(
            f"示例{number:06d}号有限公司",
            sample_uscc("350206", number),
            "350206",
            founded_day=date(2010, 5, 8),
            legal_person=True,
        )
        for number in range(1, applicants + 1)
    ]
    rows = registers.register_organisations(intake, by=SYSTEM, now=opens)
    return Actor("acct-office", frozenset({(Role.OFFICE, "350200")})), rows, opens, closes


def _open(rows, office, opens, closes) -> None:
    from zhiheng.casework import actions as casework

    source = XIAMEN.read_text(encoding="utf-8")
    casework.open_round(
        code="bench", source=source, session="bench", opens_at=opens, closes_at=closes, by=office, now=opens,
        is_sample=True,
    )  # fmt: skip
    declared = {"papers": ["application_form", "self_assessment_report"], "measures": {}, "holds": []}
    casework.open_cases(
        round_code="bench", by=office, now=opens,
        cases=[casework.NewCase(one.code, one.name, one.region, declared) for one in rows],
    )  # fmt: skip


def main() -> None:
    """Measure every size and print a line of JSON and a table."""
    if os.environ.get("BENCH_ONE"):
        print(json.dumps(measure(int(os.environ["BENCH_ONE"]))))
        return
    rows = []
    for size in [int(argument) for argument in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory(prefix="zhiheng-bench-") as home:
            environment = {
                **os.environ, "BENCH_ONE": str(size), "ZHIHENG_HOME": home,
                "DATABASE_URL": os.environ.get("DATABASE_URL", ""), "DJANGO_SETTINGS_MODULE": "zhiheng.settings",
            }  # fmt: skip
            done = subprocess.run(
                [sys.executable, __file__], env=environment, check=True, capture_output=True, text=True
            )
            rows.append(json.loads(done.stdout.splitlines()[-1]))
    print(json.dumps({"benchmark": "rounds", "rows": rows}))
    print("| applicants | seconds | ms a case | MiB | SQL statements | statements a case | ledger lines |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        n = row["applicants"]
        print(
            f"| {n:,} | {row['seconds']:.1f} | {1000 * row['seconds'] / n:.2f} | {row['peak_mib']:.0f} "
            f"| {row['statements']:,} | {row['statements'] / n:.3f} | {row['lines']:,} |"
        )


if __name__ == "__main__":
    main()
