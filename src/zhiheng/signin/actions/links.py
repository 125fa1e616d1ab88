"""Links that work once and for an hour: invitations, new passwords, new mail addresses.

A link is opened by looking (which mail scanners do, too) and used by sending its form. It opens an account
or a role, never a file.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.post import actions as post
from zhiheng.post.actions.mailboxes import checked_address
from zhiheng.post.domain.letters import Context
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as people
from zhiheng.registers.domain.codes import new_code
from zhiheng.signin import policy
from zhiheng.signin.domain.keys import digest_of, new_key
from zhiheng.signin.models import KeyLink

LIVES: Final = timedelta(hours=1)


def make_link(
    *, purpose: str, by: str, now: datetime, account: str = "", address: str = "", **more: str
) -> tuple[KeyLink, str]:
    """Make a link and return it with its key, which is kept nowhere but in the mail that carries it."""
    key = new_key()
    link = KeyLink.objects.create(
        code=new_code("link"), purpose=purpose, digest=digest_of(key), account=account, address=address,
        made_by=by, made_at=now, expires_at=now + LIVES, **more,
    )  # fmt: skip
    return link, key


def use_link(*, key: str, purpose: str, by: str, now: datetime) -> KeyLink:
    """Use a link up and return it; refuses one that is unknown, used, withdrawn or expired, in the same words."""
    found = KeyLink.objects.select_for_update().filter(digest=digest_of(key), purpose=purpose)
    link = found.filter(used_at=None, withdrawn_at=None, expires_at__gt=now).first()
    if link is None:
        raise Refused("link.over", Text(
            "链接已经使用过或已过期，请重新申请。", "The link was used or has expired; please ask for a new one."
        ))  # fmt: skip
    KeyLink.objects.filter(pk=link.pk).update(used_at=now, used_by=by or link.account)
    return link


@transaction.atomic
def invite(
    *, role: Role, place: str, authority: str, address: str, language: str, words: Context, path: str,
    by: Actor, now: datetime,
) -> KeyLink:  # fmt: skip
    """Invite whoever reads an address to a role at a place, by a link that works once and for one hour.

    *words* are ``role``, ``place`` and ``by`` as the mail says them; *path* holds ``{key}``. An open
    invitation of the same address to the same role is withdrawn first. Refuses what the inviter may not give.
    """
    policy.may_invite(by, role, place, authority).or_refuse()
    address = checked_address(address)
    same = KeyLink.objects.filter(
        purpose=KeyLink.Purpose.INVITATION, address__iexact=address, role=role, place=place
    )
    same.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    link, key = make_link(
        purpose=KeyLink.Purpose.INVITATION, by=by.code, now=now, address=address, role=role.value, place=place,
        authority=authority, language="en" if language.startswith("en") else "zh",
    )  # fmt: skip
    context: Context = {**words, "until": link.expires_at, "link": path.replace("{key}", key)}
    post.send(
        "invitation", to=address, context=context, about=link.code, now=now, authority=authority,
        language=link.language,
    )  # fmt: skip
    _line("signin.invited", by, link, now)
    return link


@transaction.atomic
def withdraw_invitation(*, link: str, by: Actor, now: datetime) -> None:
    """Withdraw an open invitation that one has made; refuses another's and one that is over."""
    one = KeyLink.objects.select_for_update().filter(
        code=link, purpose=KeyLink.Purpose.INVITATION, made_by=by.code
    )
    if not one.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now):
        raise Refused(
            "link.over", Text("没有可以撤回的这一邀请。", "There is no such invitation to withdraw.")
        )
    _line("signin.invitation_withdrawn", by, one.get(), now)


@transaction.atomic
def accept_as_new(*, key: str, username: str, person: str, password: str, now: datetime) -> str:
    """Open an account for the role that an invitation holds, written to where it was sent; return its code.

    Refuses a taken username and a weak password (the invitation stays open), and a link that is over.
    """
    link = use_link(key=key, purpose=KeyLink.Purpose.INVITATION, by="", now=now)
    row = registers.open_account(
        username=username, person=person, password=password, by=link.made_by, now=now
    )
    post.set_mailbox(account=row.code, address=link.address, language=link.language, by=row.code, now=now)
    _take_role(link, row.code, now)
    return row.code


@transaction.atomic
def accept_as_self(*, key: str, by: Actor, now: datetime) -> None:
    """Take the role that an invitation holds for the account that has signed in."""
    link = use_link(key=key, purpose=KeyLink.Purpose.INVITATION, by=by.code, now=now)
    _take_role(link, by.code, now)


def _take_role(link: KeyLink, account: str, now: datetime) -> None:
    """Give the role, if whoever invited may still give it."""
    day = now.astimezone(SHANGHAI).date()
    giver = people.actor_of(link.made_by, day)
    policy.may_invite(giver, Role(link.role), link.place, link.authority).or_refuse("link.giver_gone")
    registers.give_role(
        account=account, role=Role(link.role), place=link.place, from_day=day, by=link.made_by, now=now
    )
    KeyLink.objects.filter(pk=link.pk).update(used_by=account)
    _line("signin.invitation_accepted", account, link, now)


@transaction.atomic
def ask_address(*, account: str, address: str, language: str, path: str, by: Actor, now: datetime) -> None:
    """Write a link to a new mail address; it counts only once that was opened. Refuses what is no address."""
    address = checked_address(address)
    row = people.account(account)
    open_ones = KeyLink.objects.filter(account=account, purpose=KeyLink.Purpose.ADDRESS, used_at=None)
    open_ones.filter(withdrawn_at=None).update(withdrawn_at=now)
    link, key = make_link(
        purpose=KeyLink.Purpose.ADDRESS, account=account, address=address, by=by.code, now=now,
        language="en" if language.startswith("en") else "zh",
    )  # fmt: skip
    context: Context = {
        "username": row.username if row else "",
        "until": link.expires_at,
        "link": path.replace("{key}", key),
    }
    post.send("address_confirm", to=address, context=context, about=account, now=now, language=link.language)
    ledger.write(book="house", act="signin.address_asked", actor=by, about=account, at=now)


@transaction.atomic
def confirm_address(*, key: str, path: str, now: datetime) -> str:
    """Write to an account at its new address from now on, and tell the old one; return the account."""
    link = use_link(key=key, purpose=KeyLink.Purpose.ADDRESS, by="", now=now)
    row = people.account(link.account)
    context: Context = {
        "username": row.username if row else "", "at": now, "link": path,
        "what": Text("联系邮箱已更换。", "mail now goes to another address."),
    }  # fmt: skip
    post.send("account_changed", to=link.account, context=context, about=link.account, now=now)
    post.set_mailbox(
        account=link.account, address=link.address, language=link.language, by=link.account, now=now
    )
    return link.account


def _line(act: str, by: Actor | str, link: KeyLink, now: datetime) -> None:
    book = link.authority if link.authority.isdecimal() else "house"
    ledger.write(
        book=book, act=act, actor=by, about=link.code, at=now, body={"role": link.role, "place": link.place}
    )
