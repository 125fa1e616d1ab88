"""Score, hearing and shortlist, as an outsider re-computes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.combine import combine, rounded
from zhiheng.calc.points import points
from zhiheng.core.refusal import Refused
from zhiheng.review.domain.conclusions import CONCLUDERS
from zhiheng.rules.criteria import criteria_model
from zhiheng.rules.load import read_rulebook

from .conftest import ITEMS, JUDGED, marks

WORTH = {item.id: int(item.points) for item in criteria_model("gbt19580_2012").items.values()}


def concluded(stage, inputs, source=JUDGED):
    book = read_rulebook(source, "judged")
    rule = book.stage(stage)
    return {made.case: made for made in CONCLUDERS[rule.kind](book, rule, inputs)}


def scored(source=JUDGED, places=2, **percents):
    cases = {
        code: {"marks": {f"A{n}": marks(p) for n, p in enumerate(own, start=1)}}
        for code, own in percents.items()
    }
    return concluded("documents", {"cases": cases, "places": places}, source)


def with_keep(keep, source=JUDGED):
    return source.replace('keep: {at_most: 3}, art: "6"', f'{keep}, art: "6"')


def test_trimmed_mean_drops_the_highest_and_the_lowest_assessor():
    # 10 points item 4.1.2 (of 1000): seats give 500, 500 - 10*WORTH/100, 1000 -> the middle one stays
    item = ITEMS[0]
    seats = {"A1": marks(50), "A2": {**marks(50), item: 40}, "A3": marks(100)}
    made = concluded("documents", {"cases": {"a": {"marks": seats}}, "places": 2})["a"]

    low = Decimal(500) - Decimal(WORTH[item]) / 10
    assert made.details["seats"] == {"A1": "500.00", "A2": f"{low:.2f}", "A3": "1000.00"}
    assert (made.details["points"], made.details["exact"]) == ("500.00", "500")


def test_mean_of_five_is_exact_and_shown_half_up():
    source = JUDGED.replace("combine: trimmed_mean", "combine: mean", 1)
    made = scored(source, a=(50, 50, 55))["a"]

    assert (made.details["exact"], made.details["points"]) == ("1550/3", "516.67")


def test_median_and_sum_and_consensus_follow_the_rule():
    def details(how, *own):
        return scored(JUDGED.replace("combine: trimmed_mean", f"combine: {how}", 1), a=own)["a"].details[
            "exact"
        ]

    assert details("median", 20, 90, 55) == "550"
    assert details("sum", 20, 90, 55) == "1650"
    assert details("consensus", 65) == "650"


def test_a_missing_seat_is_refused_and_never_a_zero():
    with pytest.raises(Refused) as refusal:
        scored(a=(50, 50))

    assert refusal.value.code == "score.seats"
    assert [cite.article for cite in refusal.value.cites] == ["6"]


def test_a_missing_mark_is_refused_by_name():
    lacking = dict.fromkeys(ITEMS[1:], 50)
    seats = {"A1": marks(), "A2": marks(), "A3": lacking}

    with pytest.raises(Refused) as refusal:
        concluded("documents", {"cases": {"a": {"marks": seats}}, "places": 2})
    assert (refusal.value.code, ITEMS[0] in refusal.value.message.zh) == ("mark.missing", True)


def test_an_unknown_item_is_refused():
    seats = {"A1": marks(), "A2": marks(), "A3": {**marks(), "charm": 100}}

    with pytest.raises(Refused) as refusal:
        concluded("documents", {"cases": {"a": {"marks": seats}}, "places": 2})
    assert refusal.value.code == "mark.unknown_item"


@pytest.mark.parametrize("percent", [True, 50.0, "50", None])
def test_a_mark_that_is_not_a_whole_number_is_an_error(percent):
    seats = {"A1": marks(), "A2": marks(), "A3": {**marks(), ITEMS[0]: percent}}

    with pytest.raises(ValueError, match="not a whole percent"):
        concluded("documents", {"cases": {"a": {"marks": seats}}, "places": 2})


def test_no_case_concludes_nothing():
    assert scored() == {}


def test_tie_across_the_line_keeps_all_unless_the_rule_cuts_all():
    percents = {"a": (90,) * 3, "b": (80,) * 3, "c": (80,) * 3}
    keep_all = scored(with_keep("keep: {at_most: 2}"), **percents)
    cut_all = scored(with_keep("keep: {at_most: 2}, tie: cut_all"), **percents)

    assert [made.goes_on for made in keep_all.values()] == [True, True, True]
    assert {code: made.goes_on for code, made in cut_all.items()} == {"a": True, "b": False, "c": False}
    assert cut_all["b"].reasons[0].zh == (
        "材料评审得分 800.00 分，并列第 2 名，未进入下一环节（取前 2 名），2 家同分跨过名额线，按规则均不进入。"
    )


def test_so_many_for_each_place_counts_the_places_of_the_rulebook():
    percents = {f"c{n}": (100 - 5 * n,) * 3 for n in range(6)}
    made = scored(with_keep("keep: {per_place: 2}"), places=2, **percents)

    assert [code for code, one in made.items() if one.goes_on] == ["c0", "c1", "c2", "c3"]
    with pytest.raises(Refused) as refusal:
        scored(with_keep("keep: {per_place: 2}"), places=None, **percents)
    assert refusal.value.code == "keep.no_places"


def test_a_share_counts_all_who_were_scored_and_the_pass_line_comes_first():
    percents = {"a": (90,) * 3, "b": (50,) * 3, "c": (40,) * 3, "d": (30,) * 3}
    made = scored(with_keep('pass_at: 600, keep: {share: "1/2"}'), **percents)

    assert [one.outcome.value for one in made.values()] == ["selected", "failed", "failed", "failed"]
    assert made["b"].reasons[0].zh == "材料评审得分 500.00 分，第 2 名，未达到合格线 600 分。"


def test_the_pass_line_is_reached_by_the_exact_value_and_not_the_rounded_one():
    source = with_keep("pass_at: 517").replace("combine: trimmed_mean", "combine: mean", 1)
    exactly = scored(with_keep("pass_at: 500"), a=(50,) * 3)["a"]

    assert scored(source, a=(50, 50, 55))["a"].outcome == "failed"
    assert exactly.outcome == "passed"


PERCENT = st.integers(0, 20).map(lambda n: n * 5)
BOOKS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.lists(st.fixed_dictionaries(dict.fromkeys(ITEMS, PERCENT)), min_size=3, max_size=3),
    min_size=1, max_size=5,
)  # fmt: skip


@given(BOOKS)
def test_every_case_equals_the_sum_done_by_hand_one_by_one(books):
    cases = {c: {"marks": {f"A{n}": m for n, m in enumerate(own)}} for c, own in books.items()}
    made = concluded("documents", {"cases": cases, "places": 2})

    for code, own in books.items():
        exact = combine([points(book, WORTH) for book in own], "trimmed_mean")
        assert made[code].details["exact"] == str(exact)
        assert made[code].details["points"] == str(rounded(exact))


@given(BOOKS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_has_no_effect(books, random):
    cases = {c: {"marks": {f"A{n}": m for n, m in enumerate(own)}} for c, own in books.items()}
    shuffled = list(cases.items())
    random.shuffle(shuffled)

    assert concluded("documents", {"cases": cases, "places": 2}) == concluded(
        "documents", {"cases": dict(shuffled), "places": 2}
    )


def test_hearing_combines_points_and_refuses_an_empty_seat():
    made = concluded(
        "defence", {"cases": {"a": {"points": {"A1": "80.00", "A2": "85.50", "A3": "90.00"}}}, "places": 2}
    )

    assert (made["a"].details["points"], made["a"].details["exact"]) == ("85.17", "511/6")
    with pytest.raises(Refused) as refusal:
        concluded("defence", {"cases": {"a": {"points": {"A1": "80.00", "A2": "85.50"}}}, "places": 2})
    assert refusal.value.code == "score.seats"


def test_shortlist_brings_the_hearing_to_the_scale_of_the_documents():
    cases = {
        "a": {"scores": {"documents": "600.00", "defence": "80"}},
        "b": {"scores": {"documents": "1799/3", "defence": "81"}},
    }
    made = concluded("listing", {"cases": cases, "places": 2})

    assert {code: one.details["exact"] for code, one in made.items()} == {"b": "6207/10", "a": "620"}


def test_shortlist_refuses_a_case_without_a_score():
    cases = {"a": {"scores": {"documents": "600", "defence": None}}}

    with pytest.raises(Refused) as refusal:
        concluded("listing", {"cases": cases, "places": 2})
    assert refusal.value.code == "ranking.no_score"
