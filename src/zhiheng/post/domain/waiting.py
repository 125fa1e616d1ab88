"""When a mail that did not go is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
LEASE: Final = timedelta(minutes=10)


def next_try(tries: int, now: datetime) -> datetime | None:
    """Return when to try again after *tries* failures, or nothing when it is given up (after the seventh)."""
    return now + WAITS[tries - 1] if tries <= len(WAITS) else None
