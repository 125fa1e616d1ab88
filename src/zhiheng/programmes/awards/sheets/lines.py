"""Which case a line is about, and what is wrong with a line that does not say it rightly."""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.core.text import Text
from zhiheng.programmes.awards.sheets.layout import Filled, Line
from zhiheng.programmes.awards.workbook.values import half_width
from zhiheng.registers.domain.names import name_key


def code_in(line: Line, key: str = "case") -> str:
    """Return a code as it is kept: half-width, small letters."""
    return half_width(line.text(key)).lower()


def lines_by_case(run: StageRun, filled: Filled, *also: str) -> Iterator[tuple[CaseRef, Line]]:
    """Yield every line whose case is running, with it; the others become problems.

    A line whose organisation is not that of its case is refused, because a column that was sorted alone looks
    like that; so is a case (with the columns *also*) that an earlier line has.
    """
    cases = {case.code: case for case in run.cases}
    seen: dict[tuple[str, ...], int] = {}
    for line in filled.lines:
        case = cases.get(code_in(line))
        if case is None:
            if not filled.is_blank(line) or code_in(line):
                _unknown(run, filled, line)
            continue
        key = (case.code, *(half_width(line.text(one)).upper() for one in also))
        first = seen.setdefault(key, line.row)
        if first != line.row:
            told = Text(
                f"与第 {first} 行重复：{' '.join(key)}。", f"It repeats row {first}: {' '.join(key)}."
            )
            filled.wrong(line, "case", "repeated", told, Text("请只保留一行。", "Keep one row."))
        elif _is_another(line, case):
            told = Text(
                f"{case.code} 的单位是“{case.name}”，不是“{line.text('name')[:60]}”。",
                f"{case.code} belongs to “{case.name}”, not to “{line.text('name')[:60]}”.",
            )
            remedy = Text(
                "可能只对一列作了排序；请重新写出本表再填。",
                "Perhaps one column was sorted alone; write the sheet again.",
            )
            filled.wrong(line, "name", "case_mismatch", told, remedy)
        else:
            yield case, line


def _is_another(line: Line, case: CaseRef) -> bool:
    return bool(line.text("name")) and name_key(line.text("name")) != name_key(case.name)


def _unknown(run: StageRun, filled: Filled, line: Line) -> None:
    code = code_in(line)
    if not code:
        told = Text("这一行没有办件编号。", "This row names no case.")
    else:
        told = Text(
            f"{code[:60]} 不是本环节正在办理的办件。",
            f"{code[:60]} is not a case that is running at this stage.",
        )
    remedy = Text(
        f"请删除这一行，或重新写出本表：zhiheng round sheet {run.round_code} {run.rule.id} --to 文件.xlsx。",
        f"Remove the row, or write the sheet again: zhiheng round sheet {run.round_code} {run.rule.id} --to FILE.",
    )
    filled.wrong(line, "case", "case_unknown", told, remedy)
