"""Day arithmetic as the Civil Code counts (articles 201 and 202): whole months and years.

A period of years or months ends at the end of the corresponding day, or of the month's last day where there is
no such day: one year from 2020-02-29 ends on 2021-02-28.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def later(day: date, *, years: int = 0, months: int = 0) -> date | None:
    """Return the last day of a period that starts at *day*; ``None`` beyond the calendar's end."""
    month = day.year * 12 + day.month - 1 + 12 * years + months
    year, number = divmod(month, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def full_years(since: date, until: date) -> int:
    """Return how many full years lie between two days; negative when *until* is before *since*."""
    years = until.year - since.year
    last = later(since, years=years)
    return years - 1 if last is not None and last > until else years
