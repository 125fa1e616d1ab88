"""Whoever tries too often is locked out, not whom they try; a name that does not exist behaves like one that does."""

from datetime import timedelta

import pytest

from factories import PASSWORD
from zhiheng.core.refusal import Refused
from zhiheng.registers import actions as registers
from zhiheng.signin import actions
from zhiheng.signin.models import Try

from .conftest import AWAY, HOME, NOON


def tried(password="wrong", *, name="office", address=AWAY, now=NOON):
    """Try a password and return the code of the refusal, or nothing."""
    try:
        actions.check_password(username=name, password=password, address=address, now=now)
    except Refused as refusal:
        return refusal.code
    return None


def test_five_failures_from_a_place_lock_the_name_there_even_for_the_right_password(account):
    assert [tried() for _ in range(6)] == ["signin.wrong"] * 5 + ["signin.locked"]
    assert tried(PASSWORD) == "signin.locked"


def test_its_holder_comes_in_from_elsewhere_and_others_from_there(account, regions):
    from factories import make_account

    make_account("colleague")
    for _ in range(6):
        tried()
    assert [tried(PASSWORD, address=HOME), tried(PASSWORD, name="colleague")] == [None, None]


def test_the_lock_opens_after_fifteen_minutes(account):
    for _ in range(6):
        tried()
    assert tried(PASSWORD, now=NOON + timedelta(minutes=14)) == "signin.locked"
    assert tried(PASSWORD, now=NOON + timedelta(minutes=15)) is None


def test_a_success_forgets_the_failures_of_that_place(account):
    for _ in range(4):
        tried()
    assert tried(PASSWORD) is None
    assert [tried() for _ in range(5)] == ["signin.wrong"] * 5


def test_a_network_that_guesses_locks_itself_out_and_not_the_holder_at_a_known_place(account):
    actions.note_sign_in(account=account, address=HOME, device="Chrome", path="/", now=NOON)
    for n in range(30):
        tried(address=f"198.51.100.{n}")
    assert tried(PASSWORD, address="198.51.100.99") == "signin.locked"
    assert tried(PASSWORD, address=HOME) is None


@pytest.mark.parametrize("spelling", ["OFFICE", " office ", "ｏｆｆｉｃｅ"])
def test_another_spelling_of_a_name_is_no_new_start(account, spelling):
    for _ in range(5):
        tried()
    assert tried(name=spelling) == "signin.locked"


def test_a_name_that_does_not_exist_is_refused_in_the_same_words_and_locked_after_as_many(account):
    known, unknown = ([tried(name=name) for _ in range(7)] for name in ("office", "nobody"))
    assert known == unknown


def test_a_closed_account_is_refused_like_an_unknown_one(account):
    from zhiheng.registers.actions import close_account

    close_account(account=account.code, by="system", now=NOON)
    assert tried(PASSWORD) == "signin.wrong"


def test_an_unknown_name_costs_a_hash_like_a_known_one(account, monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed, encode = [], Argon2PasswordHasher.encode
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda self, *a: hashed.append("e") or encode(self, *a)
    )
    verify = Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda self, *a: hashed.append("v") or verify(self, *a)
    )
    closed = registers.open_account(username="closed", by="system", now=NOON, password=PASSWORD)
    registers.open_account(username="no-password", by="system", now=NOON)
    registers.close_account(account=closed.code, by="system", now=NOON)
    counts = {}
    for name in ("office", "nobody", "closed", "no-password"):
        hashed.clear()
        tried(name=name)
        counts[name] = len(hashed)
    assert counts == {"office": 1, "nobody": 1, "closed": 1, "no-password": 1}


def test_what_is_kept_of_a_try_holds_no_name(account):
    tried(name="li.si@dept.example")
    assert "li" not in Try.objects.get().who


def test_old_tries_are_forgotten(account):
    tried()
    assert actions.forget_old_tries(now=NOON + timedelta(hours=23)) == 0
    assert actions.forget_old_tries(now=NOON + timedelta(hours=25)) == 1


def test_passwords_are_hashed_with_argon2(account):
    from zhiheng.registers.models import Account

    assert Account.objects.get().password.startswith("argon2$argon2id$")
