"""Write a stage sheet: how to fill it and under which rule, and the tables with what is known already.

Nothing in it is more than WPS and old versions of Excel know: lists, text cells, one frozen header.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from zhiheng.casework.domain.values import StageRun
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import DIGEST_LABEL, ROUND_LABEL, Column
from zhiheng.programmes.awards.sheets.layout import NOTES, STAGE_LABEL, Row, Table, Value
from zhiheng.programmes.awards.workbook.template import deadline_text
from zhiheng.rules.stage_wording import stage_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

A4: Final = 9
PERCENTS: Final = [str(percent) for percent in range(0, 101, 5)]
CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDE: Final = frozenset({"name", "opinion", "reason", "grounds", "decision", "asks", "evidence"})
_STEPS: Final = (
    Text("白色的列由评审办填写，灰色的列请勿改动。", "Fill the white columns; leave the grey ones."),
    Text("空着的格子表示尚未作出，不会当作任何结果；以后可以补填后再次录入。",
         "An empty cell says nothing yet and counts for nothing; fill it later and record the file again."),
    Text("同一文件重复录入不会重复记录；已经一致的行保持不变。", "Recording the same file again doubles nothing."),
    Text("请勿使用公式、合并单元格；不要改动列名和工作表名。", "No formulas, no merged cells; rename nothing."),
    Text("有一处问题，整个文件都不录入；先用 --dry-run 检查。", "With one problem nothing is recorded; try --dry-run."),
)  # fmt: skip


def write_sheet(
    run: StageRun, tables: Sequence[Table], notes: Sequence[Text], ends_at: datetime | None
) -> bytes:
    """Return the workbook of an open stage as bytes; the same arguments give the same bytes.

    *ends_at* is until when the stage is to be done, ``None`` where the rulebook sets no time.
    """
    import xlsxwriter  # noqa: PLC0415 - large, and a server that writes no workbook does without

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": run.rule.title.zh, "created": CREATED})
        styles = _Styles(book)
        for table in tables:
            _write_table(book.add_worksheet(table.name), styles, table)
        _write_notes(book.add_worksheet(NOTES.zh), styles, run, tables, notes, ends_at)
    return memory.getvalue()


class _Styles:
    """The few cell formats that the workbook uses."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        edge = {**base, "border": 1, "text_wrap": True, "bold": True, "align": "center"}
        self.title: Format = book.add_format({**base, "bold": True, "font_size": 16})
        self.plain: Format = book.add_format({**base, "text_wrap": True, "valign": "top"})
        self.bold: Format = book.add_format({**base, "bold": True, "valign": "top"})
        self.head_given: Format = book.add_format({**edge, "bg_color": "#D9D9D9"})
        self.head: Format = book.add_format({**edge, "bg_color": "#FCE4D6"})
        self.given: Format = book.add_format({**base, "num_format": "@", "bg_color": "#F2F2F2"})
        self.text: Format = book.add_format({**base, "num_format": "@", "text_wrap": True})
        self.instant: Format = book.add_format({**base, "num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.any: Format = book.add_format(base)

    def of(self, table: Table, column: Column) -> Format:
        """Return the format of the cells of a column."""
        if column.key in table.given:
            return self.given
        if column.key.endswith("_at"):
            return self.instant
        return self.text if column.kind == "text" else self.any


def _write_table(sheet: Worksheet, styles: _Styles, table: Table) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_row(0, 48)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    last = max(1, len(table.rows) + table.spare)
    for at, column in enumerate(table.columns):
        head = styles.head_given if column.key in table.given else styles.head
        sheet.set_column(at, at, _width(column), styles.of(table, column))
        sheet.write_string(0, at, f"{column.title.zh}\n{column.title.en}", head)
        _validate(sheet, at, column, last)
    for number, row in enumerate(table.rows, start=1):
        for at, column in enumerate(table.columns):
            _write_value(sheet, number, at, column, row, styles.of(table, column))


def _width(column: Column) -> int:
    if column.key.partition(":")[0] in _WIDE:
        return 34
    return 18 if column.kind == "text" else 13


def _write_value(sheet: Worksheet, row: int, at: int, column: Column, values: Row, style: Format) -> None:
    value: Value | None = values.get(column.key)
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, at, "是" if value else "否", style)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, at, value.astimezone(SHANGHAI).replace(tzinfo=None), style)
    elif isinstance(value, Decimal):
        sheet.write_number(row, at, value, style)
    elif isinstance(value, date):
        sheet.write_string(row, at, value.isoformat(), style)
    else:
        words = dict(column.choices)
        sheet.write_string(row, at, words[value].zh if value in words else value, style)


def _validate(sheet: Worksheet, at: int, column: Column, last: int) -> None:
    """Offer lists where there is something to choose, and a hint of at most 255 characters everywhere."""
    options: dict[str, object] = {
        "validate": "any", "input_title": column.title.zh[:32], "input_message": column.remedy.zh[:255],
    }  # fmt: skip
    words = ["是", "否"] if column.kind == "yes_no" else [said.zh for _, said in column.choices]
    if column.key.startswith("item:"):
        words = PERCENTS
    if words and sum(len(word) + 1 for word in words) <= 255:
        options |= {
            "validate": "list", "source": words, "error_title": "请从列表中选择",
            "error_message": column.remedy.zh[:255],
        }  # fmt: skip
    sheet.data_validation(1, at, last, at, options)


def _write_notes(
    sheet: Worksheet,
    styles: _Styles,
    run: StageRun,
    tables: Sequence[Table],
    notes: Sequence[Text],
    ends_at: datetime | None,
) -> None:
    for at, width in enumerate((22, 64, 64)):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, f"{run.book.title.zh}　{run.rule.title.zh}", styles.title)
    at = 2
    for label, zh, en in _about(run, ends_at):
        sheet.write_string(at, 0, label, styles.bold)
        sheet.write_string(at, 1, zh, styles.plain)
        sheet.write_string(at, 2, en, styles.plain)
        at += 1
    at = _write_steps(sheet, styles, at + 1, (*notes, *_STEPS))
    for table in tables:
        sheet.write_string(at + 1, 0, f"工作表“{table.name}”", styles.bold)
        at += 1
        for column in (one for one in table.columns if one.key not in table.given):
            at += 1
            sheet.write_string(at, 0, column.title.zh, styles.plain)
            sheet.write_string(at, 1, column.remedy.zh, styles.plain)
            sheet.write_string(at, 2, f"{column.title.en}: {column.remedy.en}", styles.plain)
        at += 1


def _write_steps(sheet: Worksheet, styles: _Styles, at: int, lines: Sequence[Text]) -> int:
    sheet.write_string(at, 0, "填写方法", styles.bold)
    sheet.write_string(at, 2, "How to fill", styles.bold)
    for number, line in enumerate(lines, start=1):
        sheet.write_string(at + number, 0, f"{number}", styles.plain)
        sheet.write_string(at + number, 1, line.zh, styles.plain)
        sheet.write_string(at + number, 2, line.en, styles.plain)
    return at + len(lines) + 1


def _about(run: StageRun, ends_at: datetime | None) -> list[tuple[str, str, str]]:
    """Return the labelled lines of the notes; the first three say where the file belongs and are read back."""
    cite, told = run.book.cite(run.rule.id).text(), stage_text(run.rule, run.book)
    until = Text("规则书没有规定期限", "the rulebook sets no time")
    if ends_at is not None:
        until = deadline_text(ends_at)
    return [
        (ROUND_LABEL.zh, run.round_code, ROUND_LABEL.en),
        (STAGE_LABEL.zh, run.rule.id, STAGE_LABEL.en),
        (DIGEST_LABEL.zh, run.book.digest, DIGEST_LABEL.en),
        ("环节", run.rule.title.zh, run.rule.title.en),
        ("规则", f"{run.book.title.zh}（{run.book.id}）", run.book.title.en),
        ("依据", cite.zh, cite.en),
        ("要求", told.zh, told.en),
        ("办理期限", until.zh, until.en),
    ]
