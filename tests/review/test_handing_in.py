"""Complete scorebooks handed in at once."""

import pytest

from factories import AFTER, OFFICE, OTHER_OFFICE
from interruptions import kill_between_statements
from zhiheng.casework import actions as casework
from zhiheng.core.refusal import Refused
from zhiheng.ledger.queries import lines_about
from zhiheng.review import actions
from zhiheng.review.domain.values import ScorebookGiven
from zhiheng.review.models import Mark, Scorebook

from .conftest import ITEMS, ROUND, marks

pytestmark = pytest.mark.django_db


def hand_in(*given, by=OFFICE):
    return actions.hand_in_scorebooks(round_code=ROUND, stage="documents", scorebooks=given, by=by, now=AFTER)


def refused(*given, by=OFFICE):
    with pytest.raises(Refused) as refusal:
        hand_in(*given, by=by)
    return refusal.value.code


def test_scorebooks_are_marked_and_signed_in_one_act(judged):
    given = [ScorebookGiven(code, "A1", marks(55)) for code in judged.codes]

    assert hand_in(*given, by=judged.actors[0]) == 4
    assert Mark.objects.filter(percent=55, withdrawn_at=None, given_at=AFTER).count() == 4 * len(ITEMS)
    assert Scorebook.objects.exclude(signed_at=None).count() == 4


def test_line_says_when_the_office_recorded_it_from_paper(judged):
    hand_in(ScorebookGiven(judged.codes[0], "A1", marks()))
    hand_in(ScorebookGiven(judged.codes[0], "A2", marks()), by=judged.actors[1])

    bodies = [line.body.get("on_paper") for line in lines_about("350200", f"{judged.codes[0]}/documents")]
    assert bodies == [True, None]


def test_one_wrong_scorebook_refuses_all(judged):
    good = ScorebookGiven(judged.codes[0], "A1", marks())
    lacking = dict.fromkeys(ITEMS[1:], 50)

    assert refused(good, ScorebookGiven(judged.codes[1], "A1", lacking)) == "mark.missing"
    assert (
        refused(good, ScorebookGiven(judged.codes[1], "A1", {**marks(), "charm": 5})) == "mark.unknown_item"
    )
    assert refused(good, ScorebookGiven(judged.codes[1], "A1", {**marks(), ITEMS[0]: 7})) == "mark.percent"
    assert (
        refused(good, ScorebookGiven(judged.codes[1], "A1", {**marks(), ITEMS[0]: False})) == "mark.percent"
    )
    assert refused(good, good) == "scorebook.repeated"
    assert not Scorebook.objects.exists()


def test_an_assessor_does_not_hand_in_for_another_seat(judged):
    assert refused(ScorebookGiven(judged.codes[0], "A2", marks()), by=judged.actors[0]) == "mark.not_yours"
    assert refused(ScorebookGiven(judged.codes[0], "A1", marks()), by=OTHER_OFFICE) == "mark.not_yours"


def test_the_same_scorebook_given_twice_is_refused(judged):
    hand_in(ScorebookGiven(judged.codes[0], "A1", marks()))

    assert refused(ScorebookGiven(judged.codes[0], "A1", marks())) == "scorebook.signed"


def test_marks_of_a_draft_are_withdrawn_and_kept(judged):
    actions.give_mark(
        case_code=judged.codes[0], stage="documents", item=ITEMS[0], percent=5, by=judged.actors[0], now=AFTER
    )
    hand_in(ScorebookGiven(judged.codes[0], "A1", marks(90)))

    rows = Mark.objects.filter(item=ITEMS[0]).order_by("pk").values_list("percent", "withdrawn_at")
    assert list(rows) == [(5, AFTER), (90, None)]


def test_a_withdrawn_case_takes_no_scorebook(judged):
    casework.withdraw_case(case_code=judged.codes[0], reason="示例", by=OFFICE, now=AFTER)

    assert refused(ScorebookGiven(judged.codes[0], "A1", marks())) == "mark.not_yours"


def test_killed_while_handing_in_leaves_nothing(judged):
    given = [ScorebookGiven(code, f"A{seat}", marks()) for code in judged.codes for seat in (1, 2)]

    assert kill_between_statements(lambda: hand_in(*given)) > 5
    assert Mark.objects.count() == 8 * len(ITEMS)
