"""Deliver what lies in the outbox; any number of processes may do it at once and again.

A mail is claimed, sent, and marked, in three steps. Whoever dies before the mark leaves it claimed; ten
minutes later it is sent once more with the same Message-ID, by which servers and readers tell a second
copy. If that one dies too it is never sent again (``unsure``): nobody gets a mail more than twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from zhiheng.post.domain.waiting import LEASE, next_try
from zhiheng.post.models import Mail
from zhiheng.post.smtp import Bounced, Transport, Undelivered, Unreachable

KEY_LIVES = timedelta(hours=1)
_FORGOTTEN = {"text": "", "html": ""}


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one run did: how many went, will be tried again, were given up; and whether the server answered."""

    sent: int
    again: int
    failed: int
    reached: bool = True


def deliver(*, clock: Callable[[], datetime], transport: Transport, limit: int = 500) -> Delivered:
    """Send the mails that are due, the oldest first, at most *limit*; one that fails stops no other.

    A server that cannot be reached ends the run and costs no mail a try.
    """
    _recover(clock())
    due = Mail.objects.filter(state=Mail.State.WAITING, next_at__lte=clock()).order_by("next_at", "pk")
    counts = {Mail.State.SENT: 0, Mail.State.WAITING: 0, Mail.State.FAILED: 0}
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        mail = _claimed(pk, clock())
        if mail is None:
            continue
        try:
            counts[_handled(mail, transport, clock)] += 1
        except Unreachable as fault:
            _release(mail, fault)
            return _told(counts, reached=False)
    return _told(counts, reached=True)


def _told(counts: dict[Mail.State, int], *, reached: bool) -> Delivered:
    sent, again, failed = (
        counts[state] for state in (Mail.State.SENT, Mail.State.WAITING, Mail.State.FAILED)
    )
    return Delivered(sent, again, failed, reached)


def _recover(now: datetime) -> None:
    """Take back what a run that died had claimed: once to be sent again, then never."""
    stale = Mail.objects.filter(state=Mail.State.SENDING, claimed_at__lte=now - LEASE)
    stale.filter(lost__gte=1, is_secret=True).update(state=Mail.State.UNSURE, **_FORGOTTEN)
    stale.filter(lost__gte=1, is_secret=False).update(state=Mail.State.UNSURE)
    stale.filter(lost=0).update(state=Mail.State.WAITING, lost=F("lost") + 1, next_at=now)


def _claimed(pk: int, now: datetime) -> Mail | None:
    """Claim a mail for this run; nothing if another run has it."""
    free = Mail.objects.filter(pk=pk, state=Mail.State.WAITING, next_at__lte=now)
    won = free.update(state=Mail.State.SENDING, claimed_at=now, tries=F("tries") + 1)
    return Mail.objects.get(pk=pk) if won else None


def _handled(mail: Mail, transport: Transport, clock: Callable[[], datetime]) -> Mail.State:
    """Send a mail, unless it holds a key that no longer opens anything."""
    if mail.is_secret and clock() >= mail.made_at + KEY_LIVES:
        return _mark(mail, Mail.State.FAILED, error="expired")
    return _carry(mail, transport, clock)


def _carry(mail: Mail, transport: Transport, clock: Callable[[], datetime]) -> Mail.State:
    try:
        transport.carry(mail)
    except Bounced as fault:
        return _mark(mail, Mail.State.FAILED, error=str(fault))
    except Undelivered as fault:
        at = next_try(mail.tries, clock())
        if at is None:
            return _mark(mail, Mail.State.FAILED, error=str(fault))
        return _mark(mail, Mail.State.WAITING, error=str(fault), next_at=at)
    return _mark(mail, Mail.State.SENT, error="", sent_at=clock())


def _mark(mail: Mail, state: Mail.State, **more: str | datetime) -> Mail.State:
    forgotten = _FORGOTTEN if mail.is_secret and state != Mail.State.WAITING else {}
    Mail.objects.filter(pk=mail.pk).filter(Q(state=Mail.State.SENDING)).update(
        state=state, **more, **forgotten
    )
    return state


def _release(mail: Mail, fault: Unreachable) -> None:
    Mail.objects.filter(pk=mail.pk, state=Mail.State.SENDING).update(
        state=Mail.State.WAITING, tries=F("tries") - 1, error=str(fault)[:300]
    )
