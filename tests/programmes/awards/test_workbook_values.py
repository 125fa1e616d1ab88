"""What a cell may hold: read exactly, or refused with its place and a remedy; nothing is guessed."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import COLUMNS, LETTERS, filled, only_problem, read, saved, spot, with_cell, with_sheet_xml

from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.workbook.cells import Cell
from zhiheng.programmes.awards.workbook.values import ValueWrong, plain, value_of

DAY = next(column for column in COLUMNS if column.key == "founded_day")
MIDNIGHT, NOON = datetime.fromisoformat("2019-05-08"), datetime.fromisoformat("2019-05-08T12:30")
TAX = Column("measure:tax", Text("纳税额", "Tax"), "number", True, Text("填数字", "A number"))


def row_with(key, value, number_format=None):
    """Return the one row read from a workbook with this cell."""
    found = read(with_cell(key, value, number_format))
    assert found.problems == (), [problem.text().zh for problem in found.problems]
    return found.rows[0]


def refused(key, value, number_format=None):
    """Return the code of the one problem that this cell makes; it stands in the cell's own place."""
    problem = only_problem(with_cell(key, value, number_format))
    assert (problem.place.row, problem.place.column) == (2, LETTERS[key])
    return problem.code.removeprefix("workbook.")


@pytest.mark.parametrize(
    "written",
    ["2019/5/8", "2019-05-08", "2019.5.8", "2019年5月8日", "２０１９年５月８日", "20190508", " 2019 年 5 月 8 号 ",
     "2019-05-08 00:00:00", 20190508, MIDNIGHT, NOON],
)  # fmt: skip
def test_day_is_read_in_every_clear_form(written):
    assert row_with("founded_day", written).founded_day == date(2019, 5, 8)


@pytest.mark.parametrize(
    ("written", "code"),
    [("2019年2月30日", "no_such_day"), ("2019/13/1", "no_such_day"), ("20190431", "no_such_day"), ("19/5/8", "day"),
     ("5/8/2019", "day"), ("2019年5月", "day"), ("二〇一九年", "day"), ("1066-10-14", "no_such_day"),
     (43593, "day_unclear"), (2019, "day_unclear"), (True, "day")],
)  # fmt: skip
def test_day_that_is_not_one_or_not_clear_is_refused(written, code):
    assert refused("founded_day", written, "General") == code


def test_day_to_come_is_refused():
    problem = only_problem(with_cell("founded_day", "2025-03-02"), today=date(2025, 3, 1))

    assert spot(problem) == ("day_to_come", 2, LETTERS["founded_day"])


def test_same_serial_number_is_another_day_in_a_1904_workbook():
    content = saved(
        lambda book: book.__setattr__("epoch", datetime.fromisoformat("1904-01-01"))
    )  # openpyxl converts on saving
    assert read(content).rows[0].founded_day == date(2010, 5, 8)
    assert value_of(Cell("day", "0"), DAY, from_1904=True) == date(1904, 1, 1)
    assert value_of(Cell("day", "1"), DAY, from_1904=False) == date(1900, 1, 1)


@pytest.mark.parametrize("serial", ["60", "0", "-1", "2958466", "1E+999999999", "nan", "x", "", "1e400"])
def test_serial_number_of_no_day_is_refused(serial):
    if serial:
        with pytest.raises(ValueWrong) as wrong:
            value_of(Cell("day", serial), DAY, from_1904=False)
        assert wrong.value.code == "no_such_day"


@given(st.dates(min_value=date(1900, 3, 1), max_value=date(2200, 1, 1)), st.booleans())
def test_serial_days_go_there_and_back(day, from_1904):
    if from_1904 and day < date(1904, 1, 1):
        return
    origin = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    serial = (day - origin) / timedelta(days=1)

    assert value_of(Cell("day", f"{serial:.0f}.4"), DAY, from_1904=from_1904) == day


@given(
    st.text(max_size=40),
    st.sampled_from(COLUMNS),
    st.sampled_from(["text", "number", "day", "bool", "error"]),
)
def test_no_cell_whatever_it_holds_ends_in_anything_but_a_value_or_a_sentence(text, column, what):
    sentences = []
    try:
        value_of(Cell(what, text), column, from_1904=False)
    except ValueWrong as wrong:
        sentences += [wrong.message.zh, wrong.message.en]

    assert all(sentences)


@pytest.mark.parametrize("written", ["是", "有", "√", "✓", "Y", "ｙ", "Yes", " 是 ", True])
def test_yes_in_every_usual_form(written):
    assert row_with("paper:self_assessment_report", written).papers == (
        "application_form",
        "self_assessment_report",
    )


@pytest.mark.parametrize("written", ["否", "无", "×", "N", "no", False])
def test_no_in_every_usual_form(written):
    assert row_with("paper:self_assessment_report", written).papers == ("application_form",)


@pytest.mark.parametrize("written", ["是否", "待定", 1, 0, "1", "-"])
def test_anything_between_yes_and_no_is_refused(written):
    assert refused("legal_person", written) == "yes_no"


@pytest.mark.parametrize(
    ("key", "number"), [("uscc", 913502060000000036), ("phone", 5920000001), ("phone", 1.38e17)]
)
def test_code_that_became_a_number_is_refused_because_it_lost_digits(key, number):
    assert refused(key, number, "General") == "stored_as_number"


def test_number_that_can_have_lost_nothing_is_read_as_its_digits():
    assert row_with("region", 350203).region == "350203"
    assert row_with("phone", 13800000000).contact.phone == "13800000000"
    assert row_with("industry", 3411).industry == "3411"
    assert refused("industry", 111) == "industry"


def test_wrong_check_character_names_the_expected_one():
    good = read(filled()).rows[0].uscc
    wrong = "0" if good[-1] != "0" else "1"
    problem = only_problem(with_cell("uscc", good[:-1] + wrong))

    assert spot(problem) == ("uscc", 2, "B")
    assert f"末位应为“{good[-1]}”，现为“{wrong}”" in problem.message.zh
    assert f"expected “{good[-1]}”, found “{wrong}”" in problem.message.en


def test_full_width_code_with_spaces_is_read_half_width():
    good = read(filled()).rows[0].uscc
    wide = "　" + "".join(chr(ord(sign) + 0xFEE0) for sign in good) + " "

    assert row_with("uscc", wide).uscc == good
    assert row_with("region", " ３５０２０３ ").region == "350203"
    assert row_with("phone", "０５９２－０００００１１").contact.phone == "0592-0000011"
    assert row_with("email", "ａ＠example.invalid").contact.email == "a@example.invalid"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [("region", "3502", "region"), ("region", "湖里区", "region"), ("region", 350206.5, "stored_as_number"),
     ("industry", "制造业", "industry"), ("phone", "找张三", "phone"), ("phone", "12", "phone"), ("email", "a@b", "email"),
     ("email", "a@@example.invalid", "email"), ("size", "巨型", "choice"), ("kind", "政府", "choice"),
     ("name", "示" * 121, "too_long"), ("contact", "甲" * 61, "too_long"), ("remark", "备" * 501, "too_long"),
     ("name", None, "required"), ("name", "  　", "required"), ("name", "（）", "required"), ("contact", None, "required"),
     ("name", MIDNIGHT, "day_in_text")],
)  # fmt: skip
def test_value_of_the_wrong_kind_is_refused_in_its_place(key, value, code):
    assert refused(key, value) == code


@pytest.mark.parametrize("written", ["大型", "大", "large", "大型企业", "Large"])
def test_choice_is_known_by_its_usual_names(written):
    assert row_with("size", written).size == "large"


@pytest.mark.parametrize(
    "formula", ["<f>LEFT(A2,18)</f>", '<f t="shared" si="0"/>', '<f t="array" ref="B2">A2</f>']
)
def test_formula_is_refused_even_with_a_good_cached_value(formula):
    content = with_cell("uscc", "=LEFT(A2,18)")
    problem = only_problem(with_sheet_xml("<f>LEFT(A2,18)</f><v />", f"{formula}<v>1</v>", content))

    assert spot(problem) == ("formula", 2, "B")
    assert "选择性粘贴" in problem.remedy.zh


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!"])
def test_error_value_is_refused(error):
    assert refused("name", error) == "error_value"


@pytest.mark.parametrize(
    ("cell", "value"),
    [(Cell("number", "12.50"), "12.5"), (Cell("text", "１２，０００．5"), "12000.5"), (Cell("number", "1E+3"), "1000"),
     (Cell("number", "0.30000000000000004"), "0.3"), (Cell("number", "-7"), "-7")],
)  # fmt: skip
def test_measure_is_an_exact_decimal(cell, value):
    assert value_of(cell, TAX, from_1904=False) == Decimal(value)


@pytest.mark.parametrize(
    "cell",
    [Cell("text", "约 500"), Cell("number", "1E+40"), Cell("number", "nan"), Cell("text", "1/3"), Cell("day", "43593"),
     Cell("bool", "1"), Cell("number", "1E+999999999")],
)  # fmt: skip
def test_measure_that_is_no_number_is_refused(cell):
    with pytest.raises(ValueWrong) as wrong:
        value_of(cell, TAX, from_1904=False)

    assert wrong.value.code == "number"


def test_invisible_and_control_characters_do_not_get_in():
    assert plain("示\u200b例\u202e有限\u0000公司\n二 行") == "示例有限 公司 二 行"
    assert row_with("name", "示例_x0000__xD800_有限公司").name == "示例 有限公司"
