"""The street office's word on its claims."""

from datetime import timedelta

import pytest

from zhiheng.casework.models import Finding, Task
from zhiheng.core.refusal import Refused
from zhiheng.ledger.queries import lines_about
from zhiheng.programmes.incentives.actions import PrecheckGiven
from zhiheng.programmes.incentives.models import Precheck

from .makers import (
    AFTER,
    FIRST_STREET,
    OFFICE,
    SECOND_STREET,
    begin,
    claim_of,
    enterprise,
    finish,
    open_reward,
    precheck,
    running,
    submit,
    to_street,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(regions):
    """One claim of each of two streets, at the street check."""
    open_reward()
    first, second = enterprise(1), enterprise(2)
    made = submit(claim_of(first), claim_of(second, 2, number="GB/T 2-2021", street="示例二街道"))
    to_street()
    return made


def test_each_street_has_a_task_and_checks_its_own_claims_alone(cases):
    assert sorted(Task.objects.filter(role="street").values_list("place", flat=True)) == [
        "350206/示例一街道", "350206/示例二街道",
    ]  # fmt: skip
    for street, case in ((FIRST_STREET, cases[1]), (SECOND_STREET, cases[0]), (OFFICE, cases[0])):
        with pytest.raises(Refused) as refusal:
            precheck(PrecheckGiven(case, "pass"), by=street)
        assert refusal.value.code == "case.unknown"
        assert refusal.value.message.zh == "没有这个办件。"
    assert not Precheck.objects.exists()


def test_a_refusal_ends_the_claim_with_the_street_s_reason(cases):
    precheck(PrecheckGiven(cases[0], "refuse", "税务登记不在本区。"))
    precheck(PrecheckGiven(cases[1], "pass"), by=SECOND_STREET)
    finish("street_check")
    found = Finding.objects.get(case__code=cases[0], stage__stage="street_check")
    assert (found.goes_on, found.reasons[0]["zh"]) == (False, "示例一街道初审未通过：税务登记不在本区。")
    assert running("panel_check") == [cases[1]]
    assert "incentives.precheck_given" in lines_about("350206", cases[0]).values_list("act", flat=True)


def test_the_stage_waits_for_every_street(cases):
    precheck(PrecheckGiven(cases[0], "pass"))
    with pytest.raises(Refused) as refusal:
        finish("street_check")
    assert refusal.value.code == "stage.awaits"
    assert cases[1] in refusal.value.message.zh


def test_a_later_word_replaces_the_former_and_keeps_it(cases):
    precheck(PrecheckGiven(cases[0], "refuse", "误操作"))
    precheck(PrecheckGiven(cases[0], "pass"))
    assert list(Precheck.objects.order_by("pk").values_list("decision", "withdrawn_at")) == [
        ("refuse", AFTER),
        ("pass", None),
    ]


@pytest.mark.parametrize(
    ("decision", "reason", "code"),
    [
        ("refuse", " ", "precheck.no_reason"),
        ("return", "", "precheck.no_reason"),
        ("maybe", "x", "precheck.unknown"),
    ],
)
def test_a_word_is_known_and_says_why(cases, decision, reason, code):
    with pytest.raises(Refused) as refusal:
        precheck(PrecheckGiven(cases[0], decision, reason))
    assert refusal.value.code == code


def test_a_claim_out_for_correction_waits_until_its_time_is_over(cases):
    precheck(PrecheckGiven(cases[0], "return", "请补交前言页。"))
    with pytest.raises(Refused) as refusal:
        precheck(PrecheckGiven(cases[0], "refuse", "未补正"), now=AFTER + timedelta(days=1))
    assert refusal.value.code == "precheck.out_for_correction"
    assert precheck(PrecheckGiven(cases[0], "refuse", "逾期未补正"), now=AFTER + timedelta(days=10)) == 1


def test_the_rulebook_allows_one_return(cases):
    precheck(PrecheckGiven(cases[0], "return", "请补交前言页。"))
    with pytest.raises(Refused) as refusal:
        precheck(PrecheckGiven(cases[0], "return", "再补"), now=AFTER + timedelta(days=10))
    assert refusal.value.code == "correction.waiting"
    assert Precheck.objects.get(withdrawn_at=None).reason == "请补交前言页。"


def test_a_word_needs_a_known_claim_once_and_the_open_stage(cases):
    for given, code in (
        ([PrecheckGiven("hl-2021-9999", "pass")], "case.unknown"),
        ([PrecheckGiven(cases[0], "pass")] * 2, "case.repeated"),
    ):
        with pytest.raises(Refused) as refusal:
            precheck(*given)
        assert refusal.value.code == code
    precheck(PrecheckGiven(cases[0], "pass"))
    precheck(PrecheckGiven(cases[1], "pass"), by=SECOND_STREET)
    finish("street_check")
    begin("panel_check")
    with pytest.raises(Refused) as refusal:
        precheck(PrecheckGiven(cases[0], "refuse", "太晚"))
    assert refusal.value.code == "stage.not_open"
