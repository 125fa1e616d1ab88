"""Handing in claims and correcting them."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from casework.test_interruptions import at_once
from interruptions import kill_between_statements
from zhiheng.casework.models import Case
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.ledger.queries import lines_about
from zhiheng.programmes.incentives import actions
from zhiheng.programmes.incentives.actions import PrecheckGiven
from zhiheng.programmes.incentives.models import Claim, DraftingUnit, Standard
from zhiheng.registers import actions as registers

from .makers import (
    AFTER,
    CLOSES,
    CODE,
    DURING,
    FIRST_STREET,
    OFFICE,
    SUPERVISOR,
    claim_of,
    enterprise,
    name_of,
    open_reward,
    precheck,
    submit,
    to_street,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(regions):
    """The first enterprise, while the call is open."""
    open_reward()
    return enterprise()


def test_a_claim_opens_a_case_with_its_standard_and_foreword(one):
    (case,) = submit(claim_of(one, rank=2))
    claim = Claim.objects.get(case__code=case)
    assert (claim.case.item, claim.standard.number, claim.rank) == (
        "GB/T 99901-2021 formulate",
        "GB/T 99901-2021",
        2,
    )
    assert list(DraftingUnit.objects.order_by("rank").values_list("name", "organisation")) == [
        ("示例1号研究院", ""), (name_of(1), one), ("示例3号研究院", ""),
    ]  # fmt: skip
    assert lines_about("350206", case).get().act == "casework.case_opened"
    assert lines_about("350206", "standard/GB/T 99901-2021").get().act == "incentives.standard_recorded"


def test_handing_in_again_changes_nothing_however_it_is_spelled(one):
    first = submit(claim_of(one), claim_of(one, number="JB/T 9-2021", level="industry"))
    again = actions.submit_claims(
        round_code=CODE, given=[claim_of(one, number="gb/t99901—2021"), claim_of(one, number="GB/T 3-2021")],
        by=OFFICE, now=DURING,
    )  # fmt: skip
    assert (again.cases[0], again.new) == (first[0], 1)
    assert (Case.objects.count(), Claim.objects.count(), Standard.objects.count()) == (3, 3, 3)


def test_the_same_item_with_another_content_is_refused(one):
    (case,) = submit(claim_of(one))
    with pytest.raises(Refused) as refusal:
        submit(replace(claim_of(one), street="示例二街道"))
    assert (refusal.value.code, case in refusal.value.message.zh) == ("claim.differs", True)


def test_a_list_with_one_wrong_claim_leaves_nothing(one):
    with pytest.raises(InputRefused) as refusal:
        submit(claim_of(one), claim_of(one, number="GB/T 99902"))
    assert [problem.code for problem in refusal.value.problems] == ["claim.number"]
    assert (refusal.value.problems[0].place.row, Case.objects.count(), Standard.objects.count()) == (2, 0, 0)


def test_the_foreword_may_name_the_enterprise_as_it_was_called(one):
    registers.rename_organisation(
        code=one, name="示例新名有限公司", from_day=DURING.date(), by=OFFICE, now=DURING
    )
    assert len(submit(claim_of(one))) == 1


def test_an_enterprise_claims_for_itself_alone(one):
    other = enterprise(2)
    applicant = Actor("acct-a", frozenset({(Role.APPLICANT, one)}))
    for actor, claim in (
        (applicant, claim_of(other, 2)),
        (SUPERVISOR, claim_of(one)),
        (FIRST_STREET, claim_of(one)),
    ):
        with pytest.raises(Refused) as refusal:
            submit(claim, by=actor)
        assert refusal.value.code == "claim.not_yours"
    assert len(submit(claim_of(one), by=applicant)) == 1


def test_one_second_late_is_too_late(one):
    with pytest.raises(Refused) as refusal:
        submit(claim_of(one), now=CLOSES)
    assert refusal.value.code == "case.too_late"
    assert len(submit(claim_of(one), now=CLOSES - timedelta(seconds=1))) == 1


@pytest.mark.django_db(transaction=True)
def test_a_repeated_click_claims_once(one):
    hand_in = partial(submit, claim_of(one))
    assert at_once(hand_in, hand_in, hand_in) == ["done", "done", "done"]
    assert (Case.objects.count(), Claim.objects.count(), DraftingUnit.objects.count()) == (1, 1, 3)


def test_killed_while_handing_in_leaves_nothing(one):
    assert kill_between_statements(lambda: submit(claim_of(one))) > 10
    assert Claim.objects.count() == 1


def test_an_unknown_enterprise_is_refused(one):
    with pytest.raises(Refused) as refusal:
        submit(claim_of("org-nobody"))
    assert refusal.value.code == "organisation.unknown"


@pytest.mark.parametrize("together", [True, False])
def test_two_enterprises_that_contradict_each_other_about_a_foreword_are_refused(one, together):
    mine = claim_of(one, units=[name_of(1), "示例院"])
    theirs = claim_of(enterprise(2), 2, units=[name_of(2), "示例院"])
    with pytest.raises(Refused) as refusal:
        submit(mine, theirs) if together else (submit(mine), submit(theirs))
    assert refusal.value.code == "standard.foreword_differs"
    assert Claim.objects.count() == (0 if together else 1)


def returned(one):
    (case,) = submit(claim_of(one, rank=3))
    to_street()
    precheck(PrecheckGiven(case, "return", "请补交前言页。"))
    return case


def test_a_returned_claim_may_state_another_place_and_is_checked_again(one):
    case = returned(one)
    claim = claim_of(one, rank=2)
    actions.correct_claim(case_code=case, given=claim, by=OFFICE, now=AFTER + timedelta(days=1))
    assert list(Claim.objects.order_by("pk").values_list("rank", "withdrawn_at")) == [
        (3, AFTER + timedelta(days=1)),
        (2, None),
    ]
    assert precheck(PrecheckGiven(case, "pass"), now=AFTER + timedelta(days=2)) == 1


def test_a_correction_keeps_the_standard_and_comes_in_time(one):
    case = returned(one)
    for changed, now, code in (
        ({"number": "GB/T 2-2021"}, AFTER, "claim.another"),
        ({"street": "示例二街道"}, AFTER, "claim.another"),
        ({}, AFTER + timedelta(days=30), "correction.too_late"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.correct_claim(case_code=case, given=claim_of(one, **changed), by=OFFICE, now=now)
        assert refusal.value.code == code


def test_a_claim_that_was_not_returned_is_not_corrected(one):
    (case,) = submit(claim_of(one))
    with pytest.raises(Refused) as refusal:
        actions.correct_claim(case_code=case, given=claim_of(one), by=OFFICE, now=DURING)
    assert refusal.value.code == "correction.not_asked"
    assert Claim.objects.get().withdrawn_at is None
