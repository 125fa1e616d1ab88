"""Points at a hearing."""

from decimal import Decimal

import pytest

from factories import AFTER, OFFICE
from zhiheng.casework import actions as casework
from zhiheng.core.refusal import Refused
from zhiheng.ledger.domain import opens
from zhiheng.ledger.queries import lines_about
from zhiheng.review import actions, queries
from zhiheng.review.domain.values import HearingGiven
from zhiheng.review.models import HearingMark

from .conftest import ROUND, panel_of, stage_pk

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(judged):
    """Three cases at an open hearing."""
    judged.hand_in({code: (p, p, p) for code, p in zip(judged.codes, (60, 55, 50, 45), strict=True)})
    judged.close("documents")
    plan = panel_of(judged.experts, judged.cases[:3])
    actions.form_panels(round_code=ROUND, stage="defence", panels=[plan], by=OFFICE, now=AFTER)
    casework.open_stage(round_code=ROUND, stage="defence", by=OFFICE, now=AFTER)
    return judged


def give(*given, by=OFFICE):
    return actions.give_hearing_points(round_code=ROUND, stage="defence", given=given, by=by, now=AFTER)


def refused(*given, by=OFFICE):
    with pytest.raises(Refused) as refusal:
        give(*given, by=by)
    return refusal.value.code


def test_points_given_again_withdraw_the_former(heard):
    own = heard.actors[0]
    give(HearingGiven(heard.codes[0], "A1", Decimal("80")), by=own)
    give(HearingGiven(heard.codes[0], "A1", Decimal("85.55")), by=own)

    assert queries.hearing_points_of(stage_pk("defence")) == {heard.codes[0]: {"A1": "85.55"}}
    assert HearingMark.objects.filter(withdrawn_at=AFTER).count() == 1


@pytest.mark.parametrize("points", ["-0.01", "100.01", "80.005", "NaN"])
def test_points_off_the_scale_are_refused(heard, points):
    assert refused(HearingGiven(heard.codes[0], "A1", Decimal(points))) == "hearing.points"


def test_a_seat_gives_for_itself_once_and_for_running_cases(heard):
    one = HearingGiven(heard.codes[0], "A1", Decimal("80"))

    assert refused(one, by=heard.actors[1]) == "mark.not_yours"
    assert refused(one, one) == "hearing.repeated"
    assert refused(HearingGiven(heard.codes[3], "A1", Decimal("80"))) == "case.not_running"


def test_line_opens_with_the_salt_and_holds_no_points(heard):
    give(HearingGiven(heard.codes[0], "A1", Decimal("80")))

    line = lines_about("350200", f"{heard.codes[0]}/defence/A1").get()
    assert sorted(line.body) == ["commitment", "on_paper"]
    assert opens(line.body["commitment"], HearingMark.objects.get().salt, {"points": "80.00"})


def test_stage_waits_for_every_seat(heard):
    give(*(HearingGiven(code, "A1", Decimal("80")) for code in heard.codes[:3]))

    with pytest.raises(Refused) as refusal:
        heard.close("defence")
    assert "A2、A3 尚未评分" in refusal.value.message.zh
