"""Change a password, and let somebody set a new one who has forgotten it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth import authenticate
from django.db import transaction

from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.post import actions as post
from zhiheng.post import queries as mailboxes
from zhiheng.post.domain.letters import Context
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as people
from zhiheng.registers.domain.names import username_key
from zhiheng.registers.domain.rows import AccountRow
from zhiheng.signin.actions.links import make_link, use_link
from zhiheng.signin.actions.tries import begin_try, forgive, lift_lock_outs
from zhiheng.signin.actions.visits import end_visits
from zhiheng.signin.domain.addresses import network_of
from zhiheng.signin.models import KeyLink, ResetAsked

RESETS_PER_HOUR: Final = 3
_HOUR: Final = timedelta(hours=1)
WRONG: Final = Text(
    "用户名或密码不正确。请注意字母大小写。",
    "The username or the password is wrong. Mind capital and small letters.",
)


def check_password(*, username: str, password: str, address: str, now: datetime) -> AccountRow:
    """Return the account behind a name and a password; everything else is refused in the same words.

    The hash is computed for an unknown name too, so that the time says nothing.
    """
    name = username_key(username)[:254]
    found = people.account_named(name)
    one = begin_try(what="password", name=name, account=found.code if found else "", address=address, now=now)
    user = authenticate(username=name, password=password)
    if user is None or found is None:
        raise Refused("signin.wrong", WRONG)
    forgive(try_pk=one)
    return found


def confirm_password(*, account: str, password: str, address: str, now: datetime) -> None:
    """Refuse unless this is the password of the account: asked again before what a thief would change."""
    found = people.account(account)
    try:
        check_password(username=found.username if found else "", password=password, address=address, now=now)
    except Refused as refusal:
        if refusal.code != "signin.wrong":
            raise
        raise Refused(
            "signin.not_confirmed", Text("当前密码不正确。", "The present password is wrong.")
        ) from None


@transaction.atomic
def change_password(*, account: str, password: str, by: Actor, visit: str, path: str, now: datetime) -> None:
    """Replace a password, end every other visit, and tell the account. Refuses a weak one."""
    registers.change_password(account=account, password=password, by=by, now=now)
    end_visits(account=account, but=visit, by=by, now=now)
    KeyLink.objects.filter(
        account=account, purpose=KeyLink.Purpose.RESET, used_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    tell_change(account=account, what=Text("密码已修改，其他登录均已结束。",
        "the password was changed and all other visits ended."), path=path, now=now)  # fmt: skip


def tell_change(*, account: str, what: Text, path: str, now: datetime) -> None:
    """Write to an account that something about its security was changed."""
    row = people.account(account)
    context: Context = {"username": row.username if row else "", "at": now, "what": what, "link": path}
    post.send("account_changed", to=account, context=context, about=account, now=now)


def ask_reset(*, typed: str, address: str, language: str, now: datetime) -> None:
    """Keep that somebody asks for a new password; the answer is a mail, made later by :func:`answer_resets`.

    The same work for a name that exists and one that does not. More than 20 an hour from one place are dropped.
    """
    network = network_of(address)
    if ResetAsked.objects.filter(network=network, at__gt=now - _HOUR).count() < 20:
        ResetAsked.objects.create(
            typed=typed.strip()[:254],
            network=network,
            at=now,
            language="en" if language.startswith("en") else "zh",
        )


def answer_resets(*, path: str, now: datetime) -> int:
    """Write to the accounts for which a new password was asked; return how many letters were written.

    *path* holds ``{key}``. At most three an hour for an account. Safe to repeat.
    """
    waiting = ResetAsked.objects.filter(answered_at=None).order_by("at", "pk").values_list("pk", flat=True)
    return sum(_answer(pk, path, now) for pk in list(waiting[:500]))


@transaction.atomic
def _answer(pk: int, path: str, now: datetime) -> int:
    asked = ResetAsked.objects.select_for_update().filter(pk=pk, answered_at=None).first()
    if asked is None:
        return 0
    ResetAsked.objects.filter(pk=pk).update(answered_at=now, typed="")
    if asked.at < now - _HOUR:
        return 0
    return sum(_write_reset(row, path, now) for row in _accounts_of(asked.typed))


def _accounts_of(typed: str) -> list[AccountRow]:
    named = people.account_named(typed)
    codes = [named.code] if named else list(mailboxes.accounts_at(typed)[:5]) if "@" in typed else []
    rows = [people.account(code) for code in codes]
    return [row for row in rows if row is not None and row.is_active]


def _write_reset(row: AccountRow, path: str, now: datetime) -> int:
    links = KeyLink.objects.filter(account=row.code, purpose=KeyLink.Purpose.RESET, made_at__gt=now - _HOUR)
    if links.count() >= RESETS_PER_HOUR or mailboxes.mailbox_of(row.code) is None:
        return 0
    link, key = make_link(purpose=KeyLink.Purpose.RESET, account=row.code, by=row.code, now=now)
    context: Context = {
        "username": row.username,
        "until": link.expires_at,
        "link": path.replace("{key}", key),
    }
    return post.send("password_reset", to=row.code, context=context, about=row.code, now=now)


@transaction.atomic
def reset_password(*, key: str, password: str, path: str, now: datetime) -> str:
    """Set a new password by a link from a mail, end every visit, and lift lock-outs; return the account."""
    link = use_link(key=key, purpose=KeyLink.Purpose.RESET, by="", now=now)
    registers.change_password(account=link.account, password=password, by=link.account, now=now)
    end_visits(account=link.account, by=link.account, now=now)
    row = people.account(link.account)
    if row is not None:
        lift_lock_outs(name=row.username)
    KeyLink.objects.filter(
        account=link.account, purpose=KeyLink.Purpose.RESET, used_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    tell_change(account=link.account, what=Text("密码已通过邮件链接重新设置，所有登录均已结束。",
        "a new password was set by a link from a mail, and all visits ended."), path=path, now=now)  # fmt: skip
    return link.account
