"""A form that anybody may send is taken so many times an hour from one place; a place is kept as a digest."""

from datetime import timedelta

import pytest

from factories import OPENS
from zhiheng.shell.limits import HOUR, forget_knocks, knock
from zhiheng.shell.models import Knock

pytestmark = pytest.mark.django_db
HERE = "203.0.113.7"


def sent(address=HERE, now=OPENS, what="objection"):
    """Send a form that is taken twice an hour."""
    return knock(what=what, address=address, most=2, now=now)


def test_the_third_within_an_hour_is_told_from_when_on():
    assert [sent(), sent(now=OPENS + timedelta(minutes=10))] == [None, None]
    assert sent(now=OPENS + timedelta(minutes=20)) == OPENS + HOUR


def test_an_hour_after_the_first_the_next_is_taken():
    sent(), sent()
    assert sent(now=OPENS + HOUR - timedelta(seconds=1)) == OPENS + HOUR
    assert sent(now=OPENS + HOUR) is None


def test_what_was_not_taken_is_not_counted():
    for minute in range(5):
        sent(now=OPENS + timedelta(minutes=minute))
    assert Knock.objects.count() == 2


def test_another_place_and_another_form_are_counted_apart():
    sent(), sent()
    assert [sent(address="203.0.113.8"), sent(what="other")] == [None, None]


def test_one_household_on_ipv6_is_one_place():
    sent(address="2001:db8:1:2::1"), sent(address="2001:db8:1:2::2")
    assert sent(address="2001:db8:1:2:ffff::9") == OPENS + HOUR


def test_the_place_is_not_kept():
    sent()
    assert HERE not in Knock.objects.get().place


def test_what_no_limit_counts_is_forgotten():
    sent(), sent(now=OPENS + timedelta(minutes=30))
    assert forget_knocks(now=OPENS + HOUR) == 1
    assert Knock.objects.count() == 1
