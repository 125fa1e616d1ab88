"""Conditions on the past: events, honours, bans; and on others: other applicants, recommenders."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhiheng.rules.model.condition_base import Award, ConditionBase, Lengths, Period, Relations
from zhiheng.rules.model.who import Ids, Levels
from zhiheng.rules.model.words import Count, Id, Span, one_or_more_of_id


class EventWithin(ConditionBase, Period):
    """No event of these kinds in the period before the day that counts, or fewer than ``at_least``.

    ``level`` names the levels of authority whose records count; ``except`` causes that excuse.
    """

    rule: Literal["event_within"]
    event: Ids
    relations: Relations = ("self",)
    level: Levels | None = None
    excepted: Annotated[Ids | None, Field(alias="except")] = None
    at_least: Count = 1


class HonourBase(ConditionBase, Lengths):
    """Honours are looked up by award (default: this instrument's own), tier, relation and outcome."""

    award: Award | None = None
    tiers: Annotated[tuple[Id, ...], one_or_more_of_id] = ()
    relations: Relations = ("self",)
    outcome: Literal["given", "proposed"] = "given"


class HonourWithin(HonourBase, Period):
    """No such honour in the period before the day that counts (or the editions before this one)."""

    rule: Literal["honour_within"]


class HoldsHonour(HonourBase):
    """Such an honour was won before; with a period, at most so long ago; with ``held_for``, at least so long ago."""

    rule: Literal["holds_honour"]
    held_for: Span | None = None


class NoBan(ConditionBase):
    """No ban on applying runs on the day that counts, from this award or the one named."""

    rule: Literal["no_ban"]
    award: Award | None = None


class OtherApplicant(ConditionBase):
    """No other applicant of the same round stands in one of these relations; or only one of them stays."""

    rule: Literal["other_applicant"]
    relations: Relations
    then: Literal["out", "one_only"] = "out"


class SingleChannel(ConditionBase):
    """The subject was put forward through one channel only."""

    rule: Literal["single_channel"]


class Recommended(ConditionBase):
    """So many of these recommend the subject."""

    rule: Literal["recommended"]
    by: Ids
    at_least: Count = 1
