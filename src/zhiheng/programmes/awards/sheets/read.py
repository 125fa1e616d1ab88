"""Read a filled stage sheet: the mark that says where it belongs, and every table with every problem.

The same guards as for applications: the file is looked at from outside first, formulas and merged cells are
refused, the limits bound memory and time.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Place
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import DIGEST_LABEL, ROUND_LABEL, Column
from zhiheng.programmes.awards.sheets.layout import NOTES, STAGE_LABEL, Filled, Line, Table, Value
from zhiheng.programmes.awards.workbook.cells import (
    Cell,
    Listing,
    Merge,
    Row,
    Sheet,
    letter,
    listing,
    read_sheet,
)
from zhiheng.programmes.awards.workbook.header import LEAST, LOOKED_AT, UNMERGE, Header, find_header
from zhiheng.programmes.awards.workbook.package import Package, SheetPart
from zhiheng.programmes.awards.workbook.read import Limits
from zhiheng.programmes.awards.workbook.values import ValueWrong, half_width, plain, value_of
from zhiheng.programmes.awards.workbook.wrong import Found, stop

LOOSE_ROWS: Final = 12
AGAIN: Final = Text(
    "请用 zhiheng round sheet 重新写出本环节的工作簿。", "Write the sheet again with zhiheng round sheet."
)
IGNORED: Final = Text("如有需要，请写入已有的列。", "Put what matters into a column of the sheet.")
_INSTANT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?(?:\.0+)?[秒分]?)?"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a sheet says that it belongs."""

    round_code: str
    stage: str
    digest: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook that was found harmless, its list of sheets, and its mark."""

    package: Package
    listing: Listing
    mark: Mark


def open_sheets(content: bytes, name: str, limits: Limits) -> Opened:
    """Look at a file from outside and read its mark; ``WorkbookError`` for a bad file or one without a mark."""
    shown = plain(name.replace("\\", "/").rpartition("/")[2])[:120] or "sheet.xlsx"
    package = Package(content, shown, limits.file_bytes)
    found = listing(package)
    part = _part(found, NOTES.zh)
    labelled = {} if part is None else _labelled(package, found, part)
    keys = (ROUND_LABEL.zh, STAGE_LABEL.zh, DIGEST_LABEL.zh)
    if any(key not in labelled for key in keys):
        told = Text(
            f"工作表“{NOTES.zh}”中没有届次代码、环节编号和规则摘要，看不出属于哪一届哪个环节。",
            f"The sheet “{NOTES.zh}” does not say to which round and stage this file belongs.",
        )
        raise stop("no_mark", Place(file=shown, sheet=NOTES.zh), told, AGAIN)
    return Opened(package, found, Mark(*(labelled[key] for key in keys)))


def read_sheets(opened: Opened, tables: Sequence[Table], limits: Limits) -> dict[str, Filled]:
    """Return every table by its name; a required one that is missing is a problem of its own."""
    found = {}
    for table in tables:
        filled = Filled(table, Found(opened.package.place.file, table.name, limits.problems))
        part = _part(opened.listing, table.name)
        if part is not None:
            sheet = read_sheet(opened.package, opened.listing, part, limits.rows + LOOSE_ROWS)
            _read_table(sheet, filled, limits)
        elif table.required:
            told = Text(f"没有工作表“{table.name}”。", f"There is no sheet “{table.name}”.")
            filled.found.add("no_sheet", told, AGAIN)
        found[table.name] = filled
    return found


def _part(found: Listing, name: str) -> SheetPart | None:
    same = [sheet for sheet in found.sheets if half_width(sheet.name) == half_width(name)]
    return same[0] if len(same) == 1 else None


def _labelled(package: Package, found: Listing, part: SheetPart) -> Mapping[str, str]:
    rows = read_sheet(package, found, part, most_rows=100).rows
    return {
        half_width(row.cells[0].value): half_width(row.cells[1].value)
        for row in rows
        if 0 in row.cells and 1 in row.cells and not row.cells[1].is_formula
    }


def _read_table(sheet: Sheet, filled: Filled, limits: Limits) -> None:
    if sheet.is_cut:
        told = Text(
            f"超过 {limits.rows:,} 行，已停止读取。", f"More than {limits.rows:,} rows; reading stopped."
        )
        filled.found.add("too_many_rows", told, AGAIN)
        return
    header = _header(sheet, filled)
    filled.found.warnings[:] = [replace(one, remedy=IGNORED) for one in filled.found.warnings]
    if header is None:
        return
    filled.letters = header.letters()
    below = [row for row in sheet.rows if row.number > header.row]
    refused = _merged(below, sheet.merges, header, filled)
    hidden = [row.number for row in below if row.hidden]
    if hidden:
        told = Text(
            f"有 {len(hidden)} 个隐藏行，已照常读取。", f"{len(hidden)} hidden rows were read all the same."
        )
        filled.found.warn("hidden_rows", told, Text("请确认其内容。", "Check what they hold."), row=hidden[0])
    for row in below:
        values = None if row.number in refused else _values(row, header, filled, from_1904=sheet.from_1904)
        if values:
            filled.lines.append(Line(row.number, values))


def _header(sheet: Sheet, filled: Filled) -> Header | None:
    columns = filled.table.columns
    if len(columns) >= LEAST:
        return find_header(sheet, columns, filled.found)
    wanted = {half_width(column.title.zh): column for column in columns}
    for row in sheet.rows[:LOOKED_AT]:
        titles = {at: half_width(cell.value.split("\n", 1)[0]) for at, cell in row.cells.items()}
        if set(titles.values()) >= wanted.keys():
            return Header(row.number, {at: wanted[title] for at, title in titles.items() if title in wanted})
    told = Text(f"前 {LOOKED_AT} 行中没有表头。", f"There is no header in the first {LOOKED_AT} rows.")
    filled.found.add("no_header", told, AGAIN)
    return None


def _merged(below: Sequence[Row], merges: Sequence[Merge], header: Header, filled: Filled) -> set[int]:
    """Report merged cells below the header; of those only the first holds a value, so their rows are not read."""
    numbers, refused = [row.number for row in below], set[int]()
    for merge in merges:
        touched = [at for at in header.columns if merge.first_column <= at <= merge.last_column]
        if merge.last_row > header.row and touched:
            told = Text(
                f"第 {merge.first_row} 至 {merge.last_row} 行有合并单元格。",
                f"Rows {merge.first_row} to {merge.last_row} have merged cells.",
            )
            filled.found.add("merged", told, UNMERGE, row=merge.first_row, column=letter(touched[0]))
            first, last = bisect_left(numbers, merge.first_row), bisect_right(numbers, merge.last_row)
            refused.update(numbers[first:last])
    return refused


def _values(row: Row, header: Header, filled: Filled, *, from_1904: bool) -> dict[str, Value] | None:
    """Return the filled cells of a row; ``None`` when one of them is wrong."""
    values: dict[str, Value] = {}
    before = len(filled.found.problems) + filled.found.more
    for at, column in header.columns.items():
        try:
            value = _value(row.cells.get(at), column, from_1904=from_1904)
        except ValueWrong as wrong:
            filled.found.add(
                wrong.code, wrong.message, wrong.remedy or column.remedy, row=row.number, column=letter(at),
                field=column.title.zh,
            )  # fmt: skip
        else:
            if value is not None:
                values[column.key] = value
    return None if len(filled.found.problems) + filled.found.more > before else values


def _value(cell: Cell | None, column: Column, *, from_1904: bool) -> Value | None:
    if cell is None or cell.is_formula or cell.what == "error" or not column.key.endswith("_at"):
        return value_of(cell, column, from_1904=from_1904)
    return _instant(cell, from_1904=from_1904)


def _instant(cell: Cell, *, from_1904: bool) -> datetime | None:
    """Return a local instant to the second, from a serial number that is shown as a date, or from words."""
    text = half_width(cell.value)
    if not text:
        return None
    try:
        if cell.what == "day" and not re.match(r"\d{4}-", text):
            return _serial(Decimal(text), from_1904=from_1904)
        match = _INSTANT.fullmatch(text)
        if match is not None and cell.what in ("text", "day"):
            return datetime(*(int(part or 0) for part in match.groups()), tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]
    except (ValueError, InvalidOperation, OverflowError):
        pass
    raise ValueWrong(
        "instant",
        Text(f"“{text[:30]}”不是完整的日期和时间。", f"“{text[:30]}” is not a whole date and time."),
    )


def _serial(days: Decimal, *, from_1904: bool) -> datetime:
    """Return the local instant of a serial number, to the second; days that no calendar has are a ``ValueError``."""
    if not 61 <= days < 2_958_466:
        raise ValueError(days)
    start = datetime(1904, 1, 1, tzinfo=SHANGHAI) if from_1904 else datetime(1899, 12, 30, tzinfo=SHANGHAI)
    return start + timedelta(seconds=int((days * 86_400).to_integral_value()))
