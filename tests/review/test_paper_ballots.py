"""Papers that a meeting filled in go into the urn at once; none of them leads to a member."""

import pytest

from factories import AFTER, OFFICE, OTHER_OFFICE
from review.conftest import ROUND, cast, stage_pk
from zhiheng.core.refusal import Refused
from zhiheng.ledger.queries import lines_about
from zhiheng.review import actions, queries
from zhiheng.review.actions.paper_ballots import record_paper_ballots
from zhiheng.review.domain.values import RecusalGiven
from zhiheng.review.models import Urn

ABOUT = f"{ROUND}/plenary"


def papers_of(judged, count, word="yes"):
    return [dict.fromkeys(judged.codes[:3], word) for _ in range(count)]


def record(papers, by=OFFICE):
    return record_paper_ballots(round_code=ROUND, stage="plenary", papers=papers, by=by, now=AFTER)


def refused(papers, by=OFFICE):
    with pytest.raises(Refused) as refusal:
        record(papers, by)
    assert Urn.objects.get().slips == []
    return refusal.value.code


@pytest.mark.django_db
def test_every_member_present_has_voted_once_the_papers_are_recorded(judged):
    judged.to_ballot(members=9, present=7)

    assert record(papers_of(judged, 5) + papers_of(judged, 2, "no")) == 7

    actions.close_ballot(round_code=ROUND, stage="plenary", by=OFFICE, now=AFTER)
    counts = queries.ballot_counts(stage_pk("plenary"), judged.codes[:1])
    assert counts[judged.codes[0]] == {"yes": 5, "no": 2, "abstain": 0, "eligible": 9, "present": 7}
    assert queries.ballot_progress(stage_pk("plenary")).voted == 7


@pytest.mark.django_db
def test_a_line_a_paper_names_the_office_and_nobody_else(judged):
    judged.to_ballot(members=9, present=6)
    record(papers_of(judged, 6))

    lines = lines_about("350200", ABOUT).filter(act="review.ballot_cast")

    assert [(line.actor, line.body_json) for line in lines] == [("acct-office", '{"on_paper":true}')] * 6


@pytest.mark.django_db
def test_the_urn_is_in_the_order_of_its_salts(judged):
    judged.to_ballot(members=9, present=6)
    record(papers_of(judged, 6))

    salts = [slip["salt"] for slip in Urn.objects.get().slips]

    assert salts == sorted(salts)
    assert len(set(salts)) == 18


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 5, 7])
def test_another_number_of_papers_than_of_members_present_is_refused(judged, count):
    judged.to_ballot(members=9, present=6)

    assert refused(papers_of(judged, count)) == "ballot.papers"


@pytest.mark.django_db
def test_a_choice_or_a_case_that_is_not_on_the_ballot_is_refused(judged):
    judged.to_ballot(members=9, present=6)

    assert refused(papers_of(judged, 6, "perhaps")) == "ballot.papers"
    assert refused([{**paper, "xm-7-0004": "yes"} for paper in papers_of(judged, 6)]) == "ballot.papers"


@pytest.mark.django_db
def test_a_case_needs_as_many_choices_as_members_who_may_vote_on_it(judged):
    committee = judged.to_ballot(members=9, present=7)
    given = RecusalGiven(judged.codes[0], committee[0][0], "示例")
    actions.recuse(round_code=ROUND, recusals=[given], by=OFFICE, now=AFTER)
    papers = papers_of(judged, 7)
    assert refused(papers) == "ballot.papers"

    del papers[3][judged.codes[0]]

    assert record(papers) == 7


@pytest.mark.django_db
def test_papers_are_refused_once_a_member_has_voted(judged):
    committee = judged.to_ballot(members=9, present=6)
    cast(committee[0][1], dict.fromkeys(judged.codes[:3], "yes"))

    with pytest.raises(Refused) as refusal:
        record(papers_of(judged, 6))

    assert refusal.value.code == "ballot.papers"
    assert len(Urn.objects.get().slips) == 3


@pytest.mark.django_db
def test_papers_are_recorded_once(judged):
    judged.to_ballot(members=9, present=6)
    record(papers_of(judged, 6))

    with pytest.raises(Refused) as refusal:
        record(papers_of(judged, 6))

    assert refusal.value.code == "ballot.papers"
    assert len(Urn.objects.get().slips) == 18


@pytest.mark.django_db
def test_only_the_office_records_papers(judged):
    committee = judged.to_ballot(members=9, present=6)
    from review.conftest import member

    assert refused(papers_of(judged, 6), by=OTHER_OFFICE) == "ballot.not_yours"
    assert refused(papers_of(judged, 6), by=member(committee[0][1])) == "ballot.not_yours"
