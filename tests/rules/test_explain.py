import json

import pytest

from zhiheng.core.money import Money
from zhiheng.core.text import Text
from zhiheng.rules.explain import Heading, Item, as_text
from zhiheng.rules.load import load_rulebook, read_rulebook
from zhiheng.rules.model.called import Called
from zhiheng.rules.saying import yuan

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
    assert items["operating"].cite == "第8条第(2)项"
    assert (
        items["figures"].text
        == "下列 2 项中至少满足 1 项：从业人数不少于 100；上年度纳税额不少于 1,000,000.50 元"
    )
    assert items["winner"].text == "5 年内申报主体或者其母公司未获得质量奖"


def test_a_ballot_is_read_with_quorum_and_share(book):
    items = {b.rule: b for b in as_text(book, "en").blocks if isinstance(b, Item)}

    assert items["plenary"].text == (
        "Done by: the committee; secret ballot; quorum 2/3 of those eligible; passes with at least 2/3 of those present; "
        "beyond the places the ranking decides (default)"
    )


def test_an_unverified_rule_says_so():
    book = read_rulebook(
        GOOD.replace('art: "9(1)"', 'art: "9(1)", unverified: true').replace(
            'art: "8(1)"', "unverified: true"
        ),
        "x",
    )
    items = {b.rule: b for b in as_text(book, "zh").blocks if isinstance(b, Item)}

    assert items["accident"].cite == "第9条第(1)项，待核实"
    assert items["registered"].cite == "待核实"


def test_the_document_is_plain_text_or_json(book):
    document = as_text(book, "en")

    assert document.blocks[0] == Heading(1, "Some Quality Award Measures")
    assert "  - At least 3 full years since founding (art. 8(2))\n" in document.plain()
    assert json.loads(json.dumps(document.to_json()))["blocks"][0]["block"] == "heading"


def test_places_and_awards_are_called_by_the_names_that_a_reader_gives(book):
    called = book.called(Called(places={"350200": "厦门市"}, awards={}))

    zh, en = as_text(called, "zh").plain(), as_text(called, "en").plain()

    assert "主管机关区划 厦门市（350200）。" in zh
    assert "登记地在厦门市行政区域内（第8条第(1)项）" in zh
    assert "Registered within 厦门市 (350200) (art. 8(1))" in en
    assert "登记地在本市行政区域内（第8条第(1)项）" in as_text(book, "zh").plain()


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (150_000_000, "150 万元", "1,500,000 yuan"),
        (100_000_000_000, "100,000 万元", "1,000,000,000 yuan"),
        (500_000, "5,000 元", "5,000 yuan"),
        (1_234_567, "12,345.67 元", "12,345.67 yuan"),
        (0, "0 元", "0 yuan"),
    ],
)
def test_money_is_told_in_wan_where_it_is_whole(fen, zh, en):
    assert yuan(Money(fen)) == Text(zh, en)


@pytest.mark.parametrize(
    ("written", "zh"),
    [
        ('cycle: {every: {years: 1}, art: "4"}', "每年一届"),
        ('cycle: {every: {years: 2}, on_approval: true, art: "4"}', "每 2 年一届，经批准后举办"),
        ("cycle: {every: {years: 2}, unverified: true, defaults: every}", "每 2 年一届（缺省）"),
    ],
)
def test_a_cycle_is_told_with_all_that_it_says(written, zh):
    book = read_rulebook(GOOD.replace('cycle: {every: {years: 2}, art: "4"}', written), "x")

    assert {b.rule: b for b in as_text(book, "zh").blocks if isinstance(b, Item)}["cycle"].text == zh


@pytest.mark.parametrize(
    ("old", "new", "heading"),
    [
        ("cycle: {", 'payments: {amounts: [{tier: award, amount: "0"}], art: "5"}\ncycle: {', "奖励标准"),
        (
            "cycle: {",
            'nature: {is: grading, money: subsidy, art: "2"}\n'
            'payments: {amounts: [{tier: award, amount: "0"}], art: "5"}\ncycle: {',
            "资助标准",
        ),
    ],
)
def test_the_heading_of_the_money_follows_its_nature_in_law(old, new, heading):
    book = read_rulebook(GOOD.replace(', reward: "1500000"', "").replace(old, new, 1), "x")

    blocks = as_text(book, "zh").blocks
    at = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text == heading)

    assert blocks[at + 1].text == {"奖励标准": "不发奖金", "资助标准": "不发放资助资金"}[heading]
