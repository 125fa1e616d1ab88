"""The office opens a round, lists and imports applications; the supervisor computes a round again and takes it along."""

import io
import json
import re
import zipfile

import openpyxl
import pytest
import time_machine
from applying import DURING, applicant_of, handed_in, make_place, pdf, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from workbooks import applicant, filled

from factories import SHORT, XIAMEN, conclude, make_account, make_cases, make_round
from zhiheng.casework.models import Case, Round
from zhiheng.core.actor import Actor, Role
from zhiheng.ledger.models import Line
from zhiheng.programmes.awards.domain.recompute import recompute

NEW = {
    "code": "xm-9", "session": "9", "opens_day": "2025-03-10", "opens_hour": "09:00", "closes_day": "2025-04-03",
    "closes_hour": "24:00",
}  # fmt: skip


@pytest.fixture
def clock(regions, home):
    """The middle of the round."""
    with time_machine.travel(DURING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(clock):
    """The office's browser."""
    return signed_in(Actor(make_account("reader")))


@pytest.fixture
def supervisor(clock):
    """The supervisor's browser."""
    return signed_in(Actor(make_account("watcher", Role.SUPERVISOR, "350200")))


def page_of(response):
    """Return a response as text."""
    return response.content.decode()


def source():
    """Return the text of the shipped rulebook."""
    return XIAMEN.read_text(encoding="utf-8")


def test_the_calendar_is_shown_with_working_days_before_anything_opens(office):
    response = office.post("/desk/rounds/open/", {**NEW, "source": source()})
    page = page_of(response)
    assert (response.status_code, Round.objects.count()) == (200, 0)
    assert "10 个工作日：自 2025-04-03 次日起，跳过周末，跳过清明节放假（2025-04-04 至 2025-04-06）" in page
    assert "2025年4月3日（周四）24:00</time>" in page


def test_days_of_a_year_that_was_not_announced_are_marked(office):
    given = {**NEW, "source": SHORT, "opens_day": "2027-11-01", "closes_day": "2027-11-30"}
    page = page_of(office.post("/desk/rounds/open/", given))
    assert '<span class="tag proposed">推算</span>' in page


def test_the_round_opens_only_in_the_name_of_the_office_and_once(office):
    given = {**NEW, "source": SHORT, "open": "1"}
    wrong = office.post("/desk/rounds/open/", {**given, "office": "福州市评审办"})
    assert (wrong.status_code, Round.objects.count()) == (409, 0)
    first = office.post("/desk/rounds/open/", {**given, "office": "厦门市评审办"})
    assert first["Location"] == "/calls/xm-9/"
    again = office.post("/desk/rounds/open/", {**given, "office": "厦门市评审办"})
    assert (again.status_code, Round.objects.count()) == (409, 1)
    assert "已经存在" in page_of(again)


def test_a_rulebook_on_the_shelf_can_be_chosen(office):
    shelf = re.findall(
        r'<option value="([0-9a-f]{64})">[^<]*350200/quality-award/2020',
        page_of(office.get("/desk/rounds/open/")),
    )
    page = page_of(office.post("/desk/rounds/open/", {**NEW, "shipped": shelf[0]}))
    assert "材料评审" in page


def test_what_is_wrong_in_a_rulebook_is_told_by_line_and_the_text_stays(office):
    broken = SHORT.replace("kind: award\n", "kind: prize\n", 1)
    response = office.post("/desk/rounds/open/", {**NEW, "source": broken})
    page = page_of(response)
    assert response.status_code == 400
    assert "<strong>第 3 行</strong>" in page
    assert "kind: prize" in page


@pytest.mark.parametrize(
    "given",
    [
        {"code": "大写"},
        {"closes_day": "2025-03-09"},
        {"session": ""},
        {"source": ""},
        {"opens_day": "gestern"},
    ],
)
def test_a_form_that_is_wrong_opens_nothing_and_says_where(office, given):
    response = office.post(
        "/desk/rounds/open/", {**NEW, "source": SHORT, "open": "1", "office": "厦门市", **given}
    )
    assert (response.status_code, Round.objects.count()) == (400, 0)
    assert 'role="alert"' in page_of(response)


def test_an_office_opens_no_round_of_another_authority(clock):
    other = signed_in(Actor(make_account("fz", Role.OFFICE, "350100")))
    given = {**NEW, "source": SHORT, "open": "1", "office": "厦门市"}
    assert other.post("/desk/rounds/open/", given).status_code == 400
    assert not Round.objects.exists()


def test_the_list_filters_sorts_and_pages(office):
    round_ = make_round()
    make_cases(round_, 52)
    first, second = (
        office.get("/desk/rounds/xm-7/applications/"),
        office.get("/desk/rounds/xm-7/applications/?page=2"),
    )
    assert [page_of(one).count("/cases/xm-7-") for one in (first, second)] == [50, 2]
    found = page_of(office.get("/desk/rounds/xm-7/applications/?name=07号&sort=-name"))
    assert re.findall(r"/cases/(xm-7-\d+)/", found) == ["xm-7-0007"]
    backwards = page_of(office.get("/desk/rounds/xm-7/applications/?sort=-number"))
    assert re.findall(r"/cases/(xm-7-\d+)/", backwards)[0] == "xm-7-0052"


@pytest.mark.parametrize(
    "query", ["?sort=pk;drop", "?page=-1", "?page=999999999", "?state=nothing", "?name=%00"]
)
def test_a_filter_that_makes_no_sense_filters_nothing_and_breaks_nothing(office, query):
    make_cases(make_round(), 1)
    assert office.get(f"/desk/rounds/xm-7/applications/{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_statements_for_one_and_three(office, count, django_assert_num_queries):
    make_cases(make_round(), count)
    with django_assert_num_queries(11):
        office.get("/desk/rounds/xm-7/applications/")


def cells(response):
    """Return the rows of a workbook that was downloaded."""
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_the_export_is_what_the_list_shows_and_no_cell_can_act(office):
    round_ = make_round()
    make_cases(round_, 2)
    Case.objects.filter(number=1).update(name="=HYPERLINK(1)")
    rows = cells(office.get("/desk/rounds/xm-7/applications/workbook.xlsx?sort=-number"))
    assert [row[0] for row in rows[1:]] == ["示例02号有限公司", "'=HYPERLINK(1)"]
    one = cells(office.get("/desk/rounds/xm-7/applications/workbook.xlsx?name=02号"))
    assert len(one) == 2


def test_an_export_is_titled_like_the_template_and_says_state_and_place_in_words(office):
    make_cases(make_round(), 1)
    titles, row = cells(office.get("/desk/rounds/xm-7/applications/workbook.xlsx"))
    said = {title.split("\n")[0]: value for title, value in zip(titles, row, strict=True)}
    assert (said["单位名称"], said["是否法人"], said["所在地"], said["状态"]) == (
        "示例01号有限公司", "是", "湖里区", "办理中",
    )  # fmt: skip
    assert [title.split("\n")[1] for title in titles][:2] == ["Name", "Unified Social Credit Code"]


def test_an_export_can_be_imported_as_it_is_and_changes_nothing(office):
    make_round()
    importing = "/desk/rounds/xm-7/applications/import/"
    seen = hand_over(office, filled([applicant(1, remark="=加急"), applicant(2)]))
    office.post(importing, {"document": re.search(r'name="document" value="([^"]+)"', page_of(seen))[1]})
    exported = office.get("/desk/rounds/xm-7/applications/workbook.xlsx").content
    page = page_of(hand_over(office, exported))
    assert "未变 2 行" in page
    assert "未读取" not in page


def test_once_review_has_begun_the_list_leads_to_the_one_list_of_cases(office):
    from factories import AFTER, OFFICE
    from zhiheng.casework import actions as casework

    make_cases(make_round(), 1)
    address = "/desk/rounds/xm-7/applications/"
    before = page_of(office.get(address))
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    after = page_of(office.get(address))
    assert ["/cases/xm-7-0001/" in page for page in (before, after)] == [True, False]
    assert ['href="/desk/rounds/xm-7/cases/"' in page for page in (before, after)] == [False, True]


def test_contacts_leave_the_house_for_the_office_only(office, supervisor):
    place = make_place()
    handed_in(place, applicant_of(place))
    address = "/desk/rounds/xm-7/applications/workbook.xlsx"
    assert "联系人甲" in cells(office.get(address))[1]
    assert "联系人甲" not in cells(supervisor.get(address))[1]
    assert Line.objects.filter(act="awards.papers_taken").count() == 2


def hand_over(office, content, name="申报.xlsx"):
    """Let the office look through a workbook."""
    return office.post("/desk/rounds/xm-7/applications/import/", {"file": SimpleUploadedFile(name, content)})


def test_looking_through_a_workbook_saves_nothing_and_the_import_takes_the_same_file(office):
    make_round()
    seen = hand_over(office, filled(2))
    assert (seen.status_code, Case.objects.count()) == (200, 0)
    assert "新增 2 行" in page_of(seen)
    document = re.search(r'name="document" value="([^"]+)"', page_of(seen))[1]
    for _ in range(2):
        done = office.post("/desk/rounds/xm-7/applications/import/", {"document": document})
        assert done["Location"] == "/desk/rounds/xm-7/applications/"
    assert Case.objects.count() == 2


def test_a_wrong_workbook_is_told_by_row_and_column_and_offers_no_import(office):
    make_round()
    response = hand_over(office, filled([applicant(1), applicant(2, uscc="91350200000000000X")]))
    page = page_of(response)
    assert response.status_code == 400
    assert "<td>第 3 行 B" in page
    assert 'name="document"' not in page


def test_a_file_that_is_no_workbook_is_refused(office):
    make_round()
    assert hand_over(office, pdf(), "a.xlsx").status_code == 400
    assert not Case.objects.exists()


def test_the_document_of_somebody_else_is_not_imported(office):
    from zhiheng.registers.actions import keep_document

    make_round()
    foreign = keep_document(filled(1), "x.xlsx", "acct-x", DURING, authority="350100")
    assert office.post("/desk/rounds/xm-7/applications/import/", {"document": foreign}).status_code == 404
    assert not Case.objects.exists()


def test_the_template_of_the_round_can_be_looked_through_as_it_is(office):
    make_round()
    content = office.get("/desk/rounds/xm-7/applications/template.xlsx").content
    assert content[:2] == b"PK"
    assert "0" in page_of(hand_over(office, content))


def test_the_supervisor_computes_the_round_again_and_it_is_equal(supervisor):
    conclude()
    page = page_of(supervisor.post("/desk/rounds/short-1/recompute/"))
    assert "重算结果与记录完全相同" in page
    assert "一致" in page


def test_a_tampered_conclusion_is_named(supervisor):
    from zhiheng.casework.models import Finding

    conclude()
    Finding.objects.filter(stage__stage="approval").update(outcome="refused")
    page = page_of(supervisor.post("/desk/rounds/short-1/recompute/"))
    assert "<code>approval</code>" in page
    assert "重算结果与记录完全相同" not in page


def test_a_round_without_a_closed_stage_says_that_there_is_nothing_to_compute(supervisor):
    make_round()
    assert "无可重算" in page_of(supervisor.post("/desk/rounds/xm-7/recompute/"))


def test_the_proof_that_is_handed_out_computes_equal(supervisor):
    conclude()
    file = json.loads(supervisor.get("/desk/rounds/short-1/proof.json").content)
    assert recompute(file).differences == ()


def test_the_dossier_holds_proof_ledger_notices_list_and_that_it_was_taken(supervisor):
    conclude()
    content = supervisor.post("/desk/rounds/short-1/dossier.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        lines = [json.loads(line) for line in archive.read("ledger.jsonl").splitlines()]
        source_ = archive.read("rulebook.yaml").decode()
    assert names == [
        "README.txt",
        "proof.json",
        "ledger.jsonl",
        "notices.json",
        "applications.xlsx",
        "rulebook.yaml",
    ]
    assert (lines[-1][3], lines[0][3], source_) == ("awards.papers_taken", "casework.round_opened", SHORT)


def test_a_file_that_the_supervisor_reads_is_a_line_in_the_ledger(supervisor):
    from zhiheng.programmes.awards.actions import uploads
    from zhiheng.registers import queries as registers

    place = make_place()
    amy = applicant_of(place)
    document = uploads.take_file(place=place, content=pdf(), name="a.pdf", paper="other", by=amy, now=DURING)
    address = f"/applications/xm-7/{place.organisation.code}/files/{document}/"
    assert supervisor.get(address).status_code == 404
    handed_in(place, amy)
    assert supervisor.get(address).status_code == 200
    assert Line.objects.get(act="awards.file_read").about == "xm-7-0001"
    assert signed_in(amy).get(address).status_code == 200
    assert (Line.objects.filter(act="awards.file_read").count(), registers.document(document).name) == (
        1,
        "a.pdf",
    )
