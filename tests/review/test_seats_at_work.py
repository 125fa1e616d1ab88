"""How far a stage of experts is, is counted in seats: also in those whose experts have no account."""

import pytest

from factories import AFTER, OFFICE
from zhiheng.casework.models import Stage
from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.casework.queries.waiting import progress_of
from zhiheng.review import actions
from zhiheng.review.domain.values import NewExpert, RecusalGiven, ScorebookGiven

from .conftest import JUDGED, ROUND, Judged, marks, panel_of

pytestmark = pytest.mark.django_db


def told(stage="documents"):
    """Return how far a stage is, in a sentence, and in numbers."""
    row = Stage.objects.select_related("round").get(round__code=ROUND, stage=stage)
    found = progress_of([row], {ROUND: rulebook_of(round_of(ROUND))}, AFTER)[row.pk]
    return found.told.zh, (found.waiting, found.of)


def hand_in(judged, seat, cases):
    """Hand in the scorebooks of a seat on paper."""
    books = [ScorebookGiven(case, seat, marks()) for case in cases]
    actions.hand_in_scorebooks(round_code=ROUND, stage="documents", scorebooks=books, by=OFFICE, now=AFTER)


def test_a_seat_is_at_work_until_its_last_scorebook_is_signed(judged):
    assert told() == ("3 个评审席位，3 个未完成。", (3, 3))
    hand_in(judged, "A1", judged.codes[:1])
    assert told()[1] == (3, 3)
    hand_in(judged, "A1", judged.codes[1:])
    assert told() == ("3 个评审席位，2 个未完成。", (2, 3))


def test_whoever_stepped_back_owes_one_case_less(judged):
    given = [RecusalGiven(judged.codes[0], judged.experts[0][0], "亲属任职")]
    actions.recuse(round_code=ROUND, recusals=given, by=OFFICE, now=AFTER)
    hand_in(judged, "A1", judged.codes[1:])
    assert told()[1] == (2, 3)


def test_where_one_scorebook_is_agreed_only_the_lead_is_counted(regions):
    judged = Judged(source=JUDGED.replace("combine: trimmed_mean", "combine: consensus", 1))
    assert told()[1] == (1, 1)
    hand_in(judged, "A1", judged.codes)
    assert told()[1] == (0, 1)


def test_a_stage_without_a_panel_says_so(judged):
    assert told("defence") == ("尚未组成评审组。", (0, 0))


def test_experts_without_accounts_are_counted_by_their_seats(regions):
    from factories import make_cases, make_round
    from zhiheng.casework import actions as casework

    cases = make_cases(make_round(source=JUDGED), 1)
    new = [NewExpert(name=f"示例专家{n}", is_simulated=True) for n in range(3)]
    codes = actions.register_experts(authority="350200", experts=new, by=OFFICE, now=AFTER)
    plan = panel_of([(code, "") for code in codes], cases)
    actions.form_panels(round_code=ROUND, stage="documents", panels=[plan], by=OFFICE, now=AFTER)
    casework.open_stage(round_code=ROUND, stage="documents", by=OFFICE, now=AFTER)
    assert told()[1] == (3, 3)
