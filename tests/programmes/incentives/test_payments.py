"""Paying: once, exactly, all or nothing."""

from datetime import timedelta

import pytest

from casework.test_interruptions import at_once
from interruptions import kill_between_statements
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case, Notice, Stage
from zhiheng.casework.queries.closed import closed_stages
from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.core.canonical import digest
from zhiheng.core.money import Money
from zhiheng.core.refusal import Refused
from zhiheng.ledger.queries import lines_of
from zhiheng.ledger.verify import verify_book
from zhiheng.programmes.incentives import actions, queries
from zhiheng.programmes.incentives.domain.conclusions import CONCLUDERS
from zhiheng.programmes.incentives.models import Claim, Payment, RewardLine
from zhiheng.registers import actions as registers

from .makers import (
    CODE,
    DURING,
    OFFICE,
    OTHER_OFFICE,
    SOURCE,
    begin,
    claim_of,
    enterprise,
    finish,
    open_reward,
    pay,
    submit,
    to_notice,
    to_payment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(regions):
    """Two enterprises, while the call is open: the lead and rank 2 of one standard."""
    open_reward()
    units = ["示例标001号有限公司", "示例标002号有限公司", "示例标003号有限公司"]
    return [claim_of(enterprise(n), n, rank=n, units=units) for n in (1, 2, 3)]


def amounts():
    return dict(Payment.objects.order_by("pk").values_list("case__code", "fen"))


def test_the_lead_and_the_second_are_paid_seven_to_three_with_lines_in_the_ledger(two):
    cases = submit(*two[:2])
    now = to_payment()
    paid = pay(now)
    assert (paid.payments, paid.amount) == (2, Money(300_000_00))
    assert amounts() == {cases[0]: 210_000_00, cases[1]: 90_000_00}
    assert lines_of("350206").filter(act="incentives.reward_paid").count() == 2
    assert verify_book("350206").ok
    assert set(Case.objects.values_list("state", flat=True)) == {"completed"}


def test_a_second_payment_is_refused_and_pays_nothing(two):
    submit(*two[:2])
    now = to_payment()
    pay(now)
    with pytest.raises(Refused) as refusal:
        pay(now + timedelta(hours=1))
    assert refusal.value.code == "payment.made_already"
    assert Payment.objects.count() == 2


def test_closing_the_stage_does_not_go_round_the_payment(two):
    submit(two[0])
    now = to_payment()
    with pytest.raises(Refused) as refusal:
        finish("payment", now)
    assert refusal.value.code == "stage.awaits"


def test_a_stored_line_that_does_not_follow_from_the_inputs_closes_nothing(two):
    (case,) = submit(two[0])
    now = to_payment()
    claim = Claim.objects.get(case__code=case)
    RewardLine.objects.create(
        stage=Stage.objects.get(stage="payment"), case=claim.case, claim=claim, fen=1, exact_fen="1",
        steps=[], reductions=[], told={}, computed_at=now,
    )  # fmt: skip
    with pytest.raises(RuntimeError):
        finish("payment", now)
    assert Stage.objects.get(stage="payment").state == "open"


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_pay_at_once_pay_once(two):
    submit(*two[:2])
    now = to_payment()
    assert at_once(lambda: pay(now), lambda: pay(now)) == ["done", "payment.made_already"]
    assert (Payment.objects.count(), RewardLine.objects.count()) == (2, 2)


def test_killed_between_two_statements_nothing_is_half_paid(two):
    submit(*two[:2])
    now = to_payment()
    assert kill_between_statements(lambda: pay(now)) > 10
    assert len(amounts()) == 2


def test_only_the_office_of_the_district_pays_and_names_its_document(two):
    submit(two[0])
    now = to_payment()
    for changed, code in (
        ({"by": OTHER_OFFICE}, "payment.not_yours"),
        ({"document": " "}, "payment.no_document"),
    ):
        with pytest.raises(Refused) as refusal:
            pay(now, **changed)
        assert refusal.value.code == code


def test_only_the_open_pay_stage_pays(two):
    submit(two[0])
    to_notice()
    for stage, code in (("payment", "stage.not_open"), ("notice", "stage.another_kind")):
        with pytest.raises(Refused) as refusal:
            actions.pay(
                round_code=CODE, stage=stage, document="示例", by=OFFICE, now=Notice.objects.get().starts_at
            )
        assert refusal.value.code == code


def test_an_objection_upheld_during_the_notice_leaves_the_whole_pot_to_the_other(two):
    cases = submit(*two[:2])
    to_notice()
    notice = Notice.objects.get()
    said = casework.object_to(
        case_code=cases[1],
        stage="notice",
        name="示例人",
        contact="0592-0",
        grounds="未参与起草",
        now=notice.starts_at,
    )
    casework.decide_objection(
        objection_pk=said.pk, upheld=True, decision="经核实未参与起草。", by=OFFICE, now=notice.starts_at
    )
    finish("notice", notice.ends_at)
    begin("approval", notice.ends_at)
    word = casework.ApprovalGiven(cases[0], True, "示例文")
    casework.give_approvals(round_code=CODE, stage="approval", given=[word], by=OFFICE, now=notice.ends_at)
    finish("approval", notice.ends_at)
    begin("payment", notice.ends_at)
    pay(notice.ends_at)
    assert amounts() == {cases[0]: 300_000_00}
    (refused,) = queries.refusals_of(CODE)
    assert (refused.stage, refused.reasons[0].zh) == ("notice", "异议成立：经核实未参与起草。")


def test_a_claim_that_the_budget_leaves_nothing_keeps_its_line_and_reason(two):
    submit(two[0])
    now = to_payment()
    actions.set_budget(round_code=CODE, amount=Money(0), document="示例预算", by=OFFICE, now=now)
    assert pay(now).payments == 0
    (line,) = queries.lines_of(CODE)
    assert (line.amount, line.paid_at, queries.refusals_of(CODE)[0].stage) == (Money(0), None, "payment")


def test_what_an_earlier_round_paid_is_never_paid_again(two):
    submit(two[0])
    pay(to_payment())
    later = {"opens_at": Stage.objects.latest("closed_at").closed_at + timedelta(days=1)}
    closes = later["opens_at"] + timedelta(days=9)
    open_reward("hl-2022", session="2022", closes_at=closes, **later)
    (case,) = submit(two[0], code="hl-2022", now=later["opens_at"])
    casework.open_stage(round_code="hl-2022", stage="claim", by=OFFICE, now=closes)
    casework.close_stage(round_code="hl-2022", stage="claim", by=OFFICE, now=closes)
    (refused,) = queries.refusals_of("hl-2022")
    assert (refused.claim.case, refused.reasons[0].zh) == (
        case,
        "该标准以前批次已奖励 300,000.00 元，不重复奖励。",
    )


def test_every_closed_stage_is_concluded_again_from_its_inputs_alone(two):
    submit(*two[:2], claim_of(two[0].subject, number="GB/T 7-2021", rank=6))
    pay(to_payment())
    round_ = round_of(CODE)
    book = rulebook_of(round_)
    again = [stage for stage in closed_stages(round_) if stage.kind in CONCLUDERS]
    assert [stage.stage for stage in again] == ["claim", "street_check", "payment"]
    for stage in again:
        assert digest(stage.inputs) == stage.inputs_digest
        made = CONCLUDERS[stage.kind](book, book.stage(stage.stage), stage.inputs)
        assert sorted((one.to_json() for one in made), key=lambda one: one["case"]) == stage.conclusions


def test_the_inputs_name_no_enterprise(two):
    submit(*two[:2])
    pay(to_payment())
    for stage in closed_stages(round_of(CODE)):
        text = str(stage.inputs)
        assert not [claim.subject for claim in two if claim.subject in text]
        assert "示例标001号" not in text


def test_a_group_shares_one_cap(regions):
    open_reward(source=SOURCE.replace("group: null", 'group: "400000"'))
    parent, child = enterprise(1), enterprise(2)
    registers.correct_organisation(code=child, parent=parent, by=OFFICE, now=DURING)
    submit(claim_of(parent), claim_of(child, 2, number="GB/T 2-2021"))
    assert pay(to_payment()).amount == Money(400_000_00)
