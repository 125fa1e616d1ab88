"""The secret vote as members and the office meet it."""

import json
import threading

import pytest
from django.db import connection

from factories import AFTER, OFFICE, SUPERVISOR
from interruptions import kill_between_statements
from zhiheng.core.refusal import Refused
from zhiheng.ledger.models import Line
from zhiheng.review import actions, policy, queries
from zhiheng.review.domain.values import InterestGiven, RecusalGiven
from zhiheng.review.models import BallotSession, MemberVoted, Urn

from .conftest import ROUND, cast, make_experts, member, stage_pk

pytestmark = pytest.mark.django_db
BALLOT = {"round_code": ROUND, "stage": "plenary"}


def close(**also):
    return actions.close_ballot(**BALLOT, by=OFFICE, now=AFTER, **also)


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def yes(judged):
    return dict.fromkeys(judged.codes[:3], "yes")


def test_a_member_votes_once(judged):
    [(_, account), *_] = judged.to_ballot()
    cast(account, yes(judged))

    assert refused(cast, account, dict.fromkeys(judged.codes[:3], "no")) == "ballot.voted"
    assert {slip["choice"] for slip in Urn.objects.get().slips} == {"yes"}
    assert len(Urn.objects.get().slips) == 3


@pytest.mark.django_db(transaction=True)
def test_two_papers_of_one_member_at_once_count_once(judged):
    [(_, account), *_] = judged.to_ballot()
    ended, gate = [], threading.Barrier(2)

    def run():
        gate.wait()
        try:
            cast(account, yes(judged))
            ended.append("done")
        except Refused as refusal:
            ended.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(ended) == ["ballot.voted", "done"]
    assert (MemberVoted.objects.count(), len(Urn.objects.get().slips)) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_papers_of_different_members_at_once_all_count(judged):
    committee = judged.to_ballot()
    gate = threading.Barrier(4)

    def run(account):
        gate.wait()
        try:
            cast(account, yes(judged))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(account,)) for _, account in committee[:4]]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (MemberVoted.objects.count(), len(Urn.objects.get().slips)) == (4, 12)


def test_a_paper_names_every_case_and_no_other(judged):
    [(_, account), *_] = judged.to_ballot()
    first, *rest = judged.codes[:3]

    assert refused(cast, account, dict.fromkeys(rest, "yes")) == "ballot.choices"
    assert refused(cast, account, {**yes(judged), judged.codes[3]: "yes"}) == "ballot.choices"
    assert refused(cast, account, {**yes(judged), first: "maybe"}) == "ballot.choices"
    assert not MemberVoted.objects.exists()


def test_only_present_members_vote_until_it_closes(judged):
    committee = judged.to_ballot(members=9, present=8)
    absent, came = committee[8][1], committee[0][1]

    assert refused(cast, absent, yes(judged)) == "ballot.not_yours"
    assert refused(cast, judged.actors[0].code, yes(judged)) == "ballot.not_yours"
    actions.record_presence(**BALLOT, present=[committee[8][0]], by=OFFICE, now=AFTER)
    cast(absent, yes(judged))
    close(ground="其余评委提前离场，未交票")
    assert refused(cast, came, yes(judged)) == "ballot.closed"


def test_vote_without_a_quorum_does_not_close_and_the_stage_says_why(judged):
    committee = judged.to_ballot(members=9, present=5)
    for _, account in committee[:5]:
        cast(account, yes(judged))

    assert refused(close) == "ballot.not_quorate"
    with pytest.raises(Refused) as refusal:
        judged.close("plenary")
    assert refusal.value.code == "stage.awaits"
    assert "表决尚未结束（应到 9 人，实到 5 人，已投票 5 人）" in refusal.value.message.zh


def test_office_does_not_end_the_vote_before_a_member_who_came_without_saying_why(judged):
    committee = judged.to_ballot()
    for _, account in committee[:8]:
        cast(account, yes(judged))

    assert refused(close) == "ballot.not_all_voted"
    close(ground="第九位评委提前离场")
    line = Line.objects.get(act="review.ballot_closed")
    assert (line.body["not_voted"], line.body["ground"]) == ([committee[8][0]], "第九位评委提前离场")


def test_recused_member_votes_on_the_others_and_leaves_the_base(judged):
    committee = judged.to_ballot()
    (expert, account), first = committee[0], judged.codes[0]
    recusal = [RecusalGiven(first, expert, "曾任顾问")]
    actions.recuse(round_code=ROUND, recusals=recusal, by=OFFICE, now=AFTER)

    assert refused(cast, account, yes(judged)) == "ballot.choices"
    cast(account, dict.fromkeys(judged.codes[1:3], "yes"))
    for _, other in committee[1:]:
        cast(other, yes(judged))
    close()
    counts = queries.ballot_counts(stage_pk("plenary"), judged.codes[:2])
    assert counts == {
        first: {"yes": 8, "no": 0, "abstain": 0, "eligible": 8, "present": 8},
        judged.codes[1]: {"yes": 9, "no": 0, "abstain": 0, "eligible": 9, "present": 9},
    }


def test_nobody_is_recused_after_voting_because_the_vote_cannot_be_found(judged):
    [(expert, account), *_] = judged.to_ballot()
    cast(account, yes(judged))

    recusal = {"round_code": ROUND, "recusals": [RecusalGiven(judged.codes[0], expert, "x")], "now": AFTER}
    assert refused(actions.recuse, by=OFFICE, **recusal) == "ballot.already_voted"


def test_member_with_an_interest_is_recused_before_voting(judged):
    [(expert, account), *_] = judged.to_ballot()
    given = InterestGiven(expert, judged.cases[0].subject, "shareholder")
    code = actions.declare_interest(authority="350200", given=given, by=OFFICE, now=AFTER)

    assert refused(cast, account, yes(judged)) == "ballot.interest"
    made = actions.adjudicate_interest(interest=code, stands=True, ground="属实", by=OFFICE, now=AFTER)
    assert made == [judged.codes[0]]
    assert len(cast(account, dict.fromkeys(judged.codes[1:3], "no")).salts) == 2


def test_receipt_finds_the_own_slips_after_closing_and_only_as_they_were(judged):
    committee = judged.to_ballot()
    receipts = [cast(account, yes(judged)) for _, account in committee]
    case, pk = judged.codes[0], stage_pk("plenary")
    assert not queries.receipt_is_in(pk, receipts[0].ballot, case, "yes", receipts[0].salts[case])

    published = close()
    assert Line.objects.get(act="review.ballot_closed").body["commitments"] == sorted(published)
    assert queries.receipt_is_in(pk, receipts[0].ballot, case, "yes", receipts[0].salts[case])
    assert not queries.receipt_is_in(pk, receipts[0].ballot, case, "no", receipts[0].salts[case])


def test_nothing_leads_from_a_slip_to_a_member(judged):
    committee = judged.to_ballot()
    choices = ["yes", "no", "abstain"] * 3
    for (_, account), choice in zip(committee, choices, strict=True):
        cast(account, dict.fromkeys(judged.codes[:3], choice))

    urn = Urn.objects.get()
    assert {frozenset(slip) for slip in urn.slips} == {frozenset({"case", "choice", "salt"})}
    assert [slip["salt"] for slip in urn.slips] == sorted(slip["salt"] for slip in urn.slips)
    assert {field.name for field in MemberVoted._meta.get_fields()} == {"id", "member"}
    assert {field.name for field in Urn._meta.get_fields()} == {"session", "slips", "commitments"}
    lines = list(Line.objects.filter(act="review.ballot_cast"))
    assert [(line.actor, line.body) for line in lines] == [(account, None) for _, account in committee]
    salts = {slip["salt"] for slip in urn.slips}
    written = json.dumps([[line.body_json, line.about] for line in Line.objects.all()])
    assert not any(salt in written for salt in salts)


def test_nothing_of_the_choices_is_told_before_closing(judged):
    def told(choice):
        for _, account in committee[:6]:
            cast(account, dict.fromkeys(judged.codes[:3], choice))
        pk = stage_pk("plenary")
        return (
            queries.ballot_progress(pk),
            queries.ballot_counts(pk, judged.codes),
            queries.ballot_commitments(pk),
        )

    committee = judged.to_ballot()
    progress, counts, commitments = told("no")
    assert (progress.eligible, progress.present, progress.voted, progress.is_closed) == (9, 9, 6, False)
    assert (counts, commitments) == ({}, ())


def test_killed_while_voting_leaves_neither_a_vote_nor_a_slip(judged):
    [(_, account), *_] = judged.to_ballot()

    assert kill_between_statements(lambda: cast(account, yes(judged))) > 10
    assert (MemberVoted.objects.count(), len(Urn.objects.get().slips)) == (1, 3)


def test_ballot_opens_once_for_members_of_the_pool(judged):
    committee = judged.to_ballot()
    codes = [code for code, _ in committee]
    again = {**BALLOT, "present": codes, "by": OFFICE, "now": AFTER}

    assert refused(actions.open_ballot, eligible=codes, **again) == "ballot.exists"
    BallotSession.objects.all().delete()
    assert refused(actions.open_ballot, eligible=codes[1:], **again) == "ballot.not_a_member"
    assert refused(actions.open_ballot, eligible=[*codes, codes[0]], **again) == "ballot.member_twice"
    assert refused(actions.open_ballot, eligible=codes, **{**again, "by": SUPERVISOR}) == "ballot.not_yours"


def test_an_account_without_the_committee_role_does_not_vote(judged):
    committee = judged.to_ballot()
    from zhiheng.core.actor import Actor

    assert not policy.may_vote(Actor(committee[0][1]), ROUND, "plenary")
    assert policy.may_vote(member(committee[0][1]), ROUND, "plenary")
    assert not policy.may_vote(member(make_experts(1, "late")[0][1]), ROUND, "plenary")
