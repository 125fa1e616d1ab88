"""A clock that a journey sets: what the pages read as the present moment."""

from datetime import datetime, timedelta
from time import monotonic

from factories import LOCAL


class Clock:
    """The site's present moment: it goes on by itself and is set by the journey, forward only."""

    def __init__(self, at: datetime) -> None:
        self.set_to(at)

    def set_to(self, at: datetime) -> None:
        """Go to a moment."""
        self.at, self.since = at, monotonic()

    def now(self) -> datetime:
        """Return the moment."""
        return self.at + timedelta(seconds=monotonic() - self.since)

    def to(self, day: str, hour: int = 9) -> None:
        """Go to an hour of a day, Beijing time."""
        at = datetime.fromisoformat(f"{day}T{hour:02d}:00:00").replace(tzinfo=LOCAL)
        if at < self.now():
            raise ValueError(f"the clock does not go back to {day}")
        self.set_to(at)

    def past(self, moment: datetime) -> None:
        """Go to the morning of the day on which a moment has passed."""
        day = moment.astimezone(LOCAL)
        self.set_to(day.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=day.hour > 8))
