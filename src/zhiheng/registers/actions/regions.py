"""Load the project's own table of regions."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from django.db import transaction

from zhiheng.core.actor import SYSTEM, Actor
from zhiheng.core.canonical import Json
from zhiheng.ledger import actions as ledger
from zhiheng.registers.models import Region

HOUSE = "house"
FIELDS = ("name", "level", "parent_id", "path", "valid_from", "valid_to", "successor", "source")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a bulk load did: rows new, changed and in the file, and the SHA-256 of the file."""

    new: int
    changed: int
    total: int
    digest: str


@transaction.atomic
def load_regions(*, now: datetime, by: Actor = SYSTEM) -> Loaded:
    """Bring the table of regions to the state of the shipped file; a repeated run changes nothing.

    A region is never removed: one that ended has its last day in the file. When rows were new or
    changed, one ledger line holds the digest of the file and the counts.
    """
    content = (files("zhiheng.registers") / "data" / "regions.csv").read_bytes()
    wanted = {one.code: one for one in _regions_of(content.decode())}
    present = {one.code: one for one in Region.objects.all()}
    new = [one for code, one in wanted.items() if code not in present]
    changed = [one for code, one in wanted.items() if code in present and _differs(one, present[code])]
    loaded = Loaded(len(new), len(changed), len(wanted), hashlib.sha256(content).hexdigest())
    if new or changed:
        Region.objects.bulk_create(new, batch_size=500)
        Region.objects.bulk_update(changed, FIELDS, batch_size=100)
        body: Json = {
            "new": loaded.new,
            "changed": loaded.changed,
            "total": loaded.total,
            "sha256": loaded.digest,
        }
        ledger.write(book=HOUSE, act="registers.regions_loaded", actor=by, about="regions", at=now, body=body)
    return loaded


def _regions_of(text: str) -> list[Region]:
    rows = {row["code"]: row for row in csv.DictReader(text.splitlines())}
    return [
        Region(
            code=code,
            name=row["name_zh"],
            level=row["level"],
            parent_id=row["parent_code"] or None,
            path=_path(code, rows),
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            successor=row["successor"],
            source=row["source"],
        )
        for code, row in rows.items()
    ]


def _path(code: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    parent = rows[code]["parent_code"]
    return code if not parent else f"{_path(parent, rows)}/{code}"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _differs(one: Region, other: Region) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in FIELDS)
