"""An import that dies leaves nothing; two at once leave what one would have left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from workbooks import applicant, filled

from factories import OFFICE, OPENS, make_round
from interruptions import kill_between_statements
from zhiheng.programmes.awards.actions.applications import import_applications

SCRIPT = Path(__file__).with_name("importing.py")


@pytest.mark.django_db
def test_import_killed_between_any_two_statements_leaves_nothing(regions):
    make_round()

    kills = kill_between_statements(lambda: import_applications("xm-7", filled(2), "a.xlsx", OFFICE, OPENS))

    assert kills > 10


@pytest.mark.django_db
def test_changing_import_killed_between_any_two_statements_leaves_nothing(regions):
    make_round()
    import_applications("xm-7", filled(2), "a.xlsx", OFFICE, OPENS)
    changed = filled([applicant(1, size="small"), applicant(2, phone="0592-7777777"), applicant(3)])

    kills = kill_between_statements(lambda: import_applications("xm-7", changed, "a.xlsx", OFFICE, OPENS))

    assert kills > 10


def started(where, *words):
    """Start a process of its own on a database of its own."""
    paths = os.pathsep.join([str(SCRIPT.parent), str(SCRIPT.parents[2]), str(SCRIPT.parents[3] / "src")])
    environment = {**os.environ, **where, "PYTHONPATH": paths}
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), *words], env=environment, stdout=subprocess.PIPE, text=True
    )


def rows(where):
    """Return how many organisations, cases and contacts there are."""
    return started(where, "count").communicate(timeout=60)[0].strip()


@pytest.fixture
def ready(tmp_path):
    """Where a database lies that has an open round and no applicant: a file, or beside that of the suite."""
    address = os.environ.get("DATABASE_URL", "")
    if address:
        name = f"import_{os.getpid()}_{time.monotonic_ns()}"
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        address = f"{address.rpartition('/')[0]}/{name}"
    where = {"ZHIHENG_HOME": str(tmp_path), "DATABASE_URL": address}
    assert started(where, "prepare").wait(120) == 0
    return where


@pytest.mark.own_database
def test_process_killed_in_the_middle_leaves_nothing(ready):
    process = started(ready, "die")
    process.wait(60)

    assert process.returncode == -signal.SIGKILL
    assert rows(ready) == "0 0 0"


@pytest.mark.own_database
def test_two_officers_importing_one_file_at_once_leave_it_once(ready):
    begin = str(time.time() + 4)
    officers = [started(ready, "import", begin) for _ in range(2)]
    told = sorted(officer.communicate(timeout=90)[0].strip() for officer in officers)

    assert told == [
        "0 new, 0 changed, 40 unchanged, 0 refused.",
        "40 new, 0 changed, 0 unchanged, 0 refused.",
    ]
    assert rows(ready) == "40 40 40"
