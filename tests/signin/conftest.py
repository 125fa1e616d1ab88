"""An account with a mailbox, and the words of its trial."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from factories import make_account
from zhiheng.core.actor import Actor, Role
from zhiheng.post import actions as post
from zhiheng.registers import queries as registers

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
HOME, AWAY = "203.0.113.9", "198.51.100.7"
RESET, SECURITY, INVITATION = "/reset/{key}/", "/account/security/", "/invitation/{key}/"


@pytest.fixture
def account(regions):
    """The office's account, with a mailbox."""
    code = make_account("office")
    post.set_mailbox(account=code, address="office@dept.example", language="zh", by="system", now=NOON)
    return registers.account(code)


@pytest.fixture
def office(account):
    """The office as an actor."""
    return Actor(account.code, frozenset({(Role.OFFICE, "350200")}))


def key_in(mail):
    """Return the key in the link of a mail."""
    return (
        next(line for line in mail.text.splitlines() if line.startswith("http"))
        .rstrip("/")
        .rpartition("/")[2]
    )
