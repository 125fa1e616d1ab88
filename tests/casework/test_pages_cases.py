"""Beside the stages: corrections, withdrawals, late entries, and the lists that go out as workbooks."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from factories import (
    AFTER,
    DECLARED,
    OFFICE,
    OPENS,
    SHORT,
    XIAMEN,
    make_cases,
    make_organisation,
    make_round,
    pass_check,
)
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case, Correction, LateRequest, Withdrawal
from zhiheng.casework.workbook import harmless
from zhiheng.core.actor import Role
from zhiheng.ledger.models import Line

SEAL = "厦门市评审办"


def sheet(answer):
    """Return the rows of a workbook."""
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_the_office_records_a_withdrawal_by_letter_with_its_day_and_reason(reader, checking):
    case = checking[1][0]
    client, address = reader(), f"/cases/{checking[1][0].code}/withdraw/"
    assert "所占名额不递补给其他单位" in client.get(address).content.decode()
    given = {"asked_day": f"{timezone.localdate():%Y-%m-%d}", "reason": "经营计划调整", "office": SEAL}
    wrong = client.post(address, {**given, "office": case.name})
    assert (wrong.status_code, "经营计划调整" in wrong.content.decode()) == (400, True)
    assert client.post(address, given).status_code == 302
    assert Withdrawal.objects.get().asked_day == timezone.localdate()
    assert Line.objects.get(act="casework.case_withdrawn").body["asked_day"] == given["asked_day"]
    assert client.post(address, given).status_code == 400


@pytest.mark.parametrize("day", ["2025-02-16", "2999-01-01", "", "昨天"])
def test_the_letter_of_a_withdrawal_has_a_day_between_opening_and_today(reader, checking, day):
    case = checking[1][0]
    given = {"asked_day": day, "reason": "经营计划调整", "office": SEAL}
    answer = reader().post(f"/cases/{case.code}/withdraw/", given)
    assert (answer.status_code, Case.objects.get(pk=case.pk).state) == (400, "running")
    assert "经营计划调整" in answer.content.decode()


def test_an_applicant_withdraws_on_the_page_of_its_application(reader, checking):
    case = checking[1][0]
    client = reader(Role.APPLICANT, case.subject)
    own = f"/applications/{case.round.code}/{case.subject}/withdraw/"
    assert client.get(f"/cases/{case.code}/withdraw/").content == client.get("/nothing/").content
    assert f'href="{own}"' in client.get(f"/cases/{case.code}/").content.decode()
    assert client.get(own).status_code == 200


def test_the_office_restores_a_case_only_while_no_stage_has_closed(reader, checking):
    case = checking[1][0]
    casework.withdraw_case(case_code=case.code, reason="计划调整", by=OFFICE, now=AFTER)
    client = reader()
    address = f"/cases/{case.code}/restore/"
    assert client.post(address, {"office": SEAL}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "running"
    assert "该办件没有撤回。" in client.get(address).content.decode()


def test_the_page_says_that_a_case_missing_from_a_notice_cannot_return(reader, regions):
    round_ = make_round(source=SHORT)
    case, other = make_cases(round_, 2)
    pass_check(round_, [case, other])
    casework.withdraw_case(case_code=case.code, reason="计划调整", by=OFFICE, now=AFTER)
    casework.open_stage(round_code=round_.code, stage="notice", by=OFFICE, now=AFTER)
    page = reader().get(f"/cases/{case.code}/restore/").content.decode()

    assert "撤回之后“公示”的名单已经确定，其中没有该办件，不能恢复。" in page
    assert 'name="office"' not in page


def test_a_correction_is_asked_answered_and_counted_as_declared(reader, regions):
    now = timezone.now()
    opens_at = now - timedelta(days=20)
    source = XIAMEN.read_text(encoding="utf-8").replace("to: 2025-09-30", "to: null")
    make_round("xm-7", source=source, opens_at=opens_at, closes_at=now - timedelta(days=5), now=opens_at)
    one = make_organisation(1)
    new = casework.NewCase(one.code, one.name, one.region, {**DECLARED, "papers": ["application_form"]})
    casework.open_cases(round_code="xm-7", cases=[new], by=OFFICE, now=opens_at)
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=now)
    casework.ask_correction(case_code="xm-7-0001", stage="conformity", asks="请补报告", by=OFFICE, now=now)
    client = reader(Role.APPLICANT, one.code)
    assert "请补报告" in client.get("/cases/xm-7-0001/correction/").content.decode()
    given = {"papers": ["application_form", "self_assessment_report"], "says": "已补交"}
    answers = [client.post("/cases/xm-7-0001/correction/", given).status_code for _ in range(2)]
    assert answers == [302, 400]
    assert Case.objects.get().declared["papers"] == ["application_form", "self_assessment_report"]
    assert Correction.objects.get().answered_at is not None


def test_a_late_entry_is_decided_with_its_ground(reader, regions):
    round_, one = make_round(), make_organisation(9)
    asked = casework.request_late_entry(
        round_code=round_.code, subject=one.code, reason="公章补办期间错过截止时间", by=OFFICE, now=AFTER
    )
    office = reader()
    decide = f"/desk/rounds/{round_.code}/late-requests/{asked.pk}/"
    until = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    past = {"granted": "yes", "until": "2025-01-01T00:00", "ground": "x", "office": SEAL}
    assert office.post(decide, past).status_code == 400
    granted = {"granted": "yes", "until": until, "ground": "有登报声明", "office": SEAL}
    assert office.post(decide, granted)["Location"] == f"/desk/rounds/{round_.code}/"
    assert LateRequest.objects.get().granted_until_at is not None
    assert "有登报声明" in office.get(decide).content.decode()


def test_beginning_warns_of_requests_that_it_would_cut_off(reader, regions):
    round_ = make_round()
    page = "/desk/rounds/xm-7/conformity/begin/"
    assert "没有办件进入本环节。" in reader().get(page).content.decode()
    casework.request_late_entry(
        round_code=round_.code, subject=make_organisation(9).code, reason="x", by=OFFICE, now=AFTER
    )
    make_cases(round_, 1)
    told = reader().get(page).content.decode()
    assert "还有 1 份逾期申请没有决定；" in told
    assert "没有办件进入本环节。" not in told


def test_the_workbook_holds_exactly_what_the_list_shows(reader, checking):
    casework.withdraw_case(case_code="xm-7-0002", reason="x", by=OFFICE, now=AFTER)
    client = reader()
    page = client.get("/desk/rounds/xm-7/cases/?state=running&order=-number").content.decode()
    assert page.index("xm-7-0003") < page.index("xm-7-0001")
    assert "xm-7-0002" not in page
    rows = sheet(client.get("/desk/rounds/xm-7/cases.xlsx?state=running&order=-number"))
    assert [row[1] for row in rows] == ["办件", "xm-7-0003", "xm-7-0001"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_workbook_is_a_formula(reader, checking, start):
    Case.objects.filter(number=1).update(name=f"{start}HYPERLINK(1)")
    rows = sheet(reader().get("/desk/rounds/xm-7/cases.xlsx"))
    assert rows[1][2].startswith("'")
    assert harmless(f"{start}1") == f"'{start}1"


def test_what_makes_no_sense_in_the_filter_is_no_filter(reader, checking):
    client = reader()
    for query in ("?state=nonsense", "?order=subject", "?page=-4", "?stage=nowhere", "?page=9999999999"):
        assert client.get(f"/desk/rounds/xm-7/cases/{query}").content.decode().count("xm-7-000") == 6


def test_the_supervisor_reads_what_deviated_with_its_ledger_line(reader, checking):
    casework.withdraw_case(case_code="xm-7-0001", reason="x", by=OFFICE, now=AFTER)
    casework.restore_case(case_code="xm-7-0001", by=OFFICE, now=AFTER)
    for holds in (True, False):
        given = [casework.AttestationGiven("xm-7-0002", "leading", holds, "佐证")]
        casework.attest(round_code="xm-7", given=given, by=OFFICE, now=AFTER)
    page = reader(Role.SUPERVISOR).get("/supervision/xm-7/").content.decode()
    seq = Line.objects.get(act="casework.case_restored").seq
    assert "认定已重作，前一认定作废" in page
    assert "恢复已撤回的办件" in page
    assert f'id="line-{seq}"' in page
    assert "已逾期，仍未结束" in page


def test_reading_a_case_as_supervisor_is_one_line_a_day(reader, checking):
    client = reader(Role.SUPERVISOR)
    for _ in range(3):
        client.get("/desk/rounds/xm-7/conformity/cases/xm-7-0001/")
    client.get("/desk/rounds/xm-7/conformity/cases/xm-7-0002/")
    reader(Role.OFFICE, "350200", "office").get("/desk/rounds/xm-7/conformity/cases/xm-7-0001/")
    assert list(Line.objects.filter(act="casework.case_read").values_list("about", flat=True)) == [
        "xm-7-0001",
        "xm-7-0002",
    ]


def test_a_round_whose_code_begins_like_another_one_s_keeps_its_lines_apart(reader, regions):
    make_cases(make_round("xm"), 1)
    make_cases(make_round("xm-7", session="8"), 1, first=2)
    page = reader(Role.SUPERVISOR).get("/supervision/xm/").content.decode()
    assert "xm-7-0001" not in page
    assert "xm-0001" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cases_costs_the_same_statements_for_one_case_and_for_three(
    reader, regions, django_assert_num_queries, count
):
    make_cases(make_round(), count)
    client = reader()
    with django_assert_num_queries(8):
        client.get("/desk/rounds/xm-7/cases/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_round_desk_costs_the_same_statements_for_one_case_and_for_three(
    reader, regions, django_assert_num_queries, count
):
    make_cases(make_round(), count)
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    client = reader()
    with django_assert_num_queries(33):
        client.get("/desk/rounds/xm-7/")


def test_an_applicant_is_led_to_its_application_to_correct_files(reader, checking):
    case = checking[1][0]
    casework.ask_correction(
        case_code=case.code, stage="conformity", asks="补充证明", by=OFFICE, now=timezone.now()
    )
    client = reader(Role.APPLICANT, case.subject)
    own = f'href="/applications/{case.round.code}/{case.subject}/"'
    pages = ("/desk/", f"/cases/{case.code}/correction/", f"/cases/{case.code}/")
    assert [own in client.get(one).content.decode() for one in pages] == [True, True, True]


def test_a_case_from_outside_the_region_is_listed_with_the_name_of_its_place(reader, regions):
    outside = make_organisation(33, region="350100")
    new = casework.NewCase(outside.code, outside.name, outside.region, DECLARED)
    casework.open_cases(round_code=make_round().code, cases=[new], by=OFFICE, now=OPENS)
    client = reader()
    assert "福州市" in client.get("/desk/rounds/xm-7/cases/").content.decode()
    assert sheet(client.get("/desk/rounds/xm-7/cases.xlsx"))[1][3] == "福州市"


def test_the_supervisor_reads_names_and_titles_and_finds_the_proof(reader, checking):
    casework.withdraw_case(case_code="xm-7-0001", reason="x", by=OFFICE, now=AFTER)
    casework.restore_case(case_code="xm-7-0001", by=OFFICE, now=AFTER)
    client = reader(Role.SUPERVISOR, username="黄监督")
    client.get("/cases/xm-7-0002/")
    page = client.get("/supervision/xm-7/").content.decode()
    assert page.count(checking[1][0].name) >= 3
    assert ("黄监督" in page, "符合性审查" in page, ">xm-7/conformity<" in page) == (True, True, False)
    links = [
        f'href="/desk/rounds/xm-7/{part}"' in page for part in ("recompute/", "proof.json", "dossier.zip")
    ]
    assert links == [True, True, True]


def test_the_office_finds_on_the_case_what_can_be_done_with_it(reader, checking):
    case = checking[1][0]
    page = reader().get(f"/cases/{case.code}/").content.decode()
    assert f'href="/cases/{case.code}/withdraw/"' in page
    assert f'href="/desk/rounds/xm-7/conformity/cases/{case.code}/"' in page
    casework.withdraw_case(case_code=case.code, reason="x", by=OFFICE, now=AFTER)
    page = reader().get(f"/cases/{case.code}/").content.decode()
    assert f'href="/cases/{case.code}/restore/"' in page
    assert f'href="/cases/{case.code}/withdraw/"' not in page
