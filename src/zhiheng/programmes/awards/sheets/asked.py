"""The sheets of an inquiry or a consultation: one for each department that was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework.actions import ReplyGiven
from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.queries import said as standing
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.sheets.layout import CASE, NAME, Filled, Form, Line, Said, Table, Verdict
from zhiheng.programmes.awards.sheets.lines import lines_by_case
from zhiheng.rules.vocabulary import word

HAS = (("adverse", Text("有", "yes")), ("clear", Text("无", "no")))
_CHOOSE = Text("请填“有”或“无”。", "Write 有 (yes) or 无 (no).")
_ADVERSE = {
    "inquiry": Text("有无不良记录", "Adverse record"),
    "consult": Text("有无反对意见", "Objects"),
}
_OPINION = Column(
    "opinion", Text("意见", "Opinion"), "text", False,
    Text("填“有”时必须写明；填“无”时可以不写。", "Required with 有, optional with 无."), most=2000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DepartmentReply:
    """What one department replied about one case."""

    department: str
    reply: ReplyGiven


def sheet_names(run: StageRun) -> dict[str, str]:
    """Return the name of each department's sheet, at most 31 characters, none twice."""
    names: dict[str, str] = {}
    for department in run.rule.asks:
        name = re.sub(r"[\[\]:*?/\\']", " ", word("department", department, run.book).zh).strip()[:31]
        taken = {one.casefold() for one in names.values()} | {"填表说明", ""}
        names[department] = f"{name[:20]} {len(names) + 1}" if name.casefold() in taken else name
    return names


def _tables(run: StageRun) -> tuple[Table, ...]:
    known = standing.replies_at(run.pk)
    adverse = Column("adverse", _ADVERSE[run.rule.kind], "choice", True, _CHOOSE, HAS)
    return tuple(
        Table(
            name,
            (CASE, NAME, adverse, _OPINION),
            tuple(
                {"case": case.code, "name": case.name, **_stands(known.get((department, case.code)))}
                for case in run.cases
            ),
        )
        for department, name in sheet_names(run).items()
    )


def _stands(reply: tuple[bool, str] | None) -> dict[str, str]:
    if reply is None:
        return {}
    return {"adverse": "adverse" if reply[0] else "clear", "opinion": reply[1]}


def _said(run: StageRun, tables: Mapping[str, Filled], _now: datetime, _dry: bool) -> Said:
    said, known = Said(), standing.replies_at(run.pk)
    for department, name in sheet_names(run).items():
        filled = tables[name]
        for case, line in lines_by_case(run, filled):
            _reply(said, filled, line, case.code, department, known.get((department, case.code)))
    return said


def _reply(
    said: Said, filled: Filled, line: Line, case: str, department: str, before: tuple[bool, str] | None
) -> None:
    choice, opinion = line.text("adverse"), line.text("opinion")
    if not choice and not opinion:
        said.row(filled, line, case, Verdict.BLANK if before is None else Verdict.UNCHANGED)
    elif not choice:
        told = Text("写了意见，但没有填“有”或“无”。", "There is an opinion, but neither 有 nor 无.")
        filled.wrong(line, "adverse", "required", told)
    elif choice == "adverse" and not opinion:
        told = Text("填“有”时必须写明意见。", "With 有 an opinion is required.")
        filled.wrong(line, "opinion", "required", told)
    else:
        reply = ReplyGiven(case, choice == "adverse", opinion)
        said.compared(
            filled, line, case, now=(reply.is_adverse, opinion), before=before,
            given=DepartmentReply(department, reply),
        )  # fmt: skip


def _notes(run: StageRun) -> tuple[Text, ...]:
    return (
        Text(
            "每个被征询的部门一张工作表；空着的办件视为该部门尚未答复。",
            "One sheet for each department; a case left empty has not been answered yet.",
        ),
    )


ASKED = Form(_tables, _said, _notes)
