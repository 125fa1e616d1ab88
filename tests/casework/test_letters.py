"""Letters about a procedure: to whom it concerns, once, with what the act said, and reminders in time."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from factories import (
    AFTER,
    LOCAL,
    OFFICE,
    attest_all,
    conclude,
    make_account,
    make_cases,
    make_round,
    pass_check,
    reply_all,
)
from zhiheng.casework import actions as casework
from zhiheng.casework.actions import letters
from zhiheng.casework.models import Stage, Task
from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.post.actions import set_mailbox
from zhiheng.post.models import Mail


def writes(account):
    """Give an account a mailbox."""
    set_mailbox(account=account, address=f"{account}@dept.example", language="zh", by="system", now=AFTER)
    return account


@pytest.fixture
def stage(regions):
    """The open conformity review of a round with three cases; the office and one applicant have mailboxes."""
    writes(make_account("office"))
    round_ = make_round()
    cases = make_cases(round_, 3)
    writes(make_account("applicant", Role.APPLICANT, cases[0].subject))
    casework.open_stage(round_code=round_.code, stage="conformity", by=OFFICE, now=AFTER)
    return Stage.objects.get(round=round_, stage="conformity")


@transaction.atomic
def told(act, **given):
    """Call one of the letters' functions inside a transaction."""
    return act(**given)


def mails(template):
    """Return the mails of a kind, in order."""
    return list(Mail.objects.filter(template=template).order_by("pk"))


def test_whoever_owes_something_is_told_once_when_a_stage_opens(stage):
    assert len(mails("task_opened")) == 1  # opening the stage told it
    assert told(letters.tell_stage_opened, stage_pk=stage.pk, now=AFTER) == 0
    assert {mail.authority for mail in mails("task_opened")} == {"350200"}


def test_a_deadline_is_reminded_of_at_three_days_and_one_day_once_each(stage):
    due = stage.due_at
    sent = [letters.remind(now=due - timedelta(hours=hours)) for hours in (100, 72, 71, 25, 24, 23, 1, -1)]
    assert [n > 0 for n in sent] == [False, True, False, False, True, False, False, False]
    assert ["还剩 3 天" in mail.subject for mail in mails("deadline_near")] == [True, False]


def test_a_first_look_within_the_last_day_reminds_of_that_day_alone(stage):
    letters.remind(now=stage.due_at - timedelta(hours=5))
    assert ["还剩 1 天" in mail.subject for mail in mails("deadline_near")] == [True]


def test_a_deadline_that_was_moved_is_reminded_of_anew(stage):
    letters.remind(now=stage.due_at - timedelta(hours=5))
    later = stage.due_at + timedelta(days=10)
    Task.objects.filter(stage=stage).update(due_at=later)
    assert letters.remind(now=later - timedelta(hours=5)) == 1


def test_what_is_done_is_not_reminded_of(stage):
    Task.objects.filter(stage=stage).update(done_at=AFTER)
    assert letters.remind(now=stage.due_at - timedelta(hours=5)) == 0


def test_an_applicant_gets_a_receipt_that_proves_time_and_content(stage):
    case = stage.round.cases.order_by("number").first()
    told(letters.tell_received, case_code=case.code, at=AFTER, digest="ab" * 32, line="350200#7", now=AFTER)
    mail = mails("application_received")[0]
    assert ("ab" * 32 in mail.text, "350200#7" in mail.text, f"/cases/{case.code}/" in mail.text) == (
        True,
        True,
        True,
    )


def test_a_correction_is_asked_for_behind_a_fence(stage):
    case = stage.round.cases.order_by("number").first()
    what = "请补充营业执照\n见 http://evil.example"
    told(letters.tell_correction, case_code=case.code, what=what, due_at=AFTER + timedelta(days=5), now=AFTER)
    text = mails("correction_asked")[0].text
    assert "│ 请补充营业执照\n│ 见 http [:] evil[.]example" in text


def test_results_reach_each_applicant_with_its_own_alone(regions):
    round_ = make_round()
    cases = make_cases(round_, 2)
    for number, case in enumerate(cases):
        writes(make_account(f"applicant{number}", Role.APPLICANT, case.subject))
    pass_check(round_, cases)  # closing the check tells it
    stage = Stage.objects.get(round=round_, stage="conformity")
    assert (len(mails("result")), told(letters.tell_results, stage_pk=stage.pk, now=AFTER)) == (2, 0)
    assert [case.code in mail.text for mail in mails("result") for case in cases] == [
        True,
        False,
        False,
        True,
    ]
    assert "通过" in mails("result")[0].text


def test_a_notice_is_told_to_those_on_it(stage):
    until = AFTER + timedelta(days=7)
    assert told(letters.tell_notice, stage_pk=stage.pk, ends_at=until, now=AFTER) == 1
    assert mails("notice_published")[0].address.startswith("acct-")


def test_reminders_take_the_same_statements_for_one_and_three_tasks(stage, django_assert_num_queries):
    task = Task.objects.filter(stage=stage).first()
    now = stage.due_at - timedelta(hours=5)
    letters.remind(now=now)
    for n in range(2):
        Task.objects.create(stage=stage, role=task.role, place="350200", account=f"acct-{n}", due_at=stage.due_at,
                            summary=Text("核对", "check").to_json())  # fmt: skip
        with django_assert_num_queries(8):
            letters.remind(now=now)


def subjects_of_mails(template="result"):
    """Return about what each mail of a kind tells, with its stage's title where it names one."""
    return [(mail.about, next((t for t in TITLES if f"“{t}”" in mail.text), "")) for mail in mails(template)]


TITLES = ("符合性审查", "信用查询", "公示", "批准", "授奖")


def test_returning_a_file_tells_its_applicant_alone_what_and_until_when(stage):
    case = stage.round.cases.order_by("number").first()
    asked = casework.ask_correction(
        case_code=case.code, stage="conformity", asks="请补交审计报告", by=OFFICE, now=AFTER
    )
    sent = mails("correction_asked")
    assert [mail.about for mail in sent] == [case.code]
    assert "│ 请补交审计报告" in sent[0].text
    assert asked.due_at == datetime(2025, 4, 10, tzinfo=LOCAL)
    assert "请在 2025年4月9日（周三）24:00 前完成" in sent[0].text


def test_a_correction_that_is_refused_tells_nobody(stage):
    case = stage.round.cases.order_by("number").first()
    for _ in range(2):
        with suppress(Refused):
            casework.ask_correction(
                case_code=case.code, stage="conformity", asks="请补", by=OFFICE, now=AFTER
            )
    assert len(mails("correction_asked")) == 1


def test_what_departments_judged_is_not_mailed_while_the_case_goes_on(regions):
    round_ = make_round()
    cases = make_cases(round_, 2)
    for number, case in enumerate(cases):
        writes(make_account(f"applicant{number}", Role.APPLICANT, case.subject))
    pass_check(round_, cases)
    casework.open_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    reply_all(round_, "credit", cases)
    adverse = [casework.ReplyGiven(cases[1].code, True, "欠税公告")]
    casework.give_replies(
        round_code="xm-7", stage="credit", department="taxation", given=adverse, by=OFFICE, now=AFTER
    )
    casework.close_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    told_of = [(cases[0].code, "符合性审查"), (cases[1].code, "符合性审查"), (cases[1].code, "信用查询")]
    assert subjects_of_mails() == told_of
    assert ["欠税" in mail.text for mail in mails("result")] == [False, False, False]


def test_a_round_that_ends_has_told_every_open_finding_once(regions):
    make_account("applicant")  # an office: holds no subject, is told nothing
    _, cases = conclude(count=1)
    assert subjects_of_mails() == []
    writes(make_account("own", Role.APPLICANT, cases[0].subject))
    stage = Stage.objects.get(round__code="short-1", stage="granting")
    assert [told(letters.tell_results, stage_pk=stage.pk, now=AFTER) for _ in range(2)] == [1, 0]
    assert subjects_of_mails() == [(cases[0].code, "授奖")]


def test_a_sample_round_writes_to_nobody(regions):
    round_ = make_round(is_sample=True)
    cases = make_cases(round_, 2)
    writes(make_account("own", Role.APPLICANT, cases[0].subject))
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    casework.ask_correction(case_code=cases[0].code, stage="conformity", asks="请补", by=OFFICE, now=AFTER)
    casework.withdraw_case(case_code=cases[0].code, reason="x", by=OFFICE, now=AFTER)
    attest_all(round_, cases[1:])
    casework.close_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    assert not Mail.objects.exists()
