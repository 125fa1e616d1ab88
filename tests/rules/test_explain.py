import json

import pytest

from zhiheng.rules.explain import Heading, Item, as_text
from zhiheng.rules.load import load_rulebook, read_rulebook

from .books import GOOD, SHELF

BOOKS = sorted(p for p in SHELF.rglob("*.yaml") if not p.name.endswith(".cases.yaml"))


@pytest.fixture(scope="module")
def book():
    return read_rulebook(GOOD, "good.yaml")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", BOOKS, ids=str)
def test_every_rule_is_told_once_or_more_in_its_order_with_its_article(path, language):
    book = load_rulebook(path)

    items = [block for block in as_text(book, language).blocks if isinstance(block, Item)]

    assert list(dict.fromkeys(item.rule for item in items)) == [name for name, _ in book.rules()]
    assert all(item.cite and item.text for item in items)


def test_a_condition_is_read_as_a_sentence_with_its_article(book):
    items = {b.rule: b for b in as_text(book, "zh").blocks if isinstance(b, Item)}

    assert items["operating"].text == "成立满 3 年"
    assert items["operating"].cite == "第8(2)条"
    assert (
        items["figures"].text == "下列 2 项中至少满足 1 项：从业人数不少于 100；上年度纳税额不少于 1000000.50"
    )
    assert items["winner"].text == "5 年内未有本单位、其母公司获得质量奖"


def test_a_ballot_is_read_with_quorum_and_share(book):
    items = {b.rule: b for b in as_text(book, "en").blocks if isinstance(b, Item)}

    assert items["plenary"].text == (
        "Done by the committee; secret ballot; quorum 2/3 of those eligible; passes with at least 2/3 of those present; "
        "beyond the places the ranking decides"
    )


def test_an_unverified_rule_says_so():
    book = read_rulebook(
        GOOD.replace('art: "9(1)"', 'art: "9(1)", unverified: true').replace(
            'art: "8(1)"', "unverified: true"
        ),
        "x",
    )
    items = {b.rule: b for b in as_text(book, "zh").blocks if isinstance(b, Item)}

    assert items["accident"].cite == "第9(1)条，待核实"
    assert items["registered"].cite == "待核实"


def test_the_document_is_plain_text_or_json(book):
    document = as_text(book, "en")

    assert document.blocks[0] == Heading(1, "Some Quality Award Measures")
    assert "  - At least 3 full years since founding (art. 8(2))\n" in document.plain()
    assert json.loads(json.dumps(document.to_json()))["blocks"][0]["block"] == "heading"
