"""The sheet of a public notice: the objections that came, and what was decided about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.queries import said as standing
from zhiheng.casework.queries.said import ObjectionRow, Published
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.sheets.layout import CASE, NAME, Filled, Form, Line, Said, Table, Verdict
from zhiheng.programmes.awards.sheets.lines import code_in

SHEET = "异议"
WORDS = (("upheld", Text("成立", "upheld")), ("rejected", Text("不成立", "rejected")))
_ANSWER = Text(
    "处理完毕的填“成立”或“不成立”；尚未处理的空着。", "成立 (upheld), 不成立 (not), or empty while open."
)
_FIELDS = ("case", "name", "contact", "grounds")


@dataclass(frozen=True, slots=True)
class ObjectionSaid:
    """An objection to take, if it is new, and the decision on it, if there is one."""

    case: str
    name: str
    contact: str
    grounds: str
    received_at: datetime
    known: int | None
    upheld: bool | None
    decision: str


def _columns(run: StageRun) -> tuple[Column, ...]:
    rule = run.rule.objections
    must = (
        Text("实名异议必须填写。", "Required: objections carry a name.")
        if rule.named
        else Text("可不填。", "Optional.")
    )
    case = Column(
        "case", CASE.title, "text", True, Text("被异议的办件编号。", "The case objected to."), most=80
    )
    return (
        Column("number", Text("登记号", "Number"), "number", False,
               Text("由系统填写；新的异议空着。", "Filled by the house; empty for a new one.")),
        case,
        NAME,
        Column("objector", Text("异议人姓名或单位", "Objector"), "text", True, must, most=200),
        Column("contact", Text("联系方式", "Contact"), "text", True, must, most=200),
        Column("grounds", Text("事由", "Grounds"), "text", True,
               Text("写明事实和理由。", "Facts and reasons."), most=4000),
        Column("received_at", Text("收到时间", "Received at"), "text", True,
               Text("按 2025-05-08 14:30 的形式填写（北京时间）。", "Like 2025-05-08 14:30, Beijing time.")),
        Column("answer", Text("处理", "Decision"), "choice", True, _ANSWER, WORDS),
        Column("decision", Text("处理意见", "Reasons"), "text", True,
               Text("处理完毕的必须写明。", "Required once decided."), most=4000),
    )  # fmt: skip


def _tables(run: StageRun) -> tuple[Table, ...]:
    names = {case.code: case.name for case in run.cases}
    rows = tuple(
        {
            "number": Decimal(one.pk), "case": one.case, "name": names.get(one.case), "objector": one.name,
            "contact": one.contact, "grounds": one.grounds, "received_at": one.given_at,
            "answer": None if one.state == "open" else one.state, "decision": one.decision or None,
        }
        for one in standing.objections_at(run.pk)
    )  # fmt: skip
    return (Table(SHEET, _columns(run), rows, given=frozenset({"number", "name"}), spare=40),)


def _said(run: StageRun, tables: Mapping[str, Filled], now: datetime, _dry: bool) -> Said:
    said, filled = Said(), tables[SHEET]
    published, known = standing.published_at(run.pk), standing.objections_at(run.pk)
    taken: set[tuple[str, ...]] = set()
    for line in filled.lines:
        if filled.is_blank(line):
            continue
        key = (code_in(line), line.text("objector"), line.text("contact"), line.text("grounds"))
        before = _same(line, key, known)
        if key in taken:
            told = Text("同一异议出现两次。", "The same objection stands here twice.")
            filled.wrong(line, "grounds", "repeated", told, Text("请只保留一行。", "Keep one row."))
        elif _is_good(run, filled, line, published, before, now):
            taken.add(key)
            _take(said, filled, line, key, before, now)
    return said


def _same(line: Line, key: tuple[str, ...], known: tuple[ObjectionRow, ...]) -> ObjectionRow | None:
    """Return the recorded objection that a line is: by its number, else by every word of it."""
    number = line.number("number")
    for one in known:
        if number == one.pk or (
            number is None and key == (one.case, *(_plain(getattr(one, name)) for name in _FIELDS[1:]))
        ):
            return one
    return None


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is_good(
    run: StageRun,
    filled: Filled,
    line: Line,
    published: Published | None,
    before: ObjectionRow | None,
    now: datetime,
) -> bool:
    wrong = _altered(line, before) if before is not None else _unfit(run, line, published, now)
    wrong = wrong or _undecided(line, before)
    if wrong is not None:
        key, code, told, remedy = wrong
        filled.wrong(line, key, code, told, remedy)
    return wrong is None


Wrong = tuple[str, str, Text, Text | None]


def _altered(line: Line, before: ObjectionRow) -> Wrong | None:
    words: dict[str, Any] = {
        "case": (code_in(line), before.case), "objector": (line.text("objector"), _plain(before.name)),
        "contact": (line.text("contact"), _plain(before.contact)), "grounds": (line.text("grounds"), _plain(before.grounds)),
    }  # fmt: skip
    for key, (now, then) in words.items():
        if now != then:
            told = Text(
                f"第 {before.pk} 号异议已经登记，内容不能改动。",
                f"Objection {before.pk} is on record and stays as it is.",
            )
            return key, "objection_altered", told, Text("请恢复原来的内容。", "Restore what stood there.")
    return None


def _unfit(run: StageRun, line: Line, published: Published | None, now: datetime) -> Wrong | None:
    """Say what keeps a new objection from being taken."""
    if line.number("number") is not None:
        told = Text("没有这个登记号的异议。", "There is no objection with this number.")
        return (
            "number",
            "objection_unknown",
            told,
            Text("新的异议请空着登记号。", "Leave it empty for a new one."),
        )
    if published is None or code_in(line) not in published.cases & {case.code for case in run.cases}:
        told = Text("公示名单中没有该办件。", "This case is not on the notice.")
        return "case", "not_published", told, None
    for key in ("objector", "contact"):
        if run.rule.objections.named and not line.text(key):
            return (
                key,
                "required",
                Text("异议须实名并留联系方式。", "An objection carries a name and a contact."),
                None,
            )
    if not line.text("grounds"):
        return "grounds", "required", Text("没有写明事由。", "The grounds are missing."), None
    return _out_of_time(line, published, now)


def _out_of_time(line: Line, published: Published, now: datetime) -> Wrong | None:
    at = line.values.get("received_at")
    if not isinstance(at, datetime):
        return (
            "received_at",
            "required",
            Text("没有填收到时间。", "It does not say when it was received."),
            None,
        )
    if at > now:
        return "received_at", "day_to_come", Text("收到时间在现在之后。", "It lies in the future."), None
    if not published.starts_at <= at < published.ends_at:
        starts, ends = (one.astimezone(SHANGHAI) for one in (published.starts_at, published.ends_at))
        told = Text(
            f"收到时间不在公示期（{starts:%Y-%m-%d %H:%M} 至 {ends:%Y-%m-%d %H:%M}）内。",
            f"It was not received while the notice ran ({starts:%Y-%m-%d %H:%M} to {ends:%Y-%m-%d %H:%M}).",
        )
        remedy = Text("公示期外的来信请另行答复，不在本表登记。", "Answer it apart from this sheet.")
        return "received_at", "out_of_time", told, remedy
    return None


def _undecided(line: Line, before: ObjectionRow | None) -> Wrong | None:
    answer, decision = line.text("answer"), line.text("decision")
    if before is not None and before.state != "open":
        if (answer, decision) in ((before.state, _plain(before.decision)), ("", "")):
            return None
        told = Text(
            f"第 {before.pk} 号异议已经处理，不能改动。", f"Objection {before.pk} is decided and stays so."
        )
        return "answer", "objection_decided", told, Text("请恢复原来的内容。", "Restore what stood there.")
    if answer and not decision:
        return "decision", "required", Text("须写明处理意见。", "Say what was decided and why."), None
    if decision and not answer:
        return (
            "answer",
            "required",
            Text("写了处理意见，但没有填成立或不成立。", "Neither 成立 nor 不成立 is given."),
            None,
        )
    return None


def _take(
    said: Said, filled: Filled, line: Line, key: tuple[str, ...], before: ObjectionRow | None, now: datetime
) -> None:
    answer = line.text("answer")
    decides = bool(answer) and (before is None or before.state == "open")
    if before is not None and not decides:
        said.row(filled, line, key[0], Verdict.UNCHANGED)
        return
    at = line.values.get("received_at")
    said.row(filled, line, key[0], Verdict.NEW if before is None else Verdict.CHANGED)
    said.given.append(
        ObjectionSaid(
            key[0], key[1], key[2], key[3], at if isinstance(at, datetime) else now,
            None if before is None else before.pk, answer == "upheld" if decides else None, line.text("decision"),
        )
    )  # fmt: skip


def _notes(run: StageRun) -> tuple[Text, ...]:
    return (
        Text("公示期内收到的每件异议填一行；没有异议的，本表可以不填、不录入。",
             "One row for each objection; without any, nothing needs to be filled in or recorded."),
        Text("异议人信息只供办理，不公开，不进入公开的账目。", "Who objects is kept apart and never published."),
    )  # fmt: skip


OBJECTED = Form(_tables, _said, _notes, is_confidential=True)
