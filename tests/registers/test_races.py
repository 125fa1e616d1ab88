"""Two hands at the same moment: on SQLite in a file of its own, for a test's database lives in memory."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from registers.conftest import acts, organisation
from zhiheng.registers import queries

SETUP = """
import json, threading
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from registers.conftest import NOON, OFFICE, PLACES
from zhiheng.core.actor import SYSTEM, Role
from zhiheng.core.codes import sample_uscc
from zhiheng.core.refusal import Refused
from zhiheng.registers import actions
from zhiheng.registers.models import Account, Document, Organisation, RoleHeld
from registers.samples import PDF
call_command("migrate", verbosity=0)
actions.load_regions(now=NOON)

def at_once(act, hands=4):
    start, answers = threading.Barrier(hands), []
    def hand(number):
        start.wait()
        try:
            answers.append(act(number))
        except Refused as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()
    threads = [threading.Thread(target=hand, args=[number]) for number in range(hands)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    return answers

def register(number, uscc):
    row = actions.register_organisation(name="甲有限公司", uscc=uscc, region="350206", by=OFFICE, now=NOON)
    return row.code
"""


def raced(script, tmp_path):
    """Run a script in a house of its own and return what it prints."""
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    env["ZHIHENG_HOME"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", SETUP + script],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_hands_that_register_the_same_organisation_get_the_same_row(tmp_path):
    script = """
answers = at_once(lambda number: register(number, sample_uscc("350206", 1)))
print(json.dumps([len(answers), len(set(answers)), Organisation.objects.count()]))
"""
    assert raced(script, tmp_path) == [4, 1, 1]


def test_of_hands_that_register_one_name_under_other_codes_one_succeeds(tmp_path):
    script = """
answers = at_once(lambda number: register(number, sample_uscc("350206", number)))
print(json.dumps([answers.count("organisation.namesake"), Organisation.objects.count()]))
"""
    assert raced(script, tmp_path) == [3, 1]


def test_hands_that_open_one_username_give_one_role_and_keep_one_upload_make_one_row_each(tmp_path):
    script = """
opened = at_once(lambda number: actions.open_account(username="li", by=SYSTEM, now=NOON).code)
code = Account.objects.get().code
given = at_once(lambda number: actions.give_role(
    account=code, role=Role.OFFICE, place="350200", from_day=NOON.date(), by=SYSTEM, now=NOON))
kept = at_once(lambda number: actions.keep_document(PDF, "a.pdf", code, NOON))
rows = [Account.objects.count(), RoleHeld.objects.count(), Document.objects.count()]
print(json.dumps([opened.count("account.username_taken"), len(set(given)), len(set(kept)), rows]))
"""
    assert raced(script, tmp_path) == [3, 1, 1, [1, 1, 1]]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's test database has one writer in memory")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("places")
def test_hands_on_one_server_get_the_same_row():
    start = Barrier(4)

    def hand(_):
        start.wait()
        try:
            return organisation(1).code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        codes = list(hands.map(hand, range(4)))

    assert len(set(codes)) == len(queries.organisations_by_code(codes)) == 1
    assert len(acts()) == 1
