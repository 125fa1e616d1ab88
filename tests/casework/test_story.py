"""The story of a case: what everybody with a right to it is told, and what waits until the round ends."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import AFTER, OFFICE, make_cases, make_round, pass_check, reply_all
from zhiheng.casework import actions
from zhiheng.casework.queries.rounds import case_of
from zhiheng.casework.queries.story import story_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(regions):
    """A round whose credit inquiry has closed over two running cases."""
    round_ = make_round()
    cases = make_cases(round_, 2)
    pass_check(round_, cases)
    actions.open_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    reply_all(round_, "credit", cases)
    actions.close_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    return [case.code for case in cases]


def step(code, stage, **how):
    """Return one step of a case's story."""
    return next(one for one in story_of(case_of(code), AFTER, **how).steps if one.stage == stage)


def test_each_finding_is_told_with_its_rule(asked):
    told = step(asked[0], "conformity")

    assert (told.outcome, told.goes_on) == ("passed", True)
    assert {cite.rule for _reason, cite in told.reasons} >= {"registered", "operating", "accident"}


def test_the_subject_learns_what_departments_said_only_when_the_round_ends(asked):
    assert step(asked[0], "credit").details["replied"] == 5

    sealed = step(asked[0], "credit", in_full=False)
    assert (sealed.details, [reason.zh for reason, _ in sealed.reasons]) == ({}, ["结论将在本届结束后告知。"])


def test_the_subject_whose_case_ended_is_told_why(regions):
    round_ = make_round()
    case = make_cases(round_, 1)[0]
    pass_check(round_, [case])
    actions.open_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    reply_all(round_, "credit", [case])
    actions.give_replies(
        round_code="xm-7", stage="credit", department="taxation", by=OFFICE, now=AFTER,
        given=[actions.ReplyGiven(case.code, True, "欠缴税款")],
    )  # fmt: skip
    actions.close_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)

    assert step(case.code, "credit", in_full=False).reasons[0][0].zh == "税务部门反馈：欠缴税款"


def test_a_story_costs_the_same_whatever_the_number_of_cases(asked):
    actions.open_stage(round_code="xm-7", stage="satisfaction", by=OFFICE, now=AFTER)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        story = story_of(case_of(asked[0]), AFTER)

    assert len(queries) == 11
    assert story.awaits is not None
