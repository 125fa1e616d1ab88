"""What is known of a subject on a day, as plain values that travel as JSON without loss.

``None`` means that nobody looked: a condition that needs it stays unknown. An empty tuple means that somebody
looked and found nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, Strict

from zhiheng.core.canonical import canonical_bytes

Relation: TypeAlias = Literal["self", "parent", "group", "subsidiary"]


def _exact(value: object) -> object:
    """Read digits as an exact number; a float, or what is not finite, is refused by what follows."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", value):
        return Decimal(value)
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _iso_day(value: object) -> object:
    """Read 2026-11-20; anything else is left to be refused."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _listed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


T = TypeVar("T")
Exact: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Strict(),
    Field(allow_inf_nan=False),
    PlainSerializer(lambda number: format(number, "f"), return_type=str),
]
Day: TypeAlias = Annotated[date, BeforeValidator(_iso_day), Strict()]
Listed: TypeAlias = Annotated[tuple[T, ...], BeforeValidator(_listed)]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Event(_Fact):
    """Something recorded about the subject, on a day, with its source."""

    event: str
    day: Day
    source: str = ""


class PastHonour(_Fact):
    """An honour won by the subject or by somebody related to it; ``award`` is ``authority/instrument``."""

    award: str
    tier: str = ""
    session: int | None = None
    day: Day | None = None
    relation: Relation = "self"


class Held(_Fact):
    """A certificate with the first and last day of its validity, both included; ``None`` is open."""

    certificate: str
    valid_from: Day | None = None
    valid_to: Day | None = None


class Attestation(_Fact):
    """What a named actor confirmed about one condition."""

    by: str
    holds: bool
    evidence: str = ""


class Facts(_Fact):
    """The facts about one subject; ``session`` is the edition of the round for which they are read.

    ``place_names`` says what the codes of places are called; a sentence about a place without it says the code.
    """

    kind: str | None = None
    region: str | None = None
    place_names: Mapping[str, str] = Field(default_factory=dict)
    regions: Listed[str] = ()
    founded_day: Day | None = None
    legal_person: bool | None = None
    industry: str | None = None
    size: str | None = None
    session: int | None = None
    events: Listed[Event] | None = None
    honours: Listed[PastHonour] | None = None
    holds: Listed[Held] | None = None
    measures: Mapping[str, Exact] = Field(default_factory=dict)
    attested: Mapping[str, Attestation] = Field(default_factory=dict)
    papers: Listed[str] | None = None

    def to_json(self) -> str:
        """Return JSON from which :meth:`from_json` makes the same value; the same facts give the same text."""
        return canonical_bytes(self.model_dump(mode="json")).decode()

    @classmethod
    def from_json(cls, text: str) -> Facts:
        """Read what :meth:`to_json` wrote."""
        return cls.model_validate_json(text)

    def attest(self, condition: str, by: str, holds: bool, evidence: str = "") -> Facts:
        """Return the facts with one more attestation."""
        attested = {**self.attested, condition: Attestation(by=by, holds=holds, evidence=evidence)}
        return self.model_copy(update={"attested": attested})
