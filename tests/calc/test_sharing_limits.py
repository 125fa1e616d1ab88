"""Scaling down to a limit: whole units, never above it, never unfair by order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.sharing import scaled_down

amounts = st.dictionaries(st.text("abcdef", min_size=1), st.integers(0, 10**9), max_size=8)


def test_amounts_within_the_limit_stay_as_they_are():
    assert scaled_down({"a": 250, "b": 750}, 1000, unit=100) == {"a": 250, "b": 750}


def test_units_left_over_are_not_spent_unless_the_rule_gives_them_out():
    equal = {"a": 500, "b": 500, "c": 500}

    assert scaled_down(equal, 1000, unit=100) == {"a": 300, "b": 300, "c": 300}
    assert scaled_down(equal, 1000, unit=100, remainder="largest") == {"a": 400, "b": 300, "c": 300}


def test_unit_left_over_goes_to_the_one_who_lost_most_by_the_cut():
    assert scaled_down({"a": 500, "b": 700}, 1000, unit=100, remainder="largest") == {"a": 400, "b": 600}


def test_unit_left_over_never_makes_an_amount_larger_than_it_was():
    nearly = {"a": 199, "b": 199, "c": 199}

    assert scaled_down(nearly, 596, unit=100, remainder="largest") == {"a": 100, "b": 100, "c": 100}


def test_limit_of_nothing_pays_nothing():
    assert scaled_down({"a": 500}, 0) == {"a": 0}


@pytest.mark.parametrize(
    "wrong", [{"limit": -1}, {"limit": 1, "unit": 0}, {"limit": 1, "amounts": {"a": -5}}]
)
def test_senseless_numbers_are_an_error(wrong):
    with pytest.raises(ValueError, match="never negative"):
        scaled_down(**({"amounts": {"a": 5}} | wrong))


@given(
    amounts, st.integers(0, 10**9), st.sampled_from([1, 100, 10_000]), st.sampled_from(["left", "largest"])
)
def test_limit_holds_and_nobody_gains(found, limit, unit, remainder):
    after = scaled_down(found, limit, unit=unit, remainder=remainder)

    assert sum(after.values()) <= max(limit, 0)
    assert all(0 <= after[code] <= found[code] for code in found)
    if sum(found.values()) > limit:
        assert all(amount % unit == 0 for amount in after.values())


@given(amounts, st.integers(0, 10**9), st.sampled_from([1, 100]))
def test_larger_amount_stays_at_least_as_large(found, limit, unit):
    after = scaled_down(found, limit, unit=unit)

    assert all(after[a] <= after[b] for a in found for b in found if found[a] <= found[b])


@given(amounts, st.integers(1, 10**9))
def test_giving_out_the_rest_in_fen_spends_the_whole_limit(found, limit):
    after = scaled_down(found, limit, remainder="largest")

    assert sum(after.values()) == min(limit, sum(found.values()))
