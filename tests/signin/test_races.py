"""Many tries at once gain nothing, and a link that is used twice at once opens one account."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from zhiheng.core.refusal import Refused
from zhiheng.signin import actions
from zhiheng.signin.actions.links import make_link, use_link

from .conftest import AWAY, NOON

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act, times):
    """Do the same thing in threads of their own; return what each got, or the code of its refusal."""

    def one(_):
        try:
            return act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_ten_tries_at_once_are_five_tries_and_five_refusals():
    got = at_once(lambda: actions.check_password(username="nobody", password="x", address=AWAY, now=NOON), 10)
    assert sorted(got) == ["signin.locked"] * 5 + ["signin.wrong"] * 5


def test_a_link_that_is_used_by_two_at_once_works_for_one():
    _, key = make_link(purpose="reset", account="acct-1", by="acct-1", now=NOON)

    @transaction.atomic
    def use():
        return use_link(key=key, purpose="reset", by="", now=NOON).account

    assert sorted(at_once(use, 4)) == ["acct-1"] + ["link.over"] * 3
