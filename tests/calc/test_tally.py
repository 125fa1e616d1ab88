"""A vote passes exactly when its share is reached, and says what was needed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.tally import Votes, count, tally

TWO_THIRDS = Fraction(2, 3)
HALF = Fraction(1, 2)


def vote(yes, no=0, abstain=0, *, eligible=17, present=None, of="present", share=TWO_THIRDS, **more):
    there = yes + no + abstain + more.get("invalid", 0) if present is None else present
    rule = {"quorum": TWO_THIRDS, "share": share, "of": of} | more
    return tally(yes, no, abstain, eligible=eligible, present=there, **rule)


@pytest.mark.parametrize(("present", "needed"), [(9, 6), (10, 7), (11, 8), (12, 8), (1, 1)])
def test_two_thirds_are_counted_without_rounding_error(present, needed):
    assert vote(0, present, eligible=present).needed == needed


def test_reaching_the_share_exactly_passes_and_one_vote_less_does_not():
    assert vote(6, 3, eligible=9).passed
    assert not vote(5, 4, eligible=9).passed


def test_more_than_half_of_ten_is_six():
    assert vote(5, 5, eligible=10, share=HALF, more_than=True).needed == 6
    assert vote(5, 5, eligible=10, share=HALF).needed == 5


def test_share_of_the_eligible_present_and_cast_have_different_bases():
    found = {
        of: vote(5, 1, 2, eligible=12, present=9, of=of).needed for of in ("eligible", "present", "cast")
    }

    assert found == {"eligible": 8, "present": 6, "cast": 6}


def test_invalid_ballot_leaves_the_cast_base_but_stays_in_the_present_base():
    assert vote(4, 1, 1, invalid=3, eligible=9, of="cast").needed == 4
    assert vote(4, 1, 1, invalid=3, eligible=9, of="present").needed == 6


def test_abstention_is_never_a_yes_and_stays_in_the_base():
    assert not vote(5, 0, 4, eligible=9).passed


def test_without_a_quorum_nothing_passes():
    result = vote(11, eligible=17)

    assert (result.quorum_needed, result.quorate, result.passed) == (12, False, False)


def test_nobody_present_passes_nothing():
    result = vote(0, eligible=9, of="cast")

    assert (result.needed, result.passed) == (1, False)


@pytest.mark.parametrize(
    "numbers",
    [
        {"yes": 10, "present": 9},
        {"yes": 1, "present": 18},
        {"yes": -1, "present": 9},
        {"yes": 1, "present": 9, "share": Fraction(0)},
        {"yes": 1, "present": 9, "share": Fraction(4, 3)},
        {"yes": 1, "present": 9, "quorum": 0.5},
    ],
)
def test_impossible_numbers_are_an_error(numbers):
    with pytest.raises(ValueError, match=r"never|Fraction"):
        vote(**numbers)


def test_result_is_told_in_a_sentence_in_both_languages():
    text = vote(10, 3, 1, present=15).text()

    assert text.zh == (
        "应到 17 人，实到 15 人，达到法定人数 12 人；同意 10 票、反对 3 票、弃权 1 票；"
        "同意票须不少于到会人数的 2/3，即 10 票；通过"
    )
    assert text.en == (
        "15 of 17 present, quorate (quorum 12); 10 yes, 3 no, 1 abstaining; "
        "yes votes must be at least 2/3 of those present, that is 10; passed"
    )


def test_vote_without_a_quorum_is_told_as_without_effect():
    assert vote(3, eligible=17).text().zh.endswith("；表决无效")


def test_ballots_are_counted_by_what_they_say():
    assert count(["yes", "abstain", "yes", "no", "invalid"]) == Votes(2, 1, 1, 1)


def test_blank_ballot_is_an_error_and_not_an_abstention():
    with pytest.raises(ValueError, match="not ''"):
        count(["yes", ""])


shares = st.builds(Fraction, st.integers(1, 5), st.integers(5, 9))


@given(st.lists(st.sampled_from(["yes", "no", "abstain", "invalid"]), max_size=40), st.data(), shares, shares)
def test_tally_agrees_with_an_independent_count(ballots, data, quorum, share):
    present = len(ballots) + data.draw(st.integers(0, 5))
    eligible = present + data.draw(st.integers(0, 10))
    of = data.draw(st.sampled_from(["present", "eligible", "cast"]))

    votes = count(ballots)
    result = tally(
        votes.yes, votes.no, votes.abstain, invalid=votes.invalid,
        eligible=eligible, present=present, quorum=quorum, share=share, of=of,
    )  # fmt: skip

    valid = [ballot for ballot in ballots if ballot != "invalid"]
    base = {"present": present, "eligible": eligible, "cast": len(valid)}[of]
    yes = ballots.count("yes")
    came = present * quorum.denominator >= quorum.numerator * eligible and present > 0
    reached = yes * share.denominator >= share.numerator * base and yes > 0
    assert result.passed is (came and reached)


@given(st.integers(1, 60), shares)
def test_needed_is_the_least_number_that_reaches_the_share(present, share):
    needed = vote(0, present, eligible=present, share=share).needed

    assert Fraction(needed, present) >= share > Fraction(needed - 1, present)
