"""The first page says what anybody can do today: apply while a call is open, object while a notice runs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from factories import AFTER, CLOSES, OPENS, make_round


@pytest.fixture
def called(regions):
    """A round that takes applications from its first to its last instant."""
    return make_round()


@pytest.mark.parametrize(
    ("at", "shown"), [(OPENS, 1), (CLOSES - timedelta(seconds=1), 1), (CLOSES, 0), (AFTER, 0)]
)
def test_an_open_call_stands_on_the_first_page_until_its_last_second(client, called, at, shown):
    with travel(at, tick=False):
        page = client.get("/").content.decode()
    assert page.count('href="/calls/xm-7/"') == shown
    assert ("当前可办" in page) == bool(shown)


def test_the_first_page_costs_the_same_statements_with_one_call_and_with_three(client, called):
    costs = []
    for more in ((), ("xm-8", "xm-9")):
        for number, code in enumerate(more, 8):
            make_round(code, session=str(number))
        with travel(OPENS, tick=False), CaptureQueriesContext(connection) as asked:
            client.get("/")
        costs.append(len(asked))
    assert costs[0] == costs[1]
