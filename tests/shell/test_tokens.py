"""Tokens are hashed, bound to one place, and end; keys keep one answer."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from factories import OPENS, make_account
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.ledger import queries as ledger
from zhiheng.registers import queries as registers
from zhiheng.shell.commands import token
from zhiheng.shell.models import KeptAnswer, Token
from zhiheng.shell.tokens import actions, keys, queries
from zhiheng.shell.tokens.domain import at_place

YEAR = timedelta(days=366)


@pytest.fixture
def office(regions):
    """The actor of an office."""
    return registers.actor_of(make_account(), OPENS.date())


def opened(by, **given):
    """Open a token."""
    known = {
        "name": "示例",
        "place": "350200",
        "scopes": ["read:rounds"],
        "expires_at": OPENS + YEAR,
        "by": by,
        "now": OPENS,
    }
    return actions.open_token(**{**known, **given})


def test_nothing_that_is_kept_holds_the_secret(office):
    row, secret = opened(office)
    kept = str(list(Token.objects.values())) + str([line.body_json for line in ledger.lines_of("house")])
    assert secret not in kept
    assert queries.token_behind(secret) == row


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"scopes": ["read:everything"]}, "token.scope_unknown"),
        ({"scopes": []}, "token.scope_unknown"),
        ({"place": "350100"}, "token.place"),
        ({"expires_at": OPENS}, "token.expiry"),
        ({"expires_at": OPENS + YEAR + timedelta(seconds=1)}, "token.expiry"),
    ],
)
def test_a_token_that_would_go_too_far_is_refused(office, given, code):
    with pytest.raises(Refused) as refusal:
        opened(office, **given)
    assert (refusal.value.code, Token.objects.count()) == (code, 0)


def test_a_token_ends_at_its_instant_and_not_after_it(office):
    row, _ = opened(office, expires_at=OPENS + timedelta(hours=1))
    almost, over = OPENS + timedelta(minutes=59, seconds=59), OPENS + timedelta(hours=1)
    assert (row.is_good(almost), row.is_good(over)) == (True, False)


def test_somebody_elses_token_is_not_there_to_revoke(office):
    row, _ = opened(office)
    with pytest.raises(Refused) as refusal:
        actions.revoke_token(code=row.code, by=Actor("acct-other"), now=OPENS)
    assert refusal.value.code == "token.unknown"
    assert Token.objects.get().revoked_at is None


def test_at_a_place_stay_its_own_roles_and_those_below_it():
    held = {
        (Role.OFFICE, "350200"),
        (Role.DEPARTMENT, "350200/taxation"),
        (Role.OFFICE, "350100"),
        (Role.APPLICANT, "org-1"),
    }
    left = at_place(Actor("a", frozenset(held)), "350200").holds
    assert left == {(Role.OFFICE, "350200"), (Role.DEPARTMENT, "350200/taxation")}


def test_a_key_with_another_request_is_refused_and_with_the_same_gives_the_first_answer(db):
    given = {"holder": "acct-1", "key": "a-key-of-mine", "now": OPENS}
    assert keys.claim(request="r1", **given) is None
    keys.keep(holder="acct-1", key="a-key-of-mine", status=200, content='{"count": 1}')
    assert keys.claim(request="r1", **given) == keys.Kept(200, '{"count": 1}')
    with pytest.raises(Refused) as refusal:
        keys.claim(request="r2", **given)
    assert refusal.value.code == "key.used"


def test_kept_answers_are_forgotten_after_a_day(db):
    keys.claim(holder="a", key="an-old-key", request="r", now=OPENS)
    keys.claim(holder="a", key="a-new-key", request="r", now=OPENS + timedelta(hours=1))
    assert keys.forget(now=OPENS + timedelta(hours=24, seconds=1)) == 1
    assert [one.key for one in KeptAnswer.objects.all()] == ["a-new-key"]


def test_the_commands_open_list_and_revoke(office):
    run = CliRunner()
    made = run.invoke(
        token, ["open", "夜间同步", "--place", "350200", "--scope", "read:cases", "--as", "office"]
    )
    secret = made.output.split()[-1]
    row = queries.token_behind(secret)
    assert row is not None
    assert row.scopes == ("read:cases",)
    assert secret not in run.invoke(token, ["list", "--as", "office"]).output
    assert run.invoke(token, ["revoke", row.code, "--as", "office"]).exit_code == 0
    assert Token.objects.get().revoked_at is not None
    assert run.invoke(token, ["tidy"]).exit_code == 0
