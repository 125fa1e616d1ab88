"""Measure our pages as rounds grow, and beside a peer in the same run.

usage: pages.py [--sizes 10,200,2000,10000] [--peer PLAN.json --peer-pids 1,2] [--requests 20]

For every size a temporary home on SQLite holds one round with so many cases; ``zhiheng serve`` serves it. A page is
asked *requests* times over one connection; its processor time is what the server's worker used meanwhile. A peer is
any other server with a plan ``{"base", "pages": [{"name", "path", "headers"}], "posts": []}``: its pages are asked in
turn with ours, so that both saw the same machine. The SQL statements are counted in this process, second request.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from ground import measured_award, open_home

LOCAL = ZoneInfo("Asia/Shanghai")
TICKS = os.sysconf("SC_CLK_TCK")
ON_ONE_LIST = 200
RULEBOOK = measured_award(3, noticed=True)


@dataclass
class Page:
    """A page to be asked: by whom (a session's key, or nobody), the peer's page that it stands beside, and the bar."""

    name: str
    path: str
    session: str = ""
    peer: str = ""
    bar: float = 1.0


@dataclass
class Cost:
    """What one page cost: milliseconds of processor time and until the first byte, bytes, statements."""

    name: str
    cpu_ms: float
    first_byte_ms: float
    bytes: int
    compressed: int
    statements: int | None = None


def prepare(home: str, cases: int) -> tuple[list[Page], dict[str, Any]]:
    """Make one round with so many cases; return the pages to ask and how to save a mark."""
    open_home(home, ZHIHENG_SECRET_KEY="sessions made here hold in the server")
    from zhiheng.core.actor import Actor, Role
    from zhiheng.registers import actions as registers

    now = datetime.now(LOCAL) - timedelta(days=60)
    office = Actor("acct-bench", frozenset({(Role.OFFICE, "350200")}))
    registers.load_regions(now=now)
    registers.import_honours(now=now)
    codes, subjects = _run_to_documents(office, cases, now)
    desk = _signed_in("bench-office", Role.OFFICE, office)
    assessor = _panel(office, codes[:ON_ONE_LIST], subjects[:ON_ONE_LIST])
    sheet = f"/review/{codes[0]}/documents/"
    pages = [
        Page("task list", "/review/", assessor, "reviewer dashboard", 1 / 8),
        Page("scorebook", sheet, assessor, "reviewer detail", 1 / 2),
        Page("officer's list", "/desk/rounds/bench/cases/", desk, "organiser list", 1 / 8),
        Page("round desk", "/desk/rounds/bench/", desk),
        Page("desk", "/desk/", desk),
        Page("stage page", "/desk/rounds/bench/documents/", desk),
        Page("case page", f"/cases/{codes[0]}/", desk),
        Page("public notice", "/notices/bench/applicants/", "", "public list, server-side", 1 / 4),
        Page("public round", "/rounds/bench/", "", "public detail", 1 / 3),
        Page("public honours", "/honours/", ""),
        Page("public home", "/", ""),
    ]
    return pages, {"path": f"{sheet}mark/", "sheet": sheet, "session": assessor}


def _run_to_documents(office: Any, cases: int, now: datetime) -> tuple[list[str], list[str]]:
    from zhiheng.casework import actions as casework
    from zhiheng.core.actor import SYSTEM
    from zhiheng.core.codes import sample_uscc
    from zhiheng.registers import actions as registers
    from zhiheng.registers.domain.intake import NewOrganisation

    casework.open_round(
        code="bench", source=RULEBOOK, session="1", opens_at=now, closes_at=now + timedelta(days=20),
        by=office, now=now,
    )  # fmt: skip
    intake = [
        NewOrganisation(f"测量{n:05d}号有限公司", sample_uscc("350206", n + 1), "350206", legal_person=True)
        for n in range(cases)
    ]
    rows = registers.register_organisations(intake, by=SYSTEM, now=now)
    new = [casework.NewCase(one.code, one.name, one.region, {}) for one in rows]
    opened = casework.open_cases(round_code="bench", by=office, now=now, cases=new)
    begun, ended = now + timedelta(days=21), datetime.now(LOCAL) - timedelta(days=1)
    casework.open_stage(round_code="bench", stage="applicants", by=office, now=begun)
    casework.close_stage(round_code="bench", stage="applicants", by=office, now=ended)
    return [one.code for one in opened], [one.subject for one in opened]


def _signed_in(username: str, role: Any, office: Any) -> str:
    from django.test import Client

    from zhiheng.registers import actions as registers
    from zhiheng.registers.models import Account

    now = datetime.now(LOCAL) - timedelta(days=59)
    account = registers.open_account(username=username, by=office, now=now).code
    registers.give_role(account=account, role=role, place="350200", from_day=now.date(), by=office, now=now)
    browser = Client()
    browser.force_login(Account.objects.get(code=account))
    return str(browser.cookies["sessionid"].value)


def _panel(office: Any, codes: Sequence[str], subjects: Sequence[str]) -> str:
    """Give one panel the first cases and open the stage; return the first assessor's session."""
    from zhiheng.casework import actions as casework
    from zhiheng.core.actor import Role
    from zhiheng.registers import queries as registers
    from zhiheng.review import actions
    from zhiheng.review.domain.values import NewExpert, PanelPlan, SeatPlan

    now = datetime.now(LOCAL) - timedelta(hours=2)
    session = _signed_in("bench-assessor", Role.ASSESSOR, office)
    account = registers.account_named("bench-assessor").code
    new = [NewExpert("测量专家", account), *(NewExpert(f"测量专家{n}", is_simulated=True) for n in (2, 3))]
    experts = actions.register_experts(authority="350200", by=office, now=now, experts=new)
    seats = tuple(SeatPlan(code, is_lead=not n) for n, code in enumerate(experts))
    actions.form_panels(
        round_code="bench",
        stage="documents",
        panels=[PanelPlan("一组", seats, tuple(codes))],
        by=office,
        now=now,
    )
    for expert in experts:
        actions.declare_for_round(
            round_code="bench", expert=expert, organisations=list(subjects), by=office, now=now
        )
    casework.open_stage(round_code="bench", stage="documents", by=office, now=now)
    return session


@contextmanager
def served(home: str) -> Iterator[tuple[int, list[int]]]:
    """Serve the home; yield the port and the processes whose time counts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from zhiheng.main import main; main()", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "ZHIHENG_HOME": home})
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, [server.pid, *_children(server.pid)]
    finally:
        server.terminate()
        server.wait(timeout=20)


def _children(parent: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False).stdout
    return [int(line) for line in found.split()]


def used_ms(processes: Sequence[int]) -> float:
    """Return the processor milliseconds that these processes have used so far."""
    total = 0.0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) * 1000 / TICKS
    return total


def memory_mib(processes: Sequence[int]) -> int:
    """Return the proportional memory of these processes."""
    texts = [Path(f"/proc/{process}/smaps_rollup").read_text() for process in processes]
    return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) for text in texts) // 1024


def asked(
    base: str, name: str, path: str, headers: dict[str, str], processes: Sequence[int], times: int
) -> Cost:
    """Ask a page so many times, after two to warm up; anything but 200 ends the measurement."""
    line = http.client.HTTPConnection(base, timeout=120)
    firsts, body = [], b""
    for number in range(times + 2):
        if number == 2:
            before = used_ms(processes)
        begun = time.perf_counter()
        line.request("GET", path, headers={"Accept": "text/html", **headers})
        answer = line.getresponse()
        firsts.append((time.perf_counter() - begun) * 1000)
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{name}: {path} answered {answer.status}")
    cpu = (used_ms(processes) - before) / times
    line.close()
    return Cost(
        name, round(cpu, 1), round(statistics.median(firsts[2:]), 1), len(body), len(gzip.compress(body))
    )


def statements_of(page: Page) -> int:
    """Count the SQL statements of the second request, in this process."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    browser = Client()
    if page.session:
        browser.cookies["sessionid"] = page.session
    browser.get(page.path)
    with CaptureQueriesContext(connection) as counted:
        browser.get(page.path)
    return len(counted)


def marks_saved(port: int, saving: dict[str, Any], processes: Sequence[int], times: int) -> Cost:
    """Save a mark so many times as the sheet's script does, each in steps of five."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    line.request("GET", saving["sheet"], headers={"Cookie": f"sessionid={saving['session']}"})
    answer = line.getresponse()
    page = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    cookie = re.search(r"csrftoken=([^;]+)", answer.getheader("Set-Cookie"))[1]
    headers = {
        "Cookie": f"sessionid={saving['session']}; csrftoken={cookie}", "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    items, firsts, before, last = re.findall(r'name="mark-([0-9.]+)"', page), [], used_ms(processes), {}
    for number in range(times):
        item, percent = items[number % len(items)], 5 * (number // len(items) + 1) % 100
        body = urlencode({"item": item, "percent": percent, "base": last.get(item, "")})
        begun = time.perf_counter()
        line.request("POST", saving["path"], body, headers)
        answer = line.getresponse()
        firsts.append((time.perf_counter() - begun) * 1000)
        said = answer.read()
        if answer.status != 200:
            raise SystemExit(f"mark not saved: {answer.status} {said[:200]!r}")
        last[item] = percent
    cpu = (used_ms(processes) - before) / times
    return Cost("mark saved", round(cpu, 1), round(statistics.median(firsts), 1), 0, 0)


def ours(cases: int, times: int) -> dict[str, Any]:
    """Measure every page of a round with so many cases."""
    home = tempfile.mkdtemp(prefix="zhiheng-bench-")
    try:
        pages, saving = prepare(home, cases)
        from django.db import connection

        counted = {page.name: statements_of(page) for page in pages}
        connection.close()
        with served(home) as (port, processes):
            costs = []
            for page in pages:
                headers = {"Cookie": f"sessionid={page.session}"} if page.session else {}
                cost = asked(f"127.0.0.1:{port}", page.name, page.path, headers, processes, times)
                cost.statements = counted[page.name]
                costs.append(cost)
            costs.append(marks_saved(port, saving, processes, 2 * times))
            return {
                "cases": cases,
                "costs": [asdict(cost) for cost in costs],
                "memory_mib": memory_mib(processes),
            }
    finally:
        shutil.rmtree(home, ignore_errors=True)


def peer_costs(plan: Path, processes: Sequence[int], times: int) -> list[Cost]:
    """Ask the pages of the peer's plan in the same way, then save its forms."""
    told = json.loads(plan.read_text())
    base = urlsplit(told["base"]).netloc
    pages = [
        asked(base, page["name"], page["path"], page.get("headers", {}), processes, max(3, times // 3))
        for page in told["pages"]
    ]
    return pages + [forms_saved(base, form, processes, times) for form in told["posts"]]


def forms_saved(base: str, form: dict[str, Any], processes: Sequence[int], times: int) -> Cost:
    """Send a peer's form so many times, each to another address, as the first of its users."""
    cookie, first, line = form["cookies"][0], form["paths"][0], http.client.HTTPConnection(base, timeout=120)
    line.request("GET", first, headers={"Cookie": cookie, "Accept": "text/html"})
    answer = line.getresponse()
    token = re.search(r'csrfmiddlewaretoken"?[^>]*value="?([A-Za-z0-9]+)', answer.read().decode())[1]
    given = re.search(rf"{form['csrf_cookie']}=([^;]+)", answer.getheader("Set-Cookie"))[1]
    body = urlencode({**form["form"], "csrfmiddlewaretoken": token})
    seconds, before = [], used_ms(processes)
    for path in form["paths"][:times]:
        headers = {
            "Cookie": f"{cookie}; {form['csrf_cookie']}={given}", "Referer": f"http://{base}{path}",
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        begun = time.perf_counter()
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        answer.read()
        seconds.append((time.perf_counter() - begun) * 1000)
        if answer.status >= 400:
            raise SystemExit(f"{form['name']}: {path} answered {answer.status}")
    cpu = (used_ms(processes) - before) / times
    return Cost(form["name"], round(cpu, 1), round(statistics.median(seconds), 1), 0, 0)


def main() -> None:
    """Measure each size in a process of its own, the peer between them, and print tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="10,200,2000,10000")
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--one", type=int)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--peer-pids", default="")
    chosen = parser.parse_args()
    if chosen.one is not None:
        print(json.dumps(ours(chosen.one, chosen.requests)))
        return
    rows = []
    for size in chosen.sizes.split(","):
        command = [sys.executable, __file__, "--one", size, "--requests", str(chosen.requests)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
    _print(rows)
    if chosen.peer is not None:
        processes = [int(pid) for pid in chosen.peer_pids.split(",") if pid]
        print("\n| peer's page | processor ms | first byte ms | KiB |\n|---|---|---|---|")
        for cost in peer_costs(chosen.peer, processes, chosen.requests):
            print(f"| {cost.name} | {cost.cpu_ms} | {cost.first_byte_ms} | {cost.bytes // 1024} |")
        print(f"memory of its workers: {memory_mib(processes)} MiB")


def _print(rows: list[dict[str, Any]]) -> None:
    print("| page | " + " | ".join(f"{row['cases']:,} cases" for row in rows) + " |")
    print("|---|" + "---|" * len(rows))
    for number, cost in enumerate(rows[0]["costs"]):
        cells = [row["costs"][number] for row in rows]
        told = [
            f"{one['cpu_ms']} ms · {one['statements'] if one['statements'] is not None else '–'} SQL · "
            f"{one['bytes'] / 1024:.0f} ({one['compressed'] / 1024:.0f}) KiB · {one['first_byte_ms']} ms"
            for one in cells
        ]
        print(f"| {cost['name']} | " + " | ".join(told) + " |")
    print("memory of the server, MiB: " + ", ".join(str(row["memory_mib"]) for row in rows))
    print(
        "each cell: processor time a request · statements · size (compressed) · time to the first byte, median"
    )


if __name__ == "__main__":
    main()
