"""The reward for standards: exact, ordered, explained, and never more than the pot."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.sharing import (
    Action,
    Claim,
    Double,
    Funds,
    RewardRule,
    Several,
    Sharer,
    Shares,
    Twice,
    share_rewards,
)
from zhiheng.core.money import Money
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text

POTS = {
    "international": Money.yuan(500_000),
    "national": Money.yuan(300_000),
    "industry": Money.yuan(200_000),
}
RULE = RewardRule(POTS)


def claim(code="c1", *, enterprise=None, standard="GB/T 1", level="national", rank=1, **more):
    return Claim(code, enterprise or f"org-{code}", standard, level, rank, **more)


def amounts(claims, rule=RULE, others=()):
    return {line.claim.code: str(line.amount) for line in share_rewards(claims, rule, others).lines}


def twenty_projects():
    """One international, fourteen national and five industry projects, one of them shared 11 : 12."""
    cases = [("international", 2)] + [("national", 1)] * 4 + [("national", 2)] * 10
    cases += [("industry", 1)] * 3 + [("industry", 2)]
    claims = [
        claim(f"c{i:02d}", enterprise=f"org-{i % 8}", standard=f"S {i}", level=level, rank=rank)
        for i, (level, rank) in enumerate(cases, start=1)
    ]
    shared = claim("c20", enterprise="org-4", standard="S 20", level="industry", rank=2, portion=11)
    return [*claims, shared], [Sharer("org-outside", "S 20", rank=3, portion=12)]


def test_twenty_projects_pay_exactly_2_938_700_yuan_over_twenty_lines():
    claims, others = twenty_projects()

    sharing = share_rewards(claims, RULE, others)

    assert sharing.total.fen == 293_870_000
    assert len(sharing.paid) == 20
    assert len({line.claim.enterprise for line in sharing.paid}) == 8


def test_shared_line_shows_its_calculation_in_both_languages():
    claims, others = twenty_projects()

    text = share_rewards(claims, RULE, others).lines[-1].text()

    assert text.zh == (
        "200,000.00 元 × 30% = 60,000.00 元；按 11:23 分得 28,695.65 元，四舍五入到 100 元为 28,700.00 元"
    )
    assert text.en == (
        "200,000.00 yuan × 30% = 60,000.00 yuan; 11 of 23 parts are 28,695.65 yuan, "
        "rounded half up to 100 yuan: 28,700.00 yuan"
    )


def test_exact_share_is_kept_beside_the_rounded_one():
    claims, others = twenty_projects()

    assert share_rewards(claims, RULE, others).lines[-1].exact == Fraction(6_000_000 * 11, 23)


# Shares of one pot.


def test_lead_alone_gets_the_whole_pot():
    assert amounts([claim()]) == {"c1": "300,000.00"}


def test_lead_and_later_ranks_divide_seven_to_three():
    claims = [claim("a"), claim("b", rank=2), claim("c", rank=5)]

    assert amounts(claims) == {"a": "210,000.00", "b": "45,000.00", "c": "45,000.00"}


def test_later_ranks_without_a_lead_divide_thirty_per_cent_by_their_portions():
    claims = [claim("b", rank=2, portion=2), claim("c", rank=3, portion=1)]

    assert amounts(claims) == {"b": "60,000.00", "c": "30,000.00"}


def test_revision_is_worth_half_and_says_so():
    line = share_rewards([claim(rank=2, action=Action.REVISE)], RULE).lines[0]

    assert str(line.amount) == "45,000.00"
    assert line.text().zh == (
        "300,000.00 元 × 50%（修订） = 150,000.00 元；150,000.00 元 × 30% = 45,000.00 元"
    )


def test_rank_beyond_the_fifth_is_refused_and_does_not_share():
    sharing = share_rewards([claim("a"), claim("b", rank=6)], RULE)

    assert [line.refused and line.refused.code for line in sharing.lines] == [None, "rank"]
    assert str(sharing.total) == "300,000.00"


def test_level_without_a_pot_is_refused_with_the_reason():
    line = share_rewards([claim(level="group")], RULE).lines[0]

    assert line.text() == Text("办法未对“group”标准设奖励。", "There is no reward for “group” standards.")


def test_rounding_never_takes_the_shares_above_the_pot():
    rule = replace(RULE, pots={"national": Money.yuan(300)}, shares=Shares(rest_alone=Fraction(1)))
    claims = [claim("a", rank=2), claim("b", rank=3)]

    sharing = share_rewards(claims, rule)

    assert {line.claim.code: str(line.amount) for line in sharing.lines} == {"a": "200.00", "b": "100.00"}
    assert sharing.lines[1].steps[-1].zh == "各份取整后合计超出奖励额，核减 100.00 元为 100.00 元"


def test_unit_too_many_is_taken_back_from_the_share_that_rounding_helped_most():
    rule = replace(RULE, pots={"national": Money.yuan(400)}, shares=Shares(rest_alone=Fraction(1)))
    claims = [claim("a", rank=2, portion=15), claim("b", rank=3, portion=16), claim("c", rank=4, portion=9)]

    assert amounts(claims, rule) == {"a": "100.00", "b": "200.00", "c": "100.00"}


def test_two_units_in_one_rank_are_refused_and_named():
    with pytest.raises(Refused) as refusal:
        share_rewards([claim("a", rank=2), claim("b", rank=2)], RULE)

    assert refusal.value.code == "sharing.rank_taken"
    assert "org-a、org-b" in refusal.value.message.zh


def test_one_standard_at_two_levels_is_refused():
    with pytest.raises(Refused) as refusal:
        share_rewards([claim("a"), claim("b", level="industry", rank=2)], RULE)

    assert refusal.value.code == "sharing.level_differs"


def test_claim_code_used_twice_is_refused():
    with pytest.raises(Refused) as refusal:
        share_rewards([claim("a"), claim("a", standard="GB/T 2")], RULE)

    assert refusal.value.code == "sharing.code_twice"


# Refusals and switches.


def test_refused_claim_keeps_its_line_and_enlarges_nobodys_share():
    reason = Text("街道初审未通过。", "The street office did not pass it.")
    claims = [claim("b", rank=2, portion=11), claim("c", rank=3, portion=12, refused=reason)]

    sharing = share_rewards(claims, RULE)

    assert [str(line.amount) for line in sharing.lines] == ["43,000.00", "0.00"]
    assert sharing.lines[1].text() == reason


def test_refused_claim_that_never_had_a_part_leaves_the_whole_to_the_others():
    reason = Text("注册地不在本区。", "Not registered in the district.")
    outside = claim("c", rank=3, refused=reason, shares_if_refused=False)

    assert amounts([claim("a"), outside]) == {"a": "300,000.00", "c": "0.00"}


def test_same_enterprise_claiming_a_standard_twice_is_paid_once_under_the_first_code():
    claims = [claim("b", enterprise="org-x"), claim("a", enterprise="org-x", action=Action.REVISE)]

    assert amounts(claims) == {"a": "150,000.00", "b": "0.00"}


def test_claim_refused_before_does_not_stand_in_the_way_of_a_good_one():
    reason = Text("材料不全。", "Papers are missing.")
    claims = [claim("a", enterprise="org-x", refused=reason), claim("b", enterprise="org-x")]

    assert amounts(claims) == {"a": "0.00", "b": "300,000.00"}


def test_formulating_and_revising_can_each_be_paid_once():
    rule = replace(RULE, double=Double(same_standard_twice=Twice.BY_ACTION))
    claims = [claim("b", enterprise="org-x"), claim("a", enterprise="org-x", action=Action.REVISE)]

    assert amounts(claims, rule) == {"a": "150,000.00", "b": "300,000.00"}


def test_only_the_best_ranked_of_several_enterprises_is_paid():
    rule = replace(RULE, double=Double(several_enterprises=Several.BEST_RANK))

    sharing = share_rewards([claim("b", rank=3), claim("a", rank=2)], rule)

    assert [str(line.amount) for line in sharing.lines] == ["90,000.00", "0.00"]
    assert sharing.lines[1].refused.code == "better_ranked"


@pytest.mark.parametrize(
    ("funds", "expected"), [("refuse", "0.00"), ("top_up", "220,000.00"), ("allow", "300,000.00")]
)
def test_money_of_other_funds_is_refused_topped_up_or_no_matter(funds, expected):
    rule = replace(RULE, double=Double(other_funds=Funds(funds)))

    assert amounts([claim(received=Money.yuan(80_000))], rule) == {"c1": expected}


def test_money_of_an_earlier_round_is_refused_unless_the_rule_tops_it_up():
    again = [claim(earlier=Money.yuan(400_000))]
    rule = replace(RULE, double=Double(earlier_rounds=Funds.TOP_UP))

    assert share_rewards(again, RULE).lines[0].refused.code == "earlier_rounds"
    assert share_rewards(again, rule).lines[0].text().zh == (
        "300,000.00 元 × 100% = 300,000.00 元；扣除以前批次已付 300,000.00 元，为 0.00 元"
    )


# Caps and budget.


def test_cap_of_an_enterprise_scales_its_lines_and_touches_nobody_else():
    rule = replace(RULE, cap_enterprise=Money.yuan(400_000))
    claims = [
        claim("a", enterprise="x"),
        claim("b", enterprise="x", standard="GB/T 2"),
        claim("c", standard="GB/T 3"),
    ]

    assert amounts(claims, rule) == {"a": "200,000.00", "b": "200,000.00", "c": "300,000.00"}


def test_cap_of_a_group_counts_its_affiliates_together():
    rule = replace(RULE, cap_group=Money.yuan(150_000))
    claims = [claim("a", group="g"), claim("b", group="g", standard="GB/T 2")]

    assert amounts(claims, rule) == {"a": "75,000.00", "b": "75,000.00"}


def test_budget_scales_every_line_and_each_says_why():
    rule = replace(RULE, budget=Money.yuan(400_000))
    claims = [claim("a"), claim("b", standard="HB 2", level="industry")]

    sharing = share_rewards(claims, rule)

    assert [str(line.amount) for line in sharing.lines] == ["240,000.00", "160,000.00"]
    assert sharing.lines[0].reductions[0].reason.zh == (
        "超过预算总额 400,000.00 元，按比例核减 60,000.00 元，为 240,000.00 元"
    )


# Values that make no sense.


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": Money(0)},
        {"revision": Fraction(3, 2)},
        {"ranks": 0},
        {"pots": {"national": Money.yuan("100.50")}},
    ],
)
def test_senseless_rule_is_an_error(wrong):
    with pytest.raises(ValueError, match=r"unit|revision"):
        replace(RULE, **wrong)


def test_shares_that_exceed_the_pot_together_are_an_error():
    with pytest.raises(ValueError, match="never exceed the pot"):
        Shares(lead=Fraction(4, 5), rest_with_lead=Fraction(3, 10))


@pytest.mark.parametrize("wrong", [{"rank": 0}, {"portion": 0}, {"received": Money(-1)}])
def test_senseless_claim_is_an_error(wrong):
    with pytest.raises(ValueError, match=r"rank|negative"):
        claim(**wrong)


# Properties.


@st.composite
def claim_lists(draw):
    claims = []
    for number in range(draw(st.integers(1, 4))):
        level = draw(st.sampled_from(sorted(POTS)))
        for rank in draw(st.sets(st.integers(1, 7), min_size=1, max_size=5)):
            code = f"{number}-{rank}"
            owner = draw(st.sampled_from([code, f"org-{rank}"]))
            portion = draw(st.integers(1, 30))
            claims.append(
                claim(code, enterprise=owner, standard=str(number), level=level, rank=rank, portion=portion)
            )
    return claims


rules = st.builds(
    RewardRule,
    pots=st.just(POTS),
    shares=st.sampled_from([Shares(), Shares(rest_alone=Fraction(1)), Shares(lead=Fraction(1, 3))]),
    unit=st.sampled_from([Money(1), Money.yuan(100), Money.yuan(20_000)]),
    how=st.sampled_from(["half_up", "half_even", "down"]),
    cap_enterprise=st.sampled_from([None, Money.yuan(100_000)]),
    budget=st.sampled_from([None, Money.yuan(400_000)]),
    remainder=st.sampled_from(["left", "largest"]),
)


@given(claim_lists(), rules)
def test_no_standard_is_paid_more_than_its_pot_and_every_claim_has_its_line(claims, rule):
    sharing = share_rewards(claims, rule)

    assert [line.claim.code for line in sharing.lines] == sorted(c.code for c in claims)
    for standard in {c.standard for c in claims}:
        lines = [line for line in sharing.lines if line.claim.standard == standard]
        assert sum(line.amount.fen for line in lines) <= POTS[lines[0].claim.level].fen


@given(claim_lists(), rules)
def test_caps_and_budget_hold(claims, rule):
    sharing = share_rewards(claims, rule)

    if rule.budget is not None:
        assert sharing.total <= rule.budget
    if rule.cap_enterprise is not None:
        for owner in {c.enterprise for c in claims}:
            paid = sum(line.amount.fen for line in sharing.lines if line.claim.enterprise == owner)
            assert paid <= rule.cap_enterprise.fen


@given(claim_lists(), rules, st.randoms(use_true_random=False))
def test_order_of_claims_has_no_effect(claims, rule, random):
    assert share_rewards(random.sample(claims, len(claims)), rule) == share_rewards(claims, rule)


@given(claim_lists())
def test_every_line_that_is_not_paid_says_why(claims):
    for line in share_rewards(claims, RULE).lines:
        assert line.is_paid is (line.refused is None)
        assert line.text().zh
        assert line.text().en
