"""The pages of a vote: the paper, its receipt, the office's counts, and what neither ever shows."""

import re

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE, make_account
from zhiheng.core.actor import Role
from zhiheng.registers.models import Account
from zhiheng.review import actions, queries
from zhiheng.review.domain.values import RecusalGiven
from zhiheng.review.models import MemberVoted, Urn

from .conftest import ROUND, cast, stage_pk
from .test_pages import let_in, reader

pytestmark = pytest.mark.django_db


def at(page: str) -> str:
    """Return the address of a page of the vote."""
    return reverse(f"review:{page}", args=[ROUND, "plenary"])


@pytest.fixture
def committee(judged):
    """Nine members at an open vote on three cases."""
    return judged.to_ballot()


@pytest.fixture
def member(client, committee):
    """The first member, signed in."""
    return let_in(client, committee[0][1], Role.COMMITTEE)


def paper(judged, choice="yes", count=3):
    """Return a filled paper."""
    return {f"on-{code}": choice for code in judged.codes[:count]}


def drawn(member, filled):
    """Confirm a paper and return what the confirmation page would cast."""
    page = member.post(at("confirm"), filled).content.decode()
    return filled | {"draw": re.search(r'name="draw" value="([^"]+)"', page)[1]}


def salts(answer):
    """Return the numbers on a receipt."""
    return re.findall(r"<code>([0-9a-f]{64})</code>", answer.content.decode())


def test_the_agenda_shows_points_and_places_and_no_assessor(member, judged):
    page = member.get(at("ballot")).content.decode()
    assert re.findall(r"(\d+\.\d\d) <small>\((\d)\)", page)[:3] == [
        ("600.00", "1"),
        ("80.00", "1"),
        ("620.00", "1"),
    ]
    assert page.count('type="radio"') == 9
    assert " checked" not in page
    assert [word for word in ("A1", "示例专家", *(code for code, _ in judged.experts)) if word in page] == []


def test_paper_and_desk_say_how_many_places_the_vote_gives(client, member, judged):
    told = re.search(r"<dt>名额</dt><dd>(.*?)</dd>", member.get(at("ballot")).content.decode())[1]
    desk = reader(client, Role.OFFICE).get(at("ballot_desk")).content.decode()

    assert told == "示例奖：不超过 1 个<br>示例提名奖：不超过 1 个"
    assert told in desk


def test_confirming_casts_nothing_and_an_incomplete_paper_is_shown_again(member, judged):
    assert "请确认您的表决票" in member.post(at("confirm"), paper(judged)).content.decode()
    page = member.post(at("confirm"), paper(judged, "no", 2)).content.decode()
    assert "弃权也须明示" in page
    assert page.count(" checked") == 2
    assert MemberVoted.objects.count() == 0


def test_a_doubled_click_votes_once_and_gets_the_same_receipt(member, judged):
    filled = drawn(member, paper(judged))
    first, second = member.post(at("cast"), filled), member.post(at("cast"), filled)
    assert len(salts(first)) == 3
    assert salts(first) == salts(second)
    assert MemberVoted.objects.count() == 1
    assert len(Urn.objects.get().slips) == 3


def test_a_second_paper_is_refused_and_no_receipt_is_shown(member, judged):
    member.post(at("cast"), drawn(member, paper(judged)))
    again = member.post(at("cast"), drawn(member, paper(judged, "no")))
    assert salts(again) == []
    assert "您已经投过票" in again.content.decode()


def test_a_cast_without_our_own_confirmation_page_is_not_taken(member, judged):
    for draw in ("", "0" * 64, drawn(member, paper(judged))["draw"] + "x"):
        assert member.post(at("cast"), paper(judged) | {"draw": draw}).status_code in (200, 409)
    assert MemberVoted.objects.count() == 0


def test_the_confirmation_of_another_member_is_not_taken(client, member, committee, judged):
    filled = drawn(member, paper(judged))
    other = let_in(client, committee[1][1], Role.COMMITTEE)
    other.post(at("cast"), filled)
    assert MemberVoted.objects.count() == 0


def test_a_receipt_page_is_never_kept_and_does_not_say_the_choice(member, judged):
    answer = member.post(at("cast"), drawn(member, paper(judged, "no")))
    assert "no-store" in answer["Cache-Control"]
    assert "反对" not in answer.content.decode()
    assert salts(member.get(at("ballot"))) == []


def close(committee, judged, rest):
    """Let the other members vote and end the vote."""
    for _, account in committee[1:]:
        cast(account, dict.fromkeys(judged.codes[:3], rest))
    actions.close_ballot(round_code=ROUND, stage="plenary", by=OFFICE, now=AFTER)


def test_a_receipt_proves_the_own_choice_and_no_other_once_the_vote_has_closed(member, committee, judged):
    numbers = salts(member.post(at("cast"), drawn(member, paper(judged, "no"))))
    asked = {"case": judged.codes[0], "choice": "no", "salt": numbers[0]}
    assert "届时方可核验" in member.post(at("receipt"), asked).content.decode()
    close(committee, judged, "yes")
    assert "核验通过" in member.post(at("receipt"), asked).content.decode()
    assert "公布的选票中没有" in member.post(at("receipt"), asked | {"choice": "yes"}).content.decode()
    assert "编号共 64 位" in member.post(at("receipt"), asked | {"salt": "12"}).content.decode()


def test_a_recused_member_has_no_vote_on_that_candidate_and_one_on_the_others(member, committee, judged):
    given = [RecusalGiven(judged.codes[1], committee[0][0], "亲属任职")]
    actions.recuse(round_code=ROUND, recusals=given, by=OFFICE, now=AFTER)
    page = member.get(at("ballot")).content.decode()
    assert page.count('type="radio"') == 6
    filled = {key: value for key, value in paper(judged).items() if key != f"on-{judged.codes[1]}"}
    assert len(salts(member.post(at("cast"), drawn(member, filled)))) == 2


def test_a_member_who_is_not_present_reads_the_agenda_and_finds_no_paper(client, judged):
    committee = judged.to_ballot(members=9, present=8)
    away = let_in(client, committee[8][1], Role.COMMITTEE)
    page = away.get(at("ballot")).content.decode()
    assert "尚未登记您到会" in page
    assert 'type="radio"' not in page
    away.post(at("cast"), drawn(away, paper(judged)))
    assert MemberVoted.objects.count() == 0


def test_the_office_sees_counts_and_the_same_page_whatever_was_voted(client, committee, judged):
    pages = []
    for choice in ("yes", "no"):
        Urn.objects.update(slips=[])
        MemberVoted.objects.all().delete()
        cast(committee[0][1], dict.fromkeys(judged.codes[:3], choice))
        office = reader(client, Role.OFFICE, username=f"office-{choice}")
        pages.append(office.get(at("ballot_desk")).content.decode().replace(f"office-{choice}", ""))
    assert re.sub(r'value="[^"]{40,}"', "", pages[0]) == re.sub(r'value="[^"]{40,}"', "", pages[1])


def test_the_office_opens_records_presence_and_ends_the_vote(client, judged):
    committee = judged.to_ballot(members=9, present=8)
    office = reader(client, Role.OFFICE)
    assert office.post(at("presence"), {"present": committee[8][0]}).status_code == 302
    assert queries.ballot_progress(stage_pk("plenary")).present == 9
    sealed = {"office": "厦门市评审办", "seen": "0/9/9", "ground": ""}
    refused = office.post(at("close_vote"), sealed)
    assert (refused.status_code, "请写明理由" in refused.content.decode()) == (409, True)
    for _ in range(2):
        assert office.post(at("close_vote"), {**sealed, "ground": "其余评委离会"}).url == at("ballot_desk")
    assert queries.ballot_progress(stage_pk("plenary")).is_closed is True


def test_a_supervisor_watches_the_vote_and_finds_no_button(client, committee):
    watcher = reader(client, Role.SUPERVISOR)
    page = watcher.get(at("ballot_desk")).content.decode()
    assert f'action="{at("close_vote")}"' not in page
    for page in ("open_vote", "presence", "close_vote"):
        assert watcher.post(at(page), {}).status_code == 404


@pytest.mark.parametrize("page", ["ballot", "confirm", "cast"])
def test_a_vote_is_absent_to_everybody_but_its_members(client, committee, judged, page):
    make_account("stranger", Role.COMMITTEE)
    client.force_login(Account.objects.get(username="stranger"))
    ask = client.get if page == "ballot" else client.post
    assert (ask(at(page)).status_code, ask(f"/ballots/{ROUND}/nothing/").status_code) == (404, 404)
