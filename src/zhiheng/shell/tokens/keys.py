"""The same act asked for twice with one key is done once, and answered twice alike.

Only acts that were done are kept: what was refused changed nothing and may be tried again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.shell.models import KeptAnswer

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given before."""

    status: int
    content: str


def claim(*, holder: str, key: str, request: str, now: datetime) -> Kept | None:
    """Take a key for an act that is about to be done; return the first answer where it was done before.

    Inside the act's transaction: a second caller waits until the first is through. Refuses a key that came
    with another request (``key.used``).
    """
    try:
        with transaction.atomic():
            KeptAnswer.objects.create(holder=holder, key=key, request=request, given_at=now)
    except IntegrityError:
        first = KeptAnswer.objects.get(holder=holder, key=key)
        if first.request != request:
            raise Refused(
                "key.used",
                Text(
                    "该幂等键已用于另一个请求。请为新的请求使用新的键。",
                    "This idempotency key was used for another request. Use a new key for a new request.",
                ),
            ) from None
        return Kept(first.status, first.content)
    return None


def keep(*, holder: str, key: str, status: int, content: str) -> None:
    """Keep the answer of the act for which the key was taken."""
    KeptAnswer.objects.filter(holder=holder, key=key).update(status=status, content=content)


def forget(*, now: datetime) -> int:
    """Delete the answers that are older than a day; return how many."""
    return KeptAnswer.objects.filter(given_at__lt=now - KEPT).delete()[0]
