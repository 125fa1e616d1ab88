"""What operations give."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel


class Said(BaseModel):
    """A sentence in both languages."""

    zh: str
    en: str


class Cited(BaseModel):
    """The article behind a rule."""

    rulebook: str
    article: str | None
    rule: str | None
    unverified: bool


class RoundShown(BaseModel):
    """A round as anybody may know it."""

    code: str
    title: Said
    authority: str
    session: str
    state: str
    is_sample: bool
    opens_at: datetime
    closes_at: datetime
    rulebook: str
    digest: str


class StageShown(BaseModel):
    """A stage in the calendar of a round."""

    stage: str
    kind: str
    title: Said
    cite: Cited
    state: str
    period: Said | None
    planned_due_day: str | None
    is_projected: bool
    opened_at: datetime | None
    due_at: datetime | None
    counted: Said | None
    closed_at: datetime | None


class Published(BaseModel):
    """A case on a notice, under the code by which an objection names it."""

    case: str
    name: str


class NoticeShown(BaseModel):
    """A list that was published; objections count while ``starts_at <= now < ends_at``."""

    stage: str
    starts_at: datetime
    ends_at: datetime
    entries: list[Published]


class RoundInFull(RoundShown):
    """A round with its calendar and its notices."""

    stages: list[StageShown]
    notices: list[NoticeShown]


class HonourShown(BaseModel):
    """A row of the register of honours; one whose status is proposed is not an honour."""

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
    status: str
    standing: str
    granted_day: str | None
    valid_to: str | None
    round_code: str
    is_sample: bool
    source_url: str
    source_title: str
    source_date: str
    revoked_day: str | None
    revoked_ground: str


class HonoursShown(BaseModel):
    """One page of 50 honours and how many match in all."""

    rows: list[HonourShown]
    total: int
    page: int
    pages: int


class RulebookShown(BaseModel):
    """A rulebook's name and digest."""

    digest: str
    rulebook: str
    title: Said


class RulebookInFull(RulebookShown):
    """A rulebook with its source and the document that people read, block by block, in both languages."""

    source: str
    documents: dict[str, list[dict[str, Any]]]


class CheckpointShown(BaseModel):
    """A book's size and root at a moment, and the note that witnesses keep."""

    book: str
    size: int
    root: str
    at: datetime
    note: str


class ProofShown(BaseModel):
    """A line with the hashes on the way to the root; SHA-256 alone checks it."""

    line: list[Any]
    size: int
    path: list[str]
    root: str


class CaseListed(BaseModel):
    """A case as a list shows it."""

    code: str
    number: int
    name: str
    region: str
    state: str
    at_stage: str


class CasesShown(BaseModel):
    """One page of 50 cases and how many there are for this reader."""

    rows: list[CaseListed]
    total: int
    page: int
    pages: int


class Done(BaseModel):
    """How many things an act recorded."""

    count: int


class StageMoved(BaseModel):
    """A stage after it was opened or closed."""

    stage: str
    state: str
    opened_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    inputs_digest: str


class CaseMoved(BaseModel):
    """A case after an act."""

    case: str
    state: str


class Numbered(BaseModel):
    """The number under which something was recorded."""

    number: int


class CorrectionAsked(BaseModel):
    """Until when the file may be corrected."""

    due_at: datetime
    is_projected: bool


class ReceiptShown(BaseModel):
    """The salts of the own slips, given this once and kept nowhere."""

    ballot: str
    salts: dict[str, str]
