"""Ties are in the open, quotas hold, and input order decides nothing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.missing import Missing
from zhiheng.calc.ranking import TierQuota, keep, limit_of, places, rank
from zhiheng.core.refusal import Refused

codes = st.text("abcdefgh", min_size=1, max_size=3)
fields = st.dictionaries(codes, st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=12)
quotas = st.lists(st.tuples(st.integers(0, 4), st.sampled_from([None, "pool"])), min_size=1, max_size=3)


def field(**scores):
    return rank({code: (score,) for code, score in scores.items()})


def test_highest_score_is_first_and_a_tie_shares_its_place():
    groups = field(d=1, b=7, a=7, c=9)

    assert [(g.place, g.codes) for g in groups] == [(1, ("c",)), (2, ("a", "b")), (4, ("d",))]


def test_later_score_breaks_a_tie_of_the_earlier_one():
    groups = rank({"a": (600, 80), "b": (600, 85)})

    assert [g.codes for g in groups] == [("b",), ("a",)]


def test_scores_that_differ_only_beyond_two_decimals_are_no_tie():
    groups = rank({"a": (Fraction(1, 3),), "b": (Decimal("0.33"),)})

    assert [g.codes for g in groups] == [("a",), ("b",)]


def test_unscored_candidate_is_named_and_never_ranked():
    with pytest.raises(Missing) as missing:
        rank({"a": (600,), "b": (None,)})

    assert missing.value.names == ("b",)


def test_candidates_with_different_numbers_of_scores_are_an_error():
    with pytest.raises(ValueError, match="same number"):
        rank({"a": (600,), "b": (600, 1)})


@given(fields, st.randoms(use_true_random=False))
def test_input_order_never_matters_and_everybody_is_ranked_once(scores, random):
    shuffled = dict(random.sample(sorted(scores.items()), len(scores)))

    groups = rank(shuffled)

    assert groups == rank(scores)
    assert sorted(code for group in groups for code in group.codes) == sorted(scores)


@given(fields)
def test_place_is_one_more_than_the_number_of_better_candidates(scores):
    for group in rank(scores):
        for code in group.codes:
            assert group.place == 1 + sum(other > scores[code] for other in scores.values())


# Keeping.


@pytest.mark.parametrize(
    ("rule", "limit"),
    [
        ({"at_most": 3}, 3),
        ({"share": Fraction(1, 2)}, 4),
        ({"share": Fraction(1)}, 7),
        ({"per_place": 2, "places": 3}, 6),
        ({"at_most": 0}, 0),
    ],
)
def test_limit_of_seven_candidates(rule, limit):
    assert limit_of(7, **rule) == limit


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"at_most": 1, "share": Fraction(1, 2)},
        {"share": Fraction(3, 2)},
        {"per_place": 2},
        {"at_most": -1},
    ],
)
def test_limit_needs_exactly_one_sensible_rule(rule):
    with pytest.raises(ValueError, match=r"exactly one|between 0 and 1|number of places|0 or more"):
        limit_of(7, **rule)


@pytest.mark.parametrize(("tie", "kept"), [("keep_all", ("a", "b", "c")), ("cut_all", ("a",))])
def test_tie_across_the_limit_is_kept_or_cut_whole_and_named(tie, kept):
    result = keep(field(a=9, b=7, c=7, d=1), at_most=2, tie=tie)

    assert result.kept == kept
    assert result.tied == ("b", "c")


def test_tie_across_the_limit_can_be_refused():
    with pytest.raises(Refused) as refusal:
        keep(field(a=9, b=7, c=7), at_most=2, tie="refused")

    assert refusal.value.code == "ranking.tie_across_the_line"


def test_tie_that_begins_after_the_limit_is_none():
    result = keep(field(a=9, b=7, c=7), at_most=1, tie="refused")

    assert (result.kept, result.cut, result.tied) == (("a",), ("b", "c"), ())


@given(fields, st.integers(0, 13), st.sampled_from(["keep_all", "cut_all"]))
def test_nobody_kept_is_worse_than_somebody_cut(scores, limit, tie):
    result = keep(rank(scores), at_most=limit, tie=tie)

    assert sorted(result.kept + result.cut) == sorted(scores)
    assert all(scores[k] > scores[c] for k in result.kept for c in result.cut)
    assert len(result.kept) >= min(limit, len(scores)) if tie == "keep_all" else len(result.kept) <= limit


# Tiers.


def test_tiers_are_given_from_the_top_and_empty_places_are_counted():
    placing = places(field(a=9, b=8, c=7), [TierQuota("award", 1), TierQuota("nomination", 5)])

    assert placing.by_tier == {"award": ("a",), "nomination": ("b", "c")}
    assert placing.vacant == {"award": 0, "nomination": 3}
    assert (placing.tier_of("c"), placing.tier_of("z")) == ("nomination", None)


def test_tie_at_the_last_place_falls_whole_to_the_next_tier_and_nobody_overtakes():
    tiers = [TierQuota("award", 2), TierQuota("nomination", 2)]

    placing = places(field(a=9, b=8, c=8, d=7), tiers, tie="cut_all")

    assert placing.by_tier == {"award": ("a",), "nomination": ("b", "c")}
    assert placing.without == ("d",)
    assert placing.vacant == {"award": 1, "nomination": 0}
    assert [note.zh[:12] for note in placing.notes] == ["b、c 得分相同，awa"]


def test_tie_at_the_last_place_is_refused_unless_the_rule_says_otherwise():
    with pytest.raises(Refused) as refusal:
        places(field(a=9, b=8, c=8), [TierQuota("award", 2)])

    assert refusal.value.message.zh == "b、c 得分相同，并列第 2 名，跨过名额线（余 1 个名额），须另行决定。"


def test_keeping_all_at_the_last_place_would_break_the_quota_and_is_an_error():
    with pytest.raises(ValueError, match="more places than the quota"):
        places(field(a=9), [TierQuota("award", 1)], tie="keep_all")


def test_tier_without_a_limit_takes_everybody_left():
    placing = places(field(a=9, b=8, c=7), [TierQuota("award", 1), TierQuota("honour")])

    assert placing.by_tier["honour"] == ("b", "c")
    assert placing.vacant == {"award": 0}


def test_pool_limits_two_tiers_together():
    tiers = [TierQuota("gold", 3, pool="all"), TierQuota("silver", 3, pool="all")]

    placing = places(field(a=9, b=8, c=7, d=6, e=5), tiers, pools={"all": 4})

    assert placing.by_tier == {"gold": ("a", "b", "c"), "silver": ("d",)}
    assert placing.without == ("e",)


def test_pool_without_a_size_is_an_error():
    with pytest.raises(ValueError, match="no size for the pool all"):
        places(field(a=9), [TierQuota("gold", 3, pool="all")])


def test_front_rank_below_the_least_score_leaves_the_tier_empty():
    tiers = [TierQuota("gold", 1, least=600), TierQuota("silver", 2, least=550)]

    placing = places(field(a=599, b=560, c=540), tiers)

    assert placing.by_tier == {"gold": (), "silver": ("a", "b")}
    assert placing.without == ("c",)


@given(fields, quotas, st.integers(0, 5))
def test_quotas_and_pools_are_never_exceeded_and_order_is_kept(scores, wanted, pool):
    tiers = [TierQuota(str(i), n, shared) for i, (n, shared) in enumerate(wanted)]

    placing = places(rank(scores), tiers, pools={"pool": pool}, tie="cut_all")

    given_places = {tier.id: len(placing.by_tier[tier.id]) for tier in tiers}
    assert all(given_places[tier.id] <= tier.at_most for tier in tiers)
    assert sum(given_places[tier.id] for tier in tiers if tier.pool) <= pool
    by_place = [code for codes in placing.by_tier.values() for code in codes] + list(placing.without)
    assert sorted(by_place) == sorted(scores)
    assert [scores[code] for code in by_place] == sorted(scores.values(), reverse=True)


@given(fields, quotas)
def test_equal_scores_never_end_in_different_tiers(scores, wanted):
    tiers = [TierQuota(str(i), n) for i, (n, _) in enumerate(wanted)]

    placing = places(rank(scores), tiers, tie="cut_all")

    for group in rank(scores):
        assert len({placing.tier_of(code) for code in group.codes}) == 1
