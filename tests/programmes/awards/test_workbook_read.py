"""The rows of a sheet: which are read, which are refused and why, and what is only worth a word."""

from datetime import date
from decimal import Decimal

from workbooks import BOOK, INTAKE, applicant, edited, filled, only_problem, read, saved, spot

from zhiheng.programmes.awards.domain.applications import Intake, columns_for
from zhiheng.programmes.awards.workbook.read import read_workbook
from zhiheng.programmes.awards.workbook.template import write_workbook
from zhiheng.rules.facts import Facts, Held
from zhiheng.rules.load import read_rulebook

WITH_CONDITIONS = """\
rulebook: 350200/short-award/2025
title: {zh: 示例短流程奖管理办法, en: Sample short award measures}
kind: award
authority: "350200"
in_force: {from: 2025-01-01, to: null}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise]
tiers:
  - {id: award, title: {zh: 示例奖, en: Sample award}, quota: {at_most: 5}, art: "3"}
entry:
  - {id: years, rule: operating_years, at_least: 5, art: "4(1)", reduced: [{when: {size: small}, at_least: 3}]}
  - {id: certified, rule: holds_certificate, certificate: [gbt19001], art: "4(2)"}
  - {id: taxes, rule: measure, name: tax_paid, at_least: 100, art: "4(3)"}
  - id: standing
    rule: one_of
    art: "4(4)"
    of:
      - {id: model, rule: model_years, at_least: 3, art: "4(4)"}
      - {id: report, rule: papers, needs: [self_assessment_report], art: "4(4)"}
stages:
  - {id: conformity, kind: check, title: {zh: 符合性审查, en: Conformity}, applies: [entry], art: "6"}
  - {id: granting, kind: grant, by: committee, title: {zh: 授奖, en: Granting}, art: "7"}
"""


def with_conditions():
    """Return a rulebook that asks for a certificate, measures and papers."""
    return read_rulebook(WITH_CONDITIONS, "short")


def declaring(**given):
    """Read one applicant of that rulebook."""
    book = with_conditions()
    intake = Intake("short-1", "1", book, INTAKE.opens_at, INTAKE.closes_at)
    values = applicant(
        **{"holds:gbt19001": True, "until:gbt19001": date(2027, 6, 30), "measure:tax_paid": 250, **given}
    )
    return read_workbook(write_workbook(intake, [values]), "a.xlsx", book)


def test_columns_follow_from_the_conditions_of_the_rulebook():
    added = [(c.key, c.required) for c in columns_for(with_conditions()) if ":" in c.key]

    assert added == [
        ("paper:self_assessment_report", True), ("measure:tax_paid", True), ("measure:excellence_model_years", False),
        ("holds:gbt19001", True), ("until:gbt19001", False),
    ]  # fmt: skip
    assert [c.required for c in columns_for(with_conditions()) if c.key in ("size", "industry")] == [
        False,
        True,
    ]
    assert "kind" not in [c.key for c in columns_for(with_conditions())]


def test_declared_facts_are_those_that_casework_reads():
    row = declaring(**{"paper:self_assessment_report": True, "measure:excellence_model_years": 4}).rows[0]

    assert row.declared() == {
        "papers": ["self_assessment_report"],
        "measures": {"excellence_model_years": "4", "tax_paid": "250"},
        "holds": [{"certificate": "gbt19001", "valid_from": None, "valid_to": "2027-06-30"}],
    }


def test_declared_facts_are_facts_of_the_rules():
    said = declaring().rows[0].declared()
    facts = Facts(
        papers=said["papers"],
        measures=said["measures"],
        holds=tuple(Held.model_validate(h) for h in said["holds"]),
    )

    assert facts.measures["tax_paid"] == Decimal(250)
    assert facts.holds == (Held(certificate="gbt19001", valid_to=date(2027, 6, 30)),)


def test_certificate_that_is_held_needs_its_last_day():
    found = declaring(**{"until:gbt19001": None})

    assert [(p.code, p.place.field) for p in found.problems] == [
        ("workbook.required", "质量管理体系认证有效期至")
    ]


def test_certificate_that_is_not_held_is_not_declared():
    assert declaring(**{"holds:gbt19001": False, "until:gbt19001": None}).rows[0].holds == ()


def test_blank_rows_between_and_below_are_no_rows():
    def spaced(sheet):
        sheet.insert_rows(3, 3)
        sheet["A900"] = "   "
        sheet["B901"].number_format = "@"

    assert [row.row for row in read(edited(spaced, filled(2))).rows] == [2, 6]


def test_sample_row_of_the_template_is_skipped_and_named():
    found = read(edited(lambda sheet: sheet.insert_rows(2), filled()))
    template = edited(lambda sheet: sheet.append([sheet.cell(2, 1).value]), write_workbook_of_sample())

    assert (len(found.rows), found.warnings) == (1, ())
    assert [spot(w) for w in read(template).warnings] == [("sample_row", 2, ""), ("sample_row", 3, "")]


def write_workbook_of_sample():
    """Return the template with its sample row."""
    return write_workbook(INTAKE)


def test_hidden_rows_columns_and_sheets_are_read_and_named():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["N"].hidden = True
        sheet.sheet_state = "hidden"

    found = read(edited(hide, filled(3)))

    assert (len(found.rows), found.problems) == (3, ())
    assert [spot(w) for w in found.warnings] == [
        ("hidden_sheet", None, ""), ("hidden_rows", 3, ""), ("hidden_column", None, "N"),
    ]  # fmt: skip
    assert found.warnings[1].message.zh == "有 1 个隐藏行：3。"


def test_merged_cells_in_the_data_refuse_the_rows_that_they_touch():
    found = read(edited(lambda sheet: sheet.merge_cells("K3:K4"), filled(4)))

    assert spot(found.problems[0]) == ("merged", 3, "K")
    assert (found.refused, [row.row for row in found.rows]) == ((3, 4), [2, 5])


def test_second_row_with_the_same_code_is_refused_and_the_first_is_named():
    problem = only_problem(filled([applicant(1), applicant(2, uscc=applicant(1)["uscc"])]))

    assert spot(problem) == ("repeated", 3, "B")
    assert problem.message.zh == "统一社会信用代码与第 2 行相同。"


def test_name_in_another_spelling_is_the_same_name():
    rows = [applicant(1, name="厦门示例（甲）有限公司"), applicant(2, name="厦门市示例(甲) 有限责任公司")]

    assert spot(only_problem(filled(rows))) == ("repeated", 3, "A")


def test_every_problem_of_every_row_is_reported_in_reading_order():
    found = read(
        filled([applicant(1, phone="x", region="1"), applicant(2), applicant(3, email="x", name="")])
    )

    assert [spot(p) for p in found.problems] == [
        ("region", 2, "C"), ("phone", 2, "L"), ("required", 4, "A"), ("email", 4, "M"),
    ]  # fmt: skip
    assert [row.row for row in found.rows] == [3]


def test_workbook_says_for_which_round_and_rules_it_was_made():
    found = read(filled())

    assert (found.round_code, found.digest) == ("xm-7", BOOK.digest)


def test_workbook_without_notes_is_read_all_the_same():
    found = read(saved(lambda book: book.remove(book["填报说明"])))

    assert (found.round_code, len(found.rows)) == ("", 1)


def test_place_of_a_problem_is_told_from_the_outside_in():
    problem = only_problem(filled([applicant(1, region="1")]))

    assert problem.place.text().zh == "名单.xlsx，工作表“申报名单”，第 2 行，C 列，行政区划代码"
