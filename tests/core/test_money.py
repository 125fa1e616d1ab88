"""Money is whole fen; what cannot be fen is an error."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.money import Money

fen = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(293_870_000, "2,938,700.00"), (5, "0.05"), (-1, "-0.01"), (-123_456_789, "-1,234,567.89"), (0, "0.00")],
)
def test_yuan_are_shown_with_two_decimals_and_separators(amount, shown):
    assert str(Money(amount)) == shown


@pytest.mark.parametrize(
    ("amount", "shown"), [(293_870_000, "293.87"), (1_000_000, "1.00"), (1, "0.000001"), (0, "0.00")]
)
def test_wan_are_exact_with_at_least_two_decimals(amount, shown):
    assert Money(amount).in_wan() == shown


def test_half_a_fen_is_an_error_and_not_a_rounding():
    with pytest.raises(ValueError, match="not a whole number of fen"):
        Money.yuan("0.005")


@given(fen)
def test_shown_yuan_read_back_to_the_same_money(amount):
    assert Money.yuan(str(Money(amount)).replace(",", "")) == Money(amount)


@given(fen, fen)
def test_sums_and_order_are_those_of_whole_fen(a, b):
    assert (Money(a) + Money(b)).fen == a + b
    assert Money(a) - Money(b) + Money(b) == Money(a)
    assert (Money(a) < Money(b)) is (a < b)


@given(fen)
def test_wan_lose_nothing(amount):
    assert Decimal(Money(amount).in_wan().replace(",", "")) * 1_000_000 == amount
