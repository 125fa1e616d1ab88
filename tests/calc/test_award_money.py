"""What winners are paid: to the fen, never below nothing, each with its calculation."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.payments import Amount, Earlier, Higher, Matching, PaymentRule, Winner, payment, payments
from zhiheng.core.money import Money
from zhiheng.core.text import Text

WAN = Money.yuan(10_000)
fen = st.integers(0, 10**10).map(Money)


def wan(n):
    return Money(WAN.fen * n)


GOLD = (
    Amount("gold", wan(20), frozenset({"person"})),
    Amount("gold", wan(100)),
    Amount("nomination", wan(30)),
)


def paid(winner, **rule):
    return payment(winner, PaymentRule(GOLD, **rule)).amount


def test_a_tier_is_paid_by_class_and_the_first_entry_that_fits_counts():
    assert paid(Winner("a", "gold")) == wan(100)
    assert paid(Winner("b", "gold", frozenset({"person"}))) == wan(20)


def test_a_tier_without_a_sum_is_worth_nothing_and_says_so():
    line = payment(Winner("a", "merit"), PaymentRule(GOLD))

    assert (line.amount, line.text().en) == (Money(0), "no sum is set for merit; 0.00 yuan are paid.")


def test_a_higher_award_is_matched_by_a_sum_or_half_of_its_prize():
    rule = PaymentRule(
        for_higher=(
            Matching("province", share=Fraction(1, 2)),
            Matching("nation", wan(100), tiers=frozenset({"top"})),
        )
    )
    half = Winner("a", higher=(Higher("province", prize=Money(101)),))
    top = Winner("b", higher=(Higher("nation", "top"),))
    nominated = Winner("c", higher=(Higher("nation", "nomination"),))

    assert [line.amount for line in payments([half, top, nominated], rule)] == [Money(51), wan(100), Money(0)]


def test_only_the_highest_is_paid_with_the_difference_to_what_was_paid_before():
    winner = Winner(
        "a", "gold", higher=(Higher("nation"),), earlier=(Earlier("", wan(30)), Earlier("city", wan(10)))
    )
    rule = PaymentRule(GOLD, (Matching("nation", wan(300)),), highest_only=True, top_up="difference")
    line = payment(winner, rule)

    assert line.amount == wan(260)
    assert line.text().zh == (
        "gold 1,000,000.00 元；获nation配套 3,000,000.00 元；就高不重复，取 3,000,000.00 元；"
        "以往已付 400,000.00 元，补差 2,600,000.00 元；实付 2,600,000.00 元。"
    )


@pytest.mark.parametrize(("repeat", "amount"), [("none", 0), ("full", 100), ("difference", 70)])
def test_a_repeated_win_is_paid_not_at_all_in_full_or_the_difference(repeat, amount):
    winner = Winner("a", "gold", win=2, earlier=(Earlier("", wan(30)),))

    assert paid(winner, repeat=repeat) == wan(amount)


@pytest.mark.parametrize(("win", "amount"), [(1, 0), (2, 0), (3, 100), (4, 0)])
def test_money_from_the_third_win_on_and_once(win, amount):
    rule = PaymentRule((Amount("gold", wan(100), from_win=3),), repeat="none")

    assert payment(Winner("a", "gold", win=win), rule).amount == wan(amount)


def test_a_later_win_can_be_worth_more_than_the_first():
    rule = PaymentRule((Amount("gold", wan(50)), Amount("gold", wan(200), from_win=3)))

    assert [payment(Winner("a", "gold", win=n), rule).amount for n in (1, 2, 3)] == [
        wan(50),
        wan(50),
        wan(200),
    ]


def test_a_sum_that_is_not_fixed_yet_is_not_guessed():
    line = payment(Winner("a", "gold"), PaymentRule((Amount("gold", None),)))

    assert line.text().en == "the sum for gold is not fixed yet; 0.00 yuan are paid."


def test_a_class_that_is_paid_nothing_gets_no_matching_either():
    winner = Winner("a", "gold", frozenset({"state_funded"}), higher=(Higher("nation"),))
    rule = PaymentRule(GOLD, (Matching("nation", wan(1)),), not_to=frozenset({"state_funded"}),
                       titles={"state_funded": Text("财政拨款单位", "bodies funded by the state")})  # fmt: skip

    assert payment(winner, rule).text().en == (
        "the class bodies funded by the state is paid nothing; 0.00 yuan are paid."
    )


def test_a_difference_is_taken_off_once():
    winner = Winner("a", "gold", win=2, earlier=(Earlier("", wan(30)),))

    assert paid(winner, repeat="difference", top_up="difference") == wan(70)


@given(
    st.lists(fen, max_size=3),
    st.lists(st.tuples(st.sampled_from(["", "nation"]), fen), max_size=3),
    fen,
    st.booleans(),
    st.sampled_from(["none", "difference"]),
    st.sampled_from(["none", "full", "difference"]),
    st.integers(1, 3),
)
def test_nothing_is_negative_and_the_highest_alone_never_pays_more(
    prizes, before, own, highest, top_up, repeat, win
):
    matching = (Matching("nation", share=Fraction(1, 3)),)
    winner = Winner(
        "a", "gold", win=win, higher=tuple(Higher("nation", prize=p) for p in prizes),
        earlier=tuple(Earlier(award, amount) for award, amount in before),
    )  # fmt: skip

    def amount(**rule):
        return payment(winner, PaymentRule((Amount("gold", own),), matching, **rule)).amount

    alone = amount(highest_only=True, top_up=top_up, repeat=repeat)
    everything = amount(top_up=top_up, repeat=repeat)

    assert Money(0) <= alone <= everything
    assert amount(highest_only=highest, top_up="difference", repeat=repeat) <= amount(
        highest_only=highest, top_up="none", repeat=repeat
    )


@given(fen, st.lists(fen, max_size=4))
def test_with_top_up_all_payments_together_never_exceed_the_highest(own, before):
    earlier = tuple(Earlier("city", amount) for amount in before)
    rule = PaymentRule((Amount("gold", own),), highest_only=True, top_up="difference")
    total = sum((e.amount for e in earlier), payment(Winner("a", "gold", earlier=earlier), rule).amount)

    assert total == max(own, sum(before, Money(0)))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Matching("nation"),
        lambda: Matching("nation", wan(1), Fraction(1, 2)),
        lambda: Matching("nation", share=Fraction(3, 2)),
        lambda: PaymentRule((Amount("gold", Money(-1)),)),
        lambda: PaymentRule((Amount("gold", wan(1), from_win=0),)),
        lambda: payment(Winner("a", win=0), PaymentRule()),
        lambda: payments([Winner("a"), Winner("a")], PaymentRule()),
    ],
)
def test_what_cannot_be_calculated_is_an_error(wrong):
    with pytest.raises(ValueError, match=r"either|above 0|never negative|wins count|stands once"):
        wrong()
