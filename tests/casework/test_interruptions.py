"""A process that is killed in the middle of an act leaves nothing behind; two people at once do not double anything."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from factories import (
    AFTER,
    DECLARED,
    OFFICE,
    OPENS,
    SHORT,
    at_notice,
    attest_all,
    make_cases,
    make_organisation,
    make_round,
)
from interruptions import kill_between_statements
from zhiheng.casework import actions
from zhiheng.casework.models import Case, Finding, Notice
from zhiheng.core.refusal import Refused
from zhiheng.ledger.queries import lines_about


@pytest.mark.django_db
def test_killed_while_opening_a_round_leaves_nothing(regions):
    assert kill_between_statements(make_round) > 5


@pytest.mark.django_db
def test_killed_while_handing_in_leaves_nothing(regions):
    make_round()
    one = make_organisation()
    new = actions.NewCase(one.code, one.name, one.region, DECLARED)

    kills = kill_between_statements(
        lambda: actions.open_cases(round_code="xm-7", cases=[new], by=OFFICE, now=OPENS)
    )
    assert kills > 4
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_killed_while_closing_a_stage_leaves_it_open(regions):
    round_ = make_round()
    cases = make_cases(round_, 3)
    actions.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    attest_all(round_, cases)

    kills = kill_between_statements(
        lambda: actions.close_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    )
    assert kills > 10
    assert Finding.objects.count() == 3


@pytest.mark.django_db
def test_killed_while_granting_leaves_no_honour(regions):
    _, cases = at_notice(make_round(source=SHORT), 2)
    now = AFTER + timedelta(days=20)
    actions.close_stage(round_code="xm-7", stage="notice", by=OFFICE, now=now)
    actions.open_stage(round_code="xm-7", stage="approval", by=OFFICE, now=now)
    words = [actions.ApprovalGiven(case.code, True, "示例函") for case in cases]
    actions.give_approvals(round_code="xm-7", stage="approval", given=words, by=OFFICE, now=now)
    actions.close_stage(round_code="xm-7", stage="approval", by=OFFICE, now=now)
    actions.open_stage(round_code="xm-7", stage="granting", by=OFFICE, now=now)

    assert (
        kill_between_statements(
            lambda: actions.close_stage(round_code="xm-7", stage="granting", by=OFFICE, now=now)
        )
        > 10
    )


def at_once(*acts):
    """Run acts at the same moment in threads of their own and return what each ended with."""
    ended = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(position, act):
        gate.wait()
        try:
            act()
            ended[position] = "done"
        except Refused as refusal:
            ended[position] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(position, act)) for position, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


@pytest.mark.django_db(transaction=True)
def test_two_officers_close_one_stage_at_once_and_one_does(regions):
    round_ = make_round()
    cases = make_cases(round_, 3)
    actions.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    attest_all(round_, cases)

    def close():
        actions.close_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)

    assert at_once(close, close) == ["done", "stage.not_open"]
    assert Finding.objects.count() == 3
    assert lines_about("350200", "xm-7/conformity").filter(act="casework.stage_closed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_repeated_click_hands_in_once(regions):
    make_round()
    one = make_organisation()
    new = actions.NewCase(one.code, one.name, one.region, DECLARED)

    def hand_in():
        actions.open_cases(round_code="xm-7", cases=[new], by=OFFICE, now=OPENS)

    assert at_once(hand_in, hand_in, hand_in) == ["case.exists", "case.exists", "done"]
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_objection_is_decided_once_by_two_officers(regions):
    _, cases = at_notice(make_round(source=SHORT))
    starts = Notice.objects.get().starts_at
    said = actions.object_to(
        case_code=cases[0].code, stage="notice", name="示例甲", contact="0592-0", grounds="理由", now=starts
    )

    def decide(upheld):
        return lambda: actions.decide_objection(
            objection_pk=said.pk, upheld=upheld, decision="意见", by=OFFICE, now=starts
        )

    assert at_once(decide(True), decide(False)) == ["done", "objection.decided"]
