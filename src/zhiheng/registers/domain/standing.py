"""What an honour is worth on a day, from its dates alone."""

from __future__ import annotations

from datetime import date

from zhiheng.registers.domain.kinds import HonourStatus, Standing


def standing_on(
    day: date,
    *,
    status: HonourStatus,
    year: int,
    granted_day: date | None,
    valid_to: date | None,
    revoked_day: date | None,
) -> Standing:
    """Return the standing of an honour on *day*; an end and a revocation hold from their own day on.

    Where only the year is known it counts from the first day of that year.
    """
    if status is HonourStatus.PROPOSED:
        return Standing.PROPOSED
    if day < (granted_day or date(year, 1, 1)):
        return Standing.NOT_YET
    if revoked_day is not None and revoked_day <= day:
        return Standing.REVOKED
    if valid_to is not None and valid_to <= day:
        return Standing.EXPIRED
    return Standing.HELD
