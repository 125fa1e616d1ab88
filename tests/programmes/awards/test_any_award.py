"""Every award on the shelf runs from the call to the honours, within its places, and re-computes equal."""

from datetime import date
from pathlib import Path

import pytest
from simulated import as_file, recomputed, too_many, without_an_end

from zhiheng.programmes.awards.domain.flow import flow_differences
from zhiheng.programmes.awards.simulation.assumptions import shipped
from zhiheng.programmes.awards.simulation.round import run_round
from zhiheng.rules.load import load_rulebook
from zhiheng.rules.model import NoticeStage

SHELF = Path(__file__).resolve().parents[3] / "rulebooks"
AWARDS = [
    path
    for path in sorted(SHELF.rglob("*.yaml"))
    if not path.name.endswith(".cases.yaml") and "standards-reward" not in path.parts
]
DAY = date(2026, 3, 31)


def simulated(book, seed=3, applicants=60):
    """Run one round and keep everything that the stages rested on."""
    return run_round(book, shipped(), applicants, DAY, (seed, 0), keep=True)


@pytest.mark.parametrize("path", AWARDS, ids=lambda path: str(path.relative_to(SHELF)))
def test_a_whole_round_runs_within_its_places_and_re_computes_equal(path):
    book = load_rulebook(path)
    result = simulated(book)
    file = as_file(book, result)

    assert result.stopped is None
    assert too_many(book, result.honours) == []
    assert without_an_end(file) == set()
    assert (recomputed(book, file), list(flow_differences(book, file))) == ([], [])
    assert all(one["reasons"] and one["cites"] for stage in file["stages"] for one in stage["conclusions"])
    assert all(
        len(one["cites"]) in (1, len(one["reasons"])) for s in file["stages"] for one in s["conclusions"]
    )


def test_an_altered_step_shows():
    book = load_rulebook(SHELF / "000000/quality-award/2013.yaml")
    file = as_file(book, simulated(book))
    gate = next(stage for stage in file["stages"] if stage["stage"] == "deliberation")
    gate["inputs"]["holding"].popitem()

    assert [one.stage for one in flow_differences(book, file)] == ["deliberation"]


def test_a_nominee_who_falls_later_keeps_the_nomination():
    book = load_rulebook(SHELF / "000000/quality-award/2013.yaml")
    result = simulated(book)
    told = {one.stage: one.conclusions for one in result.told}
    nominated = {one.case for one in told["nominations"] if one.details["tier"]}
    objected = {
        one.case
        for stage in book.stages if isinstance(stage, NoticeStage)
        for one in told[stage.id] if not one.goes_on
    }  # fmt: skip
    refused = {one.case for name in ("verification", "approval") for one in told[name] if not one.goes_on}
    honoured = {result.population.codes[row] for row, _ in result.honours}

    assert honoured == nominated - objected - refused
    assert {tier for _, tier in result.honours} == {"award", "nomination"}
