"""The pages of one's own account: each change asks for the password again, and visits can be ended."""

import pytest
from django.test import Client

from factories import PASSWORD, make_account
from zhiheng.core.actor import Role
from zhiheng.post.models import Mail
from zhiheng.signin.models import Visit

OWN = ["/account/security/", "/account/password/", "/account/mail/", "/account/visits/", "/account/factors/",
       "/account/factors/generator/", "/account/factors/generator.svg", "/account/factors/passkey/",
       "/account/factors/codes/", "/acting/"]  # fmt: skip
NEW = {"password": "another-long-word", "again": "another-long-word"}


@pytest.fixture
def office(regions):
    """The office's account."""
    return make_account("office")


def entered(username="office", **more):
    """Return a client that has signed in through the page."""
    client = Client(**more)
    assert client.post("/sign-in/", {"username": username, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize("address", OWN)
def test_the_pages_of_an_account_are_absent_to_nobody(client, db, address):
    assert client.get(address).content == client.get("/nothing/").content


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", [one for one in OWN if not one.endswith("svg")])
def test_each_page_has_one_heading_no_inline_script_and_its_language(office, address, language):
    page = entered().get(address, headers={"accept-language": language}).content.decode()
    assert page.count("<h1") == 1
    assert "<script>" not in page
    assert " style=" not in page


def test_changing_the_password_asks_for_the_present_one(office):
    client = entered()
    page = client.post("/account/password/", {"present": "wrong", **NEW}).content.decode()
    assert "当前密码不正确" in page
    assert client.post("/account/password/", {"present": PASSWORD, **NEW}).status_code == 302


def test_changing_the_password_ends_every_other_visit_and_keeps_this_one(office):
    here, there = entered(), entered()
    here.post("/account/password/", {"present": PASSWORD, **NEW})
    assert [here.get("/account/").status_code, there.get("/account/").status_code] == [200, 404]
    assert Visit.objects.filter(account=office).count() == 1


def test_guessing_the_present_password_is_locked_like_signing_in(office):
    client = entered()
    for _ in range(5):
        client.post("/account/password/", {"present": "x", **NEW})
    assert "尝试次数过多" in client.post("/account/password/", {"present": PASSWORD, **NEW}).content.decode()


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("/account/mail/", {"address": "n@dept.example", "language": "zh"}),
        ("/account/factors/", {"factor": "x"}),
        ("/account/factors/codes/", {}),
        ("/account/factors/generator/", {"code": "123456"}),
        ("/account/factors/passkey/", {"name": "x", "answer": "{}"}),
    ],
)
def test_nothing_about_the_account_changes_without_its_password(office, address, given):
    page = entered().post(address, {**given, "present": "wrong"}).content.decode()
    assert "当前密码不正确" in page
    assert Mail.objects.count() == 0


def test_visits_are_listed_and_one_is_ended(office):
    here, there = entered(), entered(REMOTE_ADDR="203.0.113.9", headers={"user-agent": "Firefox/1 Windows"})
    page = here.get("/account/visits/").content.decode()
    assert ("Firefox · Windows" in page, "203.0.113.9" in page) == (True, True)
    code = Visit.objects.get(address="203.0.113.9").code
    here.post("/account/visits/", {"visit": code})
    assert [here.get("/account/").status_code, there.get("/account/").status_code] == [200, 404]


def test_all_others_are_ended_at_once(office):
    clients = [entered() for _ in range(3)]
    clients[1].post("/account/visits/")
    assert [client.get("/account/").status_code for client in clients] == [404, 200, 404]


def test_a_visit_of_somebody_else_is_not_ended(office):
    make_account("other", Role.ASSESSOR)
    other = entered("other")
    entered().post("/account/visits/", {"visit": Visit.objects.exclude(account=office).get().code})
    assert other.get("/account/").status_code == 200


def test_the_table_of_visits_holds_no_cookie(office):
    client = entered()
    assert not Visit.objects.filter(session_key=client.cookies["sessionid"].value).exists()
    assert Visit.objects.count() == 1


def test_a_visit_says_when_it_was_last_seen_every_five_minutes(office):
    from datetime import timedelta

    import time_machine
    from django.utils import timezone

    client, now = entered(), timezone.now()
    seen = []
    for minutes in (1, 6):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            client.get("/account/")
            seen.append(Visit.objects.get().seen_at > now + timedelta(minutes=5))
    assert seen == [False, True]


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_visits_takes_the_same_statements_for_one_and_three(office, n, django_assert_num_queries):
    client, *_ = (entered() for _ in range(n))
    with django_assert_num_queries(4):
        client.get("/account/visits/")


def test_the_picture_of_a_secret_is_drawn_for_its_owner_alone(office):
    client = entered()
    client.get("/account/factors/generator/")
    picture = client.get("/account/factors/generator.svg")
    assert (picture["Content-Type"], "no-store" in picture["Cache-Control"]) == ("image/svg+xml", True)
    assert client.session["new_secret"].encode() not in picture.content


def test_recovery_codes_are_shown_once(office):
    from django.utils import timezone

    from zhiheng.signin.domain.keys import code_at, step_of

    client = entered()
    client.get("/account/factors/generator/")
    code = code_at(client.session["new_secret"], step_of(timezone.now().timestamp()))
    client.post("/account/factors/generator/", {"code": code, "present": PASSWORD})
    shown = [client.get("/account/factors/codes/").content.decode().count("<li><code>") for _ in range(2)]
    assert shown == [10, 0]


def test_a_mail_address_is_asked_for_by_a_link(office):
    given = {"address": "n@dept.example", "language": "en", "present": PASSWORD}
    page = entered().post("/account/mail/", given).content.decode()
    assert "n@dept.example" in page
    assert Mail.objects.values_list("address", "language", "template").get() == (
        "n@dept.example",
        "en",
        "address_confirm",
    )
