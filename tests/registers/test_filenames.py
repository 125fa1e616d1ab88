import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.registers.domain.filenames import attachment, clean_filename, filename_problem


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        "..\\x.pdf",
        "a/../b.pdf",
        "x\u202efdp.exe.pdf",
        "x\u2066.pdf",
        "a\0.pdf",
        "a\n.pdf",
        "",
        " . ",
    ],
)
def test_a_name_that_disguises_something_is_refused(name):
    assert filename_problem(name) is not None


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("申报表.pdf", "申报表.pdf"),
        ("C:\\fakepath\\申报表.pdf", "申报表.pdf"),
        ("/home/li/a b.pdf ", "a b.pdf"),
        ("a\u200bb.pdf", "ab.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("甲" * 300 + ".docx", "甲" * 115 + ".docx"),
    ],
)
def test_a_plain_name_is_cleaned(given_name, clean):
    assert filename_problem(given_name) is None
    assert clean_filename(given_name) == clean


@given(st.text(max_size=200))
def test_a_clean_name_is_short_visible_and_no_path(name):
    clean = clean_filename(name)

    assert len(clean) <= 120
    assert not {"/", "\\"} & set(clean)
    assert all(unicodedata.category(sign)[0] != "C" for sign in clean)


@given(st.text(max_size=60))
def test_a_download_header_is_one_line_of_plain_signs(name):
    header = attachment(clean_filename(name))

    assert header.startswith('attachment; filename="')
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
