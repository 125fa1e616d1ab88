"""Rounds that stop, ballots of several rounds, losers of a stage, and objections after the honours."""

from datetime import date

from zhiheng.core.calendar import china_calendar
from zhiheng.core.speech import speak
from zhiheng.programmes.awards.simulation.assumptions import read_assumptions, shipped
from zhiheng.programmes.awards.simulation.report import simulate
from zhiheng.programmes.awards.simulation.round import run_round
from zhiheng.programmes.awards.simulation.wording import plain
from zhiheng.rules.load import read_rulebook

DAY = date(2026, 3, 31)
FRAME = """\
rulebook: 350200/quality-award/example
title: {zh: 某市质量奖管理办法, en: Some Quality Award Measures}
kind: award
authority: "350200"
in_force: {from: 2021-01-01}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise, individual]
tiers:
  - {id: award, title: {zh: 质量奖, en: Award}, quota: {at_most: 6, caps: {individual: 2}}, art: "5"}
  - {id: runner_up, title: {zh: 提名奖, en: Nomination}, quota: {at_most: 6}, art: "5"}
"""
ENCOURAGED = (
    '  - {id: merit, title: {zh: 鼓励奖, en: Merit}, given: {automatic_to: lost, stage: talk}, art: "5"}\n'
)
TALK = '  - {id: talk, kind: hearing, title: {zh: 答辩, en: Hearing}, points: 100, keep: {at_most: 15}, art: "7"}\n'
ENTRY = """\
entry:
  - {id: rank, rule: office_rank, below: county, art: "6"}
stages:
  - {id: check, kind: check, title: {zh: 审查, en: Check}, art: "6"}
"""
VOTE = """\
  - {id: vote, kind: ballot, title: {zh: 表决, en: Ballot}, secret: true, rounds: 3, over: votes, quorum: "2/3",
     passes: {share: "9/10", of: present}, art: "8"}
  - {id: approval, kind: approve, title: {zh: 批准, en: Approval}, art: "9"}
  - {id: granting, kind: grant, title: {zh: 授奖, en: Granting}, art: "9"}
"""
TOLD = """\
  - {id: told, kind: notice, title: {zh: 公告, en: Announcement}, of: decided, after: approval, for: {days: 5}, art: "9"}
"""


def book_of(*parts):
    return read_rulebook("".join(parts), "example")


def report_of(book, rounds=30, **changed):
    assumed = read_assumptions("".join(f"{name}: {value}\n" for name, value in changed.items()), "own.yaml")
    return simulate(
        book, assumed, applicants=60, seed=1, rounds=rounds, closes=DAY, calendar=china_calendar()
    )  # fmt: skip


def test_a_committee_votes_again_as_often_as_the_rule_allows_also_where_classes_are_bounded():
    report = report_of(book_of(FRAME, ENTRY, VOTE), gate='"1"')

    assert {one["code"] for one in report["stopped"]} <= {"ballot.tie_at_last_place"}
    assert report["finished"] + sum(one["rounds"] for one in report["stopped"]) == 30


def test_who_came_to_a_stage_and_loses_later_gets_the_tier_of_its_losers():
    book = book_of(FRAME, ENCOURAGED, ENTRY, TALK, VOTE)
    result = next(r for n in range(9) if (r := run_round(book, shipped(), 60, DAY, (n, 0))).stopped is None)
    came = next(stage.entered for stage in result.stages if stage.stage == "talk")
    tiers = [tier for _, tier in result.honours]

    assert tiers.count("award") == 6
    assert came - 2 <= len(tiers) <= came


def test_an_objection_upheld_after_the_decision_takes_the_honour_away():
    book = book_of(FRAME, ENTRY, VOTE, TOLD)
    report = report_of(book, rounds=5, objections='{received: "1", upheld: "1"}')

    assert report["stages"][-1]["left"]["high"] == 0
    assert report["places"][0]["given"]["high"] == 0


TIED = VOTE.replace("rounds: 3", "rounds: 1").replace("9/10", "1/2")


def test_a_round_that_stops_counts_for_no_chance_and_no_money():
    report = report_of(book_of(FRAME, ENTRY, TIED), committee='{yes_base: "0.3"}')
    (stop,) = report["stopped"]
    award = report["places"][0]

    assert (stop["stage"], stop["title"]["zh"], stop["code"]) == ("vote", "表决", "ballot.tie_at_last_place")
    assert 0 < report["finished"] == 30 - stop["rounds"] < 30
    assert sum(award["rounds_by_number_given"].values()) == report["finished"]
    assert award["chance_of_an_empty_place"].endswith(f"/{report['finished']}")


def test_rounds_that_stop_are_summed_up_by_the_title_of_the_stage_without_invented_cases():
    lines = plain(report_of(book_of(FRAME, ENTRY, TIED), rounds=1)).splitlines()

    assert "批准：未进行" in lines
    assert "1 届停在“表决”：末位次序并列，多次重新表决仍未分出先后。" in lines
    assert "质量奖：没有一届走完全程" in lines


def test_conditions_are_named_by_their_words_and_a_reason_has_one_sense():
    report = report_of(book_of(FRAME, ENTRY, VOTE), rounds=1)
    (drawn,) = report["drawn_without_facts"]
    speak("en")
    try:
        text = plain(report)
    finally:
        speak("zh")

    assert (drawn["condition"], drawn["says"]["zh"]) == ("rank", "行政级别低于县处级正职")
    assert (
        f"    不符合条件“行政级别低于县处级正职”，{report['stages'][0]['reasons'][0]['cases']} 家"
        in plain(report)
    )
    assert "condition not met: “" in text
    assert f"Conditions drawn without facts: {drawn['says']['en']}" in text
