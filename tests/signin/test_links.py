"""An invitation gives one role at one place, once, within the hour, to whoever reads the address it went to."""

from datetime import timedelta

import pytest

from factories import make_account, make_organisation
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger.models import Line
from zhiheng.post import queries as post
from zhiheng.post.models import Mail
from zhiheng.registers import queries as registers
from zhiheng.registers.actions import end_role
from zhiheng.signin import actions

from .conftest import INVITATION, NOON, SECURITY, key_in

TODAY = NOON.date()
WORDS = {"role": Text("评审员", "assessor"), "place": Text.of("厦门市"), "by": Text.of("厦门市评审办")}
NEWCOMER = {"username": "li.si", "person": "李四", "password": "a-long-word-indeed"}


def invite(by, role=Role.ASSESSOR, place="350200", address="li@firm.example", now=NOON):
    """Invite somebody and return the key in the mail."""
    actions.invite(
        role=role, place=place, authority="350200", address=address, language="zh", words=WORDS, path=INVITATION,
        by=by, now=now,
    )  # fmt: skip
    return key_in(Mail.objects.filter(template="invitation").latest("pk"))


def refused(act, **given):
    """Return the code with which an act is refused, or nothing."""
    try:
        act(**given)
    except Refused as refusal:
        return refusal.code
    return None


def test_a_newcomer_gets_an_account_with_the_role_and_the_mailbox(office):
    code = actions.accept_as_new(key=invite(office), now=NOON, **NEWCOMER)
    assert registers.actor_of(code, TODAY).holds == {(Role.ASSESSOR, "350200")}
    assert post.mailbox_of(code).address == "li@firm.example"


def test_it_works_once(office):
    key = invite(office)
    actions.accept_as_new(key=key, now=NOON, **NEWCOMER)
    assert (
        refused(actions.accept_as_new, key=key, now=NOON, **{**NEWCOMER, "username": "wang"}) == "link.over"
    )


@pytest.mark.parametrize(("minutes", "answer"), [(59, None), (60, "link.over")])
def test_it_lives_one_hour(office, minutes, answer):
    key = invite(office)
    assert (
        refused(actions.accept_as_new, key=key, now=NOON + timedelta(minutes=minutes), **NEWCOMER) == answer
    )


def test_a_taken_username_leaves_the_invitation_open(office):
    key = invite(office)
    taken = refused(actions.accept_as_new, key=key, now=NOON, **{**NEWCOMER, "username": "office"})
    assert [taken, refused(actions.accept_as_new, key=key, now=NOON, **NEWCOMER)] == [
        "account.username_taken",
        None,
    ]


def test_somebody_who_has_an_account_takes_the_role_with_it(office):
    known = make_account("wang", Role.COMMITTEE)
    actions.accept_as_self(key=invite(office), by=Actor(known), now=NOON)
    assert (Role.ASSESSOR, "350200") in registers.actor_of(known, TODAY).holds


def test_nobody_takes_a_role_from_itself(office):
    assert refused(actions.accept_as_self, key=invite(office), by=office, now=NOON) == "role.own_gift"


def test_who_may_no_longer_give_the_role_when_it_is_taken_gives_none(office):
    key = invite(office)
    end_role(account=office.code, role=Role.OFFICE, place="350200", day=TODAY, by="system", now=NOON)
    assert refused(actions.accept_as_new, key=key, now=NOON, **NEWCOMER) == "link.giver_gone"
    assert registers.account_named("li.si") is None


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.OFFICE, "350200"), (Role.SUPERVISOR, "350200"), (Role.GOVERNMENT, "350200"), (Role.ASSESSOR, "350100"),
     (Role.DEPARTMENT, "350100/taxation")],
)  # fmt: skip
def test_an_office_cannot_invite_beyond_its_own(office, role, place):
    with pytest.raises(Refused):
        invite(office, role, place)
    assert Mail.objects.count() == 0


def test_an_applicant_invites_colleagues_of_its_organisation_and_of_no_other(regions):
    own, other = make_organisation(1).code, make_organisation(2).code
    applicant = Actor(make_account("zhao", Role.APPLICANT, own), frozenset({(Role.APPLICANT, own)}))
    code = actions.accept_as_new(key=invite(applicant, Role.APPLICANT, own), now=NOON, **NEWCOMER)
    assert registers.actor_of(code, TODAY).holds == {(Role.APPLICANT, own)}
    with pytest.raises(Refused):
        invite(applicant, Role.APPLICANT, other)


def test_inviting_again_makes_the_first_link_void(office):
    first, second = invite(office), invite(office)
    assert refused(actions.accept_as_new, key=first, now=NOON, **NEWCOMER) == "link.over"
    assert refused(actions.accept_as_new, key=second, now=NOON, **NEWCOMER) is None


def test_an_invitation_is_withdrawn_by_who_made_it_alone(office):
    key = invite(office)
    link = Line.objects.get(act="signin.invited").about
    assert refused(actions.withdraw_invitation, link=link, by=Actor("acct-x"), now=NOON) == "link.over"
    actions.withdraw_invitation(link=link, by=office, now=NOON)
    assert refused(actions.accept_as_new, key=key, now=NOON, **NEWCOMER) == "link.over"


def test_the_ledger_tells_of_the_invitation_without_the_address(office):
    actions.accept_as_new(key=invite(office), now=NOON, **NEWCOMER)
    lines = Line.objects.filter(act__startswith="signin.").order_by("pk")
    assert [line.act for line in lines] == ["signin.invited", "signin.invitation_accepted"]
    assert [line for line in lines if "@" in line.body_json or "li.si" in line.body_json] == []


def test_a_new_mail_address_counts_once_its_link_was_used_and_the_old_one_is_told(account, office):
    actions.ask_address(
        account=account.code,
        address="new@dept.example",
        language="en",
        path="/mail-address/{key}/",
        by=office,
        now=NOON,
    )
    asked = Mail.objects.get(template="address_confirm")
    assert (asked.address, post.mailbox_of(account.code).address) == (
        "new@dept.example",
        "office@dept.example",
    )
    actions.confirm_address(key=key_in(asked), path=SECURITY, now=NOON)
    assert post.mailbox_of(account.code).address == "new@dept.example"
    assert Mail.objects.get(template="account_changed").address == "office@dept.example"
