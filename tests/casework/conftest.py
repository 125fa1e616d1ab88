"""Rounds at every kind of stage, and readers of their pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import (
    AFTER,
    DECLARED,
    OFFICE,
    SHORT,
    attest_all,
    make_account,
    make_cases,
    make_organisation,
    make_round,
    pass_check,
)
from zhiheng.casework import actions as casework
from zhiheng.core.actor import Role
from zhiheng.registers.models import Account


@pytest.fixture
def reader(regions, client):
    """A function that signs the client in with one role."""

    def signed_in(role=Role.OFFICE, place="350200", username="reader"):
        known = Account.objects.filter(username=username).first()
        code = known.code if known else make_account(username, role, place)
        client.force_login(Account.objects.get(code=code))
        return client

    return signed_in


@pytest.fixture
def checking(regions):
    """A round of the Xiamen award with three cases, its check open."""
    round_ = make_round()
    cases = make_cases(round_, 3)
    casework.open_stage(round_code=round_.code, stage="conformity", by=OFFICE, now=AFTER)
    return round_, cases


@pytest.fixture
def asking(regions):
    """A round of the Xiamen award with three cases, its credit inquiry open."""
    round_ = make_round()
    cases = make_cases(round_, 3)
    pass_check(round_, cases)
    casework.open_stage(round_code=round_.code, stage="credit", by=OFFICE, now=AFTER)
    return round_, cases


@pytest.fixture
def noticed(regions):
    """A short round whose two cases are on a notice that runs today."""
    now = timezone.now()
    opens_at = now - timedelta(days=20)
    round_ = make_round(
        "short-1",
        source=SHORT,
        session="1",
        opens_at=opens_at,
        closes_at=now - timedelta(days=9),
        now=opens_at,
    )
    organisations = [make_organisation(number) for number in (51, 52)]
    new = [casework.NewCase(one.code, one.name, one.region, DECLARED) for one in organisations]
    cases = casework.open_cases(round_code="short-1", by=OFFICE, now=opens_at, cases=new)
    begun = now - timedelta(days=2)
    casework.open_stage(round_code="short-1", stage="conformity", by=OFFICE, now=begun)
    attest_all(round_, cases)
    casework.close_stage(round_code="short-1", stage="conformity", by=OFFICE, now=begun)
    casework.open_stage(round_code="short-1", stage="notice", by=OFFICE, now=begun)
    return round_, cases
