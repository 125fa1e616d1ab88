"""Criteria that an instrument writes itself are read, told, compared and used like those that are shipped."""

import re

import pytest

from zhiheng.rules.check import check_rulebook
from zhiheng.rules.coverage import coverage_of
from zhiheng.rules.criteria import criteria_model, criteria_of
from zhiheng.rules.diff import changes
from zhiheng.rules.explain import Item, as_text
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.sense.sight import full_marks

from .books import edited, line_of

OWN = """criteria:
  - id: own
    title: {zh: 评审细则, en: Detailed rules}
    total: 200
    categories:
      - id: "1"
        title: {zh: 管理, en: Management}
        points: 120
        items:
          - {id: "1.1", title: {zh: 战略, en: Strategy}, points: 70}
          - {id: "1.2", title: {zh: 过程, en: Processes}, points: 50}
      - {id: "2", title: {zh: 结果, en: Results}, points: 80,
         items: [{id: "2", title: {zh: 结果, en: Results}, points: 80, kind: result}]}
    bands:
      - kinds: [process]
        factors: {method: {zh: 方法, en: Method}}
        ranges:
          - {low: 0, high: 45, says: {method: {zh: 没有系统的方法, en: no system}}}
          - {low: 50, high: 100, says: {method: {zh: 有系统的方法, en: a system}}}
    art: "9"
"""
SITE = "criteria: gbt19580_2012, after: documents"
WITH = edited(SITE, "criteria: own, after: documents").replace("stages:\n", f"{OWN}stages:\n", 1)


@pytest.fixture(scope="module")
def book():
    return read_rulebook(WITH, "own.yaml")


def test_a_stage_marks_by_the_rulebooks_own_model_and_another_by_a_shipped_one(book):
    own = criteria_of(book, book.stage("site"))

    assert (own.id, own.total, list(own.items)) == ("own", 200, ["1.1", "1.2", "2"])
    assert [item.kind for item in own.items.values()] == ["process", "process", "result"]
    assert criteria_of(book, book.stage("documents")) is criteria_model("gbt19580_2012")
    assert full_marks(book, book.stage("site")) == 200


def test_guidance_is_found_by_percent(book):
    own = criteria_of(book, book.stage("site"))

    assert own.band("1.1", 45).says["method"].zh == "没有系统的方法"
    assert own.band("1.2", 50).says["method"].zh == "有系统的方法"
    assert own.band("2", 50) is None


def test_a_model_is_a_rule_with_its_article_before_the_stages(book):
    items = [block for block in as_text(book, "zh").blocks if isinstance(block, Item)]
    places = [item.rule for item in items]
    (told,) = [item for item in items if item.rule == "own"]

    assert places.index("own") == places.index("conformity") - 1
    assert told.cite == "第9条"
    assert told.text == (
        "满分 200 分，共 2 类 3 项；1 管理 120 分（1.1 战略 70 分、1.2 过程 50 分）；2 结果 80 分；附评分指南"
    )
    assert book.cite("own").article == "9"
    assert coverage_of(book).rules == coverage_of(read_rulebook(edited("x", "x"), "good.yaml")).rules + 1


def test_the_stage_names_it_in_both_languages(book):
    zh, en = (
        next(b.text for b in as_text(book, language).blocks if isinstance(b, Item) and b.rule == "site")
        for language in ("zh", "en")
    )

    assert "按评审细则评分，满分 200 分" in zh
    assert "scored by Detailed rules, 200 points" in en


def test_a_changed_category_is_told_by_itself():
    other = WITH.replace("points: 70}", "points: 60}").replace("points: 50}", "points: 60}")

    (change,) = changes(read_rulebook(WITH, "a"), read_rulebook(other, "b"))

    assert (change.part, change.rule) == ("criteria", "own")
    assert change.says.zh == (
        "评审准则“评审细则”：由“1 管理 120 分（1.1 战略 70 分、1.2 过程 50 分）”"
        "改为“1 管理 120 分（1.1 战略 60 分、1.2 过程 60 分）”。"
    )


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("points: 120", "points: 110", "points_do_not_add_up", "points: 110"),
        ("total: 200", "total: 300", "points_do_not_add_up", "total: 300"),
        ('id: "1.2"', 'id: "1.1"', "repeated_id", "zh: 过程"),
        ("criteria: own, after", "criteria: gbt19580_2012, after", "criteria_not_used", "id: own"),
        ("criteria: own, after", "criteria: owm, after", "unknown_criteria", "criteria: owm"),
        ("- id: own\n", "- id: efqm_2020\n", "repeated_id", "- id: efqm_2020"),
        ("- id: own\n", "- id: plenary\n", "repeated_id", "id: plenary, kind"),
        ("low: 50", "low: 55", "ranges_not_in_order", "low: 55"),
        ("high: 100", "high: 95", "ranges_not_in_order", "ranges:"),
        ("high: 45, says: {method", "high: 45, says: {way", "unknown_factor", "says: {way"),
        ("points: 70}", 'points: "70.5"}', "points_do_not_add_up", "points: 120"),
        ('    art: "9"\nstages', "stages", "no_article", "- id: own"),
        ('id: "1.1"', 'id: "1/1"', "bad_number_of_item", "1/1"),
    ],
)
def test_what_does_not_agree_is_found_at_its_line(old, new, code, at):
    assert WITH.count(old) >= 1
    text = WITH.replace(old, new, 1)

    found = {(one.code.removeprefix("rulebook."), one.place.line) for one in check_rulebook(text, "x")}

    assert (code, line_of(text, at)) in found


def test_points_that_are_not_whole_are_refused_with_a_way_out():
    text = WITH.replace("points: 70}", 'points: "69.5"}').replace("points: 50}", 'points: "50.5"}')

    problems = check_rulebook(text, "x")

    assert [one.code for one in problems] == ["rulebook.points_not_whole"] * 2
    assert re.search("scale_to", problems[0].remedy.zh)
