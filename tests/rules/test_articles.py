"""A rulebook is read in the order of its articles, as far as it knows them."""

import re

import pytest

from zhiheng.rules.articles import article_number, in_article_order
from zhiheng.rules.explain import Heading, as_text
from zhiheng.rules.load import read_rulebook

from .books import GOOD, WHOLE


@pytest.mark.parametrize(
    ("article", "number"),
    [
        ("8", 8), ("8(1)", 8), ("第十二条", 12), ("二十", 20), ("第一百零三条第二款", 103), ("三十五（二）", 35),
        ("附则", None), (None, None),
    ],
)  # fmt: skip
def test_the_number_of_an_article_is_read_as_printed(article, number):
    assert article_number(article) == number


def test_a_part_without_an_article_stays_behind_the_part_before_it():
    parts = [("a", ["9"]), ("b", [None]), ("c", ["3", "12"]), ("d", ["10"])]

    assert in_article_order(parts) == ["c", "a", "b", "d"]


def test_parts_stay_as_they_are_where_most_rules_have_no_article():
    parts = [("a", ["9", None]), ("b", [None, None]), ("c", ["3"])]

    assert in_article_order(parts) == ["a", "b", "c"]


def headings(text: str) -> list[str]:
    blocks = as_text(read_rulebook(text, "x"), "zh").blocks
    return [one.text for one in blocks if isinstance(one, Heading) and one.level == 2]


def test_a_document_follows_the_articles_and_ends_with_what_is_scattered_over_the_text():
    found = headings(WHOLE)

    assert found[:3] == ["性质和周期", "类别", "奖项和名额"]
    assert found.index("获奖之后") < found.index("奖励标准" if "奖励标准" in found else "资助标准")
    assert found[-1] == "其他规定"


def test_without_articles_a_document_follows_the_file():
    unknown = re.sub(r'art: "[^"]+"', "unverified: true", GOOD)

    assert headings(unknown) == [
        "周期和名额",
        "申报条件",
        "排除条件（下列各项均须符合）",
        "环节",
        "总排序",
        "获奖之后",
    ]
