"""What a stage sheet is made of: its tables and columns, the lines that come back, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeAlias

from zhiheng.casework.domain.values import StageRun
from zhiheng.core.refusal import Problem
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.workbook.wrong import Found

Value: TypeAlias = "str | date | datetime | bool | Decimal"
Row: TypeAlias = "Mapping[str, Value | None]"

NOTES: Final = Text("填表说明", "How to fill")
STAGE_LABEL: Final = Text("环节编号", "Stage id")
YES_OR_NO: Final = Text("请填“是”或“否”。", "Write 是 (yes) or 否 (no).")
CASE: Final = Column(
    "case", Text("办件编号", "Case"), "text", True, Text("请勿改动。", "Leave it as it is."), most=80
)
NAME: Final = Column("name", Text("单位名称", "Organisation"), "text", False, CASE.remedy)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its columns and prefilled rows.

    ``given`` are the keys of columns that the house fills; a row with nothing in the others is blank. ``spare``
    rows below are prepared for more; a table that is not ``required`` may be missing from the file.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    given: frozenset[str] = frozenset({"case", "name"})
    spare: int = 0
    required: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was read, by the keys of its columns; cells that are empty are not in it."""

    row: int
    values: Mapping[str, Value]

    def text(self, key: str) -> str:
        """Return a cell of words, empty where there is none."""
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> Decimal | None:
        """Return a cell that holds a number."""
        value = self.values.get(key)
        return value if isinstance(value, Decimal) else None

    def flag(self, key: str) -> bool | None:
        """Return a cell of yes or no."""
        value = self.values.get(key)
        return value if isinstance(value, bool) else None


@dataclass(slots=True)
class Filled:
    """One sheet as it came back: its good lines, and a place for everything that is wrong with the others."""

    table: Table
    found: Found
    lines: list[Line] = field(default_factory=list)
    letters: Mapping[str, str] = field(default_factory=dict)

    def is_blank(self, line: Line) -> bool:
        """Tell whether nothing was filled in beside what the house had given."""
        return not line.values.keys() - self.table.given

    def wrong(self, line: Line, key: str, code: str, message: Text, remedy: Text | None = None) -> None:
        """Add a problem with one cell; without a remedy that of its column is told."""
        column = self._column(key)
        title = "" if column is None else column.title.zh
        told = remedy or (Text("请更正。", "Correct it.") if column is None else column.remedy)
        self.found.add(code, message, told, row=line.row, column=self.letters.get(key, ""), field=title)

    def warn(self, line: Line, key: str, code: str, message: Text, remedy: Text) -> None:
        """Add something about one cell that the reader should know and that stops nothing."""
        self.found.warn(code, message, remedy, row=line.row, column=self.letters.get(key, ""))

    def _column(self, key: str) -> Column | None:
        return next((column for column in self.table.columns if column.key == key), None)


class Verdict(StrEnum):
    """What becomes of one statement of the sheet."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BLANK = "blank"


VERDICTS: Final = {
    Verdict.NEW: Text("新记录", "new"),
    Verdict.CHANGED: Text("更正", "changed"),
    Verdict.UNCHANGED: Text("未变", "unchanged"),
    Verdict.BLANK: Text("未填", "blank"),
}


@dataclass(frozen=True, slots=True)
class RowReport:
    """One statement: where it stands, what it is about, and what becomes of it. No values."""

    sheet: str
    row: int
    about: str
    verdict: Verdict


@dataclass(slots=True)
class Said:
    """What a sheet says: the values to hand to the actions, and a report of every statement."""

    given: list[Any] = field(default_factory=list)
    rows: list[RowReport] = field(default_factory=list)

    def row(self, filled: Filled, line: Line, about: str, verdict: Verdict) -> None:
        """Report one statement."""
        self.rows.append(RowReport(filled.table.name, line.row, about, verdict))

    def compared(self, filled: Filled, line: Line, about: str, *, now: Any, before: Any, given: Any) -> None:
        """Take a value unless the same stands already; ``before`` is ``None`` where nothing does."""
        verdict = Verdict.NEW if before is None else Verdict.UNCHANGED if before == now else Verdict.CHANGED
        self.row(filled, line, about, verdict)
        if verdict is not Verdict.UNCHANGED:
            self.given.append(given)


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind of stage asks: its tables, its notes, and how the filled tables are understood.

    ``said`` is given the filled tables by their names and whether this is a dry run.
    """

    tables: Callable[[StageRun], tuple[Table, ...]]
    said: Callable[[StageRun, Mapping[str, Filled], datetime, bool], Said]
    notes: Callable[[StageRun], tuple[Text, ...]]
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole sheet: every statement with its verdict, every problem, and whether anything was saved."""

    round_code: str
    stage: str
    title: Text
    file: str
    rows: tuple[RowReport, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    saved: bool = False

    def counts(self) -> dict[str, int]:
        """Return how many statements there are of each verdict."""
        return {verdict.value: sum(row.verdict is verdict for row in self.rows) for verdict in Verdict}

    @property
    def is_unchanged(self) -> bool:
        """Tell whether the sheet says nothing that is not on record."""
        return all(row.verdict in (Verdict.UNCHANGED, Verdict.BLANK) for row in self.rows)

    def summary(self) -> Text:
        """Return the counts as a sentence."""
        n = self.counts()
        zh = "，".join(f"{VERDICTS[verdict].zh} {n[verdict.value]} 项" for verdict in Verdict)
        en = ", ".join(f"{n[verdict.value]} {VERDICTS[verdict].en}" for verdict in Verdict)
        return Text(f"环节“{self.title.zh}”（{self.stage}）：{zh}。", f"Stage “{self.title.en}”: {en}.")

    def to_json(self) -> dict[str, Any]:
        """Return plain values for a machine."""
        return {
            "round": self.round_code, "stage": self.stage, "file": self.file, "saved": self.saved,
            "counts": self.counts(),
            "rows": [
                {"sheet": row.sheet, "row": row.row, "about": row.about, "verdict": row.verdict.value}
                for row in self.rows
            ],
            "problems": [problem.to_json() for problem in self.problems],
            "warnings": [warning.to_json() for warning in self.warnings],
        }  # fmt: skip
