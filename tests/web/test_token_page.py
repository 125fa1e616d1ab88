"""Somebody makes a token on a page: shown once, only where it serves, after being asked who it is."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from factories import PASSWORD, make_account
from zhiheng.core.actor import Actor, Role
from zhiheng.registers.models import Account
from zhiheng.shell.models import Token
from zhiheng.shell.tokens.domain import SCOPES
from zhiheng.signin.actions import add_generator
from zhiheng.signin.domain.keys import code_at, new_secret, step_of

WANTED = {
    "name": "每日备份", "place": "350200", "scopes": ["read:cases", "read:tasks"], "days": "30", "present": PASSWORD,
}  # fmt: skip
PAGE = "/account/tokens/"


@pytest.fixture
def office(regions, client):
    """The office's browser."""
    client.force_login(Account.objects.get(code=make_account("office")))
    return client


def shown(page):
    """Return the secret that a page shows, if it shows one."""
    found = re.search(r'id="new-token">(zhh_[\w-]+)<', page.content.decode())
    return found.group(1) if found else ""


def test_a_token_is_shown_once_and_opens_what_its_scopes_name(office, client):
    secret = shown(office.post(PAGE, WANTED, follow=True))
    assert shown(office.get(PAGE)) == ""
    client.logout()
    headers = {"authorization": f"Bearer {secret}"}
    answers = [client.get(where, headers=headers).status_code for where in ("/api/tasks", "/api/rounds")]
    assert answers == [200, 403]


def test_the_list_says_name_place_scopes_and_end_in_words(office):
    office.post(PAGE, WANTED)
    page = office.get(PAGE).content.decode()
    for words in ("每日备份", "厦门市", SCOPES["read:cases"].zh, "未使用过"):
        assert words in page


def test_the_end_is_as_many_days_away_as_was_chosen(office):
    office.post(PAGE, {**WANTED, "days": "7"})
    token = Token.objects.get()
    assert token.expires_at - token.opened_at == timedelta(days=7)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"present": "not it"}, "当前密码不正确。"),
        ({"scopes": []}, "请选择一项。"),
        ({"scopes": ["read:everything"]}, "请从列表中选择一项。"),
        ({"place": "350100"}, "请从列表中选择一项。"),
        ({"name": ""}, "请填写此项。"),
        ({"days": "4000"}, "请从列表中选择一项。"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_makes_nothing(office, wrong, said):
    page = office.post(PAGE, {**WANTED, **wrong}).content.decode()
    assert said in page
    assert not Token.objects.exists()


def test_what_was_typed_stays_but_for_the_password(office):
    page = office.post(PAGE, {**WANTED, "present": "not it"}).content.decode()
    assert 'value="每日备份"' in page
    assert "not it" not in page


def test_with_a_generator_its_code_is_asked_too(office, client):
    secret, account = new_secret(), Account.objects.get().code
    before = timezone.now() - timedelta(minutes=2)
    add_generator(account=account, secret=secret, code=code_at(secret, step_of(before.timestamp())),
                  by=Actor(account), visit="", path="/", now=before)  # fmt: skip
    client.force_login(Account.objects.get())  # every other visit has ended
    assert "请填写此项。" in office.post(PAGE, WANTED).content.decode()
    office.post(PAGE, {**WANTED, "code": "000000"})
    assert not Token.objects.exists()
    code = code_at(secret, step_of(timezone.now().timestamp()))
    assert shown(office.post(PAGE, {**WANTED, "code": code}, follow=True))


def test_a_revoked_token_ends_at_once_and_is_listed_as_revoked(office, client):
    secret = shown(office.post(PAGE, WANTED, follow=True))
    office.post(f"{PAGE}{Token.objects.get().code}/revoke/")
    assert "已撤销" in office.get(PAGE).content.decode()
    client.logout()
    assert client.get("/api/tasks", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_anothers_token_cannot_be_revoked_and_is_not_listed(office, client):
    office.post(PAGE, WANTED)
    token = Token.objects.get()
    client.force_login(Account.objects.get(code=make_account("assessor", Role.ASSESSOR)))
    assert client.post(f"{PAGE}{token.code}/revoke/").status_code == 409
    assert "每日备份" not in client.get(PAGE).content.decode()
    token.refresh_from_db()
    assert token.revoked_at is None


def test_an_account_without_a_role_is_told_why_it_makes_none(regions, client):
    from zhiheng.registers import actions as registers

    row = registers.open_account(username="nobody-yet", by="system", now=timezone.now())
    client.force_login(Account.objects.get(code=row.code))
    page = client.get(PAGE).content.decode()
    assert "您目前没有角色" in page
    assert 'name="present"' not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_statements_for_one_and_three(office, django_assert_num_queries, count):
    for _ in range(count):
        office.post(PAGE, WANTED)
    office.get(PAGE)
    with django_assert_num_queries(6 + count):
        office.get(PAGE)
