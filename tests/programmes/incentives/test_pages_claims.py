"""An enterprise takes its claim back on its own page: who may, until when, and what proves it."""

import json

import pytest
from django.utils import timezone

from factories import SHORT, make_account, make_cases, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case
from zhiheng.core.actor import Role
from zhiheng.ledger.models import Line
from zhiheng.registers.models import Account

from .makers import (
    CODE,
    OFFICE,
    begin,
    claim_of,
    enterprise,
    name_of,
    open_reward,
    pay,
    submit,
    to_payment,
    to_street,
)

pytestmark = pytest.mark.django_db
OWN = f"/claims/{CODE}-0001/withdraw/"
RECEIPT = f"/claims/{CODE}-0001/withdrawn/"
SAID = {"reason": "标准尚未实施", "name": f" {name_of(1)} "}


@pytest.fixture
def reward(regions):
    """A round of the reward at the street's check, with two claims of one enterprise and one of another."""
    open_reward()
    first, second = enterprise(1), enterprise(2)
    submit(
        claim_of(first),
        claim_of(first, number="GB/T 99902-2021"),
        claim_of(second, 2, number="GB/T 99903-2021"),
    )
    return first, second


@pytest.fixture
def reader(client):
    """A function that signs the client in with one role."""

    def signed_in(role, place, username="reader"):
        client.force_login(Account.objects.get(code=make_account(username, role, place)))
        return client

    return signed_in


def test_an_enterprise_takes_one_of_its_claims_back_and_gets_a_receipt(reader, reward):
    to_street()
    client = reader(Role.APPLICANT, reward[0])
    assert f'href="{OWN}"' in client.get(f"/cases/{CODE}-0001/").content.decode()
    shown = client.get(OWN).content.decode()
    answer = client.post(OWN, SAID)
    line = Line.objects.get(act="casework.case_withdrawn")
    page = client.get(RECEIPT).content.decode()

    assert [word in shown for word in ("不再拨付", "GB/T 99901-2021", "街道办初审", "拨付）结束之前")] == [
        True
    ] * 4
    assert (answer.status_code, answer["Location"]) == (302, RECEIPT)
    assert (line.about, line.body, line.book) == (f"{CODE}-0001", {"reason": "标准尚未实施"}, "350206")
    assert [
        word in page for word in (bytes(line.leaf).hex(), f"第 {line.seq} 行", "标准尚未实施", "reader")
    ] == [True] * 4
    states = Case.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "running", "running"]


def test_another_name_or_no_reason_takes_nothing_back_and_keeps_what_was_typed(reader, reward):
    client = reader(Role.APPLICANT, reward[0])
    answers = [client.post(OWN, {**SAID, wrong: ""}) for wrong in SAID]
    other = client.post(OWN, {**SAID, "name": name_of(2)})

    assert [one.status_code for one in (*answers, other)] == [409] * 3
    assert "标准尚未实施" in other.content.decode()
    assert not Case.objects.filter(state="withdrawn").exists()


def test_a_second_click_and_a_restored_claim_are_told_as_they_are(reader, reward):
    client = reader(Role.APPLICANT, reward[0])
    assert [client.post(OWN, SAID).status_code for _ in range(2)] == [302, 409]
    assert f'href="{RECEIPT}"' in client.get(OWN).content.decode()
    casework.restore_case(case_code=f"{CODE}-0001", by=OFFICE, now=timezone.now())
    assert "恢复办理。" in client.get(RECEIPT).content.decode()


def test_nothing_is_taken_back_after_the_payment(reader, reward):
    pay(to_payment())
    client = reader(Role.APPLICANT, reward[0])
    answer = client.post(OWN, SAID)

    assert answer.status_code == 409
    assert Case.objects.get(number=1).state == "completed"
    assert "<form method" not in answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("role", "place", "sees"),
    [
        (Role.OFFICE, "350206", (404, 200)), (Role.SUPERVISOR, "350206", (404, 200)),
        (Role.STREET, "350206/示例一街道", (404, 200)), (Role.STREET, "350206/示例二街道", (404, 404)),
        (Role.OFFICE, "350203", (404, 404)), (Role.APPLICANT, "org-other", (404, 404)),
    ],
)  # fmt: skip
def test_only_the_enterprise_takes_back_and_who_reads_the_claim_reads_the_receipt(
    reader, reward, role, place, sees
):
    casework.withdraw_case(case_code=f"{CODE}-0001", reason="示例", by=OFFICE, now=timezone.now())
    place = reward[1] if place == "org-other" else place
    client = reader(role, place)

    assert (client.get(OWN).status_code, client.get(RECEIPT).status_code) == sees


def test_a_case_of_an_award_is_no_claim(reader, reward):
    case = make_cases(make_round("short-1", source=SHORT), first=60)[0]
    client = reader(Role.APPLICANT, case.subject)
    assert client.get(f"/claims/{case.code}/withdraw/").status_code == 404
    assert client.get(f"/claims/{CODE}-0002/withdrawn/").status_code == 404


def test_a_claim_is_taken_back_through_the_interface_too(reader, reward):
    begin("claim")
    client = reader(Role.APPLICANT, reward[0])
    made = client.post(
        f"/api/cases/{CODE}-0002/withdrawal", json.dumps({"reason": "示例"}), content_type="application/json"
    )
    assert (made.status_code, Case.objects.get(number=2).state) == (200, "withdrawn")
