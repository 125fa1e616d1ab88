"""Signing in by page: the same answer for known and unknown, then a second factor, and nobody led astray."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from factories import PASSWORD, make_account
from zhiheng.core.actor import Actor, Role
from zhiheng.post.models import Mail
from zhiheng.signin import actions
from zhiheng.signin.domain.keys import code_at, new_secret, step_of

SECRET = new_secret()
SITES = ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
         "http:evil.example", "/\t/evil.example", "///evil.example", "evil.example", "/%0d%0aX: y\r\nY: z"]  # fmt: skip


@pytest.fixture
def office(regions):
    """The office's account."""
    return make_account("office")


@pytest.fixture
def generator(office):
    """A code generator of the office, set up a minute ago; gives its recovery codes."""
    before = timezone.now() - timedelta(minutes=2)
    code = code_at(SECRET, step_of(before.timestamp()))
    return actions.add_generator(
        account=office,
        secret=SECRET,
        code=code,
        by=Actor(office),
        visit="",
        path="/account/security/",
        now=before,
    )


def enter(client, username="office", password=PASSWORD, **more):
    """Send the sign-in form."""
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def bare(response):
    """Return a page without its token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_a_wrong_password_and_an_unknown_name_get_the_same_bytes_but_for_what_was_typed(client, office):
    known, unknown = (bare(enter(client, name, "x")) for name in ("office", "off1ce"))
    assert known.replace("office", "off1ce") == unknown


def test_the_lock_out_is_said_in_words_and_keeps_what_was_typed(client, office):
    for _ in range(5):
        enter(client, password="x")
    page = enter(client).content.decode()
    assert "尝试次数过多" in page
    assert 'value="office"' in page
    assert PASSWORD not in page


@pytest.mark.parametrize("forwarded", ["1.2.3.4", "5.6.7.8, 9.9.9.9"])
def test_a_forwarded_address_of_a_stranger_is_no_new_start(client, office, forwarded):
    for n in range(6):
        page = client.post(
            "/sign-in/",
            {"username": "office", "password": "x"},
            headers={"x-forwarded-for": f"{forwarded}{n}"},
        )
    assert "尝试次数过多" in page.content.decode()


@pytest.mark.parametrize("there", SITES)
def test_signing_in_leads_only_to_our_own_pages(client, office, there):
    assert enter(client, next=there)["Location"] == "/start/"


def test_signing_in_leads_to_where_one_wanted_to_go(client, office):
    assert enter(client, next="/cases/xm-7-0001/?a=b")["Location"] == "/cases/xm-7-0001/?a=b"


def test_a_new_sign_in_gets_a_new_session_key_and_is_told_where_it_is_new(office, client):
    from zhiheng.post.actions import set_mailbox

    set_mailbox(account=office, address="o@dept.example", language="zh", by="system", now=timezone.now())
    enter(client)
    first = client.cookies["sessionid"].value
    other = Client(REMOTE_ADDR="203.0.113.9", headers={"user-agent": "Firefox/130.0 Linux"})
    enter(other)
    assert other.cookies["sessionid"].value != first
    assert Mail.objects.get().text.count("Firefox · Linux") == 1


def test_with_a_factor_the_password_alone_lets_nobody_in(client, generator):
    assert enter(client)["Location"] == "/sign-in/second/"
    assert client.get("/account/").status_code == 404


def test_a_code_lets_in_and_is_remembered_in_the_visit(client, generator):
    enter(client, next="/account/")
    code = code_at(SECRET, step_of(timezone.now().timestamp()))
    assert client.post("/sign-in/second/", {"code": code})["Location"] == "/account/"
    assert "密码和验证器" in client.get("/account/visits/").content.decode()


def test_a_recovery_code_lets_in_once(client, generator):
    for expected in (302, 200):
        other = Client()
        enter(other)
        assert other.post("/sign-in/second/", {"code": generator[0]}).status_code == expected


def test_a_wrong_code_is_told_beside_the_field(client, generator):
    enter(client)
    page = client.post("/sign-in/second/", {"code": "000"}).content.decode()
    assert 'id="id_code-error">验证码不正确或已使用' in page


def test_the_second_step_cannot_be_entered_without_the_first_or_after_ten_minutes(client, generator):
    import time_machine

    assert client.get("/sign-in/second/")["Location"] == "/sign-in/"
    enter(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert client.get("/sign-in/second/")["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    "answer", ["", "{}", "null", "x", '{"id":"a","rawId":"a","type":"public-key","response":{}}']
)
def test_a_passkey_page_refuses_what_no_passkey_said(client, office, answer):
    client.get("/sign-in/passkey/")
    response = client.post("/sign-in/passkey/", {"answer": answer})
    assert (response.status_code, "通行密钥未能通过核验" in response.content.decode()) == (200, True)


def test_who_has_signed_in_is_not_asked_again(client, office):
    enter(client)
    assert client.get("/sign-in/")["Location"] == "/start/"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.COMMITTEE, Role.SUPERVISOR])
def test_in_production_roles_wait_until_a_second_factor_is_set_up(client, regions, settings, role):
    make_account("official", role)
    settings.SECOND_FACTOR_REQUIRED = True
    enter(client, "official")
    assert [client.get(where)["Location"] for where in ("/", "/account/", "/desk/", "/rounds/")] == [
        "/account/factors/"
    ] * 4
    assert "您的角色必须使用两步验证" in client.get("/account/factors/").content.decode()
    assert [client.get(f"/account/factors/{where}").status_code for where in ("generator/", "passkey/")] == [
        200,
        200,
    ]


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.DEPARTMENT, Role.STREET, Role.GOVERNMENT])
def test_other_roles_may_do_without(client, regions, settings, role):
    make_account("somebody", role, "350200/taxation" if role is Role.DEPARTMENT else "350200")
    settings.SECOND_FACTOR_REQUIRED = True
    enter(client, "somebody")
    assert client.get("/account/").status_code == 200


def test_without_the_factor_no_door_knows_the_role_whatever_leads_there(client, regions, settings):
    from django.test import RequestFactory

    from zhiheng.registers.models import Account
    from zhiheng.shell.pages import visitor_of

    make_account("official")
    settings.SECOND_FACTOR_REQUIRED = True
    request = RequestFactory().get("/")
    request.user, request.session = Account.objects.get(username="official"), {}
    assert visitor_of(request).holds == frozenset()


def test_once_set_up_the_roles_are_there(client, regions, settings):
    make_account("official")
    settings.SECOND_FACTOR_REQUIRED = True
    enter(client, "official")
    client.get("/account/factors/generator/")
    secret = client.session["new_secret"]
    code = code_at(secret, step_of(timezone.now().timestamp()))
    response = client.post("/account/factors/generator/", {"code": code, "present": PASSWORD})
    assert response["Location"] == "/account/factors/codes/"
    assert "评审办" in client.get("/account/").content.decode()
