"""There are never more honours than places; who comes and goes is tried in ``test_coming_and_going``."""

from datetime import timedelta

import pytest

from factories import AFTER, OFFICE, SHORT, at_notice, make_round
from zhiheng.casework import actions
from zhiheng.casework.models import Case, Finding
from zhiheng.core.refusal import Refused

DAY = timedelta(days=1)


@pytest.mark.django_db
def test_more_honours_than_places_are_refused_at_the_last_moment(regions):
    at_notice(make_round(source=SHORT.replace("at_most: 5", "at_most: 1")), 2)
    now = AFTER + 20 * DAY
    actions.close_stage(round_code="xm-7", stage="notice", by=OFFICE, now=now)
    approve(now)
    actions.open_stage(round_code="xm-7", stage="granting", by=OFFICE, now=now)

    with pytest.raises(Refused) as refusal:
        actions.close_stage(round_code="xm-7", stage="granting", by=OFFICE, now=now)
    assert refusal.value.code == "grant.too_many"
    assert not Finding.objects.filter(outcome="honoured").exists()


def approve(now):
    """Approve whoever is still running, and close the approval."""
    actions.open_stage(round_code="xm-7", stage="approval", by=OFFICE, now=now)
    running = Case.objects.filter(state="running").values_list("code", flat=True)
    words = [actions.ApprovalGiven(code, True, "示例函") for code in running]
    actions.give_approvals(round_code="xm-7", stage="approval", given=words, by=OFFICE, now=now)
    actions.close_stage(round_code="xm-7", stage="approval", by=OFFICE, now=now)
