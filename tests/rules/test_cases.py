import shutil
from pathlib import Path

import pytest

from zhiheng.core.refusal import InputRefused
from zhiheng.main import run
from zhiheng.rules.cases import cases_path, run_cases

from .books import XIAMEN


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the Xiamen rulebook with its examples."""
    home = tmp_path / "350200/quality-award"
    home.mkdir(parents=True)
    shutil.copy(XIAMEN, home)
    shutil.copy(cases_path(XIAMEN), home)
    return home / "2020.yaml"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_examples_are_found_from_either_file(copied):
    assert run_cases(copied) == run_cases(cases_path(copied))
    assert all(result.is_as_expected for result in run_cases(copied))


def test_an_edited_rule_shows_as_a_difference(copied):
    edit(copied, "rule: operating_years, at_least: 3", "rule: operating_years, at_least: 9")

    wrong = {(r.example, r.condition): r.difference.en for r in run_cases(copied) if not r.is_as_expected}

    assert set(wrong) == {("clear", "operating"), ("just_three_years", "operating")}
    assert wrong["just_three_years", "operating"] == "verdict: expected met, found not_met."


def test_a_changed_article_shows_as_a_difference(copied):
    edit(
        copied,
        'region: "350200", title: {zh: 在本市登记注册, en: Registered in the city}, unverified: true',
        'region: "350200", art: "8"',
    )

    wrong = [r.difference.en for r in run_cases(copied) if not r.is_as_expected]

    assert wrong[0] == "article: expected None, found 8; unverified: expected True, found False."


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("cases: 350200/quality-award/2020", "cases: 350200/quality-award/2021", "other_rulebook"),
        ("condition: registered", "condition: registred", "unknown_condition"),
        ("verdict: met, unverified: true", "verdict: yes, unverified: true", "accidental_boolean"),
        ("verdict: met, unverified: true", "verdict: maybe, unverified: true", "not_a_choice"),
        ("verdict: met, unverified: true", "verdict: met", "no_article"),
        ("id: nobody_looked", "id: clear", "repeated_id"),
        ("founded_day: 2019-05-08", "founded_day: spring", "not_a_day"),
        ("legal_person: true", "legal_persn: true", "unknown_key"),
        ("event: penalty", "event: penlty", "unknown_event"),
        ("kind: enterprise", "kind: company", "unknown_kind"),
        ("leading: {by", "leads: {by", "unknown_condition"),
        ("application_form", "aplication_form", "unknown_paper"),
    ],
)
def test_a_mistake_in_the_examples_is_a_problem_with_its_line(copied, old, new, code):
    edit(cases_path(copied), old, new)

    with pytest.raises(InputRefused) as refusal:
        run_cases(copied)

    assert [p.code for p in refusal.value.problems] == [f"rulebook.{code}"]
    assert refusal.value.problems[0].place.line > 1


def test_missing_examples_are_told(copied):
    cases_path(copied).unlink()

    with pytest.raises(InputRefused) as refusal:
        run_cases(copied)

    assert [p.code for p in refusal.value.problems] == ["rulebook.no_file"]


def test_a_difference_is_told_with_the_line_of_the_examples_and_the_reason(copied, capsys):
    edit(copied, "rule: operating_years, at_least: 3", "rule: operating_years, at_least: 9")
    cases = cases_path(copied)
    told = [r for r in run_cases(copied) if not r.is_as_expected]

    assert run(["rulebook", "test", str(copied)]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if "just_three_years" in line]
    one = next(r for r in told if r.example == "just_three_years")
    assert "condition: operating" in cases.read_text(encoding="utf-8").splitlines()[one.line - 1]
    assert lines == [
        f"  {cases}:{one.line} just_three_years/operating：结论应为 met，实为 not_met。理由：{one.outcome.reason.zh}"
    ]


def test_a_rulebook_without_examples_says_so(copied, capsys):
    cases_path(copied).unlink()

    assert run(["rulebook", "test", str(copied)]) == 0
    assert capsys.readouterr().out == f"{copied}: 没有示例文件 2020.cases.yaml\n"
