"""Who sees which claims, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiheng.casework.queries.rounds import round_of, run_of, stage_of
from zhiheng.core.actor import NOBODY, Actor, Role
from zhiheng.core.money import Money
from zhiheng.programmes.incentives import queries
from zhiheng.programmes.incentives.policy import may_read_claim

from .makers import (
    AFTER,
    CODE,
    FIRST_STREET,
    OFFICE,
    OTHER_OFFICE,
    SECOND_STREET,
    SUPERVISOR,
    claim_of,
    enterprise,
    open_reward,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(regions):
    """Claims of two enterprises in two streets."""
    open_reward()
    first, second = enterprise(1), enterprise(2)
    made = submit(
        claim_of(first),
        claim_of(first, number="GB/T 2-2021"),
        claim_of(second, 2, number="GB/T 3-2021", street="示例二街道"),
    )
    return dict(zip(made, (first, first, second), strict=True))


def seen(actor):
    return [row.case for row in queries.claims_seen_by(actor, CODE)]


def test_everybody_sees_no_more_than_their_own_claims(cases):
    a, b, c = cases
    applicant = Actor("acct-a", frozenset({(Role.APPLICANT, cases[a])}))
    foreign = Actor("acct-f", frozenset({(Role.STREET, "350203/示例一街道")}))
    assert seen(OFFICE) == seen(SUPERVISOR) == [a, b, c]
    assert seen(applicant) == seen(FIRST_STREET) == [a, b]
    assert seen(SECOND_STREET) == [c]
    assert seen(OTHER_OFFICE) == seen(foreign) == seen(NOBODY) == []


def test_a_claim_that_may_not_be_read_answers_like_one_that_does_not_exist(cases):
    subject = next(iter(cases.values()))
    answer = may_read_claim(SECOND_STREET, "350206", subject, "示例一街道")
    assert (answer.allowed, answer.reason.zh) == (False, "没有这个办件。")
    assert may_read_claim(FIRST_STREET, "350206", subject, "示例一街道").allowed


def test_a_preview_shows_the_lines_before_anything_is_paid(cases):
    sharing = queries.preview(CODE, AFTER)
    assert (len(sharing.lines), sharing.total) == (3, Money(900_000_00))
    assert queries.lines_of(CODE) == ()
    assert queries.totals_of(CODE).paid_projects == 0


def test_gathering_costs_the_same_for_one_claim_and_for_many(cases):
    round_ = round_of(CODE)
    run = run_of(round_, stage_of(round_, "payment"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.reward_inputs(run, AFTER)
    third = enterprise(3)
    submit(*(claim_of(third, 3, number=f"GB/T {n}-2021") for n in range(10, 40)))
    run = run_of(round_, stage_of(round_, "payment"))
    with CaptureQueriesContext(connection) as many:
        assert len(queries.reward_inputs(run, AFTER)["cases"]) == 33
    assert len(few) == len(many) == 3
