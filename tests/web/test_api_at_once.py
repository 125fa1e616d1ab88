"""Two programs that send one act under one key at the same moment do it once and read the same answer."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from web.api_world import at, build, headers
from zhiheng.casework.models import Case
from zhiheng.ledger.models import Line
from zhiheng.shell.models import KeptAnswer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db, regions):
    """The small world, seen by every thread."""
    return build()


def sent_at_once(where, secret, keys, reasons):
    """Send an act once per key, all at the same moment; return the answers in order."""

    def one(sent):
        key, reason = sent
        try:
            return Client().post(
                where, {"reason": reason}, content_type="application/json",
                headers={**headers(secret), "idempotency-key": key},
            )  # fmt: skip
        finally:
            connection.close()

    with at(), ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(one, zip(keys, reasons, strict=True)))


def test_one_key_sent_four_times_at_once_is_one_act_with_one_answer(world):
    case, key = world.published[0], str(uuid4())
    answers = sent_at_once(
        f"/api/cases/{case.code}/withdrawal", world.secrets["office"], [key] * 4, ["示例"] * 4
    )
    assert {one.status_code for one in answers} == {200}
    assert len({one.content for one in answers}) == 1
    assert sum("Idempotency-Replayed" in one for one in answers) == 3
    assert Line.objects.filter(act="casework.case_withdrawn", about=case.code).count() == 1
    assert (Case.objects.get(pk=case.pk).state, KeptAnswer.objects.count()) == ("withdrawn", 1)


def test_one_key_with_two_different_acts_at_once_does_one_and_refuses_the_other(world):
    case, key = world.published[0], str(uuid4())
    answers = sent_at_once(
        f"/api/cases/{case.code}/withdrawal", world.secrets["office"], [key, key], ["甲", "乙"]
    )
    refused = [one for one in answers if one.status_code != 200]
    assert [one.json()["code"] for one in refused] == ["key.used"]
    assert Line.objects.filter(act="casework.case_withdrawn", about=case.code).count() == 1


def test_two_keys_at_once_do_the_act_once_and_refuse_it_the_second_time(world):
    case = world.published[0]
    keys = [str(uuid4()), str(uuid4())]
    answers = sent_at_once(f"/api/cases/{case.code}/withdrawal", world.secrets["office"], keys, ["示例"] * 2)
    assert sorted(one.status_code == 200 for one in answers) == [False, True]
    assert Line.objects.filter(act="casework.case_withdrawn", about=case.code).count() == 1
