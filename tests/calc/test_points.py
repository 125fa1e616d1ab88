"""Points from marks are exact, and what was not marked is named."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.missing import Missing
from zhiheng.calc.points import points

ITEMS = {"leadership": 50, "strategy": 40, "results": 15}

models = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(1, 120), min_size=1, max_size=23)
steps = st.integers(0, 20).map(lambda n: n * 5)


def test_points_are_percent_times_item_points_to_the_hundredth():
    assert points({"leadership": 85, "strategy": 70, "results": 45}, ITEMS) == Decimal("77.25")


def test_missing_mark_is_an_error_that_names_every_item_and_not_a_zero():
    with pytest.raises(Missing) as missing:
        points({"strategy": 70}, ITEMS)

    assert missing.value.names == ("leadership", "results")


def test_full_marks_on_every_item_are_the_full_points():
    assert points(dict.fromkeys(ITEMS, 100), ITEMS) == Decimal(105)


def test_mark_for_an_unknown_item_is_an_error():
    with pytest.raises(ValueError, match=r"^no item charm in this criteria model$"):
        points(dict.fromkeys([*ITEMS, "charm"], 50), ITEMS)


@pytest.mark.parametrize("percent", [-5, 3, 101, 105, True, 50.0, "50"])
def test_mark_off_the_scale_is_an_error(percent):
    with pytest.raises(ValueError, match=r"^the mark for strategy"):
        points({"leadership": 50, "strategy": percent, "results": 50}, ITEMS)


def test_apostrophe_in_an_item_name_changes_nothing():
    assert points({"leaders' role": 100}, {"leaders' role": 5}) == Decimal("5.00")


def test_a_small_decimal_context_does_not_round_the_total():
    with localcontext(prec=2):
        assert points({"a": 95}, {"a": 999}) == Decimal("949.05")


@given(st.data(), models)
def test_points_never_leave_the_range_of_the_model_and_equal_an_independent_sum(data, model):
    marks = {item: data.draw(steps) for item in model}

    total = points(marks, model)

    assert 0 <= total <= sum(model.values())
    assert total * 100 == sum(marks[item] * model[item] for item in model)
