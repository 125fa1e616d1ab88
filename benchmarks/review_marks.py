"""Measure the review room: scorebooks handed in, gathered and concluded for one score stage.

Run as ``PYTHONPATH=src python benchmarks/review_marks.py [CASES]``; CASES defaults to 10,000, before panels of five on
23 items. Works in a temporary home on SQLite (or on ``DATABASE_URL``) and leaves nothing behind. Prints one line
of JSON, then a table.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ground import measured_award, open_home

LOCAL = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = datetime(2025, 2, 17, tzinfo=LOCAL), datetime(2025, 4, 1, tzinfo=LOCAL)
NOW = datetime(2025, 4, 1, 9, tzinfo=LOCAL)
SEATS, A_PANEL = 5, 50
RULEBOOK = measured_award(5)


class Timed:
    """Runs steps, and keeps how long each took and how many statements it sent."""

    def __init__(self) -> None:
        self.steps: dict[str, dict[str, float]] = {}

    def run(self, name: str, step: Callable[[], Any]) -> Any:
        """Run one step under a name."""
        from django.db import connection

        statements = 0

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal statements
            statements += 1
            return execute(sql, params, many, context)

        begin = time.perf_counter()
        with connection.execute_wrapper(count):
            result = step()
        self.steps[name] = {"seconds": round(time.perf_counter() - begin, 3), "statements": statements}
        return result


def open_round(cases: int) -> list[str]:
    """Open a round with invented cases and return their codes."""
    from zhiheng.casework import actions as casework
    from zhiheng.core.actor import SYSTEM

    casework.open_round(
        code="bench", source=RULEBOOK, session="1", opens_at=OPENS, closes_at=CLOSES, by=SYSTEM, now=OPENS
    )
    new = [casework.NewCase(f"org-{n}", f"示例{n}", "350206", {}) for n in range(cases)]
    return [case.code for case in casework.open_cases(round_code="bench", cases=new, by=SYSTEM, now=OPENS)]


def form_panels(codes: list[str]) -> dict[str, list[str]]:
    """Seat five simulated experts for every fifty cases."""
    from zhiheng.core.actor import SYSTEM
    from zhiheng.review import actions
    from zhiheng.review.domain.values import NewExpert, PanelPlan, SeatPlan

    chunks = [codes[start : start + A_PANEL] for start in range(0, len(codes), A_PANEL)]
    new = [NewExpert(name=f"示例专家{n}", is_simulated=True) for n in range(SEATS * len(chunks))]
    experts = actions.register_experts(authority="350200", experts=new, by=SYSTEM, now=NOW)
    plans = [
        PanelPlan(
            f"p{n}",
            tuple(
                SeatPlan(expert, is_lead=not seat) for seat, expert in enumerate(experts[n * 5 : n * 5 + 5])
            ),
            tuple(chunk),
        )
        for n, chunk in enumerate(chunks)
    ]
    labels = actions.form_panels(round_code="bench", stage="documents", panels=plans, by=SYSTEM, now=NOW)
    return {code: labels[plan.name] for plan in plans for code in plan.cases}


def scorebooks(labels: dict[str, list[str]]) -> list[Any]:
    """Make a scorebook for every seat, from a fixed seed."""
    from zhiheng.review.domain.values import ScorebookGiven
    from zhiheng.rules.criteria import criteria_model

    items, chance = tuple(criteria_model("gbt19580_2012").items), random.Random(7)
    return [
        ScorebookGiven(code, label, {item: chance.randrange(6, 19) * 5 for item in items})
        for code, own in labels.items()
        for label in own
    ]


def measure(cases: int) -> dict[str, Any]:
    """Take one score stage from its panels to its findings."""
    from zhiheng.casework import actions as casework
    from zhiheng.casework.queries.rounds import round_of, run_of, stage_of
    from zhiheng.core.actor import SYSTEM
    from zhiheng.review import actions
    from zhiheng.review.kinds import KINDS

    timed, kind, at = (
        Timed(),
        KINDS[0],
        {"round_code": "bench", "stage": "documents", "by": SYSTEM, "now": NOW},
    )
    codes = timed.run("open cases", lambda: open_round(cases))
    labels = timed.run("form panels", lambda: form_panels(codes))
    timed.run("open stage", lambda: casework.open_stage(**at))
    given = scorebooks(labels)
    timed.run("hand in", lambda: actions.hand_in_scorebooks(scorebooks=given, **at))
    run = run_of(round_of("bench"), stage_of(round_of("bench"), "documents"))
    timed.run("awaits", lambda: kind.awaits(run, NOW))
    inputs = timed.run("gather inputs", lambda: kind.inputs(run, NOW))
    timed.run("conclude", lambda: kind.conclude(run.book, run.rule, inputs))
    timed.run("close stage", lambda: casework.close_stage(**at))
    marks = sum(len(book.marks) for book in given)
    rate = round(marks / timed.steps["hand in"]["seconds"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"cases": cases, "marks": marks, "marks_per_second": rate, "peak_mib": peak, "steps": timed.steps}


def main() -> None:
    """Measure and print."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as home:
        open_home(home)
        result = measure(cases)
    print(json.dumps(result))
    for name, step in result["steps"].items():
        print(f"{name:15} {step['seconds']:8.3f} s {step['statements']:8} statements")


if __name__ == "__main__":
    main()
