"""What assessors found about one case, as its applicant may read it."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import AFTER
from review.conftest import ITEMS, Judged
from zhiheng.calc.combine import combine_table
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.review import actions
from zhiheng.review.domain.feedback import Comment, Look, in_no_order, medians_of, part_of
from zhiheng.review.models import Comment as Written
from zhiheng.review.queries.feedback import feedback_of
from zhiheng.rules.criteria import criteria_model

MODEL = criteria_model("gbt19580_2012")
SEATS = st.lists(st.integers(0, 20).map(lambda n: n * 5), min_size=3, max_size=3)


def look(percents, how="mean", medians=None):
    """Return a document review with these percents on every item."""
    given = dict.fromkeys(ITEMS, percents) if isinstance(percents, list) else percents
    return Look("documents", Text("材料", "Papers"), Citation("a/b/c"), how, given, medians or {})


def first_item(part):
    """Return what is told about the first item."""
    return part.categories[0].items[0]


def test_between_two_bands_the_nearer_step_counts_and_the_middle_goes_up():
    bands = [
        (one.low, one.high)
        for pair in ([25, 25], [25, 30], [25, 25, 30])
        for one in first_item(part_of(MODEL, [look(pair)], [], "a")).found
    ]
    assert bands == [(10, 25), (30, 45), (10, 25)]


def test_the_band_says_what_it_means_factor_by_factor():
    found = first_item(part_of(MODEL, [look([50, 50])], [], "a")).found[0]
    assert [factor.zh for factor, _says in found.says] == ["方法", "展开", "学习", "整合"]


@given(st.fixed_dictionaries(dict.fromkeys(ITEMS, SEATS)))
def test_the_shares_of_the_categories_add_up_to_the_points_of_the_stage(percents):
    part = part_of(MODEL, [look(percents)], [], "a")
    table = [[[percents[item][seat] for item in ITEMS] for seat in range(3)]]
    worth = [int(MODEL.items[item].points) for item in ITEMS]
    points = sum((one.shares[0].own * Fraction(one.category.points) for one in part.categories), Fraction(0))
    assert points == combine_table(np.asarray(table), worth, "mean").value(0)


def test_a_sum_over_the_seats_is_shown_as_their_mean():
    assert part_of(MODEL, [look([40, 60], "sum")], [], "a").categories[0].shares[0].own == Fraction(1, 2)


def test_no_median_is_told_of_fewer_than_five_cases():
    cases = [look([percent] * 3).percents for percent in (40, 50, 60, 70, 90)]
    assert medians_of(MODEL, "mean", cases[:4]) == {}
    assert set(medians_of(MODEL, "mean", cases).values()) == {Fraction(3, 5)}


@given(st.permutations(["一", "二", "三", "四"]))
def test_comments_stand_in_the_same_order_whoever_wrote_first(texts):
    assert in_no_order([*texts, "一"], "xm-7-0001") == in_no_order(["一", "二", "三", "四"], "xm-7-0001")


def test_two_cases_do_not_show_the_same_remarks_in_one_tell_tale_order():
    texts = [f"评语{n}" for n in range(6)]
    assert len({in_no_order(texts, f"xm-7-{n:04d}") for n in range(20)}) > 10


def test_strengths_and_opportunities_stand_at_their_item():
    said = [Comment("documents", ITEMS[0], "strength", "好"), Comment("documents", ITEMS[0], "opportunity", "可改进"),
            Comment("documents", ITEMS[1], "strength", "另一条")]  # fmt: skip
    told = first_item(part_of(MODEL, [look([50])], said, "a"))
    assert (told.strengths, told.opportunities) == (("好",), ("可改进",))


@pytest.fixture
def closed(regions):
    """Six cases, the first with comments of two assessors, after the document review."""
    judged = Judged(6)
    said = {"case_code": judged.codes[0], "stage": "documents", "item": ITEMS[0], "now": AFTER}
    for by, text in (
        (judged.actors[0], "方法系统"),
        (judged.actors[1], "展开充分"),
        (judged.actors[1], "笔误"),
    ):
        actions.give_comment(kind="strength", text=text, by=by, **said)
    wrong = Written.objects.get(text="笔误").pk
    actions.withdraw_comment(
        case_code=judged.codes[0], stage="documents", comment=wrong, by=judged.actors[1], now=AFTER
    )
    judged.hand_in({code: (p, p, p) for code, p in zip(judged.codes, (80, 70, 60, 50, 40, 30), strict=True)})
    return judged


def test_nothing_is_told_of_a_stage_that_is_open(closed):
    assert feedback_of(closed.cases[0], with_medians=True) == ()


def test_a_closed_stage_is_told_without_seats_names_and_what_was_withdrawn(closed):
    closed.close("documents")
    (part,) = feedback_of(closed.cases[0], with_medians=True)
    assert set(first_item(part).strengths) == {"方法系统", "展开充分"}
    assert not any(word in repr(part) for word in ("示例专家", "'A1'", "笔误", *closed.codes[1:]))


def test_the_median_is_that_of_all_cases_marked_and_only_where_it_is_asked_for(closed):
    closed.close("documents")
    (part,) = feedback_of(closed.cases[0], with_medians=True)
    assert {(one.shares[0].own, one.shares[0].median) for one in part.categories} == {
        (Fraction(4, 5), Fraction(11, 20))
    }
    (part,) = feedback_of(closed.cases[0], with_medians=False)
    assert not part.has_medians


def test_the_number_of_reads_does_not_grow_with_the_cases(closed, django_assert_num_queries):
    closed.close("documents")
    feedback_of(closed.cases[0], with_medians=True)
    with django_assert_num_queries(8):
        feedback_of(closed.cases[0], with_medians=True)
