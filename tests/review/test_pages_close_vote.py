"""Ending a vote shows first what it does; a member steps back from one candidate and is not counted there."""

import pytest
from django.urls import reverse

from zhiheng.core.actor import Role
from zhiheng.review import queries
from zhiheng.review.models import BallotSession, Recusal

from .conftest import ROUND, cast, stage_pk
from .test_pages import let_in, reader
from .test_pages_ballot import at

pytestmark = pytest.mark.django_db
SEALED = {"office": "厦门市评审办", "seen": "1/7/9", "ground": "其余评委离会"}


@pytest.fixture
def committee(judged):
    """Nine members, of whom seven came and one has voted on three candidates."""
    members = judged.to_ballot(members=9, present=7)
    cast(members[0][1], dict.fromkeys(judged.codes[:3], "yes"))
    return members


@pytest.fixture
def office(client, committee):
    """An officer, signed in."""
    return reader(client, Role.OFFICE)


def leave(judged, case=0):
    """Return the address at which a member steps back from a candidate."""
    return reverse("review:leave", args=[ROUND, "plenary", judged.codes[case]])


def is_open():
    """Tell whether the vote is still open."""
    return BallotSession.objects.get().closed_at is None


def test_the_preview_counts_and_names_nobody(office, judged):
    page = office.get(at("close_vote")).content.decode()
    assert '<dt>到会未投票</dt><dd><span class="soon">6</span></dd>' in page
    assert (
        page.count("</small> 9</td>") == page.count("</small> 7</td>") == page.count("</small> 6</td>") == 3
    )
    assert page.count("示例专家") == 0
    assert is_open()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"office": "福州市评审办"}, "厦门市评审办"),
        ({"office": ""}, 'name="office"'),
        ({"seen": "0/7/9"}, "您查看之后又有人投票或到会"),
        ({"ground": " "}, "请写明理由"),
    ],
)
def test_a_vote_is_not_ended_without_its_seal_its_numbers_and_its_reason(office, wrong, told):
    answer = office.post(at("close_vote"), SEALED | wrong)
    assert (answer.status_code, told in answer.content.decode()) == (409, True)
    assert is_open()


def test_a_sealed_end_closes_the_vote_once(office):
    for _ in range(2):
        assert office.post(at("close_vote"), SEALED).url == at("ballot_desk")
    assert not is_open()
    assert office.get(at("close_vote")).url == at("ballot_desk")


def test_without_a_quorum_there_is_no_button(client, judged):
    judged.to_ballot(members=9, present=5)
    page = reader(client, Role.OFFICE).get(at("close_vote")).content.decode()
    assert "未达到法定人数，不能结束表决" in page
    assert 'name="office"' not in page


def test_a_member_who_steps_back_is_neither_eligible_nor_present_for_that_candidate(
    client, committee, judged
):
    member = let_in(client, committee[1][1], Role.COMMITTEE)
    assert leave(judged) in member.get(at("ballot")).content.decode()
    assert member.post(leave(judged), {"ground": ""}).status_code == 409
    assert member.post(leave(judged), {"ground": "亲属任职"}).url == at("ballot")
    rows = {
        row.case: (row.eligible, row.present, row.needed)
        for row in queries.quorums(
            _rule(judged), judged.codes[:3], queries.ballot_members(stage_pk("plenary"))
        )
    }
    assert rows == {judged.codes[0]: (8, 6, 6), judged.codes[1]: (9, 7, 6), judged.codes[2]: (9, 7, 6)}
    page = member.get(at("ballot")).content.decode()
    assert "您已回避该单位，不参加表决" in page
    assert "对该单位应到 8 人（1 人回避）" in page


def _rule(judged):
    from zhiheng.casework.queries.rounds import rulebook_of

    return rulebook_of(judged.round).stage("plenary")


def test_who_has_voted_steps_back_no_more(client, committee, judged):
    member = let_in(client, committee[0][1], Role.COMMITTEE)
    assert leave(judged) not in member.get(at("ballot")).content.decode()
    assert member.post(leave(judged), {"ground": "亲属任职"}).status_code == 404
    assert Recusal.objects.count() == 0


def test_a_member_steps_back_only_from_candidates_of_the_ballot(client, committee, judged):
    member = let_in(client, committee[1][1], Role.COMMITTEE)
    assert member.get(leave(judged, 3)).status_code == 404
    assert member.get(reverse("review:leave", args=["xm-8", "plenary", judged.codes[0]])).status_code == 404
