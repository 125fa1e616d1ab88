"""The values of a list of applications: what it is asked for, its rows and its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Contact
from zhiheng.registers.domain.rows import OrganisationRow

SORTS: Final = ("number", "name", "region", "opened_at", "state")
STATES: Final = ("running", "withdrawn", "ended", "completed")


EXPORTED: Final = (
    Text("序号", "No."),
    Text("办件编号", "Case"),
    Text("所在地", "Place"),
    Text("提交时间", "Handed in at"),
    Text("状态", "State"),
    Text("所在环节", "Stage reached"),
)
"""What an exported workbook says beside the columns of an import, which passes over them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for; ``sort`` is one of ``SORTS``, with a dash before it for the other way round."""

    name: str = ""
    region: str = ""
    state: str = ""
    sort: str = "number"


@dataclass(frozen=True, slots=True)
class Row:
    """One application as its case declares it; the contact only where the reader may know it."""

    code: str
    number: int
    name: str
    region: str
    opened_at: datetime
    state: str
    at_stage: str
    declared: Mapping[str, Any]
    organisation: OrganisationRow | None
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page and how many there are in all."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
