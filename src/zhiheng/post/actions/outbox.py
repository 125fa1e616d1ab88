"""Put letters into the outbox, inside the transaction of the act that they tell about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from zhiheng.core.actor import NOBODY, Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.post import queries
from zhiheng.post.domain.letters import Context, Guarded, Letter, render
from zhiheng.post.domain.templates import template_named
from zhiheng.post.models import Mail
from zhiheng.post.queries import MailboxRow
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.codes import new_code

_BATCH = 500


def send(
    template: str,
    *,
    to: str,
    context: Context,
    about: str,
    now: datetime,
    authority: str = "",
    language: str = "",
    once: str = "",
) -> int:
    """Put one letter into the outbox; return 1, or 0 when *once* was told already. See :func:`send_many`."""
    return send_many([Letter(template, to, context, about, authority, language, once)], now=now)


def send_many(letters: Sequence[Letter], *, now: datetime) -> int:
    """Put letters into the outbox; return how many were new.

    If the act is rolled back, so are its letters: outside a transaction this raises ``RuntimeError``. An
    account without a mailbox gets an entry that says so, for the office to see. Guarded values show only
    what the recipient may see on that day.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a letter is written inside the transaction of its act (transaction.atomic)")
    told = queries.told_already([letter.once for letter in letters if letter.once])
    fresh = list(
        {letter.once or id(letter): letter for letter in letters if letter.once not in told}.values()
    )
    boxes = queries.mailboxes_of([letter.to for letter in fresh if "@" not in letter.to])
    rows = [_mail(letter, boxes, now) for letter in fresh]
    Mail.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return len(rows)


def _mail(letter: Letter, boxes: Mapping[str, MailboxRow], now: datetime) -> Mail:
    template = template_named(letter.template)
    is_address = "@" in letter.to
    box = None if is_address else boxes.get(letter.to)
    address = letter.to if is_address else (box.address if box else "")
    language = letter.language or (box.language if box else "zh")
    language = "en" if language.startswith("en") else "zh"
    readers = [_reader(letter, now)] if _is_guarded(letter) else []
    made = render(template, letter.context, language, settings.ZHIHENG_SITE, readers)
    forgotten = template.secret and not address
    code = new_code("mail")
    return Mail(
        code=code, template=template.name, account="" if is_address else letter.to, address=address,
        language=language, subject=made.subject, text="" if forgotten else made.text,
        html="" if forgotten else made.html, is_secret=template.secret, about=letter.about[:200],
        authority=letter.authority, once=letter.once or None, made_at=now, next_at=now,
        state=Mail.State.WAITING if address else Mail.State.NOWHERE,
        message_id=f"<{code}@{urlsplit(settings.ZHIHENG_SITE).hostname or 'localhost'}>",
    )  # fmt: skip


def _is_guarded(letter: Letter) -> bool:
    return any(isinstance(value, Guarded) for value in letter.context.values())


def _reader(letter: Letter, now: datetime) -> Actor:
    """Return as whom the recipient reads; an address without an account is nobody."""
    if "@" in letter.to:
        return NOBODY
    return registers.actor_of(letter.to, now.astimezone(SHANGHAI).date())
