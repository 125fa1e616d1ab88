"""A forgotten password is set anew by a link that works once; whoever asks learns nothing."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from zhiheng.core.refusal import Refused
from zhiheng.post.models import Mail
from zhiheng.signin import actions, queries
from zhiheng.signin.models import KeyLink, ResetAsked, Visit

from .conftest import HOME, NOON, RESET, SECURITY, key_in

NEW = "another-long-word"


def ask(typed="office", now=NOON):
    """Ask for a new password and let the background answer."""
    actions.ask_reset(typed=typed, address=HOME, language="zh", now=now)
    return actions.answer_resets(path=RESET, now=now)


def reset(key, password=NEW, now=NOON):
    """Set a new password by a key; return the code of the refusal, or nothing."""
    try:
        actions.reset_password(key=key, password=password, path=SECURITY, now=now)
    except Refused as refusal:
        return refusal.code
    return None


def visit(account, code):
    """Begin a visit."""
    later = NOON + timedelta(hours=5)
    return Visit.objects.create(
        session_key=code, session_data="", expire_date=later, account=account, code=code
    )


def test_a_link_sets_a_new_password_once_and_ends_every_visit(account):
    visit(account.code, "visit-1")
    ask()
    key = key_in(Mail.objects.get())
    assert [reset(key), reset(key)] == [None, "link.over"]
    assert authenticate(username="office", password=NEW).code == account.code
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(("minutes", "answer"), [(59, None), (60, "link.over")])
def test_a_link_lives_one_hour(account, minutes, answer):
    ask()
    assert reset(key_in(Mail.objects.get()), now=NOON + timedelta(minutes=minutes)) == answer


def test_a_weak_password_is_refused_and_the_link_stays_good(account):
    ask()
    key = key_in(Mail.objects.get())
    assert [reset(key, "short"), reset(key)] == ["account.password_weak", None]


def test_asking_does_the_same_for_a_name_that_exists_and_one_that_does_not(
    account, django_assert_num_queries
):
    for typed in ("office", "nobody"):
        with django_assert_num_queries(2):
            actions.ask_reset(typed=typed, address=HOME, language="zh", now=NOON)
    assert ResetAsked.objects.count() == 2
    assert Mail.objects.count() == 0


def test_answering_twice_writes_once_and_forgets_what_was_typed(account):
    assert [ask(), actions.answer_resets(path=RESET, now=NOON)] == [1, 0]
    assert ResetAsked.objects.get().typed == ""


@pytest.mark.parametrize(
    ("typed", "written"), [("OFFICE@dept.example", 1), ("nobody", 0), ("x@y.example", 0), ("", 0)]
)
def test_an_address_names_its_accounts_and_a_stranger_nobody(account, typed, written):
    assert ask(typed) == written


def test_at_most_three_letters_an_hour(account):
    assert [ask() for _ in range(4)] == [1, 1, 1, 0]
    assert ask(now=NOON + timedelta(hours=1, seconds=1)) == 1


def test_a_flood_from_one_place_is_dropped(account):
    for _ in range(30):
        actions.ask_reset(typed="office", address=HOME, language="zh", now=NOON)
    assert ResetAsked.objects.count() == 20


def test_setting_a_new_password_makes_every_other_link_void_and_tells_the_account(account):
    ask()
    ask()
    first, second = (key_in(mail) for mail in Mail.objects.order_by("pk"))
    assert [reset(second), reset(first)] == [None, "link.over"]
    assert Mail.objects.filter(template="account_changed").count() == 1


def test_setting_a_new_password_lifts_a_lock_out(account):
    for _ in range(5):
        with pytest.raises(Refused):
            actions.check_password(username="office", password="x", address=HOME, now=NOON)
    ask()
    reset(key_in(Mail.objects.get(template="password_reset")))
    assert actions.check_password(username="office", password=NEW, address=HOME, now=NOON) == account


def test_the_key_is_kept_nowhere_but_in_the_mail(account):
    ask()
    key = key_in(Mail.objects.get())
    kept = [str(value) for row in KeyLink.objects.values() for value in row.values()]
    assert [value for value in kept if key in value] == []
    assert queries.link_behind(key, "reset", NOON).account == account.code
    assert queries.link_behind(key, "invitation", NOON) is None


def test_changing_a_password_ends_every_other_visit(account, office):
    for code in ("visit-1", "visit-2"):
        visit(account.code, code)
    visit("acct-other", "visit-3")
    actions.change_password(
        account=account.code, password=NEW, by=office, visit="visit-1", path=SECURITY, now=NOON
    )
    assert sorted(Visit.objects.values_list("code", flat=True)) == ["visit-1", "visit-3"]
