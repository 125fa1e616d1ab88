"""Points taken off: who records them, what is refused, and that the score comes out lower."""

import pytest

from factories import AFTER, OFFICE
from zhiheng.casework.models import Finding
from zhiheng.core.refusal import Refused
from zhiheng.review import actions
from zhiheng.review.domain.values import PenaltyGiven
from zhiheng.review.models import Penalty

from .conftest import JUDGED, ROUND, Judged

PENALTY = 'combine: trimmed_mean, penalties: [{id: late, says: {zh: 迟交, en: Late}, points: "20"}],'
PENALISED = JUDGED.replace("combine: trimmed_mean,", PENALTY, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def penalised(regions):
    """Four cases at an open document review at which lateness takes points off."""
    return Judged(source=PENALISED)


def give(case, times, by=OFFICE, rule="late"):
    return actions.give_penalties(
        round_code=ROUND, stage="documents", given=[PenaltyGiven(case, rule, times)], by=by, now=AFTER
    )


def refused(*args, **more):
    with pytest.raises(Refused) as refusal:
        give(*args, **more)
    return refusal.value.code


def test_a_penalty_takes_points_off_the_score(penalised):
    penalised.hand_in(dict.fromkeys(penalised.codes, (50, 50, 50)))
    give(penalised.codes[0], 2)
    penalised.close("documents")
    first = Finding.objects.get(case__code=penalised.codes[0], stage__stage="documents")

    assert (first.details["points"], first.details["taken_off"], first.details["rank"]) == ("460.00", "40", 4)
    assert first.reasons[1]["zh"] == "迟交（2 次），扣 40 分。"


def test_given_again_it_replaces_and_nought_takes_it_back(penalised):
    for times in (3, 1, 0):
        give(penalised.codes[0], times)

    assert list(Penalty.objects.filter(withdrawn_at=None)) == []
    assert list(Penalty.objects.order_by("pk").values_list("times", flat=True)) == [3, 1]


def test_the_leader_of_the_panel_records_and_other_seats_do_not(penalised):
    lead, other, _ = penalised.actors

    assert give(penalised.codes[0], 1, by=lead) == 1
    assert refused(penalised.codes[0], 1, by=other) == "penalty.not_yours"


def test_a_rule_that_the_stage_does_not_have_is_refused(penalised):
    assert refused(penalised.codes[0], 1, rule="charm") == "penalty.unknown"
    assert refused(penalised.codes[0], 1000) == "penalty.unknown"
    assert refused("xm-7-9999", 1) == "case.not_running"
