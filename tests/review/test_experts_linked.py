"""An expert on paper gets an account; a comment is withdrawn; the terminal decides and refills."""

import json

import pytest
from click.testing import CliRunner
from django.urls import reverse

from factories import AFTER, OFFICE, OPENS, make_account
from zhiheng.core.actor import SYSTEM, Role
from zhiheng.core.refusal import Refused
from zhiheng.registers import actions as registers
from zhiheng.review import actions, queries
from zhiheng.review.commands import review
from zhiheng.review.domain.values import InterestGiven, NewExpert, RecusalGiven
from zhiheng.review.models import Comment, Expert, Interest

from .conftest import ROUND, make_experts, stage_pk
from .test_pages import let_in, reader, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_paper(judged):
    """An expert of the pool without an account."""
    new = [NewExpert(name="示例专家甲")]
    return actions.register_experts(authority="350200", experts=new, by=OFFICE, now=AFTER)[0]


def test_an_expert_on_paper_is_linked_once(client, on_paper):
    office = reader(client, Role.OFFICE)
    account = registers.open_account(username="expert-a", by=SYSTEM, now=OPENS).code
    address = reverse("review:link", args=["350200", on_paper])
    assert address in office.get(reverse("review:experts", args=["350200"])).content.decode()
    assert office.post(address, {"username": "nobody"}).status_code == 409
    assert office.post(address, {"username": "expert-a"}).status_code == 302
    assert Expert.objects.get(code=on_paper).account == account
    assert office.post(address, {"username": "expert-a"}).status_code == 409


def test_an_account_that_another_expert_has_is_refused(judged, on_paper):
    with pytest.raises(Refused) as refusal:
        actions.link_account(
            authority="350200", expert=on_paper, account=judged.experts[0][1], by=OFFICE, now=AFTER
        )
    assert refusal.value.code == "expert.exists"


def test_a_comment_is_withdrawn_and_kept(client, judged):
    expert = let_in(client, judged.experts[0][1])
    told = expert.post(
        sheet(judged, "note"), {"item": "4.1.2", "kind": "strength", "text": "数据充分"}
    ).json()
    [[number, *_]] = told["notes"]
    left = expert.post(sheet(judged, "withdraw_note"), {"note": number}).json()
    assert left["notes"] == []
    assert Comment.objects.exclude(withdrawn_at=None).count() == 1
    again = expert.post(sheet(judged, "withdraw_note"), {"note": number})
    assert (again.status_code, again.json()["code"]) == (409, "comment.not_yours")


def test_without_scripts_withdrawing_a_comment_saves_the_page_too(client, judged):
    from .test_pages import whole

    expert = let_in(client, judged.experts[0][1])
    number = actions.give_comment(
        case_code=judged.codes[0], stage="documents", item="4.1.2", kind="strength", text="数据充分",
        by=judged.actors[0], now=AFTER,
    )  # fmt: skip
    answer = expert.post(sheet(judged), whole(judged, **{"4_1_2": 60}) | {"withdraw": number})
    assert answer.status_code == 302
    assert Comment.objects.filter(withdrawn_at=None).count() == 0
    assert queries.marks_for(stage_pk("documents"), judged.codes[0], ["A1"]) == {"A1": {"4.1.2": 60}}


def test_a_comment_of_another_assessor_is_nobodys_to_withdraw(judged):
    given = {"case_code": judged.codes[0], "stage": "documents", "now": AFTER}
    number = actions.give_comment(
        **given, item="4.1.2", kind="strength", text="数据充分", by=judged.actors[0]
    )
    with pytest.raises(Refused) as refusal:
        actions.withdraw_comment(**given, comment=number, by=judged.actors[1])
    assert refusal.value.code == "comment.not_yours"


def run(*arguments):
    """Run a command as the officer and return what it printed."""
    done = CliRunner().invoke(review, [*arguments, "--as", "office"], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_an_interest_is_listed_and_decided_at_the_terminal(judged):
    make_account("office")
    code, subject = judged.experts[0][0], judged.cases[0].subject
    given = InterestGiven(code, subject, "kin")
    interest = actions.declare_interest(authority="350200", given=given, by=OFFICE, now=AFTER)
    assert [one["interest"] for one in json.loads(run("interests", "350200", "--json"))] == [interest]
    assert judged.codes[0] in run("decide", interest, "--stands", "--reason", "亲属任职")
    assert Interest.objects.get().state == "stands"
    assert json.loads(run("seats", ROUND, "documents", "--json")) == {judged.codes[0]: 1}


def test_an_empty_seat_is_filled_at_the_terminal(judged):
    make_account("office")
    [(substitute, _)] = make_experts(1, "substitute")
    given = [RecusalGiven(judged.codes[0], judged.experts[0][0], "亲属任职")]
    actions.recuse(round_code=ROUND, recusals=given, by=OFFICE, now=AFTER)
    assert "A4" in run("refill", ROUND, "documents", judged.codes[0], substitute)
    assert json.loads(run("seats", ROUND, "documents", "--json")) == {}


def test_the_terminal_asks_who_acts_as_a_page_does(judged):
    make_account("watcher", Role.SUPERVISOR)
    done = CliRunner().invoke(review, ["interests", "350200", "--as", "watcher"])
    assert isinstance(done.exception, Refused)
