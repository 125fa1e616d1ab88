"""What the money depends on: the city's proportions and the budget."""

from datetime import timedelta
from decimal import Decimal

import pytest

from zhiheng.casework.models import Case
from zhiheng.core.money import Money
from zhiheng.core.refusal import Refused
from zhiheng.programmes.incentives import actions, queries

from .makers import CODE, OFFICE, OTHER_OFFICE, pay, submit, to_payment
from .test_payments import amounts, two

__all__ = ["two"]

pytestmark = pytest.mark.django_db


def test_money_waits_until_the_city_s_proportions_are_stated(two):
    cases = submit(*two)
    now = to_payment()
    with pytest.raises(Refused) as refusal:
        pay(now)
    assert refusal.value.code == "reward.proportions_missing"
    stated = actions.state_proportions(
        round_code=CODE, standard="GB/T 99901-2021", action="formulate",
        proportions={2: Decimal(2), 3: Decimal(1)}, document="示例市文", by=OFFICE, now=now,
    )  # fmt: skip
    pay(now + timedelta(hours=1))
    assert stated == 2
    assert amounts() == {cases[0]: 210_000_00, cases[1]: 60_000_00, cases[2]: 30_000_00}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"by": OTHER_OFFICE}, "proportions.not_yours"),
        ({"document": ""}, "payment.no_document"),
        ({"standard": "GB/T 1-2021"}, "claim.unknown"),
        ({"proportions": {2: Decimal(1)}}, "proportions.wrong"),
    ],
)
def test_proportions_rest_on_a_document_and_name_every_later_rank(two, changed, code):
    cases = submit(*two)
    known = {
        "standard": "GB/T 99901-2021", "action": "formulate", "document": "示例市文", "by": OFFICE,
        "proportions": {2: Decimal(2), 3: Decimal(1)}, "now": Case.objects.get(code=cases[0]).opened_at,
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        actions.state_proportions(round_code=CODE, **{**known, **changed})
    assert refusal.value.code == code


def test_a_budget_scales_the_lines_and_is_closed_by_the_payment(two):
    cases = submit(*two[:2])
    now = to_payment()
    for fen in (1, 100_000_00):
        actions.set_budget(round_code=CODE, amount=Money(fen), document="示例预算", by=OFFICE, now=now)
    assert queries.preview(CODE, now).total == Money(100_000_00)
    pay(now)
    assert amounts() == {cases[0]: 70_000_00, cases[1]: 30_000_00}
    assert "按比例核减" in queries.lines_of(CODE)[0].told.zh
    with pytest.raises(Refused) as refusal:
        actions.set_budget(round_code=CODE, amount=Money(1), document="示例预算", by=OFFICE, now=now)
    assert refusal.value.code == "payment.made_already"
