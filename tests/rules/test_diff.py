import json

import pytest

from zhiheng.core.speech import speak
from zhiheng.core.text import Text
from zhiheng.main import run
from zhiheng.rules.diff import changes
from zhiheng.rules.load import load_rulebook, read_rulebook

from .books import GOOD, SHELF, edited

HENAN = SHELF / "410000/governor-quality-award"
BOOKS = sorted(p for p in SHELF.rglob("*.yaml") if not p.name.endswith(".cases.yaml"))


def between(old: str, new: str):
    return changes(read_rulebook(old, "old.yaml"), read_rulebook(new, "new.yaml"))


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: str(path.relative_to(SHELF)))
def test_a_rulebook_does_not_differ_from_itself(path):
    assert changes(load_rulebook(path), load_rulebook(path)) == ()


@pytest.mark.parametrize(
    ("was", "now", "zh", "en"),
    [
        (
            "quota: {at_most: 5}",
            "quota: {at_most: 8}",
            "奖项“质量奖”：由“不超过 5 个”改为“不超过 8 个”。",
            "Tier “Quality Award”: from “At most 5” to “At most 8”.",
        ),
        (
            "at_least: 3,",
            "at_least: 5,",
            "申报条件“成立满 3 年”改为“成立满 5 年”。",
            "Condition of entry “At least 3 full years since founding” is now “At least 5 full years since founding”.",
        ),
        (
            'art: "9(1)"',
            'art: "10(1)"',
            "排除情形“3 年内无：重大质量、安全、环保等事故”：依据由“第9条第(1)项”改为“第10条第(1)项”。",
            "Exclusion “None within 3 years: major quality, safety or environmental accident”: "
            "rests on “art. 10(1)”, before on “art. 9(1)”.",
        ),
        (
            "secret: true",
            "secret: false",
            "环节“表决”：由“无记名投票”改为“记名投票”。",
            "Stage “Ballot”: from “secret ballot” to “open vote”.",
        ),
        (
            "from: 2021-01-01",
            "from: 2021-03-01",
            "施行日期由“2021-01-01”改为“2021-03-01”。",
            "The first day in force is “2021-03-01”, it was “2021-01-01”.",
        ),
    ],
)
def test_a_change_is_told_with_what_differs_and_nothing_else(was, now, zh, en):
    (change,) = between(GOOD, edited(was, now))

    assert (change.kind, change.says.zh, change.says.en) == ("changed", zh, en)


def test_a_rule_that_came_and_one_that_went_are_told_with_their_articles():
    more = edited("exclusion:\n", 'exclusion:\n  - {id: fined, rule: no_ban, art: "9(3)"}\n')

    (added,) = between(GOOD, more)
    (removed,) = between(more, GOOD)

    assert (added.kind, added.part, added.rule) == ("added", "exclusion", "fined")
    assert added.says.zh == "新增排除情形“不在撤销奖项后的禁止申报期内”（第9条第(3)项）。"
    assert (removed.kind, removed.says.zh) == (
        "removed",
        "删去排除情形“不在撤销奖项后的禁止申报期内”（原第9条第(3)项）。",
    )


def test_a_new_name_of_a_rule_is_no_change():
    assert between(GOOD, edited("id: accident", "id: no_accident")) == ()


def test_another_english_title_alone_is_no_change():
    assert between(GOOD, edited("en: Ballot}", "en: The vote}")) == ()


def test_a_stage_of_another_kind_is_another_stage_though_it_has_the_id():
    credit = next(line for line in GOOD.splitlines(keepends=True) if "id: credit" in line)
    survey = '  - {id: credit, kind: survey, title: {zh: 公众评价, en: Survey}, art: "11"}\n'

    found = [(one.kind, one.rule) for one in between(GOOD, GOOD.replace(credit, survey))]

    assert found == [("removed", "credit"), ("added", "credit")]


def test_a_rule_of_the_frame_is_named_as_a_rule():
    nature = edited("applicants:", 'nature: {is: praise, art: "2"}\napplicants:')

    (removed,) = between(nature, GOOD)

    assert removed.says == Text("删去“性质”的规定（原第2条）。", "Removed: Rule “Nature” (was art. 2).")


def test_stages_in_another_order_are_told_once():
    check = next(line for line in GOOD.splitlines(keepends=True) if "id: conformity" in line)
    credit = next(line for line in GOOD.splitlines(keepends=True) if "id: credit" in line)

    (change,) = between(GOOD, GOOD.replace(check + credit, credit + check))

    assert change.says.en.startswith("The stages come in the order “Inquiry, Check, Documents")


def test_a_kind_of_applicant_that_may_no_longer_apply_is_told():
    (change,) = between(GOOD, edited("[enterprise, individual]", "[enterprise]"))

    assert (change.kind, change.says.zh) == ("removed", "个人不再可以申报。")


def test_changes_come_part_by_part(capsys):
    speak("en")
    try:
        assert run(["rulebook", "diff", str(HENAN / "2015.yaml"), str(HENAN / "2022.yaml")]) == 0
    finally:
        speak("zh")

    heads = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("  - ")]
    assert heads[0] == "Instrument"
    assert len(heads) == len(set(heads))
    assert heads.index("Tier") < heads.index("Condition of entry") < heads.index("Stage")


def test_the_command_gives_json_and_says_when_nothing_differs(capsys):
    same = str(HENAN / "2022.yaml")

    assert run(["rulebook", "diff", same, same, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == []
    assert run(["rulebook", "diff", same, same]) == 0
    assert capsys.readouterr().out == "两份规则书没有实质不同。\n"
