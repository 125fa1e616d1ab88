"""The rulebook of the reference with two classes: criteria of its own, and an order for each class."""

from datetime import date
from pathlib import Path

import pytest
from simulated import as_file, recomputed, too_many, without_an_end

from zhiheng.casework.domain.rankable import refuse_unless_rankable
from zhiheng.core.refusal import Refused
from zhiheng.programmes.awards.domain.flow import flow_differences
from zhiheng.programmes.awards.simulation.assumptions import shipped
from zhiheng.programmes.awards.simulation.round import run_round
from zhiheng.rules.load import read_rulebook

DOCS = (Path(__file__).resolve().parents[3] / "docs/rulebooks.md").read_text(encoding="utf-8")
WHOLE = DOCS.split("## Criteria, and an order for each class")[1].split("```")[1].removeprefix("yaml\n")


@pytest.fixture(scope="module")
def book():
    return read_rulebook(WHOLE, "docs")


@pytest.fixture(scope="module")
def result(book):
    return run_round(book, shipped(), 60, date(2026, 3, 31), (3, 0), keep=True)


def told(result, stage):
    return {one.case: one for one in next(t for t in result.told if t.stage == stage).conclusions}


def test_a_round_runs_within_its_places_and_re_computes_equal(book, result):
    file = as_file(book, result)

    assert result.stopped is None
    assert too_many(book, result.honours) == []
    assert without_an_end(file) == set()
    assert (recomputed(book, file), list(flow_differences(book, file))) == ([], [])


def test_each_class_is_marked_by_its_own_criteria(result):
    inputs = {t.stage: t.inputs["cases"] for t in result.told if t.stage in ("documents", "deeds")}
    items = {
        stage: {tuple(marks) for case in cases.values() for marks in case["marks"].values()}
        for stage, cases in inputs.items()
    }

    assert items["deeds"] == {("1.1", "1.2", "2")}
    assert {len(one) for one in items["documents"]} == {23}


@pytest.mark.parametrize(
    ("ballot", "scored", "places"), [("organisations", "site", 5), ("persons_vote", "deeds", 3)]
)
def test_each_ballot_gives_the_places_of_its_class_in_its_own_order(result, ballot, scored, places):
    ranked = {case: one.details for case, one in told(result, ballot).items() if "rank" in one.details}
    won = [one["rank"] for one in ranked.values() if one["tier"]]
    points = [one["exact"] for _, one in sorted(ranked.items(), key=lambda each: each[1]["rank"])]

    assert sorted(won) == list(range(1, places + 1))
    assert ranked.keys() <= told(result, scored).keys()
    assert len(points) > places


def test_without_an_order_of_its_own_the_classes_cannot_be_ranked_together():
    both = WHOLE.replace(", order: {order: [{stage: deeds}]}", "").replace(
        '    order: {order: [{sum: {documents: "0.4", site: "0.6"}}]}\n', ""
    )
    book = read_rulebook(f'{both}ranking: {{order: [{{stage: site}}], art: "10"}}\n', "x")

    with pytest.raises(Refused) as refusal:
        refuse_unless_rankable(book)

    assert (refusal.value.code, refusal.value.cites[0].rule) == ("ranking.not_for_all", "persons_vote")
