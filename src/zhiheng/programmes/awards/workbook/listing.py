"""Write a list of applications, or of anything, as a workbook in which no cell can act."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final

import xlsxwriter

from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.listing import Row

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_ACTS: Final = ("=", "+", "-", "@", "\t", "\r")
TITLES: Final = (
    Text("序号", "No."),
    Text("办件编号", "Case"),
    Text("单位名称", "Name"),
    Text("统一社会信用代码", "Unified Social Credit Code"),
    Text("行政区划代码", "Region code"),
    Text("提交时间", "Handed in at"),
    Text("状态", "State"),
    Text("所在环节", "Stage"),
)
CONTACTS: Final = (
    Text("联系人", "Contact"),
    Text("联系电话", "Telephone"),
    Text("电子邮箱", "E-mail"),
    Text("备注", "Remark"),
)


def neutral(value: object) -> str:
    """Return a value as text that no spreadsheet takes for a formula, even after it was saved as CSV."""
    text = str(value)
    return f"'{text}" if text.startswith(_ACTS) else text


def write_list(name: str, titles: Sequence[Text], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a workbook with one sheet; numbers, days and instants keep their kind, all else is neutral text."""
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


def write_applications(rows: Iterable[Row], *, with_contacts: bool) -> bytes:
    """Return the workbook of a list of applications; contacts only for whom they are meant."""
    titles = (*TITLES, *CONTACTS) if with_contacts else TITLES
    return write_list("申报名单", titles, (_values(row, with_contacts) for row in rows))


def _values(row: Row, with_contacts: bool) -> list[object]:
    uscc = row.organisation.uscc if row.organisation is not None else ""
    values: list[object] = [
        row.number, row.code, row.name, uscc or "", row.region, row.opened_at, row.state, row.at_stage,
    ]  # fmt: skip
    if with_contacts:
        one = row.contact
        values += [one.person, one.phone, one.email, one.remark] if one is not None else [""] * 4
    return values
