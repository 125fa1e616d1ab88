"""Plain values of what queries return, as operations give them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from zhiheng.casework.queries.progress import CalendarRow, RoundRow
from zhiheng.core.text import Text
from zhiheng.ledger.domain.note import Note
from zhiheng.registers.domain.rows import HonourRow
from zhiheng.web.api.finders import PublicNotice


def round_json(row: RoundRow) -> dict[str, Any]:
    """Return a round as anybody may know it."""
    return {**asdict(row), "title": row.title.to_json()}


def stage_json(row: CalendarRow) -> dict[str, Any]:
    """Return a stage of a calendar without any count."""
    return {
        "stage": row.stage, "kind": row.kind, "title": row.title.to_json(), "cite": row.cite.to_json(),
        "state": row.state, "period": _said(row.period), "planned_due_day": _day(row.planned_due_day),
        "is_projected": row.is_projected, "opened_at": row.opened_at, "due_at": row.due_at,
        "counted": _said(row.counted), "closed_at": row.closed_at,
    }  # fmt: skip


def notice_json(notice: PublicNotice) -> dict[str, Any]:
    """Return a notice with the codes and names on it."""
    entries = [{"case": case, "name": name} for case, name in notice.entries]
    return {
        "stage": notice.stage, "starts_at": notice.starts_at, "ends_at": notice.ends_at, "entries": entries
    }  # fmt: skip


def honour_json(row: HonourRow) -> dict[str, Any]:
    """Return a row of the register of honours as its page shows it: without the codes of case and organisation."""
    shown = {name: value for name, value in asdict(row).items() if name not in ("organisation", "case_code")}
    days = {name: _day(shown[name]) for name in ("granted_day", "valid_to", "revoked_day")}
    return {**shown, **days, "status": row.status.value, "standing": row.standing.value}


def checkpoint_json(note: Note) -> dict[str, Any]:
    """Return a checkpoint and its note."""
    return {"book": note.book, "size": note.size, "root": note.root, "at": note.at, "note": note.text()}


def _said(text: Text | None) -> dict[str, str] | None:
    return None if text is None else text.to_json()


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
