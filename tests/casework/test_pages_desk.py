"""The desk says what is owed, in order of urgency, at a cost that does not grow with the cases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import (
    AFTER,
    CLOSES,
    DECLARED,
    OFFICE,
    OPENS,
    SHORT,
    attest_all,
    make_cases,
    make_organisation,
    make_round,
    pass_check,
)
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Stage
from zhiheng.casework.pages.desk import group_of
from zhiheng.casework.queries.desk import duties_of
from zhiheng.core.actor import Actor, Role


def told(duties):
    """Return what the lines of a desk say, in their order."""
    return [(one.act, one.stage, one.what.zh) for one in duties]


def test_the_office_is_told_to_begin_the_first_stage_once_applications_have_closed(regions):
    make_cases(make_round(), 2)
    assert told(duties_of(OFFICE, AFTER)) == [("begin", "conformity", "申报已截止，2 个办件等待开始。")]


def test_while_applications_are_open_the_office_only_watches(regions):
    make_cases(make_round(), 2)
    assert told(duties_of(OFFICE, OPENS)) == [("watch", "", "申报进行中，已收 2 件。")]


def test_an_open_check_says_how_many_conditions_wait(checking):
    round_, cases = checking
    attest_all(round_, cases[:1])
    assert told(duties_of(OFFICE, AFTER)) == [("work", "conformity", "3 个办件，尚有 2 项条件待认定。")]


def test_an_inquiry_says_how_many_departments_have_not_replied(asking):
    round_, cases = asking
    casework.give_replies(
        round_code=round_.code, stage="credit", department="taxation", by=OFFICE, now=AFTER,
        given=[casework.ReplyGiven(case.code) for case in cases],
    )  # fmt: skip
    assert told(duties_of(OFFICE, AFTER)) == [("work", "credit", "已征询 5 个部门，尚有 4 个未答复。")]


def test_a_department_owes_its_own_list_until_it_has_replied(asking):
    round_, cases = asking
    tax = Actor("acct-tax", frozenset({(Role.DEPARTMENT, "350200/taxation")}))
    assert told(duties_of(tax, AFTER)) == [("work", "credit", "信用查询")]
    casework.give_replies(
        round_code=round_.code, stage="credit", department="taxation", by=tax, now=AFTER,
        given=[casework.ReplyGiven(case.code) for case in cases],
    )  # fmt: skip
    assert duties_of(tax, AFTER) == ()


def test_an_applicant_owes_the_correction_of_its_own_case_alone(checking):
    _, cases = checking
    casework.ask_correction(
        case_code=cases[0].code, stage="conformity", asks="补充证明", by=OFFICE, now=AFTER
    )
    own, other = (Actor("a", frozenset({(Role.APPLICANT, case.subject)})) for case in cases[:2])
    assert [(one.case, one.role) for one in duties_of(own, AFTER)] == [(cases[0].code, Role.APPLICANT)]
    assert duties_of(other, AFTER) == ()


def test_what_is_late_comes_before_what_is_due_soon_before_the_rest(regions):
    for code, session, days in (("a", "7", 9), ("b", "8", 1), ("c", "9", -1)):
        round_ = make_round(code, session=session)
        casework.open_stage(round_code=code, stage="conformity", by=OFFICE, now=AFTER)
        Stage.objects.filter(round=round_, state="open").update(due_at=AFTER + timedelta(days=days))
    duties = duties_of(OFFICE, AFTER)
    assert [(one.round_code, group_of(one, AFTER)) for one in duties] == [
        ("c", "late"),
        ("b", "soon"),
        ("a", "next"),
    ]


def test_a_request_for_late_entry_waits_on_the_desk(regions):
    round_, subject = make_round(), make_organisation(9)
    casework.request_late_entry(
        round_code=round_.code, subject=subject.code, reason="示例理由", by=OFFICE, now=CLOSES
    )
    assert ("late", "", "1 份逾期申请待决定。") in told(duties_of(OFFICE, CLOSES))


def test_another_authority_is_told_nothing(checking):
    for role, place in (
        (Role.OFFICE, "350100"),
        (Role.DEPARTMENT, "350100/taxation"),
        (Role.ASSESSOR, "350200"),
    ):
        assert duties_of(Actor("x", frozenset({(role, place)})), AFTER) == ()


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_statements_for_one_round_and_for_three(
    reader, django_assert_num_queries, count
):
    for number in range(count):
        round_ = make_round(f"r-{number}", session=str(number))
        cases = make_cases(round_, count, first=10 * number + 1)
        pass_check(round_, cases)
        casework.open_stage(round_code=round_.code, stage="credit", by=OFFICE, now=AFTER)
    client = reader()
    with django_assert_num_queries(18):
        assert client.get("/desk/").status_code == 200


def test_the_desk_is_absent_without_an_account(client, db):
    assert client.get("/desk/").content == client.get("/nothing/").content


def test_an_empty_desk_says_why_it_is_empty(reader):
    page = reader(Role.DEPARTMENT, "350200/taxation").get("/desk/").content.decode()
    assert "没有待办事项。" in page


def test_each_line_of_the_desk_has_one_action_that_exists(reader, asking):
    client = reader()
    page = client.get("/desk/").content.decode()
    assert page.count('class="button') == 1
    assert client.get("/desk/rounds/xm-7/credit/").status_code == 200


def test_an_applicant_finds_its_cases_on_the_desk(reader, checking):
    cases = checking[1]
    client = reader(Role.APPLICANT, cases[0].subject)
    page = client.get("/desk/").content.decode()
    assert f'href="/cases/{cases[0].code}/"' in page
    assert cases[1].code not in page


def test_a_running_round_of_today_shows_its_present_stage(reader, regions):
    now = timezone.now()
    round_ = make_round(
        "today", source=SHORT, session="1", opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1),
        now=now - timedelta(days=9),
    )  # fmt: skip
    one = make_organisation(3)
    casework.open_cases(
        round_code=round_.code, by=OFFICE, now=now - timedelta(days=5),
        cases=[casework.NewCase(one.code, one.name, one.region, DECLARED)],
    )  # fmt: skip
    page = reader().get("/desk/rounds/today/").content.decode()
    assert 'href="/desk/rounds/today/conformity/begin/"' in page
