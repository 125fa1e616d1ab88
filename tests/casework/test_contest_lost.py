"""A tier for losers is for all who came so far and did not win, wherever they fell."""

import pytest

from factories import SHORT
from zhiheng.casework.domain.contest import kept_tier
from zhiheng.rules.load import read_rulebook

TALK = (
    "  - {id: talk, kind: hearing, title: {zh: 答辩, en: Talk}, by: assessor, points: 100, "
    'panel: {assessors: 3}, art: "6"}\n'
    '  - {id: vote, kind: ballot, title: {zh: 表决, en: Vote}, secret: true, quorum: "2/3",'
    ' passes: {share: "1/2", of: present}, over: votes, art: "6"}\n'
)
MERIT = (
    '  - {id: merit, title: {zh: 鼓励奖, en: Merit}, given: {automatic_to: lost, stage: talk}, art: "3"}\n'
)


def book(more: str = ""):
    text = SHORT.replace("entry:\n", f"{MERIT}entry:\n", 1)
    return read_rulebook(
        text.replace(
            "  - {id: notice", f"{TALK.replace('kind: hearing', f'kind: hearing{more}')}  - {{id: notice", 1
        ),
        "x",
    )


@pytest.mark.parametrize(
    ("stage", "tier"), [("conformity", None), ("talk", "merit"), ("vote", "merit"), ("notice", None)]
)
def test_who_came_and_fell_there_or_later_in_the_contest_has_it(stage, tier):
    rulebook = book()

    assert kept_tier(rulebook, rulebook.stage(stage), None) == tier


def test_of_a_stage_for_some_only_those_who_fell_in_it_are_known_to_have_come():
    rulebook = book(", applies_to: enterprise")

    assert kept_tier(rulebook, rulebook.stage("talk"), None) == "merit"
    assert kept_tier(rulebook, rulebook.stage("vote"), None) is None


def test_of_two_such_tiers_who_came_further_has_that_of_the_later_stage():
    second = MERIT.replace("merit", "finalist").replace("stage: talk", "stage: vote")
    rulebook = read_rulebook(book().source.replace("entry:\n", f"{second}entry:\n", 1), "x")

    assert [kept_tier(rulebook, rulebook.stage(at), None) for at in ("talk", "vote")] == ["merit", "finalist"]
