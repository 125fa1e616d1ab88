"""A token does what its scopes name, at its place, while its account may; and a session acts only with CSRF."""

from datetime import timedelta

import pytest
from django.test import Client

from factories import OPENS
from web.api_world import HERE, NOW, at, build, headers, token_for
from web.test_api_policies import BY_NAME, WHO, ask
from zhiheng.core.actor import SYSTEM, Role
from zhiheng.registers import actions as registers
from zhiheng.registers.models import Account
from zhiheng.shell.models import Token
from zhiheng.shell.tokens import actions as tokens
from zhiheng.shell.tokens.domain import SCOPES


@pytest.fixture
def world(regions):
    """The small world."""
    return build()


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_opens_the_operations_of_its_scope_and_of_no_other(client, world, scope):
    world.secrets["office"] = token_for(world.accounts["office"], scopes=[scope])
    with at():
        answers = {
            name: ask(client, world, one, "office", world.address(one)).status_code
            for name, one in BY_NAME.items()
        }
    within = {name for name, one in BY_NAME.items() if one.scope == scope}
    assert {name for name, status in answers.items() if status != 403} == within


def test_a_scope_that_is_missing_is_said_before_anything_is_looked_up(client, world):
    for one in BY_NAME.values():
        others = [scope for scope in SCOPES if scope != one.scope]
        world.secrets["office"] = token_for(world.accounts["office"], scopes=others)
        with at():
            there = ask(client, world, one, "office", world.address(one))
            nowhere = ask(client, world, one, "office", world.address(one, round_code="zz", case_code="zz-1"))
        assert (one.name, there.status_code, there.json()["code"]) == (one.name, 403, "token.scope")
        assert there.content == nowhere.content


def test_a_token_of_one_place_does_nothing_at_another_where_its_account_may(client, world):
    code = world.accounts["office"]
    registers.give_role(
        account=code, role=Role.OFFICE, place="350100", from_day=OPENS.date(), by=SYSTEM, now=OPENS
    )
    elsewhere = token_for(code, "350100")
    with at():
        answer = client.get(f"/api/cases/{world.published[0].code}", headers=headers(elsewhere))
        assert client.get("/api/tasks", headers=headers(elsewhere)).json() == []
    assert answer.status_code == 404


def test_a_department_of_the_place_is_within_it(client, world):
    with at():
        owed = client.get("/api/tasks", headers=headers(world.secrets["department"]))
    assert owed.status_code == 200


def test_a_token_does_no_more_than_its_account_may_today(client, world):
    where = f"/api/cases/{world.published[0].code}"
    with at():
        before = client.get(where, headers=headers(world.secrets["office"])).status_code
    registers.end_role(
        account=world.accounts["office"], role=Role.OFFICE, place=HERE, day=NOW.date(), by=SYSTEM, now=NOW
    )
    with at():
        after = client.get(where, headers=headers(world.secrets["office"])).status_code
    assert (before, after) == (200, 404)


def _spoilt(world):
    """Return secrets that are no good, each for another reason."""
    office, now = world.accounts["office"], OPENS
    short = token_for(office, expires_at=now + timedelta(days=1))
    revoked = token_for(office)
    row = Token.objects.get(
        account=office, revoked_at=None, expires_at__gt=NOW, pk=Token.objects.latest("pk").pk
    )
    tokens.revoke_token(code=row.code, by=registers_actor(office), now=NOW)
    registers.close_account(account=world.accounts["government"], by="system", now=NOW)
    return [short, revoked, world.secrets["government"], "zhh_unknown", ""]


def registers_actor(code):
    """Return the actor behind an account."""
    from zhiheng.registers import queries

    return queries.actor_of(code, NOW.date())


def test_every_token_that_is_not_good_gets_the_same_answer(client, world):
    spoilt = _spoilt(world)
    with at():
        answers = [client.get("/api/rounds", headers=headers(secret)) for secret in spoilt]
    assert [one.status_code for one in answers] == [401] * 5
    assert len({one.content for one in answers}) == 1
    assert answers[0]["WWW-Authenticate"] == 'Bearer realm="zhiheng"'


def test_a_password_is_not_a_token(client, world):
    with at():
        answer = client.get("/api/rounds", headers={"authorization": "Basic b2ZmaWNlOnNlY3JldA=="})
    assert answer.status_code == 401


def test_a_token_shown_beside_a_session_counts_alone(client, world):
    client.force_login(Account.objects.get(code=world.accounts["office"]))
    where = f"/api/cases/{world.published[0].code}"
    with at():
        by_session = client.get(where).status_code
        by_token = client.get(where, headers=headers(world.secrets["idle"])).status_code
    assert (by_session, by_token) == (200, 404)


def test_a_session_reads_and_acts_only_with_the_csrf_token(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(code=world.accounts["office"]))
    where = f"/api/cases/{world.published[0].code}/withdrawal"
    with at():
        read = client.get(f"/api/cases/{world.published[0].code}")
        bare = client.post(where, {"reason": "示例"}, content_type="application/json")
        client.get("/sign-in/")
        client.cookies["csrftoken"] = "a" * 32
        said = client.post(
            where, {"reason": "示例"}, content_type="application/json", headers={"x-csrftoken": "a" * 32}
        )
    assert (read.status_code, bare.status_code, bare.json()["code"]) == (200, 403, "csrf")
    assert (said.status_code, said.json()["state"]) == (200, "withdrawn")


def test_a_program_without_cookies_needs_no_csrf_token(world):
    client = Client(enforce_csrf_checks=True)
    with at():
        answer = client.post(
            f"/api/cases/{world.published[0].code}/withdrawal", {"reason": "示例"},
            content_type="application/json", headers=headers(world.secrets["office"]),
        )  # fmt: skip
    assert answer.status_code == 200


def test_the_last_use_of_a_token_is_noted_to_the_minute(client, world):
    shown = headers(world.secrets["office"])
    for moment in (NOW, NOW + timedelta(seconds=59), NOW + timedelta(seconds=61)):
        with at(moment):
            client.get("/api/rounds", headers=shown)
        if moment != NOW + timedelta(seconds=61):
            assert Token.objects.get(account=world.accounts["office"]).last_used_at == NOW
    assert Token.objects.get(account=world.accounts["office"]).last_used_at == NOW + timedelta(seconds=61)


def test_nobody_without_an_account_passes_a_door_that_is_not_public(client, world):
    with at():
        answers = {
            ask(client, world, BY_NAME[name], "", world.address(BY_NAME[name])).status_code for name in WHO
        }
    assert answers == {404}
