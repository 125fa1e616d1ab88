"""What people wrote says and links nothing in a mail of ours."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.post.domain.fencing import lines_of, one_line

PHISHING = [
    ("请登录 http://evil.example/login 验证", "请登录 http [:] evil[.]example/login 验证"),
    ("HTTPS：//evil.example", "HTTPS [:] evil[.]example"),
    ("www.evil.com", "www[.]evil[.]com"),
    ("客服 admin@evil.com", "客服 admin@evil[.]com"),
    ("示例.公司", "示例[.]公司"),
    ("evil。com", "evil[.]com"),
    ("javascript:alert(1)", "javascript [:] alert(1)"),
    ("\u202egpj.exe\u202c", "gpj[.]exe"),
    ("a\u200bb\u0000c", "abc"),
    ("名称\r\nBcc: all@example.com", "名称 Bcc: all@example[.]com"),
]


@pytest.mark.parametrize(("written", "kept"), PHISHING)
def test_a_lure_becomes_text_that_links_nowhere(written, kept):
    assert one_line(written) == kept


@pytest.mark.parametrize(
    "plain", ["示例有限公司", "第8(1)条", "已完成。请查看", "3.5 分", "2026.11.20", "A. B.", "O'Neil & Söhne"]
)
def test_what_is_no_lure_stays_as_it_is(plain):
    assert one_line(plain) == plain


def test_a_block_keeps_its_lines_and_a_long_one_is_cut():
    assert lines_of("一\n二\r\n三") == ("一", "二", "三")
    assert len(one_line("长" * 500)) == 200
    assert sum(map(len, lines_of("长" * 9000))) == 4000


@given(st.text())
def test_one_line_is_one_line_without_controls_schemes_or_markup_left_to_a_reader(text):
    kept = one_line(text)
    assert len(kept.splitlines()) <= 1
    assert re.findall(r"https?://|[\x00-\x1f\u200b-\u200f\u202a-\u202e]", kept, re.IGNORECASE) == []


@given(st.text())
def test_making_it_harmless_again_changes_nothing(text):
    assert one_line(one_line(text)) == one_line(text)
