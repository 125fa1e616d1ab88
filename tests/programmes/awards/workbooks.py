"""Workbooks as offices send them, good and bad, built on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from factories import CLOSES, OPENS, XIAMEN
from zhiheng.core.codes import sample_uscc
from zhiheng.core.refusal import Problem
from zhiheng.programmes.awards.domain.applications import Intake, columns_for
from zhiheng.programmes.awards.workbook.cells import letter
from zhiheng.programmes.awards.workbook.read import Read, read_workbook
from zhiheng.programmes.awards.workbook.template import Values, write_workbook
from zhiheng.rules.load import load_rulebook

BOOK = load_rulebook(XIAMEN)
INTAKE = Intake("xm-7", "7", BOOK, OPENS, CLOSES)
COLUMNS = columns_for(BOOK)
LETTERS = {column.key: letter(at) for at, column in enumerate(COLUMNS)}
SHEET = "申报名单"
SHEET_PART = "xl/worksheets/sheet1.xml"


def applicant(number: int = 1, **given: Any) -> dict[str, Any]:
    """Return the values of an invented applicant of Huli."""
    return {
        "name": f"示例{number:02d}号有限公司", "uscc": sample_uscc("350206", number), "region": "350206",
        "founded_day": date(2010, 5, 8), "legal_person": True, "kind": "enterprise", "industry": "C3411",
        "size": "large", "paper:application_form": True, "paper:self_assessment_report": True,
        "contact": "联系人甲", "phone": f"0592-{number:07d}", "email": f"a{number}@example.invalid", **given,
    }  # fmt: skip


def filled(rows: Sequence[Values] | int = 1) -> bytes:
    """Return the workbook of the sample round with these applicants, from row 2 on."""
    values = [applicant(n) for n in range(1, rows + 1)] if isinstance(rows, int) else rows
    return write_workbook(INTAKE, values)


def edited(change: Callable[[Worksheet], Any], content: bytes | None = None) -> bytes:
    """Return a workbook after somebody changed its list in another program."""
    return saved(lambda book: change(book[SHEET]), content)


def saved(change: Callable[[Workbook], Any], content: bytes | None = None) -> bytes:
    """Return a workbook after somebody changed anything in it in another program."""
    book = openpyxl.load_workbook(io.BytesIO(content or filled()))
    change(book)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def with_cell(key: str, value: Any, number_format: str | None = None, row: int = 2) -> bytes:
    """Return a workbook with one applicant, one of whose cells was overwritten."""

    def change(sheet: Worksheet) -> None:
        cell = sheet[f"{LETTERS[key]}{row}"]
        cell.value = value
        if number_format is not None:
            cell.number_format = number_format

    return edited(change)


def rezipped(change: Callable[[str, bytes], bytes | None], content: bytes | None = None) -> bytes:
    """Return a workbook whose parts went through *change*; ``None`` drops a part."""
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or filled())) as old,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return memory.getvalue()


def with_sheet_xml(old: str, new: str, content: bytes | None = None) -> bytes:
    """Return a workbook in whose list one piece of XML was replaced."""

    def change(name: str, part: bytes) -> bytes:
        if name != SHEET_PART:
            return part
        assert old.encode() in part
        return part.replace(old.encode(), new.encode(), 1)

    return rezipped(change, content)


def read(content: bytes, **given: Any) -> Read:
    """Read a workbook under the rulebook of the sample round."""
    return read_workbook(content, "名单.xlsx", BOOK, **given)


def codes(content: bytes) -> list[str]:
    """Return the codes of all problems, without their room."""
    return [problem.code.removeprefix("workbook.") for problem in read(content).problems]


def only_problem(content: bytes, **given: Any) -> Problem:
    """Return the one problem of a workbook, which has both languages and a remedy."""
    found = read(content, **given)
    assert len(found.problems) == 1, [problem.text().zh for problem in found.problems]
    problem = found.problems[0]
    for text in (problem.message, problem.remedy):
        assert text.zh
        assert text.en not in ("", text.zh)
    return problem


def spot(problem: Problem) -> tuple[str, int | None, str]:
    """Return the code, row and column letter of a problem."""
    return problem.code.removeprefix("workbook."), problem.place.row, problem.place.column
