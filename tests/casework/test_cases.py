"""Cases: deadlines, repetitions, corrections, withdrawals."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from factories import (
    AFTER,
    CLOSES,
    DECLARED,
    OFFICE,
    OPENS,
    SHORT,
    at_notice,
    make_cases,
    make_organisation,
    make_round,
    pass_check,
)
from zhiheng.casework import actions
from zhiheng.casework.models import Case, LateRequest
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def hand_in(round_, at, by=OFFICE, number=1):
    """Hand in one application at an instant."""
    one = make_organisation(number)
    return actions.open_cases(
        round_code=round_.code,
        cases=[actions.NewCase(one.code, one.name, one.region, DECLARED)],
        by=by,
        now=at,
    )


def test_last_second_counts_and_the_next_does_not(regions):
    round_ = make_round()
    hand_in(round_, CLOSES - SECOND, number=1)

    with pytest.raises(Refused) as refusal:
        hand_in(round_, CLOSES, number=2)
    assert refusal.value.code == "case.too_late"
    assert "2025-04-01 00:00:00（北京时间）" in refusal.value.message.zh
    assert Case.objects.count() == 1


def test_deadline_is_beijing_time_wherever_the_instant_was_written(regions):
    round_ = make_round()
    hand_in(round_, datetime(2025, 3, 31, 15, 59, 59, tzinfo=ZoneInfo("UTC")), number=1)

    with pytest.raises(Refused):
        hand_in(round_, datetime(2025, 3, 31, 16, 0, 0, tzinfo=ZoneInfo("UTC")), number=2)
    assert Case.objects.count() == 1


def test_before_the_round_opens_is_too_early(regions):
    with pytest.raises(Refused) as refusal:
        hand_in(make_round(), OPENS - SECOND)
    assert refusal.value.code == "case.too_early"


def test_same_subject_twice_is_refused_and_the_whole_list_with_it(regions):
    round_ = make_round()
    one = make_organisation()
    twice = [actions.NewCase(one.code, one.name, one.region, DECLARED)] * 2

    with pytest.raises(Refused) as refusal:
        actions.open_cases(round_code=round_.code, cases=twice, by=OFFICE, now=OPENS)
    assert refusal.value.code == "case.exists"
    assert not Case.objects.exists()


def test_an_applicant_opens_only_its_own_case(regions):
    round_ = make_round()
    stranger = Actor("acct-x", frozenset({(Role.APPLICANT, "org-other")}))

    with pytest.raises(Refused) as refusal:
        hand_in(round_, OPENS, by=stranger)
    assert refusal.value.code == "case.not_yours"


def test_granted_late_entry_counts_until_its_own_second(regions):
    round_ = make_round()
    one = make_organisation(1)
    request = actions.request_late_entry(
        round_code="xm-7", subject=one.code, reason="台风", by=OFFICE, now=CLOSES
    )
    until = CLOSES + timedelta(days=2)
    actions.decide_late_request(
        request_pk=request.pk, granted_until_at=until, ground="不可抗力", by=OFFICE, now=CLOSES
    )

    with pytest.raises(Refused):
        hand_in(round_, until, number=1)
    assert len(hand_in(round_, until - SECOND, number=1)) == 1
    assert LateRequest.objects.get().decided_by == OFFICE.code


def test_late_request_is_decided_once(regions):
    make_round()
    one = make_organisation(1)
    request = actions.request_late_entry(
        round_code="xm-7", subject=one.code, reason="台风", by=OFFICE, now=CLOSES
    )
    actions.decide_late_request(
        request_pk=request.pk, granted_until_at=None, ground="无理由", by=OFFICE, now=CLOSES
    )

    with pytest.raises(Refused) as refusal:
        actions.decide_late_request(
            request_pk=request.pk, granted_until_at=AFTER, ground="改", by=OFFICE, now=CLOSES
        )
    assert refusal.value.code == "late_request.decided"


def test_correction_is_allowed_as_often_as_the_rule_says(regions):
    round_ = make_round()
    case = make_cases(round_)[0]
    actions.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    actions.ask_correction(case_code=case.code, stage="conformity", asks="补自评报告", by=OFFICE, now=AFTER)
    actions.answer_correction(
        case_code=case.code, declared={**DECLARED, "measures": {"staff": "3"}}, by=OFFICE, now=AFTER
    )

    with pytest.raises(Refused) as refusal:
        actions.ask_correction(case_code=case.code, stage="conformity", asks="再补", by=OFFICE, now=AFTER)
    assert refusal.value.code == "correction.not_allowed"
    assert Case.objects.get().declared["measures"] == {"staff": "3"}


def test_check_waits_for_a_correction_until_its_time_is_over(regions):
    round_ = make_round()
    case = make_cases(round_)[0]
    actions.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    actions.attest(
        round_code="xm-7",
        given=[actions.AttestationGiven(case.code, "leading", True, "佐证")],
        by=OFFICE,
        now=AFTER,
    )
    asked = actions.ask_correction(
        case_code=case.code, stage="conformity", asks="补材料", by=OFFICE, now=AFTER
    )

    with pytest.raises(Refused) as refusal:
        actions.close_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=asked.due_at - SECOND)
    assert refusal.value.code == "stage.awaits"
    closed = actions.close_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=asked.due_at)
    assert closed.state == "closed"


def test_withdrawn_case_returns_only_while_no_stage_closed_without_it(regions):
    round_, cases = at_notice(make_round(source=SHORT), count=2)
    actions.withdraw_case(case_code=cases[0].code, reason="自愿", by=OFFICE, now=AFTER)
    actions.restore_case(case_code=cases[0].code, by=OFFICE, now=AFTER)
    assert Case.objects.get(pk=cases[0].pk).state == "running"

    actions.withdraw_case(case_code=cases[0].code, reason="自愿", by=OFFICE, now=AFTER)
    actions.close_stage(round_code=round_.code, stage="notice", by=OFFICE, now=AFTER + timedelta(days=15))
    with pytest.raises(Refused) as refusal:
        actions.restore_case(case_code=cases[0].code, by=OFFICE, now=AFTER + timedelta(days=16))
    assert refusal.value.code == "case.stage_closed_since"


def test_a_case_that_was_not_published_does_not_return_while_the_notice_runs(regions):
    round_ = make_round(source=SHORT)
    case, other = make_cases(round_, 2)
    pass_check(round_, [case, other])
    actions.withdraw_case(case_code=case.code, reason="自愿", by=OFFICE, now=AFTER)
    actions.open_stage(round_code=round_.code, stage="notice", by=OFFICE, now=AFTER)

    with pytest.raises(Refused) as refusal:
        actions.restore_case(case_code=case.code, by=OFFICE, now=AFTER)
    assert (refusal.value.code, refusal.value.message.zh) == (
        "case.stage_begun_since",
        "撤回之后“公示”的名单已经确定，其中没有该办件，不能恢复。",
    )


def test_a_case_that_returns_is_at_the_stage_that_has_begun_since(regions):
    round_ = make_round(source=SHORT)
    case = make_cases(round_)[0]
    actions.withdraw_case(case_code=case.code, reason="自愿", by=OFFICE, now=AFTER)
    actions.open_stage(round_code=round_.code, stage="conformity", by=OFFICE, now=AFTER)
    actions.restore_case(case_code=case.code, by=OFFICE, now=AFTER)

    assert Case.objects.get().at_stage == "conformity"


def test_a_case_is_not_withdrawn_twice(regions):
    case = make_cases(make_round())[0]
    actions.withdraw_case(case_code=case.code, reason="自愿", by=OFFICE, now=AFTER)

    with pytest.raises(Refused) as refusal:
        actions.withdraw_case(case_code=case.code, reason="自愿", by=OFFICE, now=AFTER)
    assert refusal.value.code == "case.not_running"


def test_a_late_entry_is_neither_asked_for_nor_granted_once_review_has_begun(regions):
    round_ = make_round()
    first, second = make_organisation(1), make_organisation(2)
    asked = actions.request_late_entry(
        round_code="xm-7", subject=first.code, reason="x", by=OFFICE, now=CLOSES
    )
    actions.open_stage(round_code=round_.code, stage="conformity", by=OFFICE, now=AFTER)
    with pytest.raises(Refused) as asking:
        actions.request_late_entry(round_code="xm-7", subject=second.code, reason="x", by=OFFICE, now=AFTER)
    with pytest.raises(Refused) as granting:
        actions.decide_late_request(
            request_pk=asked.pk, granted_until_at=AFTER + timedelta(days=1), ground="x", by=OFFICE, now=AFTER
        )
    assert [one.value.code for one in (asking, granting)] == ["late_request.review_began"] * 2
    decided = actions.decide_late_request(
        request_pk=asked.pk, granted_until_at=None, ground="x", by=OFFICE, now=AFTER
    )
    assert decided.decided_at == AFTER
