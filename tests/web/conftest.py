"""Rounds, cases and readers for the pages."""

import pytest

from factories import AFTER, OFFICE, conclude, make_account, make_cases, make_round
from zhiheng.casework import actions as casework
from zhiheng.core.actor import Role


@pytest.fixture
def running(regions):
    """A round of the Xiamen award with three cases, its first stage open."""
    round_ = make_round()
    cases = make_cases(round_, 3)
    casework.open_stage(round_code=round_.code, stage="conformity", by=OFFICE, now=AFTER)
    return round_, cases


@pytest.fixture
def concluded(regions):
    """A short round whose two cases were honoured."""
    return conclude()


@pytest.fixture
def reader(regions, client):
    """A function that signs the client in with one role."""
    from zhiheng.registers.models import Account

    def signed_in(role=Role.OFFICE, place="350200", username="reader"):
        code = make_account(username, role, place)
        client.force_login(Account.objects.get(code=code))
        return client

    return signed_in


@pytest.fixture
def past(regions):
    """The shipped register of past honours."""
    from factories import OPENS
    from zhiheng.registers.actions import import_honours

    import_honours(now=OPENS)
