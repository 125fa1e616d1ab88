"""Whatever is withdrawn and restored, there are never more honours than places, and no case is lost."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import AFTER, OFFICE, SHORT, at_notice, make_round
from zhiheng.casework import actions
from zhiheng.casework.models import Case, Finding
from zhiheng.core.refusal import Refused

STAGES = ("notice", "approval", "granting")
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


def move(code, act, now):
    """Withdraw or restore a case; a refusal is an answer too."""
    try:
        if act == "withdraw":
            actions.withdraw_case(case_code=code, reason="示例", by=OFFICE, now=now)
        else:
            actions.restore_case(case_code=code, by=OFFICE, now=now)
    except Refused:
        pass


moves = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["withdraw", "restore"])), max_size=6)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=moves, between=moves, late=moves)
def test_withdrawing_and_restoring_never_makes_a_place(before, between, late):
    from django.db import transaction

    from zhiheng.registers.actions import load_regions

    with transaction.atomic():
        load_regions(now=AFTER)
        _, cases = at_notice(make_round(source=SHORT.replace("at_most: 5", "at_most: 3")), 3)
        now = AFTER + 20 * DAY
        play(cases, before, now)
        actions.close_stage(round_code="xm-7", stage="notice", by=OFFICE, now=now)
        play(cases, between, now)
        approve(now)
        play(cases, late, now)
        actions.open_stage(round_code="xm-7", stage="granting", by=OFFICE, now=now)
        actions.close_stage(round_code="xm-7", stage="granting", by=OFFICE, now=now)

        honoured = Finding.objects.filter(outcome="honoured").count()
        withdrawn = Case.objects.filter(state="withdrawn").count()
        assert (honoured + withdrawn, honoured <= 3) == (3, True)
        transaction.set_rollback(True)


def play(cases, chosen, now):
    """Carry out moves on cases."""
    for position, act in chosen:
        move(cases[position].code, act, now)
