"""A default of the house inside a key, several bodies of which one acts, and an order of a ballot's own, in words."""

import pytest

from zhiheng.rules.coverage import coverage_of
from zhiheng.rules.explain import Item, as_text
from zhiheng.rules.load import read_rulebook

from .books import GOOD, WHOLE, edited

OBJECTIONS = "objections: {named: true, written: true}, art"


def said(text: str, rule: str, language: str = "zh") -> str:
    blocks = as_text(read_rulebook(text, "x"), language).blocks
    return next(one.text for one in blocks if isinstance(one, Item) and one.rule == rule)


@pytest.mark.parametrize(
    ("defaults", "zh"),
    [
        ("objections.named", "异议须实名（缺省）、书面提出"),
        ("[objections.written, objections.named]", "异议须实名（缺省）、书面（缺省）提出"),
        ("objections", "异议须实名、书面提出（缺省）"),
    ],
)
def test_only_the_part_that_is_a_default_is_marked(defaults, zh):
    text = edited(OBJECTIONS, f"defaults: {defaults}, {OBJECTIONS}")

    assert said(text, "notice").endswith(zh)


def test_what_has_no_clause_of_its_own_is_named_at_the_end():
    text = edited("combine: trimmed_mean,", "combine: trimmed_mean, defaults: [panel.assessors, panel.lead],")

    assert "评审员 5 名（组长 1 名）（其中人数、组长缺省），" in said(text, "documents")
    assert "5 assessors (1 of them leads) (default: how many, the leader);" in said(text, "documents", "en")


def test_each_default_inside_a_key_counts_as_one_open_rule():
    text = edited(OBJECTIONS, f"defaults: [objections.named, objections.written], {OBJECTIONS}")

    before, after = (coverage_of(read_rulebook(one, "x")) for one in (GOOD, text))
    assert (after.open - before.open, after.confirmed) == (2, before.confirmed)


@pytest.mark.parametrize(
    ("acting", "zh", "en"),
    [
        (
            "body: [office, main]",
            "由评审办公室和主办单位共同办理",
            "Done by: the office and the host jointly",
        ),
        (
            "body: [office, main], jointly: false",
            "由评审办公室或者主办单位办理",
            "Done by: the office or the host",
        ),
    ],
)
def test_several_bodies_act_together_or_any_one_of_them(acting, zh, en):
    host = '  - {id: main, title: {zh: 主办单位, en: The host}, acts_as: host, art: "6"}\napplicants:'
    text = WHOLE.replace("body: office,", f"{acting},", 1).replace("applicants:", host, 1)

    assert said(text, "conformity").startswith(f"{zh}，")
    assert said(text, "conformity", "en").startswith(f"{en};")


def test_a_ballot_tells_the_order_of_its_own():
    text = edited("secret: true", "order: {order: [{stage: documents}]}, secret: true")

    assert said(text, "plenary").endswith("按材料评审排序；仍相同的并列（缺省），超出名额的按此取舍")
