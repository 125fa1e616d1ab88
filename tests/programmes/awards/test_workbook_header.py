"""The header may move but not change; what is wrong with it is said once, with the column."""

import pytest
from workbooks import LETTERS, applicant, codes, edited, filled, only_problem, read, saved, spot


def swap(sheet, first, second):
    """Exchange two columns of a sheet."""
    for row in (1, 2):
        a, b = sheet[f"{first}{row}"], sheet[f"{second}{row}"]
        a.value, b.value = b.value, a.value


def test_moved_columns_are_read_where_they_stand():
    found = read(edited(lambda sheet: swap(sheet, "A", "M")))

    assert found.problems == ()
    assert (found.columns["name"], found.rows[0].name) == ("M", "示例01号有限公司")


@pytest.mark.parametrize("title", ["单位名称", " 单位 名称* ", "单位名称（必填）\nName", "Name", "単位名称"])
def test_title_is_known_by_its_first_line_without_stars_and_spaces(title):
    found = read(edited(lambda sheet: sheet["A1"].__setattr__("value", title)))

    assert [spot(p) for p in found.problems] == ([] if title != "単位名称" else [("header_renamed", 1, "A")])


@pytest.mark.parametrize(
    ("key", "title", "meant"),
    [
        ("uscc", "社会信用代码", "统一社会信用代码"),
        ("founded_day", "成立时间", "成立日期"),
        ("name", "企业名称", "单位名称"),
        ("remark", "备注信息备注", None),
    ],
)
def test_renamed_column_is_asked_about(key, title, meant):
    letter = LETTERS[key]
    found = read(edited(lambda sheet: sheet[f"{letter}1"].__setattr__("value", title)))

    if meant is None:
        assert (list(found.problems), found.warnings[0].code) == ([], "workbook.column_ignored")
    else:
        assert spot(found.problems[0]) == ("header_renamed", 1, letter)
        assert found.problems[0].remedy.zh == f"是否应为“{meant}”？请改回原标题。"


def test_missing_required_column_is_named():
    problem = only_problem(edited(lambda sheet: sheet.delete_cols(5)))

    assert spot(problem) == ("header_missing", 1, "")
    assert problem.message.zh == "缺少“是否法人”列。"


def test_missing_optional_column_is_no_problem():
    found = read(edited(lambda sheet: sheet.delete_cols(14)))

    assert (found.problems, found.rows[0].contact.remark) == ((), "")


def test_repeated_column_is_refused_and_both_places_are_named():
    problem = only_problem(edited(lambda sheet: sheet["P1"].__setattr__("value", "联系电话")))

    assert spot(problem) == ("header_repeated", 1, "P")
    assert problem.message.zh == "列“联系电话”与 L 列重复。"


def test_unknown_column_is_named_and_not_read():
    found = read(edited(lambda sheet: sheet["P1"].__setattr__("value", "上级主管部门")))

    assert (len(found.rows), found.problems) == (1, ())
    assert [spot(w) for w in found.warnings] == [("column_ignored", 1, "P")]


def test_formula_in_the_header_is_refused():
    assert ("header_formula", 1, "A") in [
        spot(p) for p in read(edited(lambda sheet: sheet["A1"].__setattr__("value", '="单位名称"'))).problems
    ]


def test_merged_header_is_refused_with_its_place():
    problem = only_problem(edited(lambda sheet: sheet.merge_cells("N1:O1")))

    assert spot(problem) == ("header_merged", 1, "N")


def test_title_merged_above_the_header_does_no_harm():
    def titled(sheet):
        sheet.insert_rows(1, 2)
        sheet["A1"] = "厦门市质量奖申报汇总表"
        sheet.merge_cells("A1:N1")

    found = read(edited(titled))

    assert found.problems == ()
    assert found.rows[0].row == 4


def test_sheet_without_a_header_says_so():
    assert codes(edited(lambda sheet: sheet.delete_rows(1))) == ["no_header"]
    assert codes(edited(lambda sheet: sheet.delete_rows(1, 2))) == ["no_header"]


def test_sheet_without_applicants_says_so():
    assert codes(filled([])) == ["no_rows"]


def test_name_of_the_sheet_is_compared_without_spaces():
    found = read(saved(lambda book: book["申报名单"].__setattr__("title", " 申报名单 ")))

    assert len(found.rows) == 1


def test_problems_of_the_header_stop_the_reading_of_rows():
    bad = edited(lambda sheet: sheet.delete_cols(5), filled([applicant(phone="x")]))

    assert codes(bad) == ["header_missing"]
