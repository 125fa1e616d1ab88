"""What is known of a subject on a day, as plain values that travel as JSON without loss.

``None`` means that nobody looked: a condition that needs it stays unknown. An empty tuple means that somebody
looked and found nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    Strict,
    model_serializer,
)

from zhiheng.core.canonical import canonical_bytes
from zhiheng.rules.model.condition_base import Relation


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
    """A record; fields that came later are written only where they say something, so that old facts keep their text."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, populate_by_name=True, serialize_by_alias=True
    )
    _later: ClassVar[tuple[str, ...]] = ()

    @model_serializer(mode="wrap")
    def _without_silence(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        plain: dict[str, Any] = handler(self)
        fields = type(self).model_fields
        for name in self._later:
            if getattr(self, name) == fields[name].get_default(call_default_factory=True):
                plain.pop(name, None)
        return plain


class Event(_Fact):
    """Something recorded about the subject or somebody related to it, on a day, with its source.

    ``level`` is that of the authority that recorded it, ``cause`` what excuses it; ``None`` means not recorded.
    """

    event: str
    day: Day
    source: str = ""
    level: str | None = None
    cause: str | None = None
    relation: Relation = "self"
    _later: ClassVar[tuple[str, ...]] = ("level", "cause", "relation")


class PastHonour(_Fact):
    """An honour won by (or only proposed for) the subject or somebody related; ``award`` is ``authority/instrument``."""

    award: str
    tier: str = ""
    session: int | None = None
    day: Day | None = None
    relation: Relation = "self"
    outcome: Literal["given", "proposed"] = "given"
    _later: ClassVar[tuple[str, ...]] = ("outcome",)


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


class Edition(_Fact):
    """An earlier edition of the award and the last day on which one could apply for it."""

    session: int
    day: Day


class Ban(_Fact):
    """A ban on applying for an award: to a day, for so many editions after one, or for ever."""

    award: str
    since: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    session: int | None = None
    editions: int | None = None
    ever: bool = False


class Practice(_Fact):
    """A time in which a person did the work in question; ``until`` open: still."""

    since: Day
    until: Day | None = None
    region: str | None = None
    here: bool | None = None


class Placed(_Fact):
    """A rank by an index: the ``place``-th of ``of`` in an industry or an area."""

    index: str
    level: str
    among: Annotated[Literal["industry", "area"], Field(alias="in")] = "industry"
    place: int
    of: int | None = None


class PaperFacts(_Fact):
    """What was counted about one paper."""

    characters: int | None = None
    published_working_days: int | None = None
    published_days: int | None = None


class Channel(_Fact):
    """Who put the subject forward."""

    by: str
    name: str = ""


class Other(_Fact):
    """Another applicant of the same round that is related; ``stays`` once it is settled who of them goes on."""

    relation: Relation
    kind: str = ""
    name: str = ""
    stays: bool | None = None


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
    region_level: str | None = None
    classes: Listed[str] | None = None
    office_rank: str | None = None
    editions: Listed[Edition] | None = None
    bans: Listed[Ban] | None = None
    practice: Listed[Practice] | None = None
    yearly: Mapping[str, Mapping[str, Exact]] = Field(default_factory=dict)
    ratings: Mapping[str, str] = Field(default_factory=dict)
    standings: Listed[Placed] | None = None
    lists: Mapping[str, bool] = Field(default_factory=dict)
    paper_facts: Mapping[str, PaperFacts] = Field(default_factory=dict)
    channels: Listed[Channel] | None = None
    others: Listed[Other] | None = None
    _later: ClassVar[tuple[str, ...]] = (
        *("region_level", "classes", "office_rank", "editions", "bans", "practice", "yearly", "ratings"),
        *("standings", "lists", "paper_facts", "channels", "others"),
    )

    def to_json(self) -> str:
        """Return JSON from which :meth:`from_json` makes the same value; the same facts give the same text."""
        return canonical_bytes(self.model_dump(mode="json", by_alias=True)).decode()

    @classmethod
    def from_json(cls, text: str) -> Facts:
        """Read what :meth:`to_json` wrote."""
        return cls.model_validate_json(text)

    def attest(self, condition: str, by: str, holds: bool, evidence: str = "") -> Facts:
        """Return the facts with one more attestation."""
        attested = {**self.attested, condition: Attestation(by=by, holds=holds, evidence=evidence)}
        return self.model_copy(update={"attested": attested})
