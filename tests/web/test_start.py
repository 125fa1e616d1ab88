"""Signing in leads to where one works, and from an absent page back to it, without saying whether it exists."""

import pytest
from django.test import Client

from factories import PASSWORD, make_account
from zhiheng.core.actor import Actor, Role
from zhiheng.registers import actions as registers
from zhiheng.web.workplaces import ways_of, workplaces_of

HOST = {"headers": {"referer": "http://testserver/cases/xm-7-0001/?all=1"}}
DESKS = {
    (Role.OFFICE, "350200"): "/desk/",
    (Role.SUPERVISOR, "350200"): "/desk/",
    (Role.GOVERNMENT, "350200"): "/desk/",
    (Role.DEPARTMENT, "350200/taxation"): "/desk/",
    (Role.ASSESSOR, "350200"): "/review/",
    (Role.COMMITTEE, "350200"): "/review/",
}


def enter(client, username="reader", **more):
    """Send the sign-in form and follow where it leads."""
    answer = client.post("/sign-in/", {"username": username, "password": PASSWORD, **more}, follow=True)
    return answer.redirect_chain[-1][0]


@pytest.mark.parametrize(("held", "desk"), DESKS.items())
def test_each_role_comes_to_its_own_desk(regions, client, held, desk):
    make_account("reader", *held)
    assert enter(client) == desk


def test_an_applicant_comes_to_its_applications(client, running):
    make_account("reader", Role.APPLICANT, running[1][0].subject)
    assert enter(client) == "/applications/"


def test_an_account_without_a_role_comes_to_its_own_page(regions, client):
    registers.open_account(username="reader", by="system", now=_now(), password=PASSWORD)
    assert enter(client) == "/account/"


def test_who_holds_roles_of_several_desks_chooses_and_sees_every_way(regions, client):
    code = make_account("reader")
    registers.give_role(
        account=code, role=Role.ASSESSOR, place="350200", from_day=_now().date(), by="system", now=_now()
    )
    assert enter(client) == "/start/"
    page = client.get("/start/").content.decode()
    assert "请选择要办理的工作" in page
    main = page.partition("<main")[2]
    assert [main.count(f'href="{where}"') for where in ("/desk/", "/review/", "/applications/")] == [1, 1, 0]


def test_nobody_has_no_desk(client, db):
    assert client.get("/start/").content == client.get("/nothing-here/").content


def test_the_ways_of_an_office_hold_its_experts_invitations_and_mails():
    office = Actor("a", frozenset({(Role.OFFICE, "350200")}))
    assert [one.to for one in ways_of(office)] == [
        "casework:desk", "review:pools", "web:invitations", "web:mails",
    ]  # fmt: skip


def test_the_ways_of_an_assessor_hold_nothing_that_is_not_its_own():
    assessor = Actor("a", frozenset({(Role.ASSESSOR, "350200")}))
    assert [one.to for one in ways_of(assessor)] == ["casework:desk", "review:tasks"]


def test_every_role_works_somewhere():
    assert [role for role in Role if not workplaces_of(Actor("a", frozenset({(role, "x")})))] == []


def test_the_ways_stand_on_every_page_of_who_has_signed_in_and_say_where_one_is(reader):
    client = reader()
    page = client.get("/invitations/").content.decode()
    assert '<a href="/invitations/" aria-current="true">' in page
    assert '<nav class="ways"' not in Client().get("/").content.decode()


def test_an_absent_page_offers_to_sign_in_in_the_same_bytes_whether_it_exists_or_not(client, running):
    _, cases = running
    there, nowhere = client.get(f"/cases/{cases[0].code}/"), client.get("/cases/none-1/")
    assert there.content == nowhere.content
    assert 'href="/sign-in/?back=1"' in there.content.decode()


def test_signing_in_from_an_absent_page_comes_back_to_it(regions, client):
    make_account("reader")
    form = client.get("/sign-in/?back=1", **HOST)
    assert 'name="next" value="/cases/xm-7-0001/?all=1"' in form.content.decode()


@pytest.mark.parametrize(
    "came", ["", "https://evil.example/desk/", "http://testserver.evil.example/", "http://testserver//evil/"]
)
def test_another_site_cannot_say_where_to_come_back_to(client, db, came):
    form = client.get("/sign-in/?back=1", headers={"referer": came})
    assert 'name="next"' not in form.content.decode()


def test_without_being_asked_to_come_back_the_page_before_is_not_followed(client, db):
    assert 'name="next"' not in client.get("/sign-in/", **HOST).content.decode()


def test_who_has_signed_in_already_is_led_on(reader):
    client = reader()
    assert client.get("/sign-in/")["Location"] == "/start/"
    assert client.get("/sign-in/?next=/ledger/")["Location"] == "/ledger/"


def _now():
    from django.utils import timezone

    return timezone.now()
