"""A refusal says what, where, under which article, and what to do about it."""

import pytest

from zhiheng.core.refusal import Citation, InputRefused, Place, Problem, Refused
from zhiheng.core.text import Text

MESSAGE = Text("校验码不符。", "The check character does not fit.")
REMEDY = Text("请核对。", "Compare it.")


def test_citation_survives_json():
    cite = Citation("350200/quality-award", "8(1)", "registered")

    assert Citation.of(cite.to_json()) == cite


def test_citation_names_its_article_in_both_languages():
    assert Citation("r", "8(1)").text() == Text("第8条第(1)项", "art. 8(1)")


def test_an_article_is_named_as_it_is_printed():
    said = [
        Citation("r", article).text().zh for article in ("第二条", "七（一）", "8", "8.2", "第九条第二款")
    ]

    assert said == ["第二条", "第七条第（一）项", "第8条", "第8.2条", "第九条第二款"]


def test_citation_without_an_article_says_that_it_is_unverified():
    cite = Citation("r", None, "accident", unverified=True)

    assert cite.text() == Text("规则 accident（条款待核实）", "rule accident (article unverified)")
    assert Citation.of(cite.to_json()) == cite


def test_refusal_carries_code_message_and_citations():
    cite = Citation("r", "9")

    refusal = Refused("mark.unknown_item", MESSAGE, [cite])

    assert (refusal.code, refusal.message, refusal.cites) == ("mark.unknown_item", MESSAGE, (cite,))
    assert str(refusal) == "校验码不符。"


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (Place(), "", ""),
        (
            Place(file="a.yaml", line=3, column_no=7, field="stages"),
            "a.yaml:3:7，stages",
            "a.yaml:3:7, stages",
        ),
        (
            Place(sheet="申报", row=7, column="C"),
            "工作表“申报”，第 7 行，C 列",
            "sheet “申报”, row 7, column C",
        ),
    ],
)
def test_place_is_told_from_the_outside_in(place, zh, en):
    assert place.text() == Text(zh, en)


def test_problem_is_one_line_with_place_message_and_remedy():
    problem = Problem("uscc", Place(row=7, column="C"), MESSAGE, REMEDY)

    assert problem.text() == Text(
        "第 7 行，C 列：校验码不符。 请核对。",
        "row 7, column C: The check character does not fit. Compare it.",
    )


def test_problem_without_a_place_begins_with_the_message():
    assert Problem("uscc", Place(), MESSAGE, REMEDY).text().zh == "校验码不符。 请核对。"


def test_problem_as_json_leaves_out_what_does_not_apply():
    assert Problem("uscc", Place(row=7), MESSAGE, REMEDY).to_json() == {
        "code": "uscc",
        "place": {"row": 7},
        "message": MESSAGE.to_json(),
        "remedy": REMEDY.to_json(),
    }


def test_refused_input_keeps_every_problem_in_order():
    problems = [Problem(str(n), Place(row=n), MESSAGE, REMEDY) for n in (2, 5)]

    assert [p.code for p in InputRefused("workbook.invalid", MESSAGE, problems).problems] == ["2", "5"]
