"""What an award is called, and which award a register means by a name."""

import pytest

from zhiheng.core.text import Text
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model.called import award_in

from .books import GOOD, WHOLE


@pytest.mark.parametrize(
    "title",
    [
        "某市质量奖管理办法",
        "某市质量奖管理规定（修订）",
        "某市质量奖实施办法",
        "某市质量奖评审管理办法（2020年修订）",
        "某市质量奖评审管理规范",
        "某市质量奖评定管理办法",
        "某市质量奖管理办法（试行）",
        "某市质量奖管理办法（2019 年修订）",
        "某市质量奖管理办法（征求意见稿）",
        "某市质量奖评审规则",
        "某市质量奖管理办法及评审实施细则（修订）",
        "某市质量奖",
    ],
)
def test_the_award_is_its_instrument_without_the_endings(title):
    assert award_in(Text(title, "Some Award Review Measures (revised 2020)")) == Text(
        "某市质量奖", "Some Award"
    )


def test_a_title_that_is_nothing_but_an_ending_stays():
    assert award_in(Text("管理办法", "Measures")) == Text("管理办法", "Measures")


def test_a_name_that_is_written_wins_over_the_title():
    assert read_rulebook(WHOLE, "x").award == Text("某市质量奖", "Some Award")
    assert read_rulebook(GOOD, "x").award == Text("某市质量奖", "Some Quality Award")


@pytest.mark.parametrize(
    ("authority", "name", "code"),
    [
        ("350200", "某市质量奖", "350200/whole-award"),
        ("350200", "某市质量奖管理办法（全要素示例）", "350200/whole-award"),
        ("350000", "省政府质量奖", "350000/quality-award"),
        ("350000", "省质量奖", "350000/quality-award"),
        ("350000", "别的奖", "350000/别的奖"),
        ("440000", "省质量奖", "440000/省质量奖"),
    ],
)
def test_an_honour_of_a_register_is_matched_by_authority_and_name(authority, name, code):
    assert read_rulebook(WHOLE, "x").award_code(authority, name) == code


def test_names_of_places_are_not_part_of_the_rulebook():
    book = read_rulebook(GOOD, "x")

    assert book.called(book._called) == book
    assert book.place("350200") == Text("350200", "350200")
