"""Count who could apply among 100,000 registered organisations: the registers as columns, then judged at once.

Run: ``PYTHONPATH=src python benchmarks/eligible.py [ORGANISATIONS]``. Works in a temporary home on SQLite. A sample of
500 is judged one by one in the same run and must have the same verdicts.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from datetime import date, datetime
from functools import partial
from random import Random
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from ground import XIAMEN, open_home

AS_OF = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SAMPLE = 500


def fill(count: int) -> None:
    """Store invented organisations: one in five is in a group of twenty, one in three an event, one in ten an honour."""
    from django.db import transaction

    from zhiheng.registers.actions import load_regions
    from zhiheng.registers.models import Event, Honour, Organisation

    load_regions(now=NOW)
    chance = Random(1)
    many = partial(chance.choice)
    with transaction.atomic():
        Organisation.objects.bulk_create(
            [
                Organisation(
                    code=f"org-{n:06d}", name=f"测量{n:06d}号", name_key=f"测量{n:06d}",
                    region_id=many(["350206", "350203"]), kind=many(["enterprise", "enterprise", "institution"]),
                    founded_day=date(1990 + n % 36, 1 + n % 12, 1),
                    legal_person=many([True, True, None]), size=many(["large", "small", ""]), registered_at=NOW,
                )
                for n in range(count)
            ],
            batch_size=1000,
        )  # fmt: skip
        pks = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
        for first in range(0, count // 5, 20):
            Organisation.objects.filter(pk__in=pks[first + 1 : first + 20]).update(parent=pks[first])
        Event.objects.bulk_create(
            [
                Event(code=f"ev-{n:06d}", organisation_id=pk, event=many(["major_accident", "dishonesty", "penalty"]),
                      day=date(2015 + n % 11, 5, 1), source="示例", authority="350200", recorded_by="x", recorded_at=NOW)
                for n, pk in enumerate(pks[::3])
            ],
            batch_size=1000,
        )  # fmt: skip
        Honour.objects.bulk_create(_honours(Honour, pks[::10]), batch_size=1000)


def _honours(model: Any, pks: list[int]) -> list[Any]:
    return [
        model(
            code=f"hon-{n:06d}", award="厦门市质量奖", authority_id="350200", session=str(n % 6 + 1), year=2015 + n % 11,
            tier="award", winner_name=f"示例{n}", winner_key="示例", search_text="示例", organisation_id=pk,
            status="decided",
            granted_day=date(2015 + n % 11, 9, 1), level="prefectural", recorded_at=NOW,
        )
        for n, pk in enumerate(pks)
    ]  # fmt: skip


def main() -> None:
    """Measure the loader, the judgement and a sample one by one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="zhiheng-bench-") as home:
        open_home(home)
        fill(count)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _measure(count, before)


def _measure(count: int, before: float) -> None:
    from django.db import connection

    from zhiheng.casework.queries.facts import facts_on_record
    from zhiheng.programmes.awards.queries.eligible import eligible, population
    from zhiheng.registers.models import Organisation
    from zhiheng.registers.queries import facts_about
    from zhiheng.rules.bulk.evaluation import evaluate_bulk
    from zhiheng.rules.conditions import evaluate_all
    from zhiheng.rules.load import load_rulebook

    book, statements = load_rulebook(XIAMEN), []
    with connection.execute_wrapper(lambda run, sql, *rest: statements.append(sql) or run(sql, *rest)):
        began = perf_counter()
        columns = population(book, book.authority, AS_OF)
        loaded = perf_counter() - began
    conditions = (*book.entry, *book.exclusion)
    began = perf_counter()
    matrix = evaluate_bulk(conditions, columns, AS_OF, book)
    judged = perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    codes = list(Organisation.objects.order_by("code").values_list("code", flat=True))
    rows = range(0, count, max(1, count // SAMPLE))
    began = perf_counter()
    known = facts_about({codes[row] for row in rows}, AS_OF)
    slow = {
        row: evaluate_all(conditions, facts_on_record(book, known[codes[row]], ""), AS_OF, book)
        for row in rows
    }
    single = (perf_counter() - began) / len(slow)
    same = all(matrix.word(row, one.condition) == one.verdict for row, told in slow.items() for one in told)
    found = eligible(book, book.authority, AS_OF)
    print(f"{count:,} organisations, {len(conditions)} conditions, {len(statements)} statements")
    print(
        f"  columns from the registers {loaded:.2f} s ({loaded / count * 1e6:.1f} us each), judged in {judged:.3f} s"
    )
    print(f"  one by one {single * 1e6:.0f} us each; the verdicts of {len(slow)} are the same: {same}")
    print(
        f"  met {found.met:,}, open {found.open:,}, not met {found.not_met:,}, other kinds {found.other_kinds:,}"
    )
    print(f"  peak {peak:,.0f} MiB, of which {before:,.0f} MiB stood before")
    assert same


if __name__ == "__main__":
    main()
