"""The rounds of a ballot: who stands again, what each round decides, and that the result can be computed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.refusal import Refused
from zhiheng.review.domain.conclusions import CONCLUDERS
from zhiheng.review.domain.rounds import standing
from zhiheng.rules.load import read_rulebook

from .conftest import JUDGED
from .test_balloting import outcomes, votes

TWO = JUDGED.replace("of: present}, art", "of: present}, rounds: 2, art")
THREE = TWO.replace("rounds: 2", "rounds: 3")
BY_VOTES = TWO.replace("rounds: 2", "rounds: 2, over: votes")


def again(number, yes, no=0, abstain=0):
    return {"round": number, "yes": yes, "no": no, "abstain": abstain, "eligible": 9, "present": 9}


def inputs(cases, rounds=1):
    return {"eligible": 9, "present": 9, "cases": cases, "rounds": rounds}


def due(cases, source=TWO, rounds=1):
    book = read_rulebook(source, "judged")
    found = standing(book, book.stage("plenary"), inputs(cases, rounds)).due
    return None if found is None else (found.number, sorted(found.cases), found.why)


def concluded(cases, source=TWO, rounds=2):
    book = read_rulebook(source, "judged")
    return {one.case: one for one in CONCLUDERS["ballot"](book, book.stage("plenary"), inputs(cases, rounds))}


def test_who_missed_stands_again_while_a_place_is_open():
    cases = {"a": votes(6, 3), "b": votes(5, 4), "c": votes(0, 9)}

    assert due(cases) == (2, ["b", "c"], "missed")
    assert due({**cases, "b": votes(7, documents="700")}) is None
    assert due(cases, JUDGED) is None


def test_the_result_waits_for_the_round_that_is_due():
    with pytest.raises(Refused) as refusal:
        concluded({"a": votes(6, 3), "b": votes(5, 4)}, rounds=1)

    assert (refusal.value.code, refusal.value.cites[0].article) == ("ballot.round_due", "9")
    assert refusal.value.message.zh == ("按规则须对 b 进行第 2 轮表决（至多 2 轮）：未通过，但尚有名额。")


def test_a_later_round_fills_what_the_first_left_and_takes_nobodys_place():
    first = votes(6, 3, documents="500")
    late = votes(5, 4, documents="900", again=[again(2, 9)])
    made = concluded({"a": first, "b": late, "c": votes(1, 8, again=[again(2, 1, 8)])})

    assert outcomes(made) == {
        "a": ("selected", "award"),
        "b": ("selected", "nomination"),
        "c": ("failed", None),
    }
    assert [reason.zh[:6] for reason in made["b"].reasons[:2]] == ["第 1 轮：", "第 2 轮："]
    assert made["b"].details["rounds"] == [
        {"round": 1, "yes": 5, "no": 4, "abstain": 0}, {"round": 2, "yes": 9, "no": 0, "abstain": 0},
    ]  # fmt: skip
    assert made["b"].details["votes"] == {"yes": 9, "no": 0, "abstain": 0}


def test_equal_votes_across_the_last_place_are_settled_between_the_equal():
    cases = {"a": votes(9), "b": votes(7), "c": votes(7)}

    assert due(cases, BY_VOTES) == (2, ["b", "c"], "tied")
    run_off = {**cases, "b": votes(7, again=[again(2, 3, 6)]), "c": votes(7, again=[again(2, 6, 3)])}
    made = concluded(run_off, BY_VOTES)
    assert outcomes(made)["b"] == ("not_selected", None)
    assert outcomes(made)["c"] == ("selected", "nomination")
    assert made["c"].reasons[1].zh == "第 2 轮在并列者之间表决：同意 6 票、反对 3 票、弃权 0 票。"


def test_a_tie_that_the_last_round_leaves_is_refused_as_ever():
    cases = {code: votes(7, again=[again(2, 4, 5)]) for code in ("a", "b", "c")}
    with pytest.raises(Refused) as refusal:
        concluded(cases, BY_VOTES)
    assert refusal.value.code == "ballot.tie_at_last_place"
    assert due(cases, BY_VOTES.replace("rounds: 2", "rounds: 3"), rounds=2) == (3, ["a", "b", "c"], "tied")


def test_the_rulebook_that_lets_equals_share_has_no_round_between_them():
    shared = TWO.replace("ties: refused", "ties: shared")

    assert due({"a": votes(9), "b": votes(9), "c": votes(9)}, shared) is None


def test_a_ballot_that_keeps_so_many_votes_again_on_those_who_missed():
    source = TWO.replace("rounds: 2", "rounds: 2, over: votes, keep: {at_most: 2}")
    cases = {"a": votes(8), "b": votes(5, 4), "c": votes(4, 5)}

    assert due(cases, source) == (2, ["b", "c"], "missed")
    made = concluded(
        {**cases, "b": votes(5, 4, again=[again(2, 6)]), "c": votes(4, 5, again=[again(2, 7)])}, source
    )
    assert [code for code, one in made.items() if one.goes_on] == ["a", "c"]


def test_a_round_that_a_withdrawal_made_needless_counts_for_nothing():
    cases = {"a": votes(9), "b": votes(7, again=[again(2, 0, 9)])}

    assert outcomes(concluded(cases, BY_VOTES)) == {
        "a": ("selected", "award"),
        "b": ("selected", "nomination"),
    }


def test_a_later_round_without_a_quorum_is_refused():
    short = {**again(2, 4), "present": 5}
    with pytest.raises(Refused) as refusal:
        concluded({"a": votes(6, 3), "b": votes(5, 4, again=[short])})
    assert refusal.value.code == "ballot.not_quorate"


ROUNDS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.tuples(st.integers(0, 9), st.lists(st.integers(0, 9), min_size=2, max_size=2)),
    min_size=1,
    max_size=6,
)


@given(ROUNDS, st.sampled_from((THREE, THREE.replace("rounds: 3", "rounds: 3, over: votes"))))
def test_rounds_held_as_they_fall_due_end_within_the_number_and_never_exceed_places(drawn, source):
    source = source.replace("ties: refused", "ties: shared")
    cases = {code: votes(yes, 9 - yes, again=[]) for code, (yes, _) in drawn.items()}
    held = 1
    while (found := due(cases, source, held)) is not None:
        held += 1
        assert found[0] == held <= 3
        for code in found[1]:
            yes = drawn[code][1][held - 2]
            cases[code]["again"].append(again(held, yes, 9 - yes))

    made = concluded(cases, source, held)
    tiers = [one.details["tier"] for one in made.values()]
    assert max(tiers.count("award"), tiers.count("nomination")) <= 1
    assert made == concluded(dict(reversed(cases.items())), source, held)
