"""Write a list of applications, or of anything, as a workbook in which no cell can act."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from zhiheng.casework.domain.words import STATES
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import SHEET, Column, columns_for
from zhiheng.programmes.awards.domain.declared import stated_in, written
from zhiheng.programmes.awards.domain.declaring import KINDS
from zhiheng.programmes.awards.domain.listing import EXPORTED, Row
from zhiheng.rules.model import Rulebook

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_ACTS: Final = ("=", "+", "-", "@", "\t", "\r")
_CONTACTS: Final = frozenset({"contact", "phone", "email", "remark"})


def neutral(value: object) -> str:
    """Return a value as text that no spreadsheet takes for a formula, even after it was saved as CSV."""
    text = str(value)
    return f"'{text}" if text.startswith(_ACTS) else text


def write_list(name: str, titles: Sequence[Text], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a workbook with one sheet; numbers, days and instants keep their kind, all else is neutral text."""
    import xlsxwriter  # noqa: PLC0415 - large, and a server that writes no workbook does without

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": name, "created": CREATED})
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#DDEBF7"})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(titles), 18)
        for at, title in enumerate(titles):
            sheet.write_string(0, at, f"{title.zh}\n{title.en}", head)
        for number, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, at, value.astimezone(SHANGHAI).replace(tzinfo=None), instant)
                elif isinstance(value, int) and not isinstance(value, bool):
                    sheet.write_number(number, at, value)
                else:
                    sheet.write_string(
                        number, at, neutral(value.isoformat() if isinstance(value, date) else value)
                    )
    return memory.getvalue()


def write_applications(
    rows: Iterable[Row],
    book: Rulebook,
    stages: Mapping[str, Text],
    places: Mapping[str, str],
    *,
    with_contacts: bool,
    closing: date | None = None,
) -> bytes:
    """Return the workbook of a list of applications; contacts only for whom they are meant.

    Its sheet and columns are those of the template, so that it can be imported again; *stages* and *places* name
    what the further columns say.
    """
    columns = [one for one in columns_for(book, closing) if with_contacts or one.key not in _CONTACTS]
    titles = [*(one.title for one in columns), *EXPORTED]
    told = ([*(_stated(one, row) for one in columns), *_beside(row, stages, places)] for row in rows)
    return write_list(SHEET.zh, titles, told)


def _beside(row: Row, stages: Mapping[str, Text], places: Mapping[str, str]) -> list[object]:
    stage = stages.get(row.at_stage)
    state = STATES.get(row.state)
    return [
        row.number, row.code, places.get(row.region, row.region), row.opened_at,
        state.zh if state is not None else row.state, stage.zh if stage is not None else row.at_stage,
    ]  # fmt: skip


def _stated(column: Column, row: Row) -> object:
    """Return what an application states under a column of the template, as the template is filled in."""
    value = _value(column.key, row)
    if isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return written(column, value)


def _value(key: str, row: Row) -> object:
    kind, _, id_ = key.partition(":")
    held = {one["certificate"]: one["valid_to"] for one in row.declared.get("holds", ())}
    if key in _CONTACTS:
        return getattr(row.contact, "person" if key == "contact" else key, None)
    if kind in KINDS:
        return stated_in(row.declared, key)
    if id_:
        found: dict[str, object] = {
            "paper": id_ in row.declared.get("papers", ()), "measure": row.declared.get("measures", {}).get(id_),
            "holds": id_ in held, "until": held.get(id_),
        }  # fmt: skip
        return found[kind]
    return getattr(row if key in ("name", "region") else row.organisation, key, None)
