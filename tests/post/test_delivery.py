"""Delivery over a real mail server: once each, again after a failure, and never more than twice."""

import pytest

from zhiheng.post.domain.waiting import WAITS, next_try
from zhiheng.post.models import Mail
from zhiheng.post.smtp import Smtp

from .conftest import NOON

RESET = {"username": "wang", "until": NOON, "link": "/reset/the-key/"}


class Dies:
    """A transport whose process ends after the server took the mail."""

    def __init__(self, keeper):
        self.keeper = keeper

    def carry(self, mail):
        with Smtp() as smtp:
            smtp.carry(mail)
        raise KeyboardInterrupt


def states():
    """Return the state of every mail, in order."""
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


def test_a_mail_arrives_with_its_chinese_subject_both_parts_and_its_id(server, outbox, deliver):
    outbox()
    assert deliver().sent == 1
    mail = server.mails[0]
    assert (str(mail["Subject"]), mail["To"]) == ("待办：审核材料", "li@dept.example")
    assert str(mail["From"]) == "质衡 <office@award.example>"
    assert mail["Message-ID"] == Mail.objects.get().message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "请在 2026年11月27日（周五）24:00 前办理。" in text
    assert "https://award.example/desk/" in text
    assert '<a href="https://award.example/desk/"' in html


def test_delivering_again_sends_nothing_again(server, outbox, deliver):
    outbox()
    assert [deliver().sent, deliver().sent, len(server.mails)] == [1, 0, 1]


def test_an_address_that_fails_for_now_is_tried_again_later_and_stops_no_other(
    server, outbox, deliver, clock
):
    server.refuses["full@dept.example"] = "452 mailbox full"
    outbox("full@dept.example")
    outbox("fine@dept.example")
    first = deliver()
    assert (first.sent, first.again, deliver().again) == (1, 1, 0)
    server.refuses.clear()
    clock.move(minutes=2)
    assert deliver().sent == 1
    assert [mail["To"] for mail in server.mails] == ["fine@dept.example", "full@dept.example"]


def test_an_address_that_is_refused_for_good_is_given_up_at_once(server, outbox, deliver):
    server.refuses["gone@dept.example"] = "550 no such user"
    outbox("gone@dept.example")
    assert deliver().failed == 1
    assert Mail.objects.values_list("state", "error").get() == ("failed", "550 no such user")


def test_waits_grow_and_then_it_is_given_up(server, outbox, deliver, clock):
    server.refuses["full@dept.example"] = "452 mailbox full"
    outbox("full@dept.example")
    for wait in WAITS:
        assert deliver().again == 1
        clock.move(seconds=wait.total_seconds() - 1)
        assert deliver() == type(deliver())(0, 0, 0)
        clock.move(seconds=1)
    assert deliver().failed == 1


def test_the_seventh_failure_is_the_last():
    assert [next_try(n, NOON) is None for n in (1, 6, 7)] == [False, False, True]


def test_a_server_that_cannot_be_reached_costs_no_mail_a_try(outbox, deliver, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    outbox()
    outbox()
    done = deliver()
    assert (done.reached, done.sent, states()) == (False, 0, ["waiting", "waiting"])
    assert set(Mail.objects.values_list("tries", flat=True)) == {0}


def test_a_run_that_dies_between_sending_and_marking_sends_at_most_twice_with_one_id(
    server, outbox, deliver, clock
):
    outbox()
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            deliver(Dies(server))
        assert deliver().sent == 0
        clock.move(minutes=11)
    assert deliver().sent == 0
    assert states() == ["unsure"]
    assert len({mail["Message-ID"] for mail in server.mails}) == 1
    assert len(server.mails) == 2


def test_a_run_that_died_once_is_made_good(server, outbox, deliver, clock):
    outbox()
    with pytest.raises(KeyboardInterrupt):
        deliver(Dies(server))
    clock.move(minutes=11)
    assert (deliver().sent, states()) == (1, ["sent"])


def test_two_runs_at_once_send_each_mail_once(server, outbox, deliver, clock):
    for _ in range(3):
        outbox()

    class Meanwhile:
        def carry(self, mail):
            deliver()
            with Smtp() as smtp:
                smtp.carry(mail)

    deliver(Meanwhile())
    assert (len(server.mails), states()) == (3, ["sent"] * 3)


def test_the_content_of_a_mail_with_a_key_is_forgotten_once_it_was_sent(server, outbox, deliver):
    outbox(template="password_reset", context=RESET)
    assert "/reset/the-key/" in Mail.objects.get().text
    deliver()
    assert "https://award.example/reset/the-key/" in server.mails[0].get_body(("plain",)).get_content()
    assert Mail.objects.values_list("text", "html", "state").get() == ("", "", "sent")


def test_a_key_that_no_longer_opens_anything_is_not_sent(server, outbox, deliver, clock):
    outbox(template="password_reset", context=RESET)
    clock.move(hours=1)
    assert (deliver().failed, len(server.mails)) == (1, 0)
    assert Mail.objects.get().text == ""


def test_the_oldest_go_first_and_no_more_than_asked(server, outbox, deliver):
    for n in range(3):
        outbox(f"n{n}@dept.example")
    assert (deliver(limit=2).sent, states()) == (2, ["sent", "sent", "waiting"])
