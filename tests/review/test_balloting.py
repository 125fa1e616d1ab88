"""The count of a ballot and the places that it gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.refusal import Refused
from zhiheng.review.domain.conclusions import CONCLUDERS
from zhiheng.rules.load import read_rulebook

from .conftest import JUDGED

SHARED = JUDGED.replace("ties: refused", "ties: shared")
POOLED = JUDGED.replace("stages:\n", 'pool: {at_most: 1, art: "3"}\nstages:\n', 1)


def votes(yes, no=0, abstain=0, *, documents="600", **members):
    return {
        "yes": yes, "no": no, "abstain": abstain, "eligible": 9, "present": 9,
        "scores": {"documents": documents, "defence": "80"}, **members,
    }  # fmt: skip


def concluded(cases, source=JUDGED, eligible=9, present=9):
    book = read_rulebook(source, "judged")
    inputs = {"eligible": eligible, "present": present, "cases": cases}
    return {made.case: made for made in CONCLUDERS["ballot"](book, book.stage("plenary"), inputs)}


def outcomes(made):
    return {code: (one.outcome.value, one.details["tier"]) for code, one in made.items()}


def test_two_thirds_of_nine_present_is_six_and_five_fail():
    made = concluded({"a": votes(6, 3), "b": votes(5, 0, 4, documents="700")})

    assert outcomes(made) == {"a": ("selected", "award"), "b": ("failed", None)}
    assert made["a"].reasons[0].zh == (
        "应到 9 人，实到 9 人，达到法定人数 6 人；同意 6 票、反对 3 票、弃权 0 票；"
        "同意票须不少于到会人数的 2/3，即 6 票；通过。"
    )


def test_a_recused_member_leaves_the_base_of_that_case_alone():
    made = concluded({"a": votes(5, 2, eligible=8, present=7), "b": votes(5, 4)})

    assert outcomes(made) == {"a": ("selected", "award"), "b": ("failed", None)}
    assert (made["a"].details["needed"], made["b"].details["needed"]) == (5, 6)


@pytest.mark.parametrize(("present", "quorate"), [(5, False), (6, True)])
def test_quorum_is_met_at_its_very_number(present, quorate):
    cases = {"a": votes(present, present=present)}
    if quorate:
        assert outcomes(concluded(cases, present=present)) == {"a": ("selected", "award")}
        return
    with pytest.raises(Refused) as refusal:
        concluded(cases, present=present)
    assert (refusal.value.code, refusal.value.cites[0].article) == ("ballot.not_quorate", "9")


def test_more_pass_than_there_are_places_and_points_decide_not_votes():
    made = concluded({"a": votes(9), "b": votes(6, documents="800"), "c": votes(7, documents="700")})

    assert outcomes(made) == {
        "a": ("not_selected", None), "b": ("selected", "award"), "c": ("selected", "nomination"),
    }  # fmt: skip
    assert made["a"].reasons[1].zh == "综合得分 620.00 分，第 3 名，名额已满，未获名额。"


def test_votes_decide_where_the_rulebook_says_so():
    source = JUDGED.replace("of: present}, art", "of: present}, over: votes, art")
    made = concluded({"a": votes(9), "b": votes(6, documents="800"), "c": votes(7)}, source)

    assert outcomes(made) == {
        "a": ("selected", "award"), "b": ("not_selected", None), "c": ("selected", "nomination"),
    }  # fmt: skip


def test_a_tie_at_the_last_place_is_refused_with_its_reason():
    with pytest.raises(Refused) as refusal:
        concluded(
            {"a": votes(9), "b": votes(9)},
            JUDGED.replace('quota: {at_most: 1}, art: "3"}\nstages', 'art: "3"}\nstages'),
        )

    assert refusal.value.code == "ballot.tie_at_last_place"
    assert refusal.value.message.zh.startswith("a、b 得分相同，并列第 1 名，跨过名额线（余 1 个名额）")


def test_a_shared_tie_falls_together_to_the_tier_that_holds_it_and_never_breaks_a_quota():
    source = SHARED.replace(
        "Sample nomination}, quota: {at_most: 1}", "Sample nomination}, quota: {at_most: 2}"
    )
    made = concluded({"a": votes(9), "b": votes(9)}, source)

    assert outcomes(made) == {"a": ("selected", "nomination"), "b": ("selected", "nomination")}


def test_a_shared_tie_that_fits_nowhere_gets_no_place_and_is_told_why():
    made = concluded({"c": votes(9), "cc": votes(9)}, SHARED)

    assert outcomes(made) == {"c": ("not_selected", None), "cc": ("not_selected", None)}
    assert [len(one.reasons) for one in made.values()] == [4, 4]


def test_a_pool_limits_all_tiers_together():
    made = concluded({"a": votes(9), "b": votes(9, documents="500")}, POOLED)

    assert outcomes(made) == {"a": ("selected", "award"), "b": ("not_selected", None)}


def test_more_ballots_than_people_is_an_error():
    with pytest.raises(ValueError, match="never exceed"):
        concluded({"a": votes(10)})


CASES = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.tuples(st.integers(0, 9), st.integers(300, 309)),
    min_size=1, max_size=8,
)  # fmt: skip


@given(CASES, st.randoms(use_true_random=False))
def test_places_are_never_exceeded_and_order_never_matters(drawn, random):
    cases = {code: votes(yes, documents=str(points)) for code, (yes, points) in drawn.items()}
    shuffled = list(cases.items())
    random.shuffle(shuffled)

    made = concluded(cases, SHARED)
    tiers = [one.details["tier"] for one in made.values()]
    assert max(tiers.count("award"), tiers.count("nomination")) <= 1
    assert made == concluded(dict(shuffled), SHARED)


@given(CASES)
def test_nobody_with_fewer_points_overtakes(drawn):
    cases = {code: votes(yes, documents=str(points)) for code, (yes, points) in drawn.items()}
    made = concluded(cases, SHARED).values()
    order = {"award": 0, "nomination": 1, None: 2}

    passed = sorted((one for one in made if "rank" in one.details), key=lambda one: one.details["rank"])
    places = [order[one.details["tier"]] for one in passed if one.details["tier"]]
    assert places == sorted(places)
