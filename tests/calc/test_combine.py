"""Combinations of values: exact, complete, and free of the traps found in shipped systems."""

import statistics
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.combine import (
    EMPTY,
    Part,
    combine,
    combine_table,
    overtime_penalty,
    penalised,
    totals_table,
    weighted_sum,
)
from zhiheng.calc.missing import Missing
from zhiheng.calc.points import points

scores = st.lists(st.decimals(-1000, 1000, places=2), min_size=3, max_size=9)
HOWS = ("mean", "trimmed_mean", "median", "sum")


@pytest.mark.parametrize(
    ("how", "expected"),
    [("mean", Fraction(1921, 5)), ("trimmed_mean", Fraction(1220, 3)), ("median", 400), ("sum", 1921)],
)
def test_each_combination_of_five_scores(how, expected):
    assert combine([Decimal(n) for n in (500, 201, 430, 390, 400)], how) == expected


def test_trimmed_mean_drops_one_highest_and_one_lowest_even_among_equals():
    assert combine([600, 600, 500, 400, 400], "trimmed_mean") == 500


def test_trimmed_mean_of_two_values_is_an_error():
    with pytest.raises(ValueError, match="at least three"):
        combine([500, 400], "trimmed_mean")


def test_median_of_an_even_number_is_the_mean_of_the_middle_two():
    assert combine([1, 2, 3, 10], "median") == Fraction(5, 2)


def test_consensus_is_the_one_agreed_value():
    assert combine({"panel": Decimal("512.5")}, "consensus") == Fraction(1025, 2)


def test_two_values_are_no_consensus():
    with pytest.raises(ValueError, match="one agreed value, not 2"):
        combine([Decimal("512.5"), Decimal("512.5")], "consensus")


def test_unknown_combination_is_an_error():
    with pytest.raises(ValueError, match="vibes"):
        combine([1], "vibes")


def test_float_is_refused():
    with pytest.raises(TypeError):
        combine([0.1, 0.2], "mean")


# Traps read in other systems, one test each.


def test_value_not_given_is_an_error_and_does_not_enter_the_mean_as_zero():
    with pytest.raises(Missing) as missing:
        combine({"a": 4, "b": None, "c": 4}, "mean")

    assert missing.value.names == ("b",)


def test_seat_without_a_value_is_named_beside_the_empty_ones():
    with pytest.raises(Missing) as missing:
        combine({"a": 4, "b": None}, "mean", expected=["a", "b", "c"])

    assert missing.value.names == ("b", "c")


def test_value_of_somebody_who_stepped_back_is_an_error_not_a_stray():
    with pytest.raises(ValueError, match="a value from c, who has no seat"):
        combine({"a": 4, "b": 5, "c": 1}, "mean", expected=["a", "b"])


def test_skipped_part_of_a_weighted_sum_is_an_error_and_does_not_lower_it():
    with pytest.raises(Missing) as missing:
        weighted_sum({"novelty": 5, "clarity": None}, {"novelty": Part(1), "clarity": Part(1)})

    assert missing.value.names == ("clarity",)


@pytest.mark.parametrize("how", [*HOWS, "consensus"])
def test_no_values_at_all_are_an_error_and_not_a_zero(how):
    with pytest.raises(ValueError, match="nothing to combine"):
        combine({}, how)


def test_negative_and_zero_totals_are_kept():
    assert combine([-2, 1], "mean") == Fraction(-1, 2)
    assert combine([-2, 2], "sum") == 0


def test_case_seen_by_fewer_assessors_is_not_lower_for_it():
    assert combine([500] * 4, "mean") == combine([500] * 5, "mean")


def test_full_marks_from_everybody_are_full_marks():
    assert combine([5] * 7, "mean") == 5


# Weighted parts, mixed scales, penalties.


def test_weights_of_40_40_and_20_per_cent():
    parts = {"papers": Part(Decimal("0.4")), "defence": Part(Decimal("0.4")), "public": Part(Decimal("0.2"))}

    assert weighted_sum({"papers": 80, "defence": 90, "public": Decimal("75.5")}, parts) == Fraction(831, 10)


def test_nine_tenths_of_the_site_score_plus_a_defence_out_of_a_hundred():
    parts = {"site": Part(Decimal("0.9")), "defence": Part(1)}

    assert weighted_sum({"site": 1000, "defence": 100}, parts) == 1000


def test_defence_out_of_a_hundred_is_brought_onto_a_thousand():
    parts = {
        "documents": Part(Decimal("0.4")),
        "site": Part(Decimal("0.5")),
        "defence": Part(Decimal("0.1"), full=100, scale_to=1000),
    }

    assert weighted_sum({"documents": 600, "site": 550, "defence": 88}, parts) == 603


def test_value_above_its_full_marks_is_an_error():
    with pytest.raises(ValueError, match="full marks 100"):
        Part(1, full=100, scale_to=1000).of(101)


def test_scale_without_full_marks_is_an_error():
    with pytest.raises(ValueError, match="both"):
        Part(1, scale_to=1000)


def test_value_that_no_part_asks_for_is_an_error():
    with pytest.raises(ValueError, match="no part asks for charm"):
        weighted_sum({"site": 1, "charm": 1}, {"site": Part(1)})


@pytest.mark.parametrize(("seconds", "expected"), [(-30, 0), (0, 0), (1, 2), (60, 2), (61, 4)])
def test_overtime_costs_two_points_for_each_minute_begun(seconds, expected):
    assert overtime_penalty(seconds, 2) == expected


def test_penalties_stop_at_the_floor():
    assert penalised(10, [Decimal("2.5"), 2]) == Fraction(11, 2)
    assert penalised(3, [2, 2]) == 0


def test_negative_penalty_is_an_error():
    with pytest.raises(ValueError, match="never negative"):
        penalised(10, [-1])


@given(scores)
def test_combinations_agree_with_the_statistics_module(values):
    exact = [Fraction(v) for v in values]

    assert combine(values, "mean") == statistics.mean(exact)
    assert combine(values, "median") == statistics.median(exact)
    assert combine(values, "trimmed_mean") == statistics.mean(sorted(exact)[1:-1])


@given(scores, st.randoms(use_true_random=False), st.sampled_from(HOWS))
def test_order_of_assessors_has_no_effect(values, random, how):
    shuffled = random.sample(values, len(values))

    assert combine(shuffled, how) == combine(values, how)


@given(scores, st.sampled_from(("mean", "trimmed_mean", "median")))
def test_combined_value_lies_between_the_lowest_and_the_highest(values, how):
    assert min(values) <= combine(values, how) <= max(values)


@given(scores, st.integers(0, 8), st.decimals(0, 100, places=2), st.sampled_from(HOWS))
def test_higher_value_never_lowers_the_result(values, seat, more, how):
    raised = [v + more if i == seat else v for i, v in enumerate(values)]

    assert combine(raised, how) >= combine(values, how)


@given(st.data(), st.sampled_from(HOWS), st.integers(1, 4), st.integers(3, 5), st.integers(1, 6))
def test_table_equals_the_scalar_path(data, how, cases, seats, items):
    item_points = data.draw(st.lists(st.integers(1, 120), min_size=items, max_size=items))
    cells = st.lists(st.integers(0, 20), min_size=cases * seats * items, max_size=cases * seats * items)
    percents = np.array(data.draw(cells)).reshape(cases, seats, items) * 5
    named = {str(i): whole for i, whole in enumerate(item_points)}

    table = combine_table(percents, item_points, how)

    for case in range(cases):
        totals = [points({str(i): int(p) for i, p in enumerate(seat)}, named) for seat in percents[case]]
        assert table.value(case) == combine(totals, how)


def test_empty_cell_of_a_table_is_named():
    percents = np.full((2, 3, 2), 50)
    percents[1, 2, 0] = EMPTY

    with pytest.raises(Missing) as missing:
        totals_table(percents, [10, 20])

    assert missing.value.names == ("case 1 seat 2 item 0",)


@pytest.mark.parametrize("wrong", [-2, 3, 105])
def test_cell_off_the_scale_is_an_error(wrong):
    with pytest.raises(ValueError, match="steps of 5"):
        totals_table(np.array([[[50, wrong]]]), [10, 20])


def test_table_of_floats_or_of_the_wrong_shape_is_refused():
    with pytest.raises(TypeError):
        totals_table(np.full((1, 3, 2), 50.0), [10, 20])
    with pytest.raises(ValueError, match="cases x seats x 3 items"):
        totals_table(np.full((1, 3, 2), 50), [10, 20, 30])


def test_small_integer_types_do_not_overflow():
    table = combine_table(np.full((1, 5, 23), 100, dtype=np.int8), [1000] * 23, "sum")

    assert table.value(0) == 5 * 23 * 1000
