"""Opening and closing stages."""

from datetime import timedelta

import pytest

from factories import (
    AFTER,
    CLOSES,
    OFFICE,
    OPENS,
    OTHER_OFFICE,
    SHORT,
    at_notice,
    attest_all,
    make_cases,
    make_round,
    pass_check,
    reply_all,
)
from zhiheng.casework import actions
from zhiheng.casework.models import Approval, Case, Finding, Notice, Objection, Reply, Stage, Task
from zhiheng.core.actor import SYSTEM
from zhiheng.core.refusal import Refused
from zhiheng.ledger.queries import lines_about
from zhiheng.registers import actions as registers

pytestmark = pytest.mark.django_db


def test_review_does_not_begin_while_applications_are_open(regions):
    make_cases(make_round())
    with pytest.raises(Refused) as refusal:
        actions.open_stage(
            round_code="xm-7", stage="conformity", by=OFFICE, now=CLOSES - timedelta(seconds=1)
        )
    assert refusal.value.code == "stage.round_still_open"


def test_stage_waits_for_the_one_before_it(regions):
    make_cases(make_round())
    with pytest.raises(Refused) as refusal:
        actions.open_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    assert refusal.value.code == "stage.before_not_closed"


def test_stage_opens_once(regions):
    make_cases(make_round())
    actions.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    with pytest.raises(Refused) as refusal:
        actions.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    assert refusal.value.code == "stage.not_waiting"
    assert Task.objects.count() == 1


def test_only_the_office_of_the_authority_opens_and_closes(regions):
    make_cases(make_round())
    for act in (actions.open_stage, actions.close_stage):
        with pytest.raises(Refused) as refusal:
            act(round_code="xm-7", stage="conformity", by=OTHER_OFFICE, now=AFTER)
        assert refusal.value.code == "stage.not_yours"


def test_nothing_is_guessed_an_unattested_condition_keeps_the_check_open(regions):
    round_ = make_round()
    cases = make_cases(round_, 2)
    actions.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    attest_all(round_, cases[:1])

    with pytest.raises(Refused) as refusal:
        actions.close_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    assert refusal.value.code == "stage.awaits"
    assert cases[1].code in refusal.value.message.zh
    assert not Finding.objects.exists()


def test_check_ends_a_case_with_the_condition_it_fails(regions):
    round_ = make_round()
    cases = make_cases(round_, 2)
    registers.record_event(
        organisation=cases[0].subject, event="major_accident", day=OPENS.date() - timedelta(days=400),
        source="示例通报", authority="350200", by=SYSTEM, now=OPENS,
    )  # fmt: skip
    pass_check(round_, cases)

    failed, passed = Finding.objects.order_by("case__number")
    assert (failed.outcome, failed.goes_on, passed.outcome) == ("failed", False, "passed")
    assert [cite["rule"] for cite in failed.cites] == ["accident"]
    assert Case.objects.get(pk=cases[0].pk).state == "ended"


def test_a_stage_is_closed_once(regions):
    round_ = make_round()
    pass_check(round_, make_cases(round_))
    with pytest.raises(Refused) as refusal:
        actions.close_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    assert refusal.value.code == "stage.not_open"
    assert Finding.objects.count() == 1


def test_every_case_gets_a_finding_and_a_ledger_line(regions):
    round_ = make_round()
    cases = make_cases(round_, 3)
    pass_check(round_, cases)

    assert Finding.objects.count() == 3
    assert [
        lines_about("350200", case.code).filter(act="casework.finding_given").count() for case in cases
    ] == [1, 1, 1]
    closing = lines_about("350200", "xm-7/conformity").get(act="casework.stage_closed")
    assert closing.body["inputs"] == Stage.objects.get(stage="conformity").inputs_digest


def test_adverse_reply_ends_the_case_in_the_credit_inquiry(regions):
    round_ = make_round()
    cases = make_cases(round_, 2)
    pass_check(round_, cases)
    actions.open_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    reply_all(round_, "credit", cases)
    actions.give_replies(
        round_code="xm-7", stage="credit", department="taxation", by=OFFICE, now=AFTER,
        given=[actions.ReplyGiven(cases[0].code, True, "欠缴税款")],
    )  # fmt: skip
    actions.close_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)

    assert Case.objects.get(pk=cases[0].pk).state == "ended"
    assert Reply.objects.filter(case=cases[0], department="taxation").count() == 2  # the former word is kept


def test_credit_inquiry_waits_for_the_silent_even_after_its_deadline(regions):
    round_ = make_round()
    cases = make_cases(round_)
    pass_check(round_, cases)
    actions.open_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)

    with pytest.raises(Refused) as refusal:
        actions.close_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER + timedelta(days=90))
    assert refusal.value.code == "stage.awaits"


def test_adverse_reply_needs_its_reason(regions):
    round_ = make_round()
    cases = make_cases(round_)
    pass_check(round_, cases)
    actions.open_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    with pytest.raises(Refused) as refusal:
        actions.give_replies(
            round_code="xm-7", stage="credit", department="taxation", by=OFFICE, now=AFTER,
            given=[actions.ReplyGiven(cases[0].code, True, " ")],
        )  # fmt: skip
    assert refusal.value.code == "reply.no_reason"


def test_notice_runs_from_the_next_midnight_for_its_working_days(regions):
    at_notice(make_round(source=SHORT))

    notice = Notice.objects.get()
    assert (str(notice.starts_at.date()), notice.ends_at.isoformat()) == (
        "2025-04-01",
        "2025-04-09T16:00:00+00:00",
    )


def test_objection_counts_only_while_the_notice_runs(regions):
    _, cases = at_notice(make_round(source=SHORT))
    notice = Notice.objects.get()
    words = {
        "case_code": cases[0].code,
        "stage": "notice",
        "name": "示例甲",
        "contact": "0592-0",
        "grounds": "示例理由",
    }
    for at in (notice.starts_at - timedelta(seconds=1), notice.ends_at):
        with pytest.raises(Refused) as refusal:
            actions.object_to(**words, now=at)
        assert refusal.value.code == "objection.out_of_time"
    assert actions.object_to(**words, now=notice.ends_at - timedelta(seconds=1)).state == "open"


def test_unnamed_objection_is_refused_where_names_are_asked_for(regions):
    _, cases = at_notice(make_round(source=SHORT))
    with pytest.raises(Refused) as refusal:
        actions.object_to(
            case_code=cases[0].code,
            stage="notice",
            name=" ",
            contact="",
            grounds="理由",
            now=Notice.objects.get().starts_at,
        )
    assert refusal.value.code == "objection.unnamed"
    assert not Objection.objects.exists()


def test_upheld_objection_ends_the_case_and_the_other_is_honoured(regions):
    _, cases = at_notice(make_round(source=SHORT))
    notice = Notice.objects.get()
    said = actions.object_to(
        case_code=cases[0].code,
        stage="notice",
        name="示例甲",
        contact="0592-0",
        grounds="数据不实",
        now=notice.starts_at,
    )
    with pytest.raises(Refused):
        actions.close_stage(round_code="xm-7", stage="notice", by=OFFICE, now=notice.ends_at)
    actions.decide_objection(
        objection_pk=said.pk, upheld=True, decision="查实", by=OFFICE, now=notice.ends_at
    )
    actions.close_stage(round_code="xm-7", stage="notice", by=OFFICE, now=notice.ends_at)

    outcomes = (
        Finding.objects.filter(stage__stage="notice")
        .order_by("case__number")
        .values_list("outcome", flat=True)
    )
    assert list(outcomes) == ["upheld", "passed"]


def test_round_ends_with_honours_for_those_approved(regions):
    _, cases = at_notice(make_round(source=SHORT))
    now = AFTER + timedelta(days=20)
    actions.close_stage(round_code="xm-7", stage="notice", by=OFFICE, now=now)
    actions.open_stage(round_code="xm-7", stage="approval", by=OFFICE, now=now)
    words = [
        actions.ApprovalGiven(cases[0].code, True, "示例函〔2025〕1号"),
        actions.ApprovalGiven(cases[1].code, False, "示例函〔2025〕1号", "示例理由"),
    ]
    actions.give_approvals(round_code="xm-7", stage="approval", given=words, by=OFFICE, now=now)
    actions.close_stage(round_code="xm-7", stage="approval", by=OFFICE, now=now)
    actions.open_stage(round_code="xm-7", stage="granting", by=OFFICE, now=now)
    actions.close_stage(round_code="xm-7", stage="granting", by=OFFICE, now=now)

    assert list(Case.objects.order_by("number").values_list("state", flat=True)) == ["completed", "ended"]
    assert Approval.objects.count() == 2
    assert Finding.objects.get(outcome="honoured").details == {"tier": "award"}


def test_a_condition_is_not_attested_after_the_check_has_closed(regions):
    round_ = make_round()
    cases = make_cases(round_)
    pass_check(round_, cases)

    with pytest.raises(Refused) as refusal:
        attest_all(round_, cases, holds=False)
    assert refusal.value.code == "attestation.too_late"


def test_a_condition_inside_a_choice_is_attested_like_any_other(regions):
    nested = (
        '  - {id: leading, rule: one_of, of: [{id: first, rule: attested, by: office, says: {zh: 甲, en: A}, art: "4"}, '
        '{id: second, rule: attested, by: office, says: {zh: 乙, en: B}, art: "4"}], art: "4(2)"}'
    )
    source = "\n".join(nested if "id: leading" in line else line for line in SHORT.splitlines())
    round_ = make_round(source=source)
    case = make_cases(round_)[0]
    actions.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    given = [actions.AttestationGiven(case.code, "second", True, "示例佐证")]
    actions.attest(round_code="xm-7", given=given, by=OFFICE, now=AFTER)
    actions.close_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)

    assert Finding.objects.get().outcome == "passed"


@pytest.mark.parametrize(
    ("condition", "zh"),
    [
        ("registered", "“在本市登记注册”由登记事实判定，不需认定。"),
        ("made_up", "规则书没有条件 made_up。"),
    ],
)
def test_what_is_not_to_be_attested_is_named_as_the_rulebook_words_it(regions, condition, zh):
    case = make_cases(make_round())[0]

    with pytest.raises(Refused) as refusal:
        actions.attest(
            round_code="xm-7",
            given=[actions.AttestationGiven(case.code, condition, True, "示例佐证")],
            by=OFFICE,
            now=AFTER,
        )
    assert (refusal.value.code, refusal.value.message.zh) == ("attestation.not_asked", zh)
