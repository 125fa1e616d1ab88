from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.rules.dates import full_years, later

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "years", "months", "end"),
    [
        (date(2020, 2, 29), 1, 0, date(2021, 2, 28)),
        (date(2020, 2, 29), 4, 0, date(2024, 2, 29)),
        (date(2025, 8, 31), 0, 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 0, 2, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, 0, date(2025, 3, 31)),
        (date(9999, 1, 1), 1, 0, None),
    ],
)
def test_a_period_ends_on_the_corresponding_day_or_the_months_last(day, years, months, end):
    assert later(day, years=years, months=months) == end


@given(DAYS, DAYS)
def test_full_years_are_the_most_that_have_passed(since, until):
    years = full_years(since, until)

    assert later(since, years=years) <= until < later(since, years=years + 1)


@given(DAYS, st.integers(0, 50))
def test_as_many_years_are_full_when_they_are_over(day, years):
    assert full_years(day, later(day, years=years)) == years
