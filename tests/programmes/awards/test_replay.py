"""A past round under another rulebook: who would have ended otherwise, and what cannot be told."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from factories import AFTER, OFFICE, SHORT, attest_all, conclude, make_cases, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case, Finding
from zhiheng.core.refusal import Refused
from zhiheng.ledger.models import Line
from zhiheng.programmes.awards.domain.replay import PastStage, endings, replay
from zhiheng.programmes.awards.queries.replaying import replayed
from zhiheng.programmes.awards.rulebook_diff import diff_command
from zhiheng.rules.load import read_rulebook

OLDER = """  - {id: old_enough, rule: operating_years, at_least: 30, title: {zh: 经营满三十年, en: Thirty}, art: "4(3)"}
exclusion:"""
pytestmark = pytest.mark.django_db


def book(*changed):
    """Return the short award with something changed."""
    source = SHORT.replace("/2025", "/2026", 1)
    for old, new in changed:
        assert old in source
        source = source.replace(old, new)
    return read_rulebook(source, "new")


@pytest.fixture
def past(regions):
    """A round in which both cases were honoured."""
    return conclude()


@pytest.fixture
def failed(regions):
    """A round in which the first of two cases fell at the check."""
    round_ = make_round("short-2", source=SHORT, session="2")
    cases = make_cases(round_, 2)
    casework.open_stage(round_code="short-2", stage="conformity", by=OFFICE, now=AFTER)
    attest_all(round_, cases[:1], holds=False)
    attest_all(round_, cases[1:])
    casework.close_stage(round_code="short-2", stage="conformity", by=OFFICE, now=AFTER)
    return round_, cases


def test_under_the_same_rules_every_case_ends_the_same(past):
    found = replayed(past[0], book())
    assert (found.cases, found.same, found.otherwise, found.untold, found.notes) == (2, 2, (), (), ())


def test_a_stricter_condition_ends_cases_with_its_own_reason_and_article(past):
    found = replayed(past[0], book(("exclusion:", OLDER)))
    (one, _) = found.otherwise
    assert (one.then.state, one.now.state, one.now.stage) == ("honoured", "ended", "conformity")
    assert [cite.article for cite in one.now.cites] == ["4(3)"]
    assert "30" in one.now.reasons[0].en


def test_a_case_that_would_have_gone_on_is_followed_only_as_far_as_it_was_judged(failed):
    gone = '  - {id: leading, rule: attested, by: office, says: {zh: 行业领先, en: Leads its industry}, art: "4(2)"}\n'
    found = replayed(failed[0], book((gone, "")))
    (one,) = found.otherwise
    assert one.case == failed[1][0].code
    assert (one.then.stage, one.now.state) == ("conformity", "on")


def test_a_stage_that_the_round_never_had_is_passed_over_and_said(past):
    stage = '  - {id: ask, kind: inquiry, title: {zh: 查询, en: Inquiry}, asks: [taxation], art: "6"}\n  - {id: notice,'
    found = replayed(past[0], book(("  - {id: notice,", stage)))
    assert found.same == 2
    assert [note.en for note in found.notes] == [
        "The round holds no record of the stage “Inquiry”; it is passed over, as if everybody had gone on."
    ]


def test_a_fact_that_nobody_looked_up_counts_as_met_and_is_said(past):
    named = "says: {zh: 绿色, en: Green}, title: {zh: 绿色, en: Green}"
    new = f'  - {{id: green, rule: attested, by: office, {named}, art: "4(3)"}}\nexclusion:'
    found = replayed(past[0], book(("exclusion:", new)))
    assert found.same == 2
    assert [note.en for note in found.notes] == [
        "“Green” was not looked up for 2 applicant(s) then; it counts as met."
    ]


def test_fewer_places_than_honours_cannot_be_concluded_and_nobody_is_guessed_out(past):
    found = replayed(past[0], book(("at_most: 5", "at_most: 1")))
    assert found.otherwise == ()
    assert len(found.untold) == 2
    assert "cannot be concluded" in found.notes[0].en


def test_a_withdrawn_case_is_left_out():
    stage = PastStage("conformity", "check", {"as_of": "2025-03-31", "cases": {}}, [])
    found = replay(book(), [stage], ["a", "b"], withdrawn=["b"])
    assert found.cases == 1


def test_a_case_without_any_finding_is_still_in_the_round():
    assert endings([], ["a"])["a"].text(book()).en == "still in the round"


def test_a_round_in_which_nothing_has_closed_is_refused(regions):
    with pytest.raises(Refused) as refusal:
        replayed(make_round(source=SHORT), book())
    assert refusal.value.code == "replay.nothing_closed"


def test_holding_a_round_against_a_rulebook_changes_nothing(past):
    before = (Line.objects.count(), list(Finding.objects.values()), list(Case.objects.values()))
    replayed(past[0], book(("exclusion:", OLDER)))
    assert (Line.objects.count(), list(Finding.objects.values()), list(Case.objects.values())) == before


@pytest.fixture
def files(tmp_path):
    """The short award and a stricter one, as files."""
    paths = []
    for year, text in (("2025", SHORT), ("2026", book(("exclusion:", OLDER)).source)):
        path = tmp_path / "350200" / "short-award" / f"{year}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    return paths


def test_the_command_says_what_changed_and_who_would_have_ended_otherwise(past, files):
    told = CliRunner().invoke(diff_command, [*files, "--round", "short-1"]).output
    assert "经营满三十年" in told
    assert "届次 short-1 按 B 重算：2 件中 2 件结果不同，0 件无从得知。" in told
    assert "short-1-0001: 获授示例奖 → 止于“符合性审查”" in told


def test_the_command_says_the_same_to_a_machine(past, files):
    told = json.loads(CliRunner().invoke(diff_command, [*files, "--round", "short-1", "--json"]).output)
    assert (told["cases"], told["same"], len(told["otherwise"])) == (2, 0, 2)
    assert told["otherwise"][0]["then"]["en"] == "given: Sample award"


def test_without_a_round_the_command_needs_no_database(files, django_assert_num_queries):
    with django_assert_num_queries(0):
        told = CliRunner().invoke(diff_command, files)
    assert told.exit_code == 0
    assert "新增" in told.output
