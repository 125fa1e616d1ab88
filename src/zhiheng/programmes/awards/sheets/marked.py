"""The sheets of a score stage and of a hearing: one line for each case and seat.

What is on record is never written into them, because until the stage closes nobody but the assessor may see it.
For the same reason a line is compared with what stands only where the office itself had handed it in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.core.text import Text
from zhiheng.ledger import queries as ledger
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.sheets.layout import CASE, NAME, Filled, Form, Line, Row, Said, Table, Verdict
from zhiheng.programmes.awards.sheets.lines import lines_by_case
from zhiheng.programmes.awards.sheets.seats import (
    Seating,
    panel_tables,
    panels_said,
    planned_labels,
    seating_of,
)
from zhiheng.programmes.awards.workbook.values import half_width
from zhiheng.review import queries as review
from zhiheng.review.domain.values import HearingGiven, ScorebookGiven
from zhiheng.rules.criteria import criteria_of

SHEET = "评分"
SEAT = Column("seat", Text("席位", "Seat"), "text", True, CASE.remedy, most=12)
STATE = Column("state", Text("状态", "State"), "text", False, CASE.remedy)
GIVEN = frozenset({"case", "name", "seat", "state"})
HANDED_IN = {"score": "review.scorebook_handed_in", "hearing": "review.hearing_points_given"}


def _item_columns(run: StageRun) -> tuple[Column, ...]:
    told = Text("请填 0 到 100 之间 5 的整数倍（百分数，不写 %）。", "0 to 100 in steps of five, without %.")
    return tuple(
        Column(f"item:{item.id}", Text(f"{item.id} {item.title.zh}", f"{item.id} {item.title.en}"), "number", True, told)
        for item in criteria_of(run.book, run.rule).items.values()
    )  # fmt: skip


def _points_column(run: StageRun) -> Column:
    told = Text(f"请填 0 到 {run.rule.points} 之间的数，至多两位小数。",
                f"0 to {run.rule.points}, at most two decimals.")  # fmt: skip
    return Column("points", Text("得分", "Points"), "number", True, told)


def _columns(run: StageRun) -> tuple[Column, ...]:
    own = _item_columns(run) if run.rule.kind == "score" else (_points_column(run),)
    return (CASE, NAME, SEAT, STATE, *own)


def _tables(run: StageRun) -> tuple[Table, ...]:
    seating = seating_of(run)
    marks = Table(SHEET, _columns(run), tuple(_rows(run, seating)), given=GIVEN, spare=200)
    return (*panel_tables(run, seating), marks)


def _rows(run: StageRun, seating: Seating) -> Iterator[Row]:
    done, new = _done(run), planned_labels(run, seating)
    for case in run.cases:
        row = {"case": case.code, "name": case.name}
        if case.code not in seating.known:
            yield from ({**row, "seat": label} for label in new)
        for seat in seating.known.get(case.code, ()):
            if not seat.is_recused:
                state = (
                    "利害关系待裁定"
                    if seat.is_disputed
                    else "已有评分"
                    if (case.code, seat.label) in done
                    else None
                )
                yield {**row, "seat": seat.label, "state": state}


def _done(run: StageRun) -> set[tuple[str, str]]:
    if run.rule.kind == "score":
        return review.signed_seats(run.pk)
    return {(case, label) for case, points in review.hearing_points_of(run.pk).items() for label in points}


def on_paper(run: StageRun) -> set[tuple[str, str]]:
    """Return the (case, seat) whose latest marks the office handed in itself, as the ledger tells."""
    lines = ledger.lines_of(run.authority).filter(
        act=HANDED_IN[run.rule.kind],
        about__startswith=f"{run.round_code}-",
        about__contains=f"/{run.rule.id}/",
    )
    latest = dict(lines.values_list("about", "body_json").iterator())
    return {
        (about.split("/")[0], about.split("/")[2])
        for about, body in latest.items()
        if json.loads(body).get("on_paper")
    }


def _said(run: StageRun, tables: Mapping[str, Filled], _now: datetime, dry: bool) -> Said:
    said, seating, filled = Said(), seating_of(run), tables[SHEET]
    panels_said(run, tables, seating, said)
    office, done, known = on_paper(run), _done(run), _known(run)
    for case, line in lines_by_case(run, filled, "seat"):
        key = (case.code, half_width(line.text("seat")).upper())
        if filled.is_blank(line):
            said.row(filled, line, "/".join(key), Verdict.UNCHANGED if key in done else Verdict.BLANK)
        elif not _is_seated(filled, line, case, key[1], seating):
            continue
        elif key in done and key not in office:
            told = Text(
                f"席位 {key[1]} 已由评审员本人评分，不能代录。",
                f"Seat {key[1]} has marked on its own account.",
            )
            filled.wrong(line, "seat", "marked_by_own", told, Text("请清空这一行的评分。", "Clear this row."))
        else:
            value = _value(run, filled, line, dry)
            if value is not None:
                _compare(run, said, filled, line, key, value, known.get(key) if key in done else None)
    return said


def _known(run: StageRun) -> dict[tuple[str, str], Any]:
    if run.rule.kind == "score":
        return dict(review.marks_of_stage(run.pk))
    found = review.hearing_points_of(run.pk)
    return {(case, label): Decimal(text) for case, points in found.items() for label, text in points.items()}


def _is_seated(filled: Filled, line: Line, case: CaseRef, label: str, seating: Seating) -> bool:
    seat = next((one for one in seating.known.get(case.code, ()) if one.label == label), None)
    if label in seating.planned.get(case.code, ()):
        return True
    told = None
    if seat is None:
        told = Text(f"{case.code} 没有席位 {label}。", f"{case.code} has no seat {label}.")
    elif seat.is_recused:
        told = Text(f"席位 {label} 已回避 {case.code}。", f"Seat {label} is recused from {case.code}.")
    elif seat.is_disputed:
        told = Text(f"席位 {label} 的利害关系待裁定。", f"An interest of seat {label} is undecided.")
    if told is not None:
        remedy = Text("请清空这一行；评审组须先组成。", "Clear this row; panels are formed first.")
        filled.wrong(line, "seat", "not_seated", told, remedy)
    return told is None


def _value(run: StageRun, filled: Filled, line: Line, dry: bool) -> Any | None:
    return _points(run, filled, line) if run.rule.kind == "hearing" else _marks(run, filled, line, dry)


def _marks(run: StageRun, filled: Filled, line: Line, dry: bool) -> dict[str, int] | None:
    """Return a percent for every item; a row with some items missing is only told of in a dry run."""
    marks, missing = {}, []
    for item in criteria_of(run.book, run.rule).items:
        percent = line.number(f"item:{item}")
        if percent is None:
            missing.append(item)
        elif percent != percent.to_integral_value() or percent % 5 or not 0 <= percent <= 100:
            told = Text(
                f"{percent} 不是 0 到 100 之间 5 的整数倍。", f"{percent} is not 0 to 100 in steps of five."
            )
            filled.wrong(line, f"item:{item}", "percent", told)
        else:
            marks[item] = int(percent)
    if missing:
        _incomplete(filled, line, missing, dry)
    return None if len(marks) < len(criteria_of(run.book, run.rule).items) else marks


def _incomplete(filled: Filled, line: Line, missing: list[str], dry: bool) -> None:
    told = Text(
        f"未评条目：{'、'.join(missing)}；未评不按零分计。",
        f"No mark for {', '.join(missing)}; missing is not zero.",
    )
    remedy = Text("请补齐，或清空这一行。", "Complete the row, or clear it.")
    say = filled.warn if dry else filled.wrong
    say(line, f"item:{missing[0]}", "incomplete", told, remedy)


def _points(run: StageRun, filled: Filled, line: Line) -> Decimal | None:
    points = line.number("points")
    if points is not None and 0 <= points <= run.rule.points and points == points.quantize(Decimal("0.01")):
        return points
    told = Text(
        f"得分须在 0 到 {run.rule.points} 之间，至多两位小数。",
        f"Points lie between 0 and {run.rule.points}, with two decimals at most.",
    )
    filled.wrong(line, "points", "points", told)
    return None


def _compare(
    run: StageRun, said: Said, filled: Filled, line: Line, key: tuple[str, str], value: Any, before: Any
) -> None:
    about = "/".join(key)
    if run.rule.kind == "hearing":
        said.compared(filled, line, about, now=value, before=before, given=HearingGiven(*key, value))
    elif before is None or before == value:
        said.compared(filled, line, about, now=value, before=before, given=ScorebookGiven(*key, value))
    else:
        told = Text(
            f"{about} 的评分手册已经签署，与本行不同。", f"The scorebook {about} is signed and differs."
        )
        remedy = Text(
            f"确需更正的，先退回：zhiheng round reopen {run.round_code} {run.rule.id} {key[0]} {key[1]} --ground 理由。",
            f"To correct it, first: zhiheng round reopen {run.round_code} {run.rule.id} {key[0]} {key[1]} --ground WHY.",
        )
        filled.wrong(line, "seat", "signed", told, remedy)


def _notes(run: StageRun) -> tuple[Text, ...]:
    kind = Text("每个办件、每个席位一行；已有评分的行空着即可，评分不会显示。",
                "One row for each case and seat; rows with marks on record stay empty, and no mark is shown.")  # fmt: skip
    if not seating_of(run).without_panel(run):
        return (kind,)
    panel = run.rule.panel
    size = Text("评审组人数由评审办定", "the office sets the size of panels") if panel is None else Text(
        f"每个评审组 {panel.assessors} 名评审员、{panel.lead} 名组长",
        f"a panel has {panel.assessors} assessors and {panel.lead} leads",
    )  # fmt: skip
    forms = Text(
        f"先填“评审员”和“分组”：{size.zh}；只有一个评审组的，可以同时填评分。分几个组的，先录入一次组成评审组，再重新写出本表。",
        f"First fill 评审员 and 分组 ({size.en}). With one panel marks can be filled at once; with several, record "
        "the panels first and write the sheet again.",
    )
    return (forms, kind)


MARKED = Form(_tables, _said, _notes, is_confidential=True)
