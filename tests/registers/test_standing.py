from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.registers.domain.kinds import HonourStatus, Standing
from zhiheng.registers.domain.standing import standing_on

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


def standing(day, **more):
    dates = {
        "status": HonourStatus.DECIDED,
        "year": 2020,
        "granted_day": None,
        "valid_to": None,
        "revoked_day": None,
    }
    return standing_on(day, **(dates | more))


@pytest.mark.parametrize(
    ("day", "more", "expected"),
    [
        (date(2020, 5, 1), {"granted_day": date(2020, 5, 1)}, Standing.HELD),
        (date(2020, 4, 30), {"granted_day": date(2020, 5, 1)}, Standing.NOT_YET),
        (date(2020, 1, 1), {}, Standing.HELD),
        (date(2019, 12, 31), {}, Standing.NOT_YET),
        (date(2025, 4, 30), {"valid_to": date(2025, 5, 1)}, Standing.HELD),
        (date(2025, 5, 1), {"valid_to": date(2025, 5, 1)}, Standing.EXPIRED),
        (date(2022, 1, 1), {"revoked_day": date(2022, 1, 1)}, Standing.REVOKED),
        (date(2021, 12, 31), {"revoked_day": date(2022, 1, 1)}, Standing.HELD),
        (date(2026, 1, 1), {"revoked_day": date(2022, 1, 1), "valid_to": date(2025, 1, 1)}, Standing.REVOKED),
    ],
)
def test_standing_follows_from_the_dates(day, more, expected):
    assert standing(day, **more) is expected


@given(DAYS, st.none() | DAYS)
def test_a_proposed_honour_is_never_held(day, granted):
    assert standing(day, status=HonourStatus.PROPOSED, granted_day=granted) is Standing.PROPOSED


@given(DAYS, DAYS, st.integers(0, 4000))
def test_what_was_revoked_stays_revoked(granted, revoked, later):
    day = max(granted, revoked) + timedelta(days=later)

    assert standing(day, granted_day=granted, revoked_day=revoked) is Standing.REVOKED
