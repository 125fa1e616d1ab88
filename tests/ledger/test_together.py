"""Several processes write into one book; some die on the way."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection, transaction

from zhiheng.ledger import actions
from zhiheng.ledger.models import Head, Line
from zhiheng.ledger.verify import verify_book

from .conftest import BOOK, NOON

WRITER = Path(__file__).with_name("writer.py")
VERIFY = "import django; django.setup(); from zhiheng.ledger.verify import verify_book; print(verify_book('350200').ok)"


def environment(home: Path) -> dict[str, str]:
    """Return what points another process at this test's database: PostgreSQL's, or a file of its own on SQLite."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{home / 'shared.sqlite3'}"
    else:
        of = connection.settings_dict
        url = f"postgresql://{of['USER']}:{of['PASSWORD']}@{of['HOST'] or 'localhost'}:{of['PORT'] or 5432}/{of['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "ZHIHENG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": configured.SETTINGS_MODULE,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }


@pytest.fixture
def others(transactional_db, tmp_path):
    """Run Python in other processes on a database that they share; give what they wrote."""
    env = environment(tmp_path)
    if connection.vendor == "sqlite":
        migrate = [sys.executable, "-m", "django", "migrate", "ledger", "--verbosity=0", "--skip-checks"]
        subprocess.run(migrate, env=env, check=True)
    return env


def start(env, *arguments):
    return subprocess.Popen([sys.executable, str(WRITER), *arguments], env=env)


def lines(env):
    """Return (seq, about, act) of every line, in order."""
    statement = "SELECT seq, about, act FROM ledger_line ORDER BY seq"
    if connection.vendor == "sqlite":
        with sqlite3.connect(env["DATABASE_URL"].removeprefix("sqlite:///")) as database:
            return database.execute(statement).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def verifies(env):
    done = subprocess.run([sys.executable, "-c", VERIFY], env=env, check=True, capture_output=True, text=True)
    return done.stdout.strip() == "True"


def test_processes_that_write_at_once_lose_nothing_and_keep_their_order(others):
    names = ["a", "b", "c"]
    for process in [start(others, name, "40") for name in names]:
        assert process.wait(120) == 0

    written = lines(others)
    assert [seq for seq, *_ in written] == list(range(1, 241))
    for name in names:
        expected = [(f"{name}/{n}", act) for n in range(40) for act in ("case.opened", "case.closed")]
        assert [(about, act) for _, about, act in written if about.startswith(name)] == expected
    assert all(one[1] == two[1] for one, two in zip(written[::2], written[1::2], strict=True))
    assert verifies(others)


def test_a_process_killed_inside_an_act_leaves_no_line_of_that_act(others):
    assert start(others, "a", "3", "die").wait(120) < 0
    assert start(others, "b", "1").wait(120) == 0

    assert [about for _, about, _ in lines(others)] == ["a/0", "a/0", "a/1", "a/1", "b/0", "b/0"]
    assert verifies(others)


class Interrupted(Exception):  # noqa: N818 - what happens, not what it is called
    """Something went wrong between two statements."""


def failing_before(number):
    """Return a wrapper that lets so many statements pass and fails before the next one."""
    left = iter(range(number))

    def wrapper(execute, sql, params, many, context):
        if next(left, None) is None:
            raise Interrupted
        return execute(sql, params, many, context)

    return wrapper


def act():
    """Do what an action does: two lines one by one, two at once, and a checkpoint."""
    with transaction.atomic():
        for about in ("hl-001", "hl-002"):
            actions.write(book=BOOK, act="case.opened", actor="u-1", about=about, at=NOON)
        entries = [actions.Entry("case.opened", "hl-003"), actions.Entry("case.opened", "hl-004")]
        actions.write_many(book=BOOK, entries=entries, actor="u-1", at=NOON)
        actions.publish_checkpoint(book=BOOK, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_between_any_two_statements_leaves_nothing(home):
    failures = 0
    while True:
        try:
            with connection.execute_wrapper(failing_before(failures)):
                act()
            break
        except Interrupted:
            assert (Line.objects.count(), Head.objects.count(), list(home.rglob("*.txt"))) == (0, 0, [])
            failures += 1

    assert failures > 8
    assert (verify_book(BOOK).ok, verify_book(BOOK).size) == (True, 4)
