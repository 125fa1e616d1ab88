"""A mailbox, a real mail server, and hands that write letters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from machine import _free_port
from zhiheng.post import actions
from zhiheng.post.smtp import Smtp

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TASK = {
    "task": "审核材料", "round": "厦门市质量奖（7）", "stage": "符合性审查",
    "due": datetime(2026, 11, 27, 16, 0, tzinfo=UTC), "link": "/desk/",
}  # fmt: skip


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move the clock forward."""
        self.now += timedelta(**by)


class Keeper:
    """Keeps what arrives; refuses some recipients for now or for good."""

    def __init__(self) -> None:
        self.mails = []
        self.refuses: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(BytesParser(policy=policy.default).parsebytes(envelope.content))
        return "250 OK"


@pytest.fixture
def server(settings):
    """A mail server on loopback that keeps what it is given."""
    keeper = Keeper()
    controller = Controller(keeper, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.ZHIHENG_MAIL_URL = f"smtp://127.0.0.1:{controller.port}"
    settings.ZHIHENG_SITE = "https://award.example"
    settings.DEFAULT_FROM_EMAIL = "质衡 <office@award.example>"
    yield keeper
    controller.stop()


@pytest.fixture
def clock():
    """A clock at noon."""
    return Clock()


@pytest.fixture
def outbox(db, settings):
    """A function that puts a letter into the outbox."""
    settings.ZHIHENG_SITE = "https://award.example"

    def written(to="li@dept.example", template="task_opened", context=None, now=NOON, **more):
        with transaction.atomic():
            return actions.send(
                template, to=to, context=context or TASK, about="xm-7/conformity", now=now, **more
            )

    return written


@pytest.fixture
def deliver(clock):
    """A function that delivers what is due over SMTP."""

    def delivered(transport=None, **more):
        if transport is not None:
            return actions.deliver(clock=clock, transport=transport, **more)
        with Smtp() as smtp:
            return actions.deliver(clock=clock, transport=smtp, **more)

    return delivered
