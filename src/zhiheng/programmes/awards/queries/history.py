"""What happened to an organisation's application beside the stages, in its own words and the office's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from zhiheng.casework.queries.story import Story
from zhiheng.programmes.awards.models import Submission
from zhiheng.programmes.awards.queries.drafts import Place

What = Literal[
    "handed_in", "asked", "withdrawn", "restored", "objection", "objection_decided", "late_asked", "late_decided"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, what, and what was said; ``receipt`` is the number of what was handed in."""

    at: datetime
    what: What
    says: str = ""
    until: datetime | None = None
    receipt: int = 0


def history_of(place: Place, handed_in: list[Submission], story: Story | None) -> tuple[Event, ...]:
    """Return everything that happened between the organisation and the office, the latest first."""
    found = [Event(one.given_at, "handed_in", receipt=one.number) for one in handed_in]
    found += _late_requests(place)
    found += _beside(story) if story is not None else []
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _late_requests(place: Place) -> list[Event]:
    rows: Any = place.round.late_requests.filter(subject=place.organisation.code)
    found = []
    for one in rows.order_by("asked_at", "pk"):
        found.append(Event(one.asked_at, "late_asked", one.reason))
        if one.decided_at is not None:
            found.append(Event(one.decided_at, "late_decided", one.ground, one.granted_until_at))
    return found


def _beside(story: Story) -> list[Event]:
    found = [Event(one.asked_at, "asked", one.asks, one.due_at) for one in story.corrections]
    for taken in story.withdrawals:
        found.append(Event(taken.withdrawn_at, "withdrawn", taken.reason))
        if taken.restored_at is not None:
            found.append(Event(taken.restored_at, "restored"))
    for said in story.objections:
        found.append(Event(said.given_at, "objection"))
        if said.decided_at is not None:
            found.append(Event(said.decided_at, "objection_decided", said.decision))
    return found
