"""Who may see what others wrote; each test has something that could leak."""

import pytest

from factories import AFTER, OFFICE, OTHER_OFFICE, SUPERVISOR
from zhiheng.core.actor import Actor, Role
from zhiheng.review import actions, policy, queries
from zhiheng.review.domain.values import RecusalGiven

from .conftest import ITEMS, ROUND, Judged, stage_pk

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(judged):
    """Every seat has signed every scorebook; the stage is open."""
    judged.hand_in(dict.fromkeys(judged.codes, (50, 60, 70)))
    return judged


def seen(actor, judged, case=0):
    return policy.visible_seats(actor, judged.codes[case], "documents")


def test_an_assessor_sees_the_own_marks_alone_until_the_stage_closes(marked):
    assert seen(marked.actors[1], marked) == ("A2",)
    assert not policy.may_see_marks(marked.actors[1], marked.codes[0], "documents", "A1")
    marked.close("documents")
    assert seen(marked.actors[1], marked) == ("A1", "A2", "A3")


def test_office_and_supervisor_see_values_only_after_closing(marked):
    assert (seen(OFFICE, marked), seen(SUPERVISOR, marked)) == ((), ())
    marked.close("documents")
    assert seen(OFFICE, marked) == seen(SUPERVISOR, marked) == ("A1", "A2", "A3")


def test_applicant_stranger_and_other_office_never_see_marks(marked):
    applicant = Actor("acct-a", frozenset({(Role.APPLICANT, marked.cases[0].subject)}))
    marked.close("documents")

    for actor in (
        applicant,
        OTHER_OFFICE,
        Actor(""),
        Actor("acct-x", frozenset({(Role.ASSESSOR, "350200")})),
    ):
        assert seen(actor, marked) == ()


def test_a_recused_assessor_sees_nothing_before_or_after(judged):
    actions.give_mark(
        case_code=judged.codes[0],
        stage="documents",
        item=ITEMS[0],
        percent=50,
        by=judged.actors[0],
        now=AFTER,
    )
    recusal = [RecusalGiven(judged.codes[0], judged.experts[0][0], "亲属")]
    actions.recuse(round_code=ROUND, recusals=recusal, by=OFFICE, now=AFTER)

    both = Actor(judged.actors[0].code, judged.actors[0].holds | OFFICE.holds)
    assert seen(judged.actors[0], judged) == ()
    assert seen(both, judged) == ()
    assert seen(judged.actors[0], judged, case=1) == ("A1",)


def test_what_may_not_be_seen_is_answered_like_what_is_not_there(marked):
    hidden = policy.may_see_marks(marked.actors[1], marked.codes[0], "documents", "A1")
    absent = policy.may_see_marks(marked.actors[1], marked.codes[0], "documents", "A99")

    assert hidden == absent


def test_progress_is_the_same_whatever_the_values(regions):
    judged = Judged(3)
    pk = stage_pk("documents")
    first, second = judged.codes[:2]
    judged.hand_in({first: (0, 0, 0), second: (100, 100, 100)})

    def far(case):
        return [
            (one.seat, one.marked, one.is_signed) for one in queries.progress_of(pk, 23) if one.case == case
        ]

    assert far(first) == far(second) == [("A1", 23, True), ("A2", 23, True), ("A3", 23, True)]
    assert far(judged.codes[2]) == [("A1", 0, False), ("A2", 0, False), ("A3", 0, False)]


def test_progress_has_no_field_that_could_hold_a_value(marked):
    [one, *_] = queries.progress_of(stage_pk("documents"), len(ITEMS))

    assert one.__slots__ == ("case", "seat", "marked", "asked", "is_signed")
    assert policy.may_see_progress(OFFICE, ROUND)
    assert not policy.may_see_progress(marked.actors[0], ROUND)


def test_what_awaits_a_stage_never_depends_on_the_values(regions):
    judged = Judged(2)
    judged.hand_in({judged.codes[0]: (100, 100, 100)})

    from zhiheng.casework.queries.rounds import round_of, run_of, stage_of
    from zhiheng.review.kinds import KINDS

    run = run_of(round_of(ROUND), stage_of(round_of(ROUND), "documents"))
    assert {code: text.zh for code, text in KINDS[0].awaits(run, AFTER).items()} == {
        judged.codes[1]: "A1、A2、A3 的评分手册未签署。"
    }
