"""Read a workbook of applications: every good row as a value, and every problem with its place and remedy.

The limits bound memory and time whatever the file says of itself. Nothing is asked of the database here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from zhiheng.core.refusal import Place, Problem
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import (
    DIGEST_LABEL,
    NOTES_SHEET,
    ROUND_LABEL,
    SAMPLE_MARK,
    SHEET,
    ApplicationRow,
    Column,
    Contact,
    columns_for,
    kinds_for,
)
from zhiheng.programmes.awards.domain.columns import Value
from zhiheng.programmes.awards.domain.declared import settled, wrong_together
from zhiheng.programmes.awards.domain.declaring import KINDS
from zhiheng.programmes.awards.workbook.cells import Cell, Listing, Row, Sheet, letter, listing, read_sheet
from zhiheng.programmes.awards.workbook.header import UNMERGE, Header, find_header
from zhiheng.programmes.awards.workbook.package import Package, SheetPart
from zhiheng.programmes.awards.workbook.values import ValueWrong, half_width, plain, value_of
from zhiheng.programmes.awards.workbook.wrong import Found, WorkbookError, stop
from zhiheng.registers.domain.names import name_key
from zhiheng.rules.model import Rulebook

Progress: TypeAlias = Callable[[Text, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

READING: Final = Text("读取工作簿", "Reading the workbook")
STEP: Final = 1000
LOOSE_ROWS: Final = 12  # what may stand above the first applicant: titles, the header, the sample row


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a workbook is read: bytes of the file, rows of applicants, problems that are listed."""

    file_bytes: int = 20 * 1024 * 1024
    rows: int = 20_000
    problems: int = 200


@dataclass(frozen=True, slots=True)
class Read:
    """What a workbook holds. ``refused`` are the numbers of the rows that have a problem.

    ``columns`` gives the letters of each column by its key; ``round_code`` and ``digest`` are what its
    notes sheet says, empty where there is none; ``more`` counts the problems that are not listed.
    """

    file: str
    sheet: str = SHEET.zh
    rows: tuple[ApplicationRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    more: int = 0
    refused: tuple[int, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    round_code: str = ""
    digest: str = ""


def read_workbook(
    content: bytes,
    name: str,
    book: Rulebook,
    *,
    limits: Limits | None = None,
    today: date | None = None,
    closing: date | None = None,
    progress: Progress | None = None,
) -> Read:
    """Read a workbook under the columns of a rulebook; whatever the bytes are, the answer is a ``Read``.

    *today* is the day after which nothing can have been founded, *closing* the last day for applications. A row
    with a problem is not in ``rows``. Nothing is raised for a bad file.
    """
    limits = limits or Limits()
    shown = plain(name.replace("\\", "/").rpartition("/")[2])[:120] or "workbook.xlsx"
    try:
        package = Package(content, shown, limits.file_bytes)
        found = listing(package)
        part = _sheet_named(found, SHEET.zh, package.place)
        sheet = read_sheet(package, found, part, limits.rows + LOOSE_ROWS)
        notes = _notes(package, found)
    except WorkbookError as error:
        return Read(shown, problems=(error.problem,))
    reader = _Reader(sheet, columns_for(book, closing), Found(shown, SHEET.zh, limits.problems), limits.rows)
    return reader.read(kinds_for(book)[0], notes, today, progress or _silent)


def _silent(what: Text, done: int, of: int) -> None:
    """Tell nobody."""


def _sheet_named(found: Listing, name: str, place: Place) -> SheetPart:
    same = [sheet for sheet in found.sheets if half_width(sheet.name) in (name, SHEET.en)]
    if len(same) == 1:
        return same[0]
    names = "、".join(plain(sheet.name)[:31] for sheet in found.sheets[:10])
    raise stop(
        "no_sheet",
        place,
        Text(f"没有工作表“{name}”；现有：{names}。", f"There is no sheet “{name}”; there are: {names}."),
        Text(
            f"请使用模板，或把工作表改名为“{name}”。", f"Use the template, or rename the sheet to “{name}”."
        ),
    )


def _notes(package: Package, found: Listing) -> Mapping[str, str]:
    """Return the labelled cells of the notes sheet, where the template says its round and its rules."""
    parts = [sheet for sheet in found.sheets if half_width(sheet.name) == NOTES_SHEET.zh]
    if len(parts) != 1:
        return {}
    rows = read_sheet(package, found, parts[0], most_rows=100).rows
    return {
        half_width(row.cells[0].value): half_width(row.cells[1].value)
        for row in rows
        if 0 in row.cells and 1 in row.cells
    }


class _Reader:
    """Goes through the rows of one sheet."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], found: Found, most_rows: int) -> None:
        self.sheet, self.columns, self.found, self.most_rows = sheet, columns, found, most_rows
        self.refused: set[int] = set()
        self.by_uscc: dict[str, int] = {}
        self.by_name: dict[str, int] = {}

    def read(
        self, default_kind: str, notes: Mapping[str, str], today: date | None, progress: Progress
    ) -> Read:
        header = None if self._is_cut() else find_header(self.sheet, self.columns, self.found)
        rows: list[ApplicationRow] = []
        if header is not None and not self._is_too_long(header):
            self._warn_of_hidden(header)
            self._refuse_merged(header)
            rows = list(self._rows(header, default_kind, today, progress))
            if not rows and not self.found.problems:
                self._no_rows()
        return Read(
            file=self.found.file,
            rows=tuple(row for row in rows if row.row not in self.refused),
            problems=tuple(self.found.problems),
            warnings=tuple(self.found.warnings),
            more=self.found.more,
            refused=tuple(sorted(self.refused)),
            columns=header.letters() if header else {},
            round_code=notes.get(ROUND_LABEL.zh, ""),
            digest=notes.get(DIGEST_LABEL.zh, ""),
        )

    def _is_cut(self) -> bool:
        if self.sheet.is_cut:
            self._too_many_rows()
        return self.sheet.is_cut

    def _is_too_long(self, header: Header) -> bool:
        below = [row for row in self.sheet.rows if row.number > header.row]
        if len(below) > self.most_rows + sum(self._is_sample(row, header) for row in below[:2]):
            self._too_many_rows()
            return True
        return False

    def _too_many_rows(self) -> None:
        most = f"{self.most_rows:,}"
        self.found.add(
            "too_many_rows",
            Text(f"超过 {most} 行，已停止读取。", f"More than {most} rows; reading stopped."),
            Text("请拆成几个文件分别导入。", "Split it into several files."),
        )

    def _warn_of_hidden(self, header: Header) -> None:
        advice = Text(
            "已照常读取，请确认其内容应当申报。", "It was read all the same; make sure that it belongs here."
        )
        if self.sheet.hidden:
            self.found.warn("hidden_sheet", Text("工作表是隐藏的。", "The sheet is hidden."), advice)
        rows = [row.number for row in self.sheet.rows if row.hidden and row.number > header.row]
        if rows:
            shown = "、".join(str(number) for number in rows[:20]) + ("……" if len(rows) > 20 else "")
            message = Text(
                f"有 {len(rows)} 个隐藏行：{shown}。",
                f"{len(rows)} hidden rows: {shown.replace('、', ', ')}.",
            )
            self.found.warn("hidden_rows", message, advice, row=rows[0])
        for at, column in header.columns.items():
            if any(first <= at + 1 <= last for first, last in self.sheet.hidden_columns):
                message = Text("这一列是隐藏的。", "This column is hidden.")
                self.found.warn("hidden_column", message, advice, column=letter(at), field=column.title.zh)

    def _refuse_merged(self, header: Header) -> None:
        """Of merged cells only the first holds a value, so the rows that they touch are not read as they look."""
        numbers = [row.number for row in self.sheet.rows]
        for merge in self.sheet.merges:
            touched = [at for at in header.columns if merge.first_column <= at <= merge.last_column]
            if merge.last_row <= header.row or not touched:
                continue
            message = Text(
                f"第 {merge.first_row} 至 {merge.last_row} 行有合并单元格。",
                f"Rows {merge.first_row} to {merge.last_row} have merged cells.",
            )
            at = touched[0]
            self.found.add("merged", message, UNMERGE, row=merge.first_row, column=letter(at))
            first, last = bisect_left(numbers, merge.first_row), bisect_right(numbers, merge.last_row)
            self.refused.update(numbers[first:last])

    def _rows(
        self, header: Header, default_kind: str, today: date | None, progress: Progress
    ) -> Iterator[ApplicationRow]:
        below = [row for row in self.sheet.rows if row.number > header.row]
        asked = [column.key for column in self.columns]
        for done, row in enumerate(below):
            if done % STEP == 0:
                progress(READING, done, len(below))
            if self._is_blank(row, header):
                continue
            if self._is_sample(row, header):
                self._skipped_sample(row)
                continue
            values = self._values(row, header, today)
            if row.number not in self.refused:
                yield _application(row.number, values, default_kind, asked)
        progress(READING, len(below), len(below))

    def _is_blank(self, row: Row, header: Header) -> bool:
        cells = (row.cells.get(at) for at in header.columns)
        return all(cell is None or not (cell.is_formula or plain(cell.value)) for cell in cells)

    def _is_sample(self, row: Row, header: Header) -> bool:
        at = next((at for at, column in header.columns.items() if column.key == "name"), -1)
        cell = row.cells.get(at)
        return cell is not None and plain(cell.value).startswith(SAMPLE_MARK)

    def _skipped_sample(self, row: Row) -> None:
        self.found.warn(
            "sample_row",
            Text("这是模板的填写示例，已跳过。", "This is the template's sample row; it was skipped."),
            Text("可以删除这一行。", "It can be removed."),
            row=row.number,
        )

    def _values(self, row: Row, header: Header, today: date | None) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for at, column in header.columns.items():
            try:
                value = value_of(row.cells.get(at), column, from_1904=self.sheet.from_1904)
                self._check(column, value, values, today)
            except ValueWrong as wrong:
                self._refuse(row.number, at, column, wrong)
            else:
                if value is not None:
                    values[column.key] = value
        self._check_together(row, header, values)
        return values

    def _refuse(self, row: int, at: int | None, column: Column, wrong: ValueWrong) -> None:
        self.refused.add(row)
        self.found.add(
            wrong.code,
            wrong.message,
            wrong.remedy or column.remedy,
            row=row,
            column="" if at is None else letter(at),
            field=column.title.zh,
        )

    def _check(
        self, column: Column, value: Value | None, values: Mapping[str, Value], today: date | None
    ) -> None:
        if value is None and column.required:
            raise ValueWrong("required", Text("此项必填。", "This is required."))
        if column.key == "founded_day" and today is not None and isinstance(value, date) and value > today:
            message = Text(f"成立日期 {value} 在今天之后。", f"The founding day {value} lies in the future.")
            raise ValueWrong("day_to_come", message)
        if column.key == "name" and isinstance(value, str) and not name_key(value):
            raise ValueWrong("required", Text("名称中没有文字。", "The name has no letters."))

    def _check_together(self, row: Row, header: Header, values: Mapping[str, Value]) -> None:
        """What one cell alone does not show: certificates without their last day, and repeated applicants."""
        places = {column.key: (at, column) for at, column in header.columns.items()}
        for key, wrong in wrong_together(values):
            at, column = places.get(key, (None, None))
            if column is not None:
                self._refuse(row.number, at, column, ValueWrong("at_odds", wrong))
        for key, (at, column) in places.items():
            kind, _, id_ = key.partition(":")
            if (
                kind == "until"
                and values.get(f"holds:{id_}") is True
                and key not in values
                and row.cells.get(at) is None
            ):
                told = Text("持有证书时须填写有效期。", "A certificate that is held has a last day.")
                self._refuse(row.number, at, column, ValueWrong("required", told))
        for key, seen in (("uscc", self.by_uscc), ("name", self.by_name)):
            if isinstance(value := values.get(key), str):
                mark = value if key == "uscc" else name_key(value)
                first = seen.setdefault(mark, row.number)
                if first != row.number:
                    at, column = places[key]
                    self._refuse(row.number, at, column, _repeated(column, first))

    def _no_rows(self) -> None:
        self.found.add(
            "no_rows",
            Text("表中没有申报单位。", "The sheet lists no applicant."),
            Text("请从表头下一行起填写。", "Fill it in from the row below the header."),
        )


def _repeated(column: Column, first: int) -> ValueWrong:
    return ValueWrong(
        "repeated",
        Text(
            f"{column.title.zh}与第 {first} 行相同（不计空格、全半角和“有限责任公司”等写法差异）。"
            if column.key == "name"
            else f"{column.title.zh}与第 {first} 行相同。",
            f"Row {first} has the same {column.title.en.lower()}.",
        ),
        Text(
            "同一单位只填一行，请删除重复行或更正。",
            "One row per applicant: remove the repetition or correct it.",
        ),
    )


def _application(
    row: int, values: Mapping[str, Any], default_kind: str, asked: Sequence[str]
) -> ApplicationRow:
    def chosen(kind: str) -> list[tuple[str, Any]]:
        return [(key.partition(":")[2], value) for key, value in values.items() if key.startswith(f"{kind}:")]

    held = [id_ for id_, has in chosen("holds") if has]
    until: dict[str, date] = dict(chosen("until"))
    measures: list[tuple[str, Decimal]] = chosen("measure")
    contact = Contact(values["contact"], values["phone"], values.get("email", ""), values.get("remark", ""))
    return ApplicationRow(
        row=row,
        name=values["name"],
        uscc=values["uscc"],
        region=values["region"],
        founded_day=values["founded_day"],
        legal_person=values["legal_person"],
        kind=values.get("kind", default_kind),
        industry=values.get("industry", ""),
        size=values.get("size", ""),
        contact=contact,
        papers=tuple(sorted(id_ for id_, given in chosen("paper") if given)),
        measures=tuple(sorted(measures)),
        holds=tuple(sorted((id_, until[id_]) for id_ in held)),
        facts=_facts(values, asked),
    )


def _facts(values: Mapping[str, Any], asked: Sequence[str]) -> tuple[tuple[str, Value], ...]:
    known = settled(values, asked)
    return tuple(sorted(one for one in known.items() if one[0].partition(":")[0] in KINDS))


__all__ = ["Cell", "Limits", "Progress", "Read", "read_workbook"]
