"""A slip of the keyboard is named where it stands, not where the parser stumbles over it."""

import pytest

from zhiheng.rules.check import check_rulebook

from .books import GOOD, SHELF, edited, line_of

SLIPS = {
    "full-width colon after a key": ("kind: award\n", "kind：award\n", "全角冒号", "kind："),
    "full-width colon in braces": ("{from: 2021", "{from：2021", "全角冒号", "from："),
    "full-width colon after a comma": ("zh: 审查, en: Check}", "zh: 审查, en：Check}", "全角冒号", "en：Check"),
    "a comma before a Chinese word": ("en: Check}", "en: Check, 说明：甲}", "逗号处断开", "说明：甲"),
    "full-width comma": ("quota: {at_most: 5}, ", "quota: {at_most: 5}，", "全角标点", "5}，"),
    "full-width bracket": ("order: [{sum", "order: 【{sum", "全角标点", "【"),
    "full-width quotes": ('authority: "350200"', "authority: “350200”", "中文引号", "“350200”"),
    "no blank after a colon": ("kind: award\n", "kind:award\n", "缺一个空格", "kind:award"),
    "no blank after a dash": ("  - {id: credit", "  -{id: credit", "缺一个空格", "id: credit"),
    "a tab": ("  - {id: credit", "\t- {id: credit", "Tab", "id: credit"),
    "one blank too many": ("  - {id: credit", "   - {id: credit", "缩进", "id: credit"),
    "an open bracket": ("[enterprise, individual]", "[enterprise, individual", "括号没有闭合", "[enterprise"),
    "an open quote": ('authority: "350200"', 'authority: "350200', "引号没有闭合", "authority:"),
    "a colon in a text": ("en: Check}", "en: Check: first}", "“: ”", "Check: first"),
    "a comment in braces": ("en: Check}", "en: Check #1}", "都是注释", "Check #1"),
    "a percentage": ('quorum: "2/3"', "quorum: 66%", "百分数", "66%"),
    "no value": ("{number: null", "{number:", "没有写值", "{number:,"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_alone_in_its_line(name):
    old, new, word, mark = SLIPS[name]
    text = edited(old, new)

    (problem,) = check_rulebook(text, "book.yaml")

    assert word in problem.message.zh
    assert problem.place.line == line_of(text, mark)
    assert problem.message.en
    assert problem.remedy.zh


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(SHELF.rglob("*.yaml")) if ".cases." not in p.name],
    ids=lambda p: p.parent.parent.name,
)
def test_nothing_in_a_text_of_the_shelf_is_taken_for_a_slip(path):
    text = path.read_text(encoding="utf-8") + "zzz: [}\n"

    (problem,) = check_rulebook(text, "book.yaml")

    assert problem.code == "rulebook.syntax"
    assert problem.place.line == text.count("\n")


def test_a_bracket_over_several_lines_is_no_slip():
    text = edited("[enterprise, individual]", "[enterprise,\n  individual]") + "zzz: [}\n"

    (problem,) = check_rulebook(text, "book.yaml")

    assert problem.place.line == text.count("\n")
    assert GOOD.count("\n") < problem.place.line


def test_a_long_line_of_brackets_is_told_at_once():
    text = "kind: award}\n" + "} " + "[" * 120_000 + "\n"

    problems = check_rulebook(text, "book.yaml")

    assert [problem.code for problem in problems] == ["rulebook.syntax"]
