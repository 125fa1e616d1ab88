"""Points taken off: who records them, what is refused, and that the score comes out lower."""

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE
from zhiheng.casework.models import Finding
from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.ledger.models import Line
from zhiheng.review import actions
from zhiheng.review.domain.values import PenaltyGiven
from zhiheng.review.models import Penalty

from .conftest import JUDGED, ROUND, Judged
from .test_pages import let_in, reader

PENALTY = 'combine: trimmed_mean, penalties: [{id: late, says: {zh: 迟交, en: Late}, points: "20"}],'
PENALISED = JUDGED.replace("combine: trimmed_mean,", PENALTY, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def penalised(regions):
    """Four cases at an open document review at which lateness takes points off."""
    return Judged(source=PENALISED)


def give(case, times, by=OFFICE, rule="late", ground="迟交两天"):
    given = [PenaltyGiven(case, rule, times, ground)]
    return actions.give_penalties(round_code=ROUND, stage="documents", given=given, by=by, now=AFTER)


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


def test_points_are_not_taken_off_without_a_reason_which_the_ledger_keeps(penalised):
    assert refused(penalised.codes[0], 1, ground=" ") == "penalty.no_ground"
    give(penalised.codes[0], 1)
    assert Line.objects.get(act="review.penalty_given").body == {
        "stage": "documents", "rule": "late", "times": 1, "ground": "迟交两天",
    }  # fmt: skip


def page(judged):
    return reverse("review:penalties", args=[judged.codes[0], "documents"])


def test_the_leader_records_beside_the_sheet_with_the_rules_points_and_a_reason(client, penalised):
    lead = let_in(client, penalised.experts[0][1])
    sheet = lead.get(reverse("review:scorebook", args=[penalised.codes[0], "documents"])).content.decode()
    assert f'action="{page(penalised)}"' in sheet
    assert "每次扣 20 分" in sheet
    silent = lead.post(page(penalised), {"penalty-late": "2", "ground-late": ""})
    assert (silent.status_code, "请写明理由" in silent.content.decode()) == (409, True)
    for _ in range(2):
        assert lead.post(page(penalised), {"penalty-late": "2", "ground-late": "迟交"}).status_code == 302

    assert list(Penalty.objects.values_list("times", "ground", "withdrawn_at")) == [(2, "迟交", None)]
    assert "迟交" in lead.get(page(penalised)).content.decode()


def test_the_office_records_from_the_panels_and_other_assessors_find_no_page(client, penalised):
    other = let_in(client, penalised.experts[1][1])
    assert other.get(page(penalised)).status_code == 404
    assert (
        "penalty-late"
        not in other.get(reverse("review:scorebook", args=[penalised.codes[0], "documents"])).content.decode()
    )
    office = reader(client, Role.OFFICE)
    panels = reverse("review:panels", args=[ROUND, "documents"])
    assert f'href="{page(penalised)}"' in office.get(panels).content.decode()
    assert office.post(page(penalised), {"penalty-late": "1", "ground-late": "迟交"}).url == panels
    assert office.post(page(penalised), {"penalty-late": "0", "ground-late": ""}).url == panels
    assert not Penalty.objects.filter(withdrawn_at=None).exists()
