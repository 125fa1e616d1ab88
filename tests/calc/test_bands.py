"""A value lies in exactly one band, and a bound belongs to the band above it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.bands import Band, BandTable, table_on
from zhiheng.core.text import Text


def table(bounds=(0, 60, 80, 90), *, upper=100, start=date(2020, 1, 1), end=None, name="grades"):
    bands = tuple(Band("DCBA"[i], Text("", ""), bound) for i, bound in enumerate(bounds))
    return BandTable(name, bands, upper, start, end)


@pytest.mark.parametrize(
    ("value", "band"),
    [(0, "D"), (Decimal("59.99"), "D"), (60, "C"), (Fraction(239, 3), "C"), (80, "B"), (90, "A"), (100, "A")],
)
def test_lower_bound_belongs_to_the_band_and_the_top_is_included(value, band):
    assert table().band_of(value).id == band


@pytest.mark.parametrize("value", [-1, Decimal("100.01")])
def test_value_outside_the_table_is_an_error(value):
    with pytest.raises(ValueError, match="lies outside grades"):
        table().band_of(value)


@pytest.mark.parametrize("wrong", [{"bounds": (0, 60, 60)}, {"bounds": (0, 100)}, {"bounds": ()}])
def test_bounds_that_do_not_rise_are_an_error(wrong):
    with pytest.raises(ValueError, match="do not rise"):
        table(**wrong)


def test_table_that_ends_before_it_begins_is_an_error():
    with pytest.raises(ValueError, match="ends before"):
        table(end=date(2020, 1, 1))


def test_version_is_chosen_by_the_day_and_its_last_day_is_the_one_before_valid_to():
    old, new = table(end=date(2024, 1, 1), name="old"), table(start=date(2024, 1, 1), name="new")

    assert table_on([old, new], date(2023, 12, 31)).id == "old"
    assert table_on([old, new], date(2024, 1, 1)).id == "new"


def test_day_without_a_version_or_with_two_is_an_error():
    with pytest.raises(ValueError, match="found none"):
        table_on([table()], date(2019, 12, 31))
    with pytest.raises(ValueError, match="found one, two"):
        table_on([table(name="one"), table(name="two")], date(2021, 1, 1))


@given(st.sets(st.integers(0, 99), min_size=1, max_size=4), st.fractions(0, 100))
def test_band_is_the_highest_whose_bound_is_reached(bounds, value):
    rising = tuple(sorted(bounds))

    if value < rising[0]:
        with pytest.raises(ValueError, match="outside"):
            table(rising).band_of(value)
    else:
        assert table(rising).band_of(value).lower == max(bound for bound in rising if bound <= value)
