"""Write the workbook of a round: how to fill it, and the sheet to fill, empty or with rows.

Nothing in it is more than WPS and old versions of Excel know: lists, text cells, one frozen header.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import (
    DIGEST_LABEL,
    NOTES_SHEET,
    ROUND_LABEL,
    SAMPLE_MARK,
    SHEET,
    Column,
    Intake,
    columns_for,
)
from zhiheng.rules.model.conditions import Condition
from zhiheng.rules.wording import condition_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Values = Mapping[str, "str | date | bool | int"]
"""One row of the sheet: the key of a column to its value; a choice is given by its kept value."""

WEEKDAYS: Final = "一二三四五六日"
LISTED_ROWS: Final = 20_000
A4: Final = 9
CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDTHS: Final = {"text": 16, "uscc": 22, "region": 14, "day": 13, "yes_no": 12, "choice": 13, "industry": 12,
                  "number": 14, "count": 12, "email": 24, "phone": 16}  # fmt: skip
_CODES: Final = frozenset({"uscc", "region", "industry", "phone", "email", "text"})
_SAMPLE: Final[Values] = {
    "name": f"{SAMPLE_MARK}某某有限公司（导入前可删除本行）", "uscc": "（18 位代码）", "region": "350206",
    "industry": "C3411", "contact": "联系人姓名", "phone": "0000-0000000", "email": "name@example.invalid",
}  # fmt: skip


def write_workbook(
    intake: Intake, rows: Sequence[Values] | None = None, regions: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Return the workbook of a round as bytes; without *rows* it is the template, with its sample row.

    *regions* are the codes and names that the notes list for convenience. The same arguments give the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415 - large, and a server that writes no workbook does without

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": intake.book.title.zh, "created": CREATED})
        styles = _Styles(book)
        sheet = book.add_worksheet(SHEET.zh)
        _write_list(sheet, styles, columns_for(intake.book, intake.closing_day), rows)
        _write_notes(book.add_worksheet(NOTES_SHEET.zh), styles, intake, regions)
    return memory.getvalue()


def deadline_text(closes_at: datetime) -> Text:
    """Return a deadline with weekday and zone; midnight is told as 24:00 of the day before."""
    local = closes_at.astimezone(SHANGHAI)
    clock = f"{local:%H:%M:%S}".removesuffix(":00")
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        local, clock = local - timedelta(days=1), "24:00"
    weekday = WEEKDAYS[local.weekday()]
    return Text(
        f"{local.year}年{local.month}月{local.day}日（星期{weekday}）{clock} 之前，北京时间",
        f"before {clock} on {('Mon', 'Tues', 'Wednes', 'Thurs', 'Fri', 'Satur', 'Sun')[local.weekday()]}day, "
        f"{local:%Y-%m-%d}, Beijing time",
    )


class _Styles:
    """The few cell formats that the workbook uses."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        edge = {**base, "border": 1, "text_wrap": True}
        self.title: Format = book.add_format({**base, "bold": True, "font_size": 16})
        self.plain: Format = book.add_format({**base, "text_wrap": True, "valign": "top"})
        self.bold: Format = book.add_format({**base, "bold": True})
        self.head: Format = book.add_format({**edge, "bold": True, "align": "center", "bg_color": "#DDEBF7"})
        self.head_required: Format = book.add_format(
            {**edge, "bold": True, "align": "center", "bg_color": "#FCE4D6"}
        )
        self.text: Format = book.add_format({**base, "num_format": "@"})
        self.day: Format = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"})
        self.any: Format = book.add_format(base)
        self.sample: Format = book.add_format(
            {**base, "italic": True, "font_color": "#7F7F7F", "num_format": "@"}
        )

    def of(self, column: Column) -> Format:
        """Return the format of the cells of a column."""
        return self.day if column.kind == "day" else self.text if column.kind in _CODES else self.any


def _write_list(
    sheet: Worksheet, styles: _Styles, columns: Sequence[Column], rows: Sequence[Values] | None
) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 48)
    _print_setup(sheet)
    sheet.repeat_rows(0)
    for at, column in enumerate(columns):
        head = styles.head_required if column.required else styles.head
        sheet.set_column(at, at, _width(column), styles.of(column))
        sheet.write_string(0, at, f"{column.title.zh}\n{column.title.en}", head)
        _validate(sheet, at, column)
    if rows is None:
        for at, column in enumerate(columns):
            sheet.write_string(1, at, _sample_text(column), styles.sample)
    for number, values in enumerate(rows or (), start=1):
        for at, column in enumerate(columns):
            _write_value(sheet, number, at, column, values.get(column.key), styles)


def _width(column: Column) -> int:
    if column.key in ("name", "remark"):
        return 36
    return max(_WIDTHS[column.kind], min(2 * len(column.title.zh) + 2, 30))


def _sample_text(column: Column) -> str:
    samples = {"yes_no": "是", "day": "2019-05-08", "number": "100", "count": "3"}
    if column.choices:
        return column.choices[0][1].zh
    return str(_SAMPLE.get(column.key, samples.get(column.kind, "")))


def _write_value(
    sheet: Worksheet,
    row: int,
    at: int,
    column: Column,
    value: str | date | bool | int | None,
    styles: _Styles,
) -> None:
    style = styles.of(column)
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, at, "是" if value else "否", style)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
    elif isinstance(value, int):
        sheet.write_number(row, at, value, style)
    else:
        words = dict(column.choices)
        sheet.write_string(row, at, words[value].zh if value in words else value, style)


def _validate(sheet: Worksheet, at: int, column: Column) -> None:
    """Offer lists where there is something to choose, and a hint of at most 255 characters everywhere."""
    options: dict[str, object] = {
        "validate": "any", "input_title": column.title.zh[:32], "input_message": column.remedy.zh[:255],
    }  # fmt: skip
    words = ["是", "否"] if column.kind == "yes_no" else [said.zh for _, said in column.choices]
    if words:
        options |= {
            "validate": "list", "source": words, "error_title": "请从列表中选择",
            "error_message": column.remedy.zh[:255],
        }  # fmt: skip
    sheet.data_validation(1, at, LISTED_ROWS, at, options)


def _print_setup(sheet: Worksheet) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write_notes(
    sheet: Worksheet, styles: _Styles, intake: Intake, regions: Sequence[tuple[str, str]]
) -> None:
    _print_setup(sheet)
    for at, width in enumerate((22, 64, 10, 64)):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, f"{intake.book.title.zh}　申报名单填报说明", styles.title)
    at = 2
    for label, value in _about(intake):
        sheet.write_string(at, 0, label, styles.bold)
        sheet.write_string(at, 1, value, styles.plain)
        at += 1
    at = _block(
        sheet, styles, at + 1, Text("填写方法", "How to fill"), [(said.zh, said.en) for said in _STEPS]
    )
    conditions = [*intake.book.entry, *intake.book.exclusion]
    told = [_condition_line(one, intake) for one in conditions]
    at = _block(sheet, styles, at, Text("申报条件", "Conditions"), told)
    at = _write_columns(sheet, styles, at, columns_for(intake.book, intake.closing_day))
    _block(sheet, styles, at, Text("行政区划代码", "Region codes"), [(f"{c}　{n}", "") for c, n in regions])


def _about(intake: Intake) -> list[tuple[str, str]]:
    closes = deadline_text(intake.closes_at)
    opens = intake.opens_at.astimezone(SHANGHAI)
    return [
        (ROUND_LABEL.zh, intake.round_code),
        ("届次", intake.session),
        ("规则", f"{intake.book.title.zh}（{intake.book.id}）"),
        (DIGEST_LABEL.zh, intake.book.digest),
        ("申报开始", f"{opens:%Y-%m-%d %H:%M:%S}（北京时间）"),
        ("截止时间", closes.zh),
        ("Deadline", closes.en),
    ]


_STEPS: Final = (
    Text("每个申报单位填一行；橙色表头的列必填。", "One row per applicant; orange headers are required."),
    Text("灰色斜体的示例行导入时自动跳过。", "The grey sample row is skipped."),
    Text("请勿使用公式、合并单元格；列的顺序可以调整，列名不要改动。",
         "No formulas, no merged cells; columns may be moved but not renamed."),
    Text("代码和电话按文本填写，不要让表格软件改成数字。", "Keep codes and telephone numbers as text."),
    Text("截止前可修改后重新提交：相同的行不会重复，改动的行按新内容更新。",
         "Until the deadline the file can be handed in again: equal rows are not doubled, changed ones are updated."),
    Text("联系人信息只供办理本次申报，不公开。", "Contact details serve this application only and are not published."),
)  # fmt: skip


def _condition_line(condition: Condition, intake: Intake) -> tuple[str, str]:
    said, cite = condition_text(condition, intake.book), intake.book.cite(condition).text()
    title = condition.title
    zh = f"{title.zh}：{said.zh}{cite.zh}" if title else f"{said.zh}{cite.zh}"
    return zh, f"{said.en} {cite.en}"


def _block(sheet: Worksheet, styles: _Styles, at: int, title: Text, lines: Sequence[tuple[str, str]]) -> int:
    if not lines:
        return at
    sheet.write_string(at, 0, title.zh, styles.bold)
    sheet.write_string(at, 3, title.en, styles.bold)
    for number, (zh, en) in enumerate(lines, start=1):
        sheet.write_number(at + number, 0, number, styles.plain)
        sheet.write_string(at + number, 1, zh, styles.plain)
        sheet.write_string(at + number, 3, en, styles.plain)
    return at + len(lines) + 2


def _write_columns(sheet: Worksheet, styles: _Styles, at: int, columns: Sequence[Column]) -> int:
    for place, word in enumerate(("列名", "填写要求", "必填", "How to fill")):
        sheet.write_string(at, place, word, styles.head)
    for number, column in enumerate(columns, start=at + 1):
        sheet.write_string(number, 0, column.title.zh, styles.plain)
        sheet.write_string(number, 1, column.remedy.zh, styles.plain)
        sheet.write_string(number, 2, "必填" if column.required else "选填", styles.plain)
        sheet.write_string(number, 3, f"{column.title.en}: {column.remedy.en}", styles.plain)
    return at + len(columns) + 2
