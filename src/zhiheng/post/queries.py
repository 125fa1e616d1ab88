"""Named reads of the post; every one answers with plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from zhiheng.core.actor import Actor
from zhiheng.post.domain.letters import HIDDEN, Context, Rendered, render
from zhiheng.post.domain.templates import template_named
from zhiheng.post.models import Mail, Mailbox

PAGE = 50
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class MailboxRow:
    """Where an account is written to, and in which language."""

    account: str
    address: str
    language: str


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail as the log shows it; the content of a mail that held a key is not kept."""

    code: str
    template: str
    account: str
    address: str
    subject: str
    text: str
    language: str
    is_secret: bool
    about: str
    authority: str
    made_at: datetime
    state: str
    tries: int
    next_at: datetime
    sent_at: datetime | None
    message_id: str
    error: str


@dataclass(frozen=True, slots=True)
class MailPage:
    """One page of the log, the newest first, and how many mails there are in all."""

    rows: tuple[MailRow, ...]
    total: int
    page: int
    pages: int


def mailbox_of(account: str) -> MailboxRow | None:
    """Return where an account is written to, if anywhere."""
    return mailboxes_of([account]).get(account)


def mailboxes_of(accounts: Collection[str]) -> dict[str, MailboxRow]:
    """Return the mailboxes of many accounts, 500 to a statement."""
    return {
        one.account: MailboxRow(one.account, one.address, one.language)
        for part in _parts(sorted(set(accounts)))
        for one in Mailbox.objects.filter(account__in=part)
    }


def accounts_at(address: str) -> tuple[str, ...]:
    """Return the codes of the accounts that are written to at an address (whatever its case), in order."""
    found = Mailbox.objects.filter(address__iexact=address.strip())
    return tuple(found.order_by("account").values_list("account", flat=True))


def mails_of(authorities: Collection[str], *, state: str = "", page: int = 1) -> MailPage:
    """Return one page of 50 mails of these authorities, the newest first. Two statements."""
    found = Mail.objects.filter(authority__in=[one for one in authorities if one])
    if state:
        found = found.filter(state=state)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = found.order_by("-made_at", "-pk")[(page - 1) * PAGE : page * PAGE]
    return MailPage(tuple(_row(one) for one in rows), total, page, pages)


def mail(code: str) -> MailRow | None:
    """Return a mail by its code."""
    found = Mail.objects.filter(code=code).first()
    return None if found is None else _row(found)


def told_already(once: Collection[str]) -> frozenset[str]:
    """Return which of these things were told already."""
    return frozenset(
        name
        for part in _parts(sorted(set(once)))
        for name in Mail.objects.filter(once__in=part).values_list("once", flat=True)
        if name is not None
    )


def waiting_count() -> int:
    """Return how many mails have yet to go."""
    return Mail.objects.filter(state__in=[Mail.State.WAITING, Mail.State.SENDING]).count()


def preview(
    template: str, context: Context, language: str, *, sender: Actor, recipient: Actor | None = None
) -> Rendered:
    """Return a mail as its recipient would see it, less whatever its sender may not see.

    A value guarded against either is hidden; the link of a mail that holds a key is never shown.
    """
    wording = template_named(template)
    shown = {**context, "link": HIDDEN} if wording.secret else dict(context)
    readers = [sender] if recipient is None else [sender, recipient]
    return render(wording, shown, language, settings.ZHIHENG_SITE, readers)


def _parts(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(codes), _CHUNK):
        yield codes[start : start + _CHUNK]


def _row(one: Mail) -> MailRow:
    return MailRow(
        one.code, one.template, one.account, one.address, one.subject, one.text, one.language, one.is_secret,
        one.about, one.authority, one.made_at, one.state, one.tries, one.next_at, one.sent_at,
        one.message_id, one.error,
    )  # fmt: skip
