"""Letters enter the outbox with their act or not at all, once, in the recipient's language."""

import pytest
from django.db import transaction

from factories import make_account
from zhiheng.core.actor import Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger.models import Line
from zhiheng.post import actions, policy, queries
from zhiheng.post.domain.letters import Guarded, Letter
from zhiheng.post.models import Mail

from .conftest import NOON, TASK

OFFICE = Actor("acct-office", frozenset({(Role.OFFICE, "350200")}))


def mailbox(account="acct-1", address="wang@firm.example", language="zh"):
    """Give an account a mailbox."""
    actions.set_mailbox(account=account, address=address, language=language, by="system", now=NOON)


@pytest.mark.django_db(transaction=True)
def test_a_letter_outside_a_transaction_is_an_error():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.send("task_opened", to="a@b.example", context=TASK, about="x", now=NOON)


def test_a_letter_of_an_act_that_is_rolled_back_was_never_written(db):
    @transaction.atomic
    def act():
        actions.send("task_opened", to="a@b.example", context=TASK, about="x", now=NOON)
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        act()
    assert Mail.objects.count() == 0


def test_an_account_is_written_to_at_its_mailbox_in_its_language(outbox):
    mailbox(language="en")
    outbox("acct-1")
    one = Mail.objects.get()
    assert (one.address, one.language, one.state) == ("wang@firm.example", "en", "waiting")
    assert one.subject == "To do: 审核材料"


def test_an_account_without_a_mailbox_leaves_an_entry_that_says_so(outbox):
    outbox("acct-unknown", authority="350200")
    assert Mail.objects.values_list("state", "address", "account").get() == ("nowhere", "", "acct-unknown")


def test_what_is_told_once_is_not_told_again(outbox):
    assert [outbox(once="task-1"), outbox(once="task-1"), outbox(once="task-2"), outbox(), outbox()] == [
        1,
        0,
        1,
        1,
        1,
    ]
    assert Mail.objects.count() == 4


def test_the_same_thing_twice_in_one_bundle_is_told_once(db):
    letter = Letter("task_opened", "a@b.example", TASK, "x", once="task-1")
    with transaction.atomic():
        assert actions.send_many([letter, letter], now=NOON) == 1


def test_forty_letters_take_three_statements(db, django_assert_num_queries):
    letters = [Letter("task_opened", f"acct-{n}", TASK, "x", once=f"t{n}") for n in range(40)]
    with transaction.atomic(), django_assert_num_queries(3):
        actions.send_many(letters, now=NOON)


def test_a_guarded_value_shows_what_the_recipient_holds_on_the_day(regions, outbox):
    account = make_account("office")
    mailbox(account)
    mailbox("acct-none", "none@b.example")

    def may(actor):
        return Answer(actor.has(Role.OFFICE, "350200"), Text("", ""))

    for to in (account, "acct-none", "stranger@b.example"):
        outbox(to, context={**TASK, "task": Guarded("秘密", may)})
    assert ["秘密" in one.text for one in Mail.objects.order_by("pk")] == [True, False, False]


def test_a_mailbox_refuses_what_is_no_address_and_its_line_holds_none(db):
    with pytest.raises(Refused) as refused:
        mailbox(address="wang")
    mailbox()
    mailbox()
    lines = Line.objects.filter(act="post.mailbox_set")
    assert refused.value.code == "mail.address_wrong"
    assert (lines.count(), "wang" in lines.get().body_json) == (1, False)


def test_the_log_shows_an_office_the_mails_of_its_authority_and_no_others(outbox):
    for authority in ("350200", "350100", ""):
        outbox(authority=authority)
    assert queries.mails_of(["350200"]).total == 1
    assert queries.mails_of([]).total == queries.mails_of([""]).total == 0
    assert [bool(policy.may_read_mails(OFFICE, one)) for one in ("350200", "350100", "")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_no_other_role_reads_the_log(role):
    reader = Actor("acct-x", frozenset({(role, "350200")}))
    assert not policy.may_read_mails(reader, "350200")
    assert not policy.may_read_some_mails(reader)
