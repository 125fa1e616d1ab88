"""The template: plain, in Chinese with English beside it, and readable again after somebody filled it in."""

import io
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import BOOK, COLUMNS, INTAKE, LETTERS, applicant, edited, filled, read

from factories import LOCAL
from zhiheng.programmes.awards.workbook.template import deadline_text, write_workbook


def template():
    """Return the template of the sample round as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(write_workbook(INTAKE, regions=[("350206", "湖里区")])))


def test_filled_template_is_read_as_it_was_meant():
    values = applicant(7)

    def fill(sheet):
        for column in COLUMNS:
            written = {True: "是", False: "否", "enterprise": "企业", "large": "大型"}
            value = values.get(column.key)
            sheet[f"{LETTERS[column.key]}3"] = written.get(value, value)

    found = read(edited(fill, write_workbook(INTAKE)))

    assert found.problems == ()
    assert found.rows == (found.rows[0],)
    assert found.rows[0] == read(edited(lambda sheet: sheet.insert_rows(2), filled([values]))).rows[0]


def test_template_is_the_same_bytes_again():
    assert write_workbook(INTAKE) == write_workbook(INTAKE)


def test_header_has_chinese_over_english_and_is_frozen_and_repeated_in_print():
    sheet = template()["申报名单"]

    assert [cell.value for cell in sheet[1]] == [f"{c.title.zh}\n{c.title.en}" for c in COLUMNS]
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


def test_codes_are_formatted_as_text_and_days_as_days():
    sheet = template()["申报名单"]

    assert [sheet[f"{LETTERS[key]}2"].number_format for key in ("uscc", "phone", "region")] == ["@"] * 3
    assert sheet.column_dimensions[LETTERS["uscc"]].width > 18
    day = openpyxl.load_workbook(io.BytesIO(filled()))["申报名单"][f"{LETTERS['founded_day']}2"]
    assert (day.number_format, day.value) == ("yyyy-mm-dd", datetime.fromisoformat("2010-05-08"))


def test_lists_offer_what_the_rulebook_knows():
    rules = template()["申报名单"].data_validations.dataValidation
    lists = {str(rule.sqref)[0]: rule.formula1 for rule in rules if rule.type == "list"}

    assert lists[LETTERS["legal_person"]] == '"是,否"'
    assert lists[LETTERS["size"]] == '"大型,中型,小型,微型"'
    assert lists[LETTERS["kind"]] == '"企业,事业单位,社会团体,合作社,其他组织"'


def test_notes_tell_round_rules_deadline_and_conditions():
    cells = [
        cell.value for row in template()["填报说明"].iter_rows() for cell in row if cell.value is not None
    ]

    assert cells[cells.index("届次代码") + 1] == "xm-7"
    assert cells[cells.index("规则摘要") + 1] == BOOK.digest
    assert cells[cells.index("截止时间") + 1] == "2025年3月31日（星期一）24:00 之前，北京时间"
    assert "before 24:00 on Monday, 2025-03-31, Beijing time" in cells
    assert "350206　湖里区" in cells
    assert len([cell for cell in cells if "条款待核实" in str(cell)]) == len(BOOK.entry) + len(BOOK.exclusion)


@pytest.mark.parametrize(
    ("at", "zh"),
    [
        (datetime(2025, 4, 4, 17, 30, tzinfo=LOCAL), "2025年4月4日（星期五）17:30 之前，北京时间"),
        (datetime(2025, 4, 4, 17, 30, 1, tzinfo=LOCAL), "2025年4月4日（星期五）17:30:01 之前，北京时间"),
        (datetime(2025, 1, 1, tzinfo=LOCAL), "2024年12月31日（星期二）24:00 之前，北京时间"),
    ],
)
def test_deadline_is_told_to_the_second_with_its_weekday(at, zh):
    assert deadline_text(at).zh == zh


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), max_size=60))
def test_any_remark_comes_back_as_words_and_never_as_a_formula(remark):
    found = read(filled([applicant(remark=remark)]))

    assert found.problems == ()
    assert found.rows[0].contact.remark == " ".join(found.rows[0].contact.remark.split())


def test_text_that_looks_like_a_formula_is_written_as_text():
    assert (
        read(filled([applicant(remark='=HYPERLINK("http://example.invalid")')])).rows[0].contact.remark[0]
        == "="
    )
