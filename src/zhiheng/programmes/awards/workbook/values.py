"""Turn one cell into the value that its column asks for, or say what is wrong; nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from zhiheng.core.codes import normalise_uscc, region_problem, uscc_problem
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.columns import Column, Value
from zhiheng.programmes.awards.workbook.cells import Cell
from zhiheng.programmes.awards.workbook.wrong import PASTE_VALUES

YES: Final = frozenset({"是", "是的", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true"})
NO: Final = frozenset({"否", "不是", "无", "没有", "×", "✗", "✘", "☐", "n", "no", "false"})
EARLIEST: Final = date(1800, 1, 1)
LARGEST_SERIAL: Final = 2_958_465
EXACT_DIGITS: Final = 15
MOST_COUNTED: Final = 1_000_000_000
AS_TEXT: Final = Text(
    "请把单元格设为文本格式后重新输入完整内容。", "Format the cell as text and type the whole value again."
)
_NEUTRAL: Final = re.compile(r"'[=+\-@\t\r]")
"""What an export puts before words that a spreadsheet would take for a formula; it is taken off again."""
_PLAIN_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]0?0:00(?::00(?:\.0+)?)?)?")
_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,24}"
)
_PHONE = re.compile(r"\+?[0-9][0-9() -]{4,22}[0-9](?:(?:-|转|ext\.?) ?[0-9]{1,6})?")
_INDUSTRY = re.compile(r"[A-T]?[0-9]{2,4}|[A-T]")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")


class ValueWrong(Exception):  # noqa: N818 - becomes a Problem, which is not an error of ours
    """A cell whose value its column cannot take; ``remedy`` replaces that of the column."""

    def __init__(self, code: str, message: Text, remedy: Text | None = None) -> None:
        super().__init__(message.en)
        self.code, self.message, self.remedy = code, message, remedy


def value_of(cell: Cell | None, column: Column, *, from_1904: bool) -> Value | None:
    """Return the value of a cell, or ``None`` for an empty one; raise ``ValueWrong`` for anything else.

    Text becomes half-width without outer spaces where it is a code; names keep their width. Days are read in the
    date system of the workbook.
    """
    if cell is None:
        return None
    if cell.is_formula:
        raise ValueWrong(
            "formula", Text("这里是公式，不是数值。", "This is a formula, not a value."), PASTE_VALUES
        )
    if cell.what == "error":
        message = Text(f"单元格是错误值 {cell.value[:20]}。", f"The cell holds the error {cell.value[:20]}.")
        raise ValueWrong("error_value", message)
    if not plain(cell.value):
        return None
    if cell.what == "text" and _NEUTRAL.match(cell.value):
        cell = cell._replace(value=cell.value[1:])
    return _READERS[column.kind](cell, column, from_1904)


def plain(text: str) -> str:
    """Return text without invisible marks and with single spaces; control characters count as spaces."""
    kept = (c for c in text if unicodedata.category(c) not in ("Cf", "Co", "Cn"))
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in kept).split())


def half_width(text: str) -> str:
    """Return text in compatibility form: full-width digits, letters and signs become half-width."""
    return plain(unicodedata.normalize("NFKC", text))


def _text(cell: Cell, column: Column, from_1904: bool) -> str:
    if cell.what == "day":
        raise ValueWrong(
            "day_in_text", Text("这里是日期，应为文字。", "This is a date where words belong."), AS_TEXT
        )
    value = plain(cell.value) if cell.what != "number" else _digits(cell, EXACT_DIGITS)
    if len(value) > column.most:
        raise ValueWrong(
            "too_long",
            Text(
                f"有 {len(value)} 个字，超过 {column.most} 个字。",
                f"It has {len(value)} characters, more than {column.most}.",
            ),
        )
    return value


def _uscc(cell: Cell, column: Column, from_1904: bool) -> str:
    """A code kept as a number has lost its last digits for good, so it is never read."""
    if cell.what != "text":
        raise _as_number(cell)
    code = normalise_uscc(cell.value)
    wrong = uscc_problem(code)
    if wrong is not None:
        raise ValueWrong("uscc", wrong)
    return code


def _region(cell: Cell, column: Column, from_1904: bool) -> str:
    code = half_width(cell.value) if cell.what == "text" else _digits(cell, 6)
    wrong = region_problem(code)
    if wrong is not None:
        raise ValueWrong("region", wrong)
    return code


def _industry(cell: Cell, column: Column, from_1904: bool) -> str:
    """A code that is a number may have lost its leading zero, unless it has all four digits."""
    code = half_width(cell.value).upper() if cell.what == "text" else _digits(cell, 4)
    if not _INDUSTRY.fullmatch(code) or (cell.what != "text" and len(code) < 4):
        raise ValueWrong(
            "industry", Text(f"“{code[:20]}”不是行业代码。", f"“{code[:20]}” is not an industry code.")
        )
    return code


def _phone(cell: Cell, column: Column, from_1904: bool) -> str:
    """Of numbers only a mobile number is read: it has eleven digits and no leading zero to lose."""
    if cell.what != "text":
        number = _digits(cell, 11)
        if len(number) != 11 or number[0] != "1":
            raise _as_number(cell)
        return number
    number = re.sub(r"[‐-―－]", "-", half_width(cell.value))
    if not _PHONE.fullmatch(number) or sum(c.isdigit() for c in number) < 7:
        raise ValueWrong(
            "phone", Text(f"“{number[:30]}”不是电话号码。", f"“{number[:30]}” is not a telephone number.")
        )
    return number


def _email(cell: Cell, column: Column, from_1904: bool) -> str:
    address = half_width(cell.value).replace(" ", "")
    if cell.what != "text" or not _EMAIL.fullmatch(address) or ".." in address:
        raise ValueWrong(
            "email", Text(f"“{address[:60]}”不是电子邮箱。", f"“{address[:60]}” is not an address.")
        )
    return address


def _yes_no(cell: Cell, column: Column, from_1904: bool) -> bool:
    word = half_width(cell.value).casefold()
    if cell.what == "bool" and word in ("0", "1"):
        return word == "1"
    if cell.what == "text" and word in YES | NO:
        return word in YES
    raise ValueWrong(
        "yes_no", Text(f"“{word[:20]}”不是“是”或“否”。", f"“{word[:20]}” is neither yes nor no.")
    )


def _choice(cell: Cell, column: Column, from_1904: bool) -> str:
    word = half_width(cell.value).casefold()
    for value, said in column.choices:
        names = {value, said.zh, said.en, said.zh.removesuffix("型"), f"{said.zh}企业"}
        if word in {half_width(name).casefold() for name in names}:
            return value
    raise ValueWrong("choice", Text(f"“{word[:20]}”不在可选范围内。", f"“{word[:20]}” is not in the list."))


def _measure(cell: Cell, column: Column, from_1904: bool) -> Decimal:
    """A number is taken as the spreadsheet shows it at most: fifteen digits, at most six of them decimals."""
    try:
        if cell.what == "number":
            value = round(Decimal(cell.value), 6)
            value = +value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
            text = format(value, "f")
        else:
            text = half_width(cell.value).replace(",", "") if cell.what == "text" else ""
    except (InvalidOperation, ValueError):
        text = ""
    if not _NUMBER.fullmatch(text):
        shown = cell.value[:30]
        raise ValueWrong("number", Text(f"“{shown}”不是数字。", f"“{shown}” is not a number."))
    return Decimal(text)


def _count(cell: Cell, column: Column, from_1904: bool) -> Decimal:
    value = _measure(cell, column, from_1904)
    if value != value.to_integral_value() or not 1 <= value < MOST_COUNTED:
        shown = cell.value[:30]
        raise ValueWrong(
            "count", Text(f"“{shown}”不是从 1 起的整数。", f"“{shown}” is not a whole number from 1 on.")
        )
    return value


def _day(cell: Cell, column: Column, from_1904: bool) -> date:
    """Eight digits are a day written without signs whatever the cell is formatted as: no serial has so many."""
    if cell.what == "day" and not re.match(r"\d{4}-|\d{8}$", cell.value):
        found = _serial_day(cell, from_1904)
    elif cell.what == "number" and not _COMPACT_DAY.fullmatch(cell.value):
        shown = cell.value[:20]
        raise ValueWrong(
            "day_unclear",
            Text(
                f"“{shown}”是数字，看不出是哪一天。",
                f"“{shown}” is a number; which day it means cannot be told.",
            ),
            Text(
                "请把单元格设为日期格式，或按 2019-05-08 的形式填写。",
                "Format the cell as a date, or write it like 2019-05-08.",
            ),
        )
    else:
        found = _written_day(half_width(cell.value))
    if found < EARLIEST:
        raise _no_such_day(str(found))
    return found


def _written_day(text: str) -> date:
    tight = re.sub(r"\s*([-/.年月日号])\s*", r"\1", text)
    match = next((m for p in (_PLAIN_DAY, _CHINESE_DAY, _COMPACT_DAY) if (m := p.fullmatch(tight))), None)
    if match is None:
        raise ValueWrong("day", Text(f"“{text[:30]}”不是完整的日期。", f"“{text[:30]}” is not a whole date."))
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise _no_such_day(text) from None


def _serial_day(cell: Cell, from_1904: bool) -> date:
    """Return the day of a serial number; the day 60 of the 1900 system never was (29 February 1900)."""
    try:
        number = Decimal(cell.value)
        is_day = (0 if from_1904 else 1) <= number < LARGEST_SERIAL + 1
    except InvalidOperation:
        raise _no_such_day(cell.value) from None
    serial = int(number) if is_day else 60
    if not is_day or (serial == 60 and not from_1904):
        raise _no_such_day(cell.value)
    if from_1904:
        return date(1904, 1, 1) + timedelta(days=min(serial, LARGEST_SERIAL - 1462))
    return date(1899, 12, 31 if serial < 60 else 30) + timedelta(days=serial)


def _no_such_day(text: str) -> ValueWrong:
    return ValueWrong("no_such_day", Text(f"没有“{text[:30]}”这一天。", f"There is no day “{text[:30]}”."))


def _digits(cell: Cell, most: int) -> str:
    """Return a whole number as its digits; one with a fraction or too many digits was not meant as text."""
    try:
        value = Decimal(cell.value) if cell.what == "number" else Decimal("NaN")
        if value == value.to_integral_value() and 0 <= value < Decimal(10) ** most:
            return str(int(value))
    except (InvalidOperation, ValueError):
        pass
    raise _as_number(cell)


def _as_number(cell: Cell) -> ValueWrong:
    shown = cell.value[:30]
    return ValueWrong(
        "stored_as_number",
        Text(
            f"单元格按数字存储（{shown}），可能已丢失数字。",
            f"The cell is stored as a number ({shown}) and may have lost digits.",
        ),
        AS_TEXT,
    )


_READERS: Final[dict[str, Callable[[Cell, Column, bool], Value]]] = {
    "text": _text, "uscc": _uscc, "region": _region, "day": _day, "yes_no": _yes_no, "choice": _choice,
    "industry": _industry, "number": _measure, "count": _count, "email": _email, "phone": _phone,
}  # fmt: skip
