"""Read the cells of a sheet from its XML, as they are stored: nothing is computed and no format is trusted.

A reader of our own, because the usual ones return a formula's cached value without a word, lay out a sheet
whose only cell is the last possible one in full, and do not tell which rows are hidden.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from zhiheng.programmes.awards.workbook.package import Attributes, Handlers, Package, SheetPart, StopReading
from zhiheng.programmes.awards.workbook.wrong import damaged

MOST_COLUMNS = 200
MOST_CELLS = 1_500_000
MOST_ROW_ELEMENTS = 1_048_576
LONGEST_CELL = 32_767
MOST_RANGES = 2_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_DATE = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|_.|\*.', re.IGNORECASE)

What: TypeAlias = Literal["text", "number", "day", "bool", "error"]


class Cell(NamedTuple):
    """One cell: what it holds, as the text that is stored; a ``day`` is a number shown as a date, or ISO 8601."""

    what: What
    value: str
    is_formula: bool = False


@dataclass(slots=True)
class Row:
    """One row with its cells by column, counted from 0."""

    number: int
    hidden: bool
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, all ends included; columns count from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """Every row that holds something; ``is_cut`` when reading stopped at the limit of rows."""

    name: str
    hidden: bool
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    from_1904: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What the workbook's own part says: its sheets in order, and from when its dates count."""

    sheets: tuple[SheetPart, ...]
    from_1904: bool
    strings: str
    styles: str


def letter(column: int) -> str:
    """Return the letters that a spreadsheet shows for a column counted from 0: ``A``, ``AB``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def listing(package: Package) -> Listing:
    """Return the sheets of a workbook, in their order."""
    part = package.workbook_part()
    related = package.related(part)
    sheets: list[SheetPart] = []
    since: list[bool] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            kind, target = related.get(attributes.get("r:id", ""), ("", ""))
            if kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPart(attributes.get("name", ""), target, hidden))
        elif name == "workbookPr":
            since.append(attributes.get("date1904", "") in ("1", "true"))

    package.parse(part, Handlers(start))
    parts = dict(related.values())
    return Listing(tuple(sheets), any(since), parts.get("sharedStrings", ""), parts.get("styles", ""))


def read_sheet(package: Package, found: Listing, part: SheetPart, most_rows: int) -> Sheet:
    """Return the rows of a sheet that hold something, at most ``most_rows`` and then one more as a sign."""
    reader = _SheetReader(package, part, most_rows)
    package.parse(part.part, Handlers(reader.start, reader.end, reader.text))
    sheet = reader.sheet
    sheet.from_1904 = found.from_1904
    _resolve(package, found, sheet, reader)
    sheet.rows = [row for row in sheet.rows if row.cells]
    return sheet


class _SheetReader:
    """Collects stored values with their style; words of the shared table are looked up afterwards."""

    def __init__(self, package: Package, part: SheetPart, most_rows: int) -> None:
        self.sheet = Sheet(part.name, part.hidden)
        self.place, self.most_rows = package.place, most_rows
        self.words: list[tuple[Row, int, int]] = []  # row, column, index in the shared table
        self.styles: list[tuple[Row, int, int]] = []  # numbers: row, column, style
        self.row = Row(0, False)
        self.column, self.type, self.style = -1, "", 0
        self.taking, self.skipping, self.is_formula = False, 0, False
        self.pieces: list[str] = []
        self.length = self.cells = self.row_elements = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self.taking = not self.skipping
        elif name == "f":
            self.is_formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self.skipping += 1
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_columns.append((_number(attributes, "min"), _number(attributes, "max")))

    def text(self, text: str) -> None:
        if self.taking:
            self.length += len(text)
            if self.length > 2 * LONGEST_CELL:
                raise damaged(self.place)
            self.pieces.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.taking = False
        elif name == "rPh":
            self.skipping -= 1
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()

    def _start_row(self, attributes: Attributes) -> None:
        number = _number(attributes, "r") or self.row.number + 1
        self.row_elements += 1
        if number <= self.row.number or self.row_elements > MOST_ROW_ELEMENTS:
            raise damaged(self.place)
        self.row = Row(number, attributes.get("hidden") in ("1", "true"))
        self.column = -1

    def _end_row(self) -> None:
        if not self.row.cells:
            return
        self.sheet.rows.append(self.row)
        if len(self.sheet.rows) > self.most_rows or self.cells > MOST_CELLS:
            self.sheet.is_cut = True
            raise StopReading

    def _start_cell(self, attributes: Attributes) -> None:
        column = self.column + 1
        if "r" in attributes:
            match = _REFERENCE.fullmatch(attributes["r"])
            column = -1 if match is None or int(match[2]) != self.row.number else _column(match[1])
        if column <= self.column:
            raise damaged(self.place)
        self.column, self.type, self.style = column, attributes.get("t", "n"), _number(attributes, "s")
        self.pieces, self.length, self.is_formula = [], 0, False

    def _end_cell(self) -> None:
        value = "".join(self.pieces)
        if (not value and not self.is_formula) or self.column >= MOST_COLUMNS:
            return
        self.cells += 1
        what: What = "text"
        if self.type == "s":
            self.words.append((self.row, self.column, int(value)))
        elif self.type == "n":
            what = "number"
            self.styles.append((self.row, self.column, self.style))
        elif self.type in ("b", "e", "d"):
            what = {"b": "bool", "e": "error", "d": "day"}[self.type]  # type: ignore[assignment]
        elif self.type in ("inlineStr", "str"):
            value = unescaped(value)
        else:
            raise damaged(self.place)
        self.row.cells[self.column] = Cell(what, value, self.is_formula)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if start and end and len(self.sheet.merges) < MOST_RANGES:
            merge = Merge(int(start[2]), int(end[2]), _column(start[1]), _column(end[1]))
            self.sheet.merges.append(merge)


def _resolve(package: Package, found: Listing, sheet: Sheet, reader: _SheetReader) -> None:
    """Put in the shared words that are used, and mark the numbers that are shown as dates."""
    if reader.words:
        if not found.strings:
            raise damaged(package.place)
        words = _shared_words(package, found.strings, {index for _, _, index in reader.words})
        for row, column, index in reader.words:
            if index not in words:
                raise damaged(package.place)
            row.cells[column] = row.cells[column]._replace(value=words[index])
            if not words[index] and not row.cells[column].is_formula:
                del row.cells[column]
    if reader.styles and found.styles:
        dates = _date_styles(package, found.styles)
        for row, column, style in reader.styles:
            if style in dates:
                row.cells[column] = row.cells[column]._replace(what="day")


def _shared_words(package: Package, part: str, wanted: set[int]) -> dict[int, str]:
    """Return the wanted entries of the shared table, without phonetic guides; the others are not kept."""
    words: dict[int, str] = {}
    state = {"index": -1, "taking": 0, "skipping": 0, "length": 0}
    pieces: list[str] = []

    def start(name: str, _: Attributes) -> None:
        if name == "si":
            state["index"] += 1
            state["length"] = 0
            pieces.clear()
        elif name == "rPh":
            state["skipping"] += 1
        elif name == "t":
            state["taking"] = int(not state["skipping"] and state["index"] in wanted)

    def text(text: str) -> None:
        if state["taking"]:
            state["length"] += len(text)
            if state["length"] > 2 * LONGEST_CELL:
                raise damaged(package.place)
            pieces.append(text)

    def end(name: str) -> None:
        if name == "t":
            state["taking"] = 0
        elif name == "rPh":
            state["skipping"] -= 1
        elif name == "si" and state["index"] in wanted:
            words[state["index"]] = unescaped("".join(pieces))

    package.parse(part, Handlers(start, end, text))
    return words


def _date_styles(package: Package, part: str) -> frozenset[int]:
    """Return the numbers of the cell styles that show a number as a date."""
    custom: dict[int, str] = {}
    formats: list[int] = []
    inside: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "numFmt" and "cellXfs" not in inside:
            custom[_number(attributes, "numFmtId")] = attributes.get("formatCode", "")
        elif name == "xf" and "cellXfs" in inside:
            formats.append(_number(attributes, "numFmtId"))
        elif name == "cellXfs":
            inside.append(name)

    def end(name: str) -> None:
        if name == "cellXfs":
            inside.clear()

    package.parse(part, Handlers(start, end))
    return frozenset(index for index, number in enumerate(formats) if _shows_date(number, custom))


def _shows_date(number: int, custom: Mapping[int, str]) -> bool:
    if number in custom:
        plain = _NOT_DATE.sub("", custom[number]).lower()
        return any(sign in plain for sign in "ymdh年月日") or "ss" in plain
    return number in _DATE_FORMATS


def unescaped(text: str) -> str:
    """Return text with ``_x000D_`` and the like as what they stand for; control characters become spaces."""

    def sign(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return " " if code < 32 or 127 <= code < 160 or 0xD800 <= code < 0xE000 else chr(code)

    return _ESCAPE.sub(sign, text)


def _column(letters: str) -> int:
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number - 1


def _number(attributes: Attributes, name: str) -> int:
    """Return a counting number of an attribute, 0 when it is absent; anything else is a ``ValueError``."""
    text = attributes.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError(text)
    return int(text)
