"""The sheet of a hearing."""

from decimal import Decimal

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE
from zhiheng.casework import actions as casework
from zhiheng.review import actions
from zhiheng.review.models import HearingMark, Penalty

from .conftest import JUDGED, ROUND, Judged, panel_of
from .test_pages import let_in

pytestmark = pytest.mark.django_db
HEARING = 30


@pytest.fixture
def expert(client, judged):
    """The first assessor at an open hearing."""
    judged.hand_in(dict.fromkeys(judged.codes, (60, 55, 50)))
    judged.close("documents")
    plan = panel_of(judged.experts, judged.cases)
    actions.form_panels(round_code=ROUND, stage="defence", panels=[plan], by=OFFICE, now=AFTER)
    casework.open_stage(round_code=ROUND, stage="defence", by=OFFICE, now=AFTER)
    return let_in(client, judged.experts[0][1])


def at(judged, case=0):
    """Return the address of a case's hearing."""
    return reverse("review:hearing", args=[judged.codes[case], "defence"])


def test_the_sheet_says_the_minutes_the_full_marks_and_who_comes_next(expert, judged):
    page = expert.get(at(judged)).content.decode()
    assert page.count("<dd>15 分钟</dd>") == 2
    assert "<dd>100</dd>" in page
    assert f'class="button outline" href="{at(judged, 1)}"' in page


def test_points_are_saved_and_given_again_the_last_ones_stand(expert, judged):
    for points in ("85.5", "90.25", "90.25"):
        assert expert.post(at(judged), {"points": points}).status_code == 302
    assert list(HearingMark.objects.filter(withdrawn_at=None).values_list("points", flat=True)) == [
        Decimal("90.25")
    ]
    assert 'value="90.25"' in expert.get(at(judged)).content.decode()


@pytest.mark.parametrize("points", ["", "-1", "100.01", "85.555", "NaN", "1e999999", "八十", "9" * 400])
def test_points_off_the_scale_are_told_beside_the_field_and_save_nothing(expert, judged, points):
    answer = expert.post(at(judged), {"points": points})
    assert (answer.status_code, "请填写 0 至满分之间的分数" in answer.content.decode()) == (409, True)
    assert HearingMark.objects.count() == 0


@pytest.mark.parametrize("given", [1, 3])
def test_the_hearing_takes_the_same_queries_for_one_case_and_three(
    expert, judged, given, django_assert_num_queries
):
    for case in range(given):
        expert.post(at(judged, case), {"points": "80"})
    with django_assert_num_queries(HEARING):
        expert.get(at(judged))


def test_who_leads_the_panel_writes_what_is_taken_off_and_others_have_no_such_field(client, regions):
    penalty = 'combine: mean, penalties: [{id: late, says: {zh: 超时, en: Overtime}, points: "2", per: minute}], art: "7"'
    judged = Judged(source=JUDGED.replace('combine: mean, art: "7"', penalty))
    judged.hand_in(dict.fromkeys(judged.codes, (60, 55, 50)))
    judged.close("documents")
    plan = panel_of(judged.experts, judged.cases)
    actions.form_panels(round_code=ROUND, stage="defence", panels=[plan], by=OFFICE, now=AFTER)
    casework.open_stage(round_code=ROUND, stage="defence", by=OFFICE, now=AFTER)
    other = let_in(client, judged.experts[1][1]).get(at(judged)).content.decode()
    lead = let_in(client, judged.experts[0][1])

    assert "penalty-late" not in other
    assert "超时" in lead.get(at(judged)).content.decode()
    assert (
        lead.post(at(judged), {"points": "80", "penalty-late": "3", "ground-late": "答辩超时"}).status_code
        == 302
    )
    assert lead.post(at(judged), {"points": "80", "penalty-late": "-3"}).status_code == 409
    assert lead.post(at(judged), {"points": "80", "penalty-late": "4"}).status_code == 409
    assert list(Penalty.objects.values_list("rule", "times", "ground")) == [("late", 3, "答辩超时")]
