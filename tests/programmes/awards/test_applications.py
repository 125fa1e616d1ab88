"""Importing a workbook: all of it or nothing, once and never twice, by the right office, in time."""

from datetime import date, timedelta

import pytest
from workbooks import BOOK, applicant, edited, filled

from factories import CLOSES, OFFICE, OPENS, OTHER_OFFICE, SUPERVISOR, make_organisation, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case
from zhiheng.core.canonical import digest
from zhiheng.core.codes import sample_uscc
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.ledger.models import Line
from zhiheng.programmes.awards.actions.applications import dry_run, import_applications
from zhiheng.programmes.awards.domain.applications import Contact
from zhiheng.programmes.awards.domain.intake_report import Verdict
from zhiheng.programmes.awards.models import Application
from zhiheng.programmes.awards.queries.applications import contact_of, template_of
from zhiheng.programmes.awards.workbook.read import read_workbook
from zhiheng.registers import queries as registers
from zhiheng.registers.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
SECOND = timedelta(seconds=1)


def take_in(content, now=OPENS, by=OFFICE):
    """Import a workbook into the sample round."""
    return import_applications("xm-7", content, "名单.xlsx", by, now)


def refusal_of(content, now=OPENS, by=OFFICE):
    """Return the refusal of an import that saved nothing."""
    before = saved()
    with pytest.raises(Refused) as refused:
        take_in(content, now, by)
    assert saved() == before
    return refused.value


def saved():
    """Return how many rows there are of everything that an import may leave."""
    return tuple(model.objects.count() for model in (Organisation, Case, Application, Line))


def acts():
    """Return the acts of all ledger lines since the round was opened, in order."""
    lines = Line.objects.exclude(book="house", act="registers.regions_loaded").order_by("pk")
    return [line.act for line in lines if line.act != "casework.round_opened"]


def test_import_registers_opens_cases_and_leaves_a_line_for_each():
    make_round()

    report = take_in(filled(2))

    assert report.counts() == {"new": 2, "unchanged": 0, "changed": 0, "refused": 0}
    assert [(row.row, row.case) for row in report.rows] == [(2, "xm-7-0001"), (3, "xm-7-0002")]
    assert report.saved
    assert acts() == [
        "registers.organisation_registered", "registers.organisation_registered",
        "casework.case_opened", "casework.case_opened", "awards.applications_imported",
    ]  # fmt: skip


def test_case_declares_its_papers_and_its_contact_is_kept_apart():
    make_round()
    take_in(filled([applicant(1, **{"paper:self_assessment_report": False}, remark="备注一")]))

    case = Case.objects.get()
    assert case.declared == {"papers": ["application_form"], "measures": {}, "holds": []}
    assert contact_of(case.code) == Contact("联系人甲", "0592-0000001", "a1@example.invalid", "备注一")
    assert registers.organisation(case.subject).founded_day == date(2010, 5, 8)


def test_ledger_and_case_hold_no_personal_data():
    make_round()
    take_in(filled([applicant(1, remark="备注一")]))

    said = str(
        [*Line.objects.values_list("body_json", flat=True), *Case.objects.values_list("declared", "name")]
    )
    assert [
        word for word in ("联系人甲", "0592-0000001", "a1@example.invalid", "备注一") if word in said
    ] == []


def test_dry_run_tells_what_an_import_would_do_and_saves_nothing():
    make_round()
    before = saved()

    report = dry_run("xm-7", filled(3), "名单.xlsx", OFFICE, OPENS)

    assert (report.summary().zh, report.saved) == ("新增 3 行，更新 0 行，未变 0 行，退回 0 行。", False)
    assert saved() == before
    assert report.rows == tuple(
        type(row)(**{**{f: getattr(row, f) for f in row.__slots__}, "case": ""})
        for row in take_in(filled(3)).rows
    )


def test_same_workbook_again_changes_nothing_and_leaves_no_line():
    make_round()
    content = filled(3)
    take_in(content)
    before = saved()

    report = take_in(content, CLOSES + SECOND)

    assert report.counts()["unchanged"] == 3
    assert saved() == before


def test_rows_added_later_are_taken_in_beside_the_others():
    make_round()
    take_in(filled(2))

    report = take_in(filled(4))

    assert [row.verdict for row in report.rows] == ["unchanged", "unchanged", "new", "new"]
    assert Case.objects.count() == 4


def test_changed_row_updates_what_is_declared_with_its_line():
    make_round()
    take_in(filled([applicant(1, **{"paper:self_assessment_report": False})]))
    lines = len(acts())

    report = take_in(filled(1))

    assert [row.changes[0].zh for row in report.of(Verdict.CHANGED)] == ["申报内容有改动"]
    assert Case.objects.get().declared["papers"] == ["application_form", "self_assessment_report"]
    assert acts()[lines:] == ["casework.declared_changed", "awards.applications_imported"]


def test_changed_contact_is_updated_and_its_line_holds_no_personal_data():
    make_round()
    take_in(filled(1))

    report = take_in(filled([applicant(1, phone="0592-7777777", remark="新备注")]))

    line = Line.objects.get(act="awards.contact_changed")
    assert report.counts()["changed"] == 1
    assert line.body == {"fields": ["phone", "remark"]}
    assert contact_of("xm-7-0001").phone == "0592-7777777"


def test_changed_founding_day_and_place_correct_the_register_and_are_told():
    make_round()
    take_in(filled(1))

    report = take_in(filled([applicant(1, founded_day=date(2011, 1, 2), region="350203")]))

    case = Case.objects.get()
    row = registers.organisation(case.subject)
    assert [change.zh for change in report.rows[0].changes] == [
        "行政区划代码：350206 → 350203", "成立日期：2010-05-08 → 2011-01-02",
    ]  # fmt: skip
    assert (row.region, row.founded_day, case.region) == ("350203", date(2011, 1, 2), "350203")


def test_new_applicant_that_the_register_knows_otherwise_is_refused():
    make_round()
    make_organisation(1, founded_day=date(2009, 1, 1))

    problem = refusal_of(filled(1)).problems[0]

    assert (problem.code, problem.place.row, problem.place.column) == (
        "applications.register_disagrees",
        2,
        "D",
    )
    assert problem.message.zh == "“示例01号有限公司”的成立日期在台账中登记为 2009-01-01，此处填 2010-05-08。"


def test_what_the_register_does_not_know_yet_is_completed():
    make_round()
    known = make_organisation(1, industry="", size="")

    take_in(filled(1))

    row = registers.organisation(known.code)
    assert (row.industry, row.size) == ("C3411", "large")
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "code", "column"),
    [
        ({"region": "359999"}, "organisation.region_unknown", "C"),
        ({"name": "示例另一家有限公司"}, "organisation.uscc_taken", "B"),
        ({"uscc": sample_uscc("350206", 9)}, "organisation.namesake", "A"),
    ],
)
def test_what_only_the_register_can_know_is_told_in_its_column(given, code, column):
    make_round()
    make_organisation(1)

    problem = refusal_of(filled([applicant(1, **given)])).problems[0]

    assert (problem.code, problem.place.row, problem.place.column) == (code, 2, column)


def test_one_bad_row_keeps_all_others_out():
    make_round()

    refusal = refusal_of(filled([applicant(1), applicant(2, region="1"), applicant(3, region="359999")]))

    assert isinstance(refusal, InputRefused)
    assert [p.code for p in refusal.problems] == ["workbook.region"]


def test_dry_run_lists_problems_of_file_and_register_together():
    make_round()
    content = filled([applicant(1), applicant(2, region="1"), applicant(3, region="359999")])

    report = dry_run("xm-7", content, "名单.xlsx", OFFICE, OPENS)

    assert [p.code for p in report.problems] == ["workbook.region", "organisation.region_unknown"]
    assert [row.verdict for row in report.rows] == ["new", "refused", "refused"]
    assert report.summary().en == "1 new, 0 changed, 0 unchanged, 2 refused; 2 problems."


def test_long_list_of_problems_says_how_many_it_leaves_out():
    make_round()

    refusal = refusal_of(filled([applicant(n, region="1") for n in range(1, 231)]))

    assert (len(refusal.problems), refusal.problems[-1].message.zh) == (201, "另有 30 处问题未列出。")
    assert refusal.message.zh == "工作簿有 230 处问题，未导入任何内容。"


def test_one_second_decides_and_is_named_in_beijing_time():
    make_round()
    content = filled(1)

    refusal = refusal_of(content, CLOSES)

    assert refusal.code == "applications.too_late"
    assert "现在是 2025-04-01 00:00:00，申报已于 2025-04-01 00:00:00（北京时间）截止" in refusal.message.zh
    assert take_in(content, CLOSES - SECOND).saved


def test_application_before_the_round_opens_is_refused():
    make_round()

    assert refusal_of(filled(1), OPENS - SECOND).code == "applications.too_early"


def test_change_after_the_deadline_is_refused():
    make_round()
    take_in(filled(1))

    assert refusal_of(filled([applicant(1, size="small")]), CLOSES).code == "applications.too_late"


def test_late_entry_that_was_granted_comes_in_alone():
    make_round()
    late = make_organisation(2)
    request = casework.request_late_entry(
        round_code="xm-7", subject=late.code, reason="示例", by=OFFICE, now=CLOSES
    )
    casework.decide_late_request(
        request_pk=request.pk, granted_until_at=CLOSES + 60 * SECOND, ground="示例", by=OFFICE, now=CLOSES
    )

    assert refusal_of(filled(2), CLOSES + SECOND).code == "applications.too_late"
    assert take_in(filled([applicant(2)]), CLOSES + SECOND).counts()["new"] == 1
    assert (
        refusal_of(filled([applicant(2, size="small")]), CLOSES + 60 * SECOND).code == "applications.too_late"
    )


@pytest.mark.parametrize("actor", [OTHER_OFFICE, SUPERVISOR])
def test_only_the_office_of_the_authority_imports_or_tries(actor):
    make_round()

    assert refusal_of(filled(1), by=actor).code == "applications.not_yours"
    with pytest.raises(Refused) as refused:
        dry_run("xm-7", filled(1), "名单.xlsx", actor, OPENS)
    assert refused.value.code == "applications.not_yours"


def test_workbook_of_another_round_or_other_rules_is_refused():
    make_round("xm-8")
    make_round("xm-7", session="6")

    with pytest.raises(InputRefused) as refused:
        import_applications("xm-8", filled(1), "名单.xlsx", OFFICE, OPENS)
    assert refused.value.code == "applications.other_round"


def test_withdrawn_case_is_not_opened_again_and_not_changed():
    make_round()
    take_in(filled(1))
    casework.withdraw_case(case_code="xm-7-0001", reason="示例", by=OFFICE, now=OPENS)

    assert take_in(filled(1)).counts()["unchanged"] == 1
    assert refusal_of(filled([applicant(1, phone="0592-7777777")])).code == "applications.not_running"


def test_discarding_a_sample_round_takes_its_contacts_with_it():
    make_round(is_sample=True)
    take_in(filled(2))

    casework.discard_sample_round(round_code="xm-7", by=OFFICE, now=OPENS)

    assert Application.objects.count() == 0


def test_template_of_a_round_lists_its_places_and_comes_back_empty():
    make_round()
    content = template_of("xm-7")

    found = read_workbook(content, "a.xlsx", BOOK)
    assert [p.code for p in found.problems] == ["workbook.no_rows"]
    assert found.round_code == "xm-7"


def test_number_of_statements_does_not_grow_with_the_rows(django_assert_max_num_queries):
    make_round()
    with django_assert_max_num_queries(60):
        take_in(filled(300))


def test_progress_is_told_from_reading_to_saving():
    make_round()
    told = []

    import_applications(
        "xm-7",
        filled(2),
        "名单.xlsx",
        OFFICE,
        OPENS,
        progress=lambda what, done, of: told.append((what.zh, done, of)),
    )

    assert (told[0], told[-1]) == (("读取工作簿", 0, 2), ("记录联系方式", 2, 2))


def test_report_travels_as_plain_values():
    make_round()
    report = dry_run(
        "xm-7", edited(lambda sheet: sheet["P1"].__setattr__("value", "其他")), "名单.xlsx", OFFICE, OPENS
    )

    said = report.to_json()
    assert len(digest(said)) == 64
    assert (said["counts"]["new"], said["warnings"][0]["code"]) == (1, "workbook.column_ignored")
