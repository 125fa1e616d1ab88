"""Measure the scorebook under a full panel hall: 60 assessors who mark 23 items each through a live server, at once.

Run as ``PYTHONPATH=src python benchmarks/review_pages.py [ASSESSORS]``. A temporary home on SQLite (or ``DATABASE_URL``)
is served by ``zhiheng serve``; every assessor is a thread with a session of its own. Prints one line of JSON: how long
a saved mark took, how many a second, and how many of the marks that were answered with 200 do not stand afterwards.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from ground import measured_award, open_home

LOCAL = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = datetime(2025, 2, 17, tzinfo=LOCAL), datetime(2025, 4, 1, tzinfo=LOCAL)
NOW = datetime(2025, 4, 1, 9, tzinfo=LOCAL)
A_PANEL = 3
RULEBOOK = measured_award(3)


def prepare(home: str, assessors: int) -> list[tuple[str, str]]:
    """Make a round with a panel for every three assessors; return (session, case) of each."""
    open_home(home, ZHIHENG_SECRET_KEY="the sessions made here hold in the server too")
    from zhiheng.casework import actions as casework
    from zhiheng.core.actor import SYSTEM, Actor, Role
    from zhiheng.core.codes import sample_uscc
    from zhiheng.registers import actions as registers
    from zhiheng.review import actions
    from zhiheng.review.domain.values import NewExpert, PanelPlan, SeatPlan

    office = Actor("acct-bench", frozenset({(Role.OFFICE, "350200")}))
    registers.load_regions(now=OPENS)
    casework.open_round(
        code="bench", source=RULEBOOK, session="1", opens_at=OPENS, closes_at=CLOSES, by=office, now=OPENS
    )
    count = assessors // A_PANEL
    known = [
        registers.register_organisation(
            name=f"测量{n}号有限公司", uscc=sample_uscc("350206", n + 1), region="350206", legal_person=True,
            by=SYSTEM, now=OPENS,
        )
        for n in range(count)
    ]  # fmt: skip
    cases = casework.open_cases(
        round_code="bench", by=office, now=OPENS,
        cases=[casework.NewCase(one.code, one.name, one.region, {}) for one in known],
    )  # fmt: skip
    accounts = [
        registers.open_account(username=f"bench{n}", by=SYSTEM, now=OPENS).code for n in range(assessors)
    ]
    for account in accounts:
        registers.give_role(
            account=account, role=Role.ASSESSOR, place="350200", from_day=OPENS.date(), by=SYSTEM, now=OPENS
        )
    experts = actions.register_experts(
        authority="350200", by=office, now=OPENS,
        experts=[NewExpert(f"测量专家{n}", account) for n, account in enumerate(accounts)],
    )  # fmt: skip
    plans = [
        PanelPlan(
            f"{n + 1} 组",
            tuple(
                SeatPlan(code, is_lead=not seat)
                for seat, code in enumerate(experts[n * A_PANEL : (n + 1) * A_PANEL])
            ),
            (case.code,),
        )
        for n, case in enumerate(cases)
    ]
    actions.form_panels(round_code="bench", stage="documents", panels=plans, by=office, now=NOW)
    for n, code in enumerate(experts):
        actions.declare_for_round(
            round_code="bench", expert=code, organisations=[cases[n // A_PANEL].subject], by=office, now=NOW
        )
    casework.open_stage(round_code="bench", stage="documents", by=office, now=NOW)
    return [(_session(account), cases[n // A_PANEL].code) for n, account in enumerate(accounts)]


def _session(account: str) -> str:
    """Sign an account in and return its session's key."""
    from django.test import Client

    from zhiheng.registers.models import Account

    browser = Client()
    browser.force_login(Account.objects.get(code=account))
    return browser.cookies["sessionid"].value


class Assessor(threading.Thread):
    """One assessor: opens the sheet, then sends a mark for every item, each after the answer to the one before."""

    def __init__(self, port: int, session: str, case: str, start: threading.Barrier) -> None:
        super().__init__()
        self.port, self.session, self.case, self.start_together = port, session, case, start
        self.saved: dict[str, int] = {}
        self.seconds: list[float] = []
        self.failed: list[int] = []

    def run(self) -> None:
        """Work through the sheet."""
        address = f"/review/{self.case}/documents/"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        line.request("GET", address, headers={"Cookie": f"sessionid={self.session}"})
        answer = line.getresponse()
        page = answer.read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        cookie = re.search(r"csrftoken=([^;]+)", answer.getheader("Set-Cookie"))[1]
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={cookie}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.start_together.wait(timeout=30)
        for number, item in enumerate(re.findall(r'name="mark-([0-9.]+)"', page)):
            percent = (number * 5 + len(self.session)) % 21 * 5
            begun = time.perf_counter()
            body = urlencode({"item": item, "percent": percent, "base": ""})
            answer = self._sent(line, f"{address}mark/", body, headers)
            self.seconds.append(time.perf_counter() - begun)
            if answer.status == 200:
                self.saved[item] = percent
            else:
                self.failed.append(answer.status)

    def _sent(
        self, line: http.client.HTTPConnection, address: str, body: str, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """Send as a browser does: once more where the server had closed an idle connection."""
        for is_last in (False, True):
            try:
                line.request("POST", address, body, headers)
                answer = line.getresponse()
                answer.read()
            except (ConnectionError, http.client.HTTPException):
                if is_last:
                    raise
                line.close()
            else:
                return answer
        raise AssertionError


def measured(port: int, sessions: list[tuple[str, str]]) -> dict[str, object]:
    """Let everybody work at once and compare what was answered with what stands."""
    start = threading.Barrier(len(sessions) + 1)
    people = [Assessor(port, session, case, start) for session, case in sessions]
    for person in people:
        person.start()
    start.wait(timeout=30)
    begun = time.perf_counter()
    for person in people:
        person.join()
    took = time.perf_counter() - begun
    from zhiheng.ledger.verify import verify_book
    from zhiheng.review.models import Mark

    stands: dict[str, list[tuple[str, int]]] = {}
    for case, item, percent in Mark.objects.filter(withdrawn_at=None).values_list(
        "scorebook__case__code", "item", "percent"
    ):
        stands.setdefault(case, []).append((item, percent))
    answered = [(person.case, pair) for person in people for pair in person.saved.items()]
    lost = 0
    for case, pair in answered:
        if pair in stands.get(case, []):
            stands[case].remove(pair)
        else:
            lost += 1
    seconds = sorted(second for person in people for second in person.seconds)
    return {
        "assessors": len(people), "saved": len(answered), "lost": lost,
        "failed": sum(len(person.failed) for person in people), "seconds": round(took, 2),
        "a_second": round(len(answered) / took, 1), "median_ms": round(seconds[len(seconds) // 2] * 1000),
        "p95_ms": round(seconds[int(len(seconds) * 0.95)] * 1000), "most_ms": round(seconds[-1] * 1000),
        "ledger_ok": verify_book("350200").ok,
    }  # fmt: skip


def main(assessors: int) -> None:
    """Serve a temporary home, measure, tell."""
    home = tempfile.mkdtemp(prefix="zhiheng-bench-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = None
    try:
        sessions = prepare(home, assessors)
        from django.db import connection

        connection.close()
        command = [
            sys.executable,
            "-c",
            "from zhiheng.main import main; main()",
            "serve",
            "--port",
            str(port),
        ]
        server = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, env={**os.environ, "ZHIHENG_HOME": home}
        )
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        print(json.dumps(measured(port, sessions)))
    finally:
        if server is not None:
            server.terminate()
            server.wait(timeout=20)
        shutil.rmtree(Path(home), ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
