"""A ballot of two rounds as the office and members meet it: the second opens on those who missed, for the same members."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE
from zhiheng.casework.queries.rounds import round_of, run_of, stage_of
from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.ledger.models import Line
from zhiheng.review import actions, queries
from zhiheng.review.domain.conclusions import CONCLUDERS
from zhiheng.review.domain.values import InterestGiven
from zhiheng.review.queries.voting import ballot_inputs

from .conftest import JUDGED, ROUND, Judged, cast, stage_pk
from .test_pages import let_in, reader

pytestmark = pytest.mark.django_db
BALLOT = {"round_code": ROUND, "stage": "plenary", "by": OFFICE, "now": AFTER}


def at(page):
    return reverse(f"review:{page}", args=[ROUND, "plenary"])


@pytest.fixture
def judged(regions):
    return Judged(source=JUDGED.replace("of: present}, art", "of: present}, rounds: 2, art"))


def vote(committee, *, yes, no=()):
    """Let every member cast the same paper and end the round."""
    paper = dict.fromkeys(yes, "yes") | dict.fromkeys(no, "no")
    receipts = [cast(account, paper) for _, account in committee]
    actions.close_ballot(**BALLOT)
    return receipts


@pytest.fixture
def missed(judged):
    """Nine members who passed the first of three candidates alone; two places are there."""
    committee = judged.to_ballot()
    vote(committee, yes=judged.codes[:1], no=judged.codes[1:3])
    return committee


def open_second(committee, **other):
    codes = [code for code, _ in committee]
    actions.open_ballot(**{**BALLOT, "eligible": codes, "present": codes, **other})


def test_the_stage_waits_for_the_second_round_and_says_between_whom(missed, judged):
    with pytest.raises(Refused) as refusal:
        judged.close("plenary")

    assert refusal.value.code == "stage.awaits"
    second, third = judged.codes[1:3]
    assert f"按规则须对 {second}、{third} 进行第 2 轮表决" in refusal.value.message.zh


def test_the_second_round_is_on_those_who_missed_and_has_lines_of_its_own(missed, judged):
    open_second(missed)
    with pytest.raises(Refused):
        cast(missed[0][1], dict.fromkeys(judged.codes[:3], "yes"))
    receipts = vote(missed, yes=[judged.codes[2]], no=[judged.codes[1]])

    assert receipts[0].ballot == f"{ROUND}/plenary/2"
    opened = Line.objects.filter(act="review.ballot_opened").order_by("seq").last()
    assert opened.about == f"{ROUND}/plenary/2"
    assert (opened.body["votes_round"], opened.body["because"]) == (2, "missed")
    assert opened.body["cases"] == list(judged.codes[1:3])
    pk, salt = stage_pk("plenary"), receipts[0].salts[judged.codes[2]]
    assert queries.receipt_is_in(pk, f"{ROUND}/plenary", judged.codes[2], "yes", salt)


def test_the_result_of_both_rounds_is_computed_again_from_its_inputs(missed, judged):
    open_second(missed)
    vote(missed, yes=[judged.codes[2]], no=[judged.codes[1]])
    round_ = round_of(ROUND)
    run = run_of(round_, stage_of(round_, "plenary"))
    inputs = json.loads(json.dumps(ballot_inputs(run)))
    judged.close("plenary")

    made = CONCLUDERS["ballot"](run.book, run.rule, inputs)
    assert inputs["rounds"] == 2
    assert [(one.case, one.details["tier"]) for one in made] == [
        (judged.codes[0], "award"), (judged.codes[1], None), (judged.codes[2], "nomination"),
    ]  # fmt: skip


def test_other_members_and_a_third_round_are_refused(missed, judged):
    with pytest.raises(Refused) as refusal:
        open_second(missed[:-1])
    assert refusal.value.code == "ballot.other_members"
    open_second(missed)
    vote(missed, yes=(), no=judged.codes[1:3])
    with pytest.raises(Refused) as refusal:
        open_second(missed)
    assert refusal.value.code == "ballot.exists"


def test_a_member_bound_since_the_first_round_is_recused_from_the_second_alone(missed, judged):
    (expert, account), second = missed[0], judged.codes[1]
    relation, later = InterestGiven(expert, judged.cases[1].subject, "kin"), AFTER + timedelta(minutes=5)
    code = actions.declare_interest(authority="350200", given=relation, by=OFFICE, now=AFTER)
    with pytest.raises(Refused) as refusal:
        open_second(missed)
    assert refusal.value.code == "ballot.interest"
    decided = {"interest": code, "stands": True, "ground": "亲属任职", "by": OFFICE, "now": later}
    assert actions.adjudicate_interest(**decided) == [second]
    open_second(missed, now=later)

    assert cast(account, {judged.codes[2]: "yes"}).salts.keys() == {judged.codes[2]}
    first, now = (queries.ballot_members(stage_pk("plenary"), number) for number in (1, 2))
    assert [second in next(m for m in own if m.expert == expert).recused_from for own in (first, now)] == [
        False, True,
    ]  # fmt: skip


def test_the_office_opens_the_second_round_on_the_desk_and_sees_the_first(client, missed, judged):
    office = reader(client, Role.OFFICE)
    page = office.get(at("ballot_desk")).content.decode()
    assert "第 2 轮表决" in page
    assert "第 1 轮结果" in page
    assert "开始第 2 轮表决" in page
    answer = office.post(at("open_vote"), {"present": [code for code, _ in missed[:7]]})

    assert answer.status_code == 302
    progress = queries.ballot_progress(stage_pk("plenary"))
    assert (progress.eligible, progress.present, progress.is_closed) == (9, 7, False)
    assert queries.ballot_cases(stage_pk("plenary")) == set(judged.codes[1:3])


def test_a_member_sees_the_first_round_and_votes_in_the_second_on_two(client, missed, judged):
    member = let_in(client, missed[0][1], Role.COMMITTEE)
    assert "由评审办在会上开始" in member.get(at("ballot")).content.decode()
    open_second(missed)
    page = member.get(at("ballot")).content.decode()

    assert page.count('type="radio"') == 6
    assert "第 2 轮，至多 2 轮" in page
