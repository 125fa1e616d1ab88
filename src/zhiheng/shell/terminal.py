"""Who acts at a terminal: an account is named openly, and its roles decide as they do on a page."""

from __future__ import annotations

from datetime import datetime

import click

from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Refused
from zhiheng.core.speech import say
from zhiheng.core.text import Text
from zhiheng.registers import queries as registers

as_account = click.option(
    "--as",
    "username",
    envvar="ZHIHENG_ACCOUNT",
    help=say(
        "以哪个账号办理（或环境变量 ZHIHENG_ACCOUNT）",
        "Username in whose name this is done (or ZHIHENG_ACCOUNT)",
    ),
)


def acting(username: str | None, now: datetime) -> Actor:
    """Return the actor behind a username, with the roles held today; nobody is refused with the remedy."""
    if not username:
        raise Refused(
            "terminal.nobody",
            Text(
                "请用 --as 用户名 或环境变量 ZHIHENG_ACCOUNT 说明以谁的名义办理。"
                "开设账号：zhiheng register account open；授予角色：zhiheng register account role。",
                "Say in whose name this is done: --as USERNAME or ZHIHENG_ACCOUNT. "
                "Open one with zhiheng register account open, give it a role with zhiheng register account role.",
            ),
        )
    account = registers.account_named(username)
    if account is None:
        raise Refused(
            "terminal.unknown", Text(f"没有账号“{username}”。", f"There is no account “{username}”.")
        )
    return registers.actor_of(account.code, now.astimezone(SHANGHAI).date())
