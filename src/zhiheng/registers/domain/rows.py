"""Rows of the registers as other rooms receive them: frozen values, no tables behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.registers.domain.kinds import HonourStatus, Relation, Standing
from zhiheng.registers.domain.uploads import DocumentKind


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region; ``ancestors`` holds the codes above it, the nearest first and the country last."""

    code: str
    name: str
    level: str
    parent: str | None
    ancestors: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    successor: str
    source: str

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the region existed on that day; an open beginning or end counts as existing."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name of an organisation, for the days ``[from_day, to_day)``."""

    name: str
    from_day: date
    to_day: date | None


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation as registered; ``regions`` is its own place and those above it."""

    code: str
    uscc: str | None
    name: str
    kind: str
    region: str
    regions: tuple[str, ...]
    founded_day: date | None
    legal_person: bool | None
    industry: str
    size: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class EventFact:
    """Something that happened to an organisation, and the source that says so."""

    code: str
    event: str
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class HonourFact:
    """An honour of an organisation or of its relations, with its standing on the day of the question.

    ``revoked_under`` are the rules (ids) under which it was revoked.

    Where only the year of an honour is known, ``day`` is the last day of that year and ``day_is_exact``
    is false: the reading that keeps a waiting period running longest.
    """

    code: str
    award: str
    authority: str
    tier: str
    session: str
    day: date
    day_is_exact: bool
    relation: Relation
    standing: Standing
    revoked_day: date | None = None
    revoked_under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """All that the registers hold about one organisation as of a day."""

    organisation: OrganisationRow
    as_of: date
    events: tuple[EventFact, ...]
    honours: tuple[HonourFact, ...]


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account without its secret."""

    code: str
    username: str
    person: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class HonourRow:
    """One row of the register of honours; a row whose status is proposed is not an honour."""

    code: str
    award: str
    award_en: str
    authority: str
    authority_name: str
    level: str
    session: str
    year: int
    tier: str
    winner: str
    winner_kind: str
    winner_place: str
    organisation: str | None
    status: HonourStatus
    standing: Standing
    granted_day: date | None
    valid_to: date | None
    round_code: str
    case_code: str
    is_sample: bool
    source_url: str
    source_title: str
    source_date: str
    revoked_day: date | None
    revoked_ground: str


@dataclass(frozen=True, slots=True)
class HonourPage:
    """One page of a search, and how many rows there are on all of its pages."""

    rows: tuple[HonourRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """An uploaded document: whose it is, what it is, and the digest under which its bytes lie."""

    code: str
    sha256: str
    size: int
    kind: DocumentKind
    name: str
    owner: str
    authority: str
    organisation: str
    kept_at: datetime
