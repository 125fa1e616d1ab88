"""Every shipped rulebook is in order, says what its examples expect, and what is known of its instrument."""

from fractions import Fraction
from pathlib import Path

import pytest

from zhiheng.calc.rounding import to_unit
from zhiheng.rules.cases import run_cases
from zhiheng.rules.check import check_file
from zhiheng.rules.criteria import criteria_model
from zhiheng.rules.load import load_rulebook
from zhiheng.rules.model import HonourWithin, NoticeStage, ScoreStage

SHELF = Path(__file__).resolve().parents[1] / "rulebooks"
BOOKS = sorted(path for path in SHELF.rglob("*.yaml") if not path.name.endswith(".cases.yaml"))


def book(name: str):
    return load_rulebook(SHELF / f"{name}.yaml")


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: str(p.relative_to(SHELF)))
def test_a_shipped_rulebook_is_in_order(path):
    assert [problem.text().en for problem in check_file(path)] == []


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: str(p.relative_to(SHELF)))
def test_a_shipped_rulebook_says_what_its_examples_expect(path):
    results = run_cases(path)

    assert results
    assert [result.difference.en for result in results if result.difference is not None] == []


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: str(p.relative_to(SHELF)))
def test_every_condition_of_a_shipped_rulebook_has_an_example(path):
    rulebook = load_rulebook(path)

    tried = {result.condition for result in run_cases(path)}

    assert {c.id for c in (*rulebook.entry, *rulebook.exclusion)} - tried == set()


def test_every_examples_file_stands_beside_a_rulebook():
    homes = {
        path.with_name(path.name.replace(".cases.yaml", ".yaml")) for path in SHELF.rglob("*.cases.yaml")
    }

    assert homes <= set(BOOKS)


def test_xiamen_runs_its_eight_procedures_then_notice_approval_and_grant():
    rulebook = book("350200/quality-award/2020")

    assert [(s.kind, s.title.zh) for s in rulebook.stages] == [
        ("check", "符合性审查"), ("inquiry", "信用查询"), ("survey", "社会满意度测评"), ("score", "材料评审"),
        ("score", "现场评审"), ("hearing", "高层领导答辩"), ("consult", "征求有关单位意见"),
        ("ballot", "质量奖评委会全体会议审议"), ("notice", "公示"), ("approve", "市政府批准"), ("grant", "授奖"),
    ]  # fmt: skip
    assert rulebook.places() == 5
    assert all(ruled.unverified for _, ruled in rulebook.rules())


def test_guangdong_has_ten_awards_forty_nominations_and_bars_a_winner_and_its_subsidiaries_for_four_years():
    rulebook = book("440000/quality-award/2021")
    kept = [t.quota.at_most for t in rulebook.tiers]
    barred = [(c.relations, c.years) for c in rulebook.exclusion if isinstance(c, HonourWithin)]

    assert kept == [10, 40]
    assert barred == [(("self",), 4), (("parent", "group"), 4)]
    assert rulebook.cycle.every.years == 2


def test_guangdong_publishes_the_applicants_before_the_review():
    stages = book("440000/quality-award/2021").stages

    assert isinstance(stages[0], NoticeStage)
    assert (stages[0].of, stages[0].period.text().en) == ("applicants", "5 days")
    assert not any(isinstance(stage, ScoreStage) for stage in stages[:2])


def test_henan_publishes_after_the_governments_decision_in_2015():
    rulebook = book("410000/governor-quality-award/2015")
    kinds = [stage.kind for stage in rulebook.stages]

    assert kinds.index("approve") < kinds.index("notice")
    assert rulebook.places() == 8


def test_the_standards_reward_pays_the_worked_example_to_the_fen():
    rewards = book("350206/standards-reward/synthetic").rewards
    shared = {level: Fraction(pot.fen) for level, pot in rewards.pots.items()}
    alone, rest = rewards.shares.alone, rewards.shares.rest_alone
    lines = [
        (1, shared["international"] * rest), (4, shared["national"] * alone), (10, shared["national"] * rest),
        (3, shared["industry"] * alone), (1, shared["industry"] * rest), (1, shared["industry"] * rest * Fraction(11, 23)),
    ]  # fmt: skip

    unit = rewards.rounding.to.fen
    paid = sum(count * to_unit(amount, unit) for count, amount in lines)

    assert (sum(count for count, _ in lines), paid) == (20, 293_870_000)


def test_every_criteria_model_in_use_is_shipped():
    used = {s.criteria for path in BOOKS for s in load_rulebook(path).stages if isinstance(s, ScoreStage)}

    assert {criteria_model(id_).id for id_ in used} == used
