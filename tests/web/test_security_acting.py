"""Who serves several acts for one at a time, chosen openly, and sees nothing of the others."""

import pytest
from django.utils import timezone

from factories import OPENS, make_account
from zhiheng.core.actor import Role
from zhiheng.registers.actions import give_role
from zhiheng.registers.models import Account


@pytest.fixture
def double(running, client):
    """A client that is the office of Xiamen and the supervisor of Fuzhou."""
    code = make_account("double")
    give_role(
        account=code, role=Role.SUPERVISOR, place="350100", from_day=OPENS.date(), by="system", now=OPENS
    )
    client.force_login(Account.objects.get(code=code))
    return client


CASE = "/cases/xm-7-0001/"


def test_before_a_choice_there_is_no_role(double):
    assert double.get(CASE).status_code == 404
    assert "请选择代表哪个单位" in double.get("/").content.decode()


def test_the_choice_gives_the_roles_of_that_place_and_none_else_and_is_shown_everywhere(double):
    double.post("/acting/", {"party": "350100"})
    assert double.get(CASE).status_code == 404
    double.post("/acting/", {"party": "350200"})
    assert double.get(CASE).status_code == 200
    assert [
        ">当前代表 厦门市</a>" in double.get(where).content.decode() for where in ("/", CASE, "/account/")
    ] == [True] * 3


def test_looking_at_the_choice_changes_nothing(double):
    double.get("/acting/?party=350200")
    assert double.get(CASE).status_code == 404


def test_what_one_does_not_serve_cannot_be_chosen(double):
    assert double.post("/acting/", {"party": "330400"}).status_code == 404
    assert double.post("/acting/", {"party": ""}).status_code == 404


def test_a_role_that_ended_takes_the_choice_with_it(double):
    from zhiheng.registers.actions import end_role

    double.post("/acting/", {"party": "350200"})
    code = Account.objects.get(username="double").code
    end_role(
        account=code,
        role=Role.OFFICE,
        place="350200",
        day=timezone.localdate(),
        by="system",
        now=timezone.now(),
    )
    assert double.get(CASE).status_code == 404


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil"])
def test_choosing_leads_only_to_our_own_pages(double, there):
    assert double.post("/acting/", {"party": "350200", "next": there})["Location"] == "/start/"


def test_who_serves_one_is_never_asked(reader, running):
    client = reader()
    assert client.get(CASE).status_code == 200
    assert "/acting/" not in client.get("/").content.decode()


def test_a_department_of_an_authority_is_no_other_party(running, client):
    code = make_account("both")
    give_role(
        account=code,
        role=Role.DEPARTMENT,
        place="350200/taxation",
        from_day=OPENS.date(),
        by="system",
        now=OPENS,
    )
    client.force_login(Account.objects.get(code=code))
    assert client.get(CASE).status_code == 200
