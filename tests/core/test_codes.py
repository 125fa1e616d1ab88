"""A code's shape is checked, and what is wrong with it is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc

from zhiheng.core.codes import (
    USCC_LETTERS,
    case_code,
    is_sample_uscc,
    normalise_uscc,
    region_ancestors,
    region_problem,
    sample_uscc,
    uscc_problem,
)

GOOD = "91110000600037341L"
samples = st.builds(sample_uscc, st.sampled_from(["350206", "441284", "500000"]), st.integers(0, 999_999))


def wrong(code):
    problem = uscc_problem(code)
    return None if problem is None else problem.zh


@pytest.mark.parametrize("code", ["350206", "350200", "350000", "500000", "429004", "659012"])
def test_region_codes_have_a_good_shape(code):
    assert region_problem(code) is None


@pytest.mark.parametrize("code", ["", "35020", "3502066", "35020a", "950206", "350006", "３５０２０６"])
def test_other_shapes_are_no_region_codes(code):
    assert region_problem(code).zh == f"“{code}”不是行政区划代码：应为六位数字，如 350206。"


@pytest.mark.parametrize(
    ("code", "above"), [("350206", ("350200", "350000")), ("350200", ("350000",)), ("350000", ())]
)
def test_region_lies_in_its_prefecture_and_province(code, above):
    assert region_ancestors(code) == above


def test_good_credit_code_has_no_problem():
    assert uscc_problem(GOOD) is None


@pytest.mark.parametrize(
    "written",
    ["９１１１００００６０００３７３４１Ｌ", " 9111 0000 6000 3734 1l\u200b", "911100006000-37341L"],
)
def test_credit_code_is_normalised_from_full_width_spaces_and_dashes(written):
    assert normalise_uscc(written) == GOOD
    assert uscc_problem(written) is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "统一社会信用代码应为 18 位，现为 0 位。"),
        (GOOD[:-1], "统一社会信用代码应为 18 位，现为 17 位。"),
        ("9111000060003734IL", "统一社会信用代码第 17 位“I”不是允许的字符（不使用 I、O、Z、S、V）。"),
        ("91110000600037#41L", "统一社会信用代码第 15 位“#”不是允许的字符。"),
        ("B1110000600037341L", "统一社会信用代码第 1 位“B”不是登记管理部门代码。"),
        ("9111000A600037341L", "统一社会信用代码第 3 至 8 位“11000A”应为六位行政区划数字。"),
        ("91110000600037341K", "统一社会信用代码校验码不符：末位应为“L”，现为“K”，请核对整个代码。"),
    ],
)
def test_bad_credit_code_is_told_what_is_wrong(code, said):
    assert wrong(code) == said


def test_code_of_a_rural_collective_begins_with_a_letter():
    body = "N2350206MF0000001"

    assert uscc_problem(body + stdnum_uscc.calc_check_digit(body)) is None


@given(samples)
def test_sample_codes_are_valid_for_the_library_too_and_known_as_samples(code):
    assert uscc_problem(code) is None
    assert stdnum_uscc.is_valid(code)
    assert is_sample_uscc(code)


@given(samples)
def test_organisation_part_of_a_sample_has_its_own_right_check_character(code):
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    last = 10 if code[16] == "X" else int(code[16])

    assert (sum(int(c, 36) * w for c, w in zip(code[8:16], weights, strict=True)) + last) % 11 == 0


@given(samples, st.integers(0, 17), st.sampled_from(USCC_LETTERS))
def test_one_mistyped_character_never_goes_unseen(code, place, letter):
    mistyped = code[:place] + letter + code[place + 1 :]

    assert (uscc_problem(mistyped) is None) is (mistyped == code)


@given(samples, st.integers(0, 16))
def test_two_neighbours_swapped_are_seen(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert (uscc_problem(swapped) is None) is (swapped == code)


@given(st.text("0123456789", min_size=8, max_size=8), st.text(USCC_LETTERS, min_size=9, max_size=9))
def test_whatever_the_library_accepts_is_accepted_unless_no_body_registers_it(head, tail):
    code = head + tail + stdnum_uscc.calc_check_digit(head + tail)

    assert stdnum_uscc.is_valid(code)
    assert (uscc_problem(code) is None) is (head[0] != "0")


def test_real_code_is_no_sample():
    assert not is_sample_uscc(GOOD)


def test_samples_are_the_same_each_time_and_differ_from_each_other():
    codes = [sample_uscc("350206", n) for n in range(1000)]

    assert len(set(codes)) == 1000
    assert codes[7] == sample_uscc("350206", 7)


@pytest.mark.parametrize(("region", "n"), [("35020", 1), ("350206", -1), ("350206", 1_000_000)])
def test_sample_for_a_senseless_region_or_number_is_an_error(region, n):
    with pytest.raises(ValueError, match="no sample code"):
        sample_uscc(region, n)


def test_case_codes_count_from_one_with_at_least_three_digits():
    assert [case_code("demo-xm", n) for n in (1, 24, 1000)] == ["demo-xm-001", "demo-xm-024", "demo-xm-1000"]


@pytest.mark.parametrize(("prefix", "n"), [("", 1), ("XM", 1), ("a--b", 1), ("a/b", 1), ("xm", 0)])
def test_senseless_case_code_is_an_error(prefix, n):
    with pytest.raises(ValueError, match="no case code"):
        case_code(prefix, n)
