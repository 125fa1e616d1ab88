"""Rounding happens once, from the exact value, in a named mode."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.rounding import exact, rounded, to_unit

DECIMAL_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}

decimals = st.decimals(-(10**6), 10**6, places=5)
modes = st.sampled_from(sorted(DECIMAL_MODES))


def test_half_up_takes_a_half_away_from_zero_and_half_even_to_the_even_neighbour():
    assert [str(rounded(Decimal("2.125"), 2, how)) for how in ("half_up", "half_even", "down")] == [
        "2.13",
        "2.12",
        "2.12",
    ]


def test_gb_t_8170_rounds_up_when_anything_follows_the_five():
    assert rounded(Decimal("2.1250001"), 2, "half_even") == Decimal("2.13")


def test_exact_thirds_are_not_rounded_twice():
    assert rounded(Fraction(10499, 3 * 1000), 1) == Decimal("3.5")
    assert rounded(Fraction(3449999, 10**6), 1) == Decimal("3.4")


def test_places_are_always_shown():
    assert str(rounded(7)) == "7.00"


def test_negative_places_are_an_error():
    with pytest.raises(ValueError, match="0 or more"):
        rounded(123, -2)


def test_unknown_mode_is_an_error():
    with pytest.raises(ValueError, match="upwards"):
        rounded(1, 2, "upwards")


@pytest.mark.parametrize("value", [1.5, True, "1.5", None])
def test_what_is_not_exact_is_refused(value):
    with pytest.raises(TypeError):
        exact(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_not_a_number_is_refused(value):
    with pytest.raises(ValueError, match="not a number"):
        exact(Decimal(value))


@given(decimals, st.integers(0, 4), modes)
def test_rounding_agrees_with_the_decimal_module(value, places, how):
    with localcontext(prec=60):
        expected = value.quantize(Decimal(1).scaleb(-places), DECIMAL_MODES[how])

    assert rounded(value, places, how) == expected


@given(st.fractions(), st.integers(1, 100_000), modes)
def test_a_unit_is_never_missed_by_more_than_one(value, unit, how):
    nearest = to_unit(value, unit, how)

    assert nearest % unit == 0
    assert abs(nearest - value) < unit if how == "down" else abs(nearest - value) * 2 <= unit


@given(st.fractions(), st.integers(1, 1000), modes)
def test_rounding_is_symmetric_about_zero_and_done_once(value, unit, how):
    assert to_unit(-value, unit, how) == -to_unit(value, unit, how)
    assert to_unit(to_unit(value, unit, how), unit, how) == to_unit(value, unit, how)
