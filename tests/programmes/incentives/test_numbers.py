"""The grammar of standard numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.programmes.incentives.domain.numbers import number_problem, plain_number, read_number


@pytest.mark.parametrize(
    ("written", "spelled", "level"),
    [
        ("GB/T 19580-2012", "GB/T 19580-2012", "national"),
        ("GB/T19580—2012", "GB/T 19580-2012", "national"),
        ("ｇｂ／ｔ　１９５８０－２０１２", "GB/T 19580-2012", "national"),
        ("GB / T 12505 - 90", "GB/T 12505-90", "national"),
        ("GB 30966-2014", "GB 30966-2014", "national"),
        ("GB/Z 19579-2012", "GB/Z 19579-2012", "national"),
        ("GSB 08-1337-2017", "GSB 08-1337-2017", "national"),
        ("JB/T 5000.1-2007", "JB/T 5000.1-2007", "industry"),
        ("YY 0569-2011", "YY 0569-2011", "industry"),
        ("DB6101/T 3191-2024", "DB6101/T 3191-2024", "local"),
        ("T/XXX 001-2020", "T/XXX 001-2020", "group"),
        ("Q/ABC 001-2024", "Q/ABC 001-2024", "enterprise"),
        ("ISO/IEC 27001:2022", "ISO/IEC 27001:2022", "international"),
        ("IEC 61508-1:2010", "IEC 61508-1:2010", "international"),
        ("ISO9001：2015", "ISO 9001:2015", "international"),
    ],
)
def test_a_number_has_one_spelling_and_one_level(written, spelled, level):
    found = read_number(written)
    assert (found.text, found.level) == (spelled, level)
    assert read_number(found.text) == found
    assert number_problem(written, level) is None


@pytest.mark.parametrize("written", ["", "GB/T", "19580-2012", "GB/T abc-2012", "X" * 500, "GB/T 1-20211"])
def test_what_is_no_number_is_a_problem_with_an_example(written):
    assert read_number(written) is None
    assert "编号应写成类似“GB/T 19580-2012”" in number_problem(written, "national").zh


def test_a_missing_year_is_named():
    assert (
        number_problem("GB/T 19580", "national").zh
        == "标准编号“GB/T 19580”缺少年份，应写成类似“GB/T 19580-2021”。"
    )


def test_an_international_number_has_its_year_after_a_colon():
    told = number_problem("ISO 9001-2015", "international")
    assert told.zh == "标准编号“ISO 9001-2015”缺少年份，应写成类似“ISO 9001-2015:2021”。"


def test_a_number_of_another_level_is_refused_by_name():
    told = number_problem("JB/T 5000.1-2007", "national")
    assert told.zh == "“JB/T 5000.1-2007”是行业标准的编号，不能按国家标准申报。"


@given(st.text(max_size=40))
def test_a_spelling_is_stable(text):
    assert plain_number(plain_number(text)) == plain_number(text)
