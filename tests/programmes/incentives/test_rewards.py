"""From plain claims to lines: shares, switches, caps and the budget of a rulebook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.money import Money
from zhiheng.core.refusal import Refused
from zhiheng.programmes.incentives.domain.rewards import refused_at_once, reward_rule, shared
from zhiheng.rules.load import read_rulebook

from .makers import BOOK, SOURCE


def body(enterprise="a", rank=1, **given):
    return {
        "enterprise": enterprise, "group": None, "standard": "GB/T 1-2021", "level": "national",
        "action": "formulate", "rank": rank, "proportions": {}, "received_fen": 0, "earlier_fen": 0, **given,
    }  # fmt: skip


def book(**switches):
    source = SOURCE
    for name, value in switches.items():
        before = {
            "same_standard_twice": "refuse", "several_enterprises": "share", "other_funds": "allow",
            "earlier_rounds": "refuse", "enterprise": "null", "group": "null",
        }[name]  # fmt: skip
        assert f"{name}: {before}" in source
        source = source.replace(f"{name}: {before}", f"{name}: {value}")
    return read_rulebook(source, "changed")


def yuan(lines):
    return {line.claim.code: str(line.amount) for line in lines}


def reasons(lines):
    return {line.claim.code: line.refused.code for line in lines if line.refused}


def test_the_rulebook_is_taken_as_it_stands():
    rule = reward_rule(BOOK.rewards)
    assert (rule.ranks, rule.unit, rule.cap_enterprise, rule.budget) == (5, Money(100_00), None, None)
    assert {level: str(pot) for level, pot in rule.pots.items()} == {
        "international": "500,000.00", "national": "300,000.00", "industry": "200,000.00",
    }  # fmt: skip


def test_the_first_alone_takes_the_pot_and_with_others_seven_tenths():
    assert yuan(shared(BOOK, {"c1": body()}).lines) == {"c1": "300,000.00"}
    both = {"c1": body(), "c2": body("b", 2)}
    assert yuan(shared(BOOK, both).lines) == {"c1": "210,000.00", "c2": "90,000.00"}


def test_a_unit_of_the_city_s_proportions_that_claims_nothing_keeps_its_share():
    claim = body(rank=2, level="industry", proportions={"2": "11", "4": "12"})
    (line,) = shared(BOOK, {"c1": claim}).lines
    assert (line.amount, str(line.exact)) == (Money(28_700_00), "66000000/23")
    assert line.text().zh == (
        "200,000.00 元 × 30% = 60,000.00 元；按 11:23 分得 28,695.65 元，四舍五入到 100 元为 28,700.00 元"
    )


def test_several_later_ranks_share_in_the_city_s_proportions():
    known = {"2": "1", "3": "2"}
    bodies = {"c2": body("b", 2, proportions=known), "c3": body("c", 3)}
    assert yuan(shared(BOOK, bodies).lines) == {"c2": "30,000.00", "c3": "60,000.00"}


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ({}, {}, "reward.proportions_missing"),
        ({"2": "1"}, {}, "reward.proportions_missing"),
        ({"2": "1", "3": "2"}, {"2": "2", "3": "1"}, "reward.proportions_differ"),
    ],
)
def test_a_share_is_never_guessed(first, second, code):
    with pytest.raises(Refused) as refusal:
        shared(BOOK, {"c2": body("b", 2, proportions=first), "c3": body("c", 3, proportions=second)})
    assert refusal.value.code == code


def test_a_revision_is_worth_half():
    assert yuan(shared(BOOK, {"c1": body(action="revise")}).lines) == {"c1": "150,000.00"}


def test_one_standard_twice_is_refused_or_paid_once_for_each_action():
    bodies = {"c1": body(), "c2": body(action="revise")}
    assert reasons(shared(BOOK, bodies).lines) == {"c2": "same_standard_twice"}
    assert yuan(shared(book(same_standard_twice="by_action"), bodies).lines) == {
        "c1": "300,000.00",
        "c2": "150,000.00",
    }


def test_several_enterprises_share_or_only_the_best_ranked_is_paid():
    bodies = {"c1": body("b", 3), "c2": body("c", 2)}
    lines = shared(book(several_enterprises="best_rank"), bodies).lines
    assert reasons(lines) == {"c1": "better_ranked"}
    assert yuan(lines)["c2"] == "90,000.00"


def test_money_of_other_funds_and_of_earlier_rounds_has_switches_of_its_own():
    other, earlier = {"c1": body(received_fen=100_000_00)}, {"c1": body(earlier_fen=100_000_00)}
    assert yuan(shared(BOOK, other).lines) == {"c1": "300,000.00"}
    assert yuan(shared(book(other_funds="top_up"), other).lines) == {"c1": "200,000.00"}
    assert reasons(shared(book(other_funds="refuse"), other).lines) == {"c1": "other_funds"}
    assert reasons(shared(BOOK, earlier).lines) == {"c1": "earlier_rounds"}


def test_caps_scale_an_enterprise_and_its_group_down():
    one = {"c1": body(), "c2": body(standard="GB/T 2-2021")}
    assert yuan(shared(book(enterprise='"450000"'), one).lines) == {"c1": "225,000.00", "c2": "225,000.00"}
    two = {"c1": body("a", group="a"), "c2": body("b", group="a", standard="GB/T 2-2021")}
    lines = shared(book(group='"450000"'), two).lines
    assert [less.code for line in lines for less in line.reductions] == ["cap_group", "cap_group"]


def test_a_budget_scales_every_line_down_to_whole_units():
    bodies = {f"c{n}": body(f"e{n}", standard=f"GB/T {n}-2021") for n in range(3)}
    sharing = shared(BOOK, bodies, budget_fen=500_000_00)
    assert yuan(sharing.lines) == {"c0": "166,600.00", "c1": "166,600.00", "c2": "166,600.00"}
    assert sharing.lines[0].reductions[0].reason.zh.startswith("超过预算总额 500,000.00 元")


def test_only_what_no_other_claim_can_change_is_refused_at_once():
    bodies = {
        "c1": body(),
        "c2": body(action="revise"),
        "c3": body("b", 6),
        "c4": body("c", 2),
        "c5": body("d", 3),
    }
    assert sorted(refused_at_once(BOOK, bodies)) == ["c2", "c3"]
    assert refused_at_once(book(several_enterprises="best_rank"), {"c1": body(), "c2": body("b", 2)}) == {}


def test_a_rulebook_without_rewards_is_refused():
    without = BOOK.model_copy(update={"rewards": None})
    with pytest.raises(Refused) as refusal:
        shared(without, {"c1": body()})
    assert refusal.value.code == "rulebook.no_rewards"


@given(
    st.lists(st.integers(1, 10**6), min_size=2, max_size=5),
    st.booleans(),
    st.integers(0, 400_000_00) | st.none(),
)
def test_a_pot_and_a_budget_are_never_exceeded(portions, has_lead, budget):
    known = {str(rank): str(part) for rank, part in enumerate(portions[:4], start=2)}
    bodies = {f"c{rank}": body(f"e{rank}", int(rank), proportions=known) for rank in known}
    if has_lead:
        bodies["c1"] = body("e1", 1)
    total = shared(BOOK, bodies, budget).total
    assert total <= Money(300_000_00)
    assert budget is None or total <= Money(budget)
