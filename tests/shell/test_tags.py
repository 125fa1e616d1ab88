"""Days, instants, deadlines, money and names are written as the house writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from zhiheng.core.money import Money
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.shell.templatetags import zhiheng as tags

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def bare(html):
    """Return the words without the element around them."""
    return html.partition(">")[2].rpartition("<")[0]


@pytest.mark.parametrize(
    ("language", "written"), [("zh-hans", "2026年11月20日（周五）"), ("en", "20 Nov 2026")]
)
def test_a_day_is_written_in_the_manner_of_the_language(language, written):
    with translation.override(language):
        assert tags.day(date(2026, 11, 20)) == f'<time datetime="2026-11-20">{written}</time>'


def test_an_instant_is_written_in_local_time():
    assert bare(tags.moment(NOON)) == "2026年11月20日（周五）12:00"


def test_a_half_open_end_at_midnight_is_24_hours_of_the_day_before():
    midnight = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert bare(tags.until(midnight)) == "2026年11月20日（周五）24:00"


def test_an_end_within_a_day_keeps_its_hour():
    assert bare(tags.until(NOON)) == "2026年11月20日（周五）12:00"


def test_a_span_leaves_no_second_gap_behind_a_bracket():
    day, moment = tags.day(date(2026, 11, 20)), tags.moment(NOON)
    told = "2026年11月20日（周五）"
    assert strip_tags(tags.span(day, day)) == f"{told}至 {told}"
    assert strip_tags(tags.span(moment, day)) == f"{told}12:00 至 {told}"


@pytest.mark.parametrize(
    ("ahead", "written"),
    [
        (timedelta(days=3, hours=5), "还有 3 天"),
        (timedelta(hours=5), "还有 5 小时"),
        (timedelta(minutes=37), "还有 37 分钟"),
        (timedelta(seconds=9), "还有 0 分钟"),
        (timedelta(days=-2), "已过期 2 天"),
    ],
)
def test_a_deadline_says_how_long_is_left(ahead, written):
    assert tags.left(NOON + ahead, NOON) == written


def test_one_day_left_is_not_days_in_english():
    with translation.override("en"):
        assert tags.left(NOON + timedelta(days=1), NOON) == "1 day left"


@pytest.mark.parametrize(
    ("ahead", "style"),
    [
        (timedelta(days=4), ""),
        (timedelta(days=2), "soon"),
        (timedelta(0), "late"),
        (timedelta(days=-1), "late"),
    ],
)
def test_a_deadline_is_soon_in_its_last_three_days_and_late_from_its_end(ahead, style):
    assert tags.urgency(NOON + ahead, NOON) == style


def test_nothing_is_written_for_nothing():
    empty = [tags.day(None), tags.moment(None), tags.until(None), tags.left(None, NOON), tags.said(None)]
    assert [*empty, tags.money(None), tags.urgency(None, NOON)] == [""] * 7


def test_money_is_exact_with_its_unit():
    assert tags.money(Money(293870000)) == "2,938,700.00 元"


def test_a_sentence_is_said_in_the_language_of_the_page():
    told = Text("同意。", "Agreed.")
    with translation.override("en"):
        assert tags.said(told) == "Agreed."
    assert tags.said(told) == "同意。"


def test_a_chinese_name_on_an_english_page_says_that_it_is_chinese():
    with translation.override("en"):
        assert tags.name("厦门市") == '<span lang="zh-Hans">厦门市</span>'
        assert tags.name("ABB") == "ABB"
    assert tags.name("厦门市") == "厦门市"


def test_a_name_with_markup_in_it_is_escaped():
    with translation.override("en"):
        assert tags.name("厦<b>") == '<span lang="zh-Hans">厦&lt;b&gt;</span>'


def test_a_rule_without_a_known_article_says_so():
    assert tags.article(Citation("a/b/1", None, "site", unverified=True)) == "条款待核实"
    assert tags.article(Citation("a/b/1", "8(1)", "site")) == "第8条第(1)项"
