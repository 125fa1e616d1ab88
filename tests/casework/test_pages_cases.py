"""Beside the stages: corrections, withdrawals, late entries, and the lists that go out as workbooks."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from factories import AFTER, DECLARED, OFFICE, XIAMEN, make_cases, make_organisation, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case, Correction, LateRequest
from zhiheng.casework.workbook import harmless
from zhiheng.core.actor import Role
from zhiheng.ledger.models import Line

SEAL = "厦门市评审办"


def sheet(answer):
    """Return the rows of a workbook."""
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_an_applicant_withdraws_under_its_own_name_and_is_told_what_it_means(reader, checking):
    case = checking[1][0]
    client = reader(Role.APPLICANT, case.subject)
    address = f"/cases/{case.code}/withdraw/"
    assert "所占名额不递补给其他单位" in client.get(address).content.decode()
    wrong = client.post(address, {"reason": "经营计划调整", "office": "别的公司"})
    assert (wrong.status_code, "经营计划调整" in wrong.content.decode()) == (400, True)
    assert client.post(address, {"reason": "经营计划调整", "office": case.name}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "withdrawn"
    assert client.post(address, {"reason": "再来", "office": case.name}).status_code == 400


def test_the_office_restores_a_case_only_while_no_stage_has_closed(reader, checking):
    case = checking[1][0]
    casework.withdraw_case(case_code=case.code, reason="计划调整", by=OFFICE, now=AFTER)
    client = reader()
    address = f"/cases/{case.code}/restore/"
    assert client.post(address, {"office": SEAL}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "running"
    assert "该办件没有撤回。" in client.get(address).content.decode()


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


def test_a_late_entry_is_asked_once_and_decided_with_its_ground(reader, regions):
    round_, one = make_round(), make_organisation(9)
    client = reader(Role.APPLICANT, one.code, "late")
    address = f"/rounds/{round_.code}/late-entry/"
    form = {"subject": one.code, "reason": "公章补办期间错过截止时间"}
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 400]
    asked = LateRequest.objects.get()
    office = reader(Role.OFFICE, "350200", "office")
    decide = f"/desk/rounds/{round_.code}/late-requests/{asked.pk}/"
    until = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    assert (
        office.post(
            decide, {"granted": "yes", "until": "2025-01-01T00:00", "ground": "x", "office": SEAL}
        ).status_code
        == 400
    )
    granted = {"granted": "yes", "until": until, "ground": "有登报声明", "office": SEAL}
    assert office.post(decide, granted)["Location"] == f"/desk/rounds/{round_.code}/"
    assert LateRequest.objects.get().granted_until_at is not None
    assert "有登报声明" in office.get(decide).content.decode()


def test_an_applicant_cannot_ask_for_another_organisation(reader, regions):
    make_round()
    own, other = make_organisation(1), make_organisation(2)
    client = reader(Role.APPLICANT, own.code)
    answer = client.post("/rounds/xm-7/late-entry/", {"subject": other.code, "reason": "x"})
    assert (answer.status_code, LateRequest.objects.count()) == (400, 0)


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
def test_the_round_desk_costs_the_same_statements_for_one_case_and_for_three(
    reader, regions, django_assert_num_queries, count
):
    make_cases(make_round(), count)
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    client = reader()
    with django_assert_num_queries(33):
        client.get("/desk/rounds/xm-7/")


def test_a_late_entry_before_the_deadline_is_not_needed(reader, regions):
    now = timezone.now()
    source = XIAMEN.read_text(encoding="utf-8").replace("to: 2025-09-30", "to: null")
    make_round(source=source, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1), now=now)
    page = reader(Role.APPLICANT, make_organisation(1).code).get("/rounds/xm-7/late-entry/").content.decode()
    assert "申报尚未截止，无需提出。" in page
