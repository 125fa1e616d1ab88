"""What is wrong with a claim before it is one."""

from datetime import date
from decimal import Decimal

import pytest

from zhiheng.calc.sharing import Action
from zhiheng.core.money import Money
from zhiheng.programmes.incentives.domain.claims import UnitGiven
from zhiheng.programmes.incentives.domain.problems import problems_of

from .makers import claim_of, name_of

TODAY = date(2022, 7, 15)
NAMES = {"org-a": [name_of(1)]}


def codes(*given):
    return [problem.code for problem in problems_of(given, NAMES, TODAY)]


def test_a_claim_in_order_has_no_problem():
    assert codes(claim_of("org-a", rank=2), claim_of("org-a", number="GB/T 99902-2021")) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": "GB/T 99901"}, "claim.number"),
        ({"number": "JB/T 99901-2021"}, "claim.number"),
        ({"title": " "}, "claim.title"),
        ({"published_day": date(2022, 7, 16)}, "claim.published_later"),
        ({"units": [name_of(1), "示例院", "示例院"]}, "claim.units"),
        ({"units": [name_of(1), "示例院", "，"]}, "claim.units"),
        ({"units": [name_of(1)], "rank": 2}, "claim.rank"),
        ({"units": [name_of(1)], "rank": 0}, "claim.rank"),
        ({"units": ["示例院", name_of(1)]}, "claim.not_the_drafter"),
        ({"street": ""}, "claim.street"),
        ({"street": "示例/街道"}, "claim.street"),
        ({"received": Money(-1)}, "claim.money"),
        ({"received": Money(10**16)}, "claim.money"),
        ({"title": "标准\x00"}, "claim.characters"),
        ({"papers": ("\ud800",)}, "claim.characters"),
        ({"rank": 2, "proportions": {3: Decimal(1)}}, "claim.proportions"),
        ({"rank": 2, "proportions": {1: Decimal(1), 2: Decimal(1)}}, "claim.proportions"),
        ({"rank": 2, "proportions": {2: Decimal(0)}}, "claim.proportions"),
        ({"rank": 2, "proportions": {2: Decimal("NaN")}}, "claim.proportions"),
    ],
)
def test_each_mistake_is_a_problem_of_its_own(changed, code):
    assert codes(claim_of("org-a", **changed)) == [code]


def test_the_foreword_may_spell_the_enterprise_in_another_width():
    spelled = UnitGiven(f"（{name_of(1).replace('有限公司', '有限责任公司')}）")
    assert codes(claim_of("org-a", units=[spelled.name])) == []


def test_the_same_claim_twice_in_a_list_is_named_with_both_numbers():
    problems = problems_of([claim_of("org-a"), claim_of("org-a", number="GB/T99901—2021")], NAMES, TODAY)
    assert [problem.text().zh for problem in problems] == [
        "第 2 行，number：与第 1 项申报重复（GB/T 99901-2021 formulate）。 删去一项。"
    ]


def test_revising_and_formulating_are_two_items():
    claim = claim_of("org-a", action=Action.REVISE)
    assert claim.item == "GB/T 99901-2021 revise"
    assert codes(claim, claim_of("org-a")) == []
