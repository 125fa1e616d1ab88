"""What a workbook would change about the applications of a round, from reads alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Place, Problem
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import ApplicationRow, Contact, Intake
from zhiheng.programmes.awards.domain.intake_report import PlannedRow, Verdict
from zhiheng.programmes.awards.queries.applications import (
    KnownCase,
    contacts_in,
    granted_late,
    known_cases,
)
from zhiheng.programmes.awards.workbook.read import Read
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.intake import NewOrganisation
from zhiheng.registers.domain.rows import OrganisationRow
from zhiheng.registers.queries.registrations import verdicts_on

STATED: Final = {
    "region": Text("行政区划代码", "region"),
    "founded_day": Text("成立日期", "founding day"),
    "legal_person": Text("是否法人", "legal person"),
    "industry": Text("行业代码", "industry"),
    "size": Text("规模", "size"),
    "kind": Text("单位类型", "kind"),
}
FIXED: Final = frozenset({"kind"})  # the registers do not correct these after registration
_COLUMN_OF: Final = {"organisation.region_unknown": "region", "organisation.uscc_taken": "uscc",
                     "organisation.uscc_wrong": "uscc", "organisation.value_unknown": "size"}  # fmt: skip


@dataclass(slots=True)
class Plan:
    """Every good row with its meaning, and the problems that only the registers and the round know of."""

    rows: list[PlannedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, verdict: Verdict) -> list[PlannedRow]:
        """Return the rows of one verdict."""
        return [row for row in self.rows if row.verdict is verdict]


def planned(intake: Intake, read: Read, now: datetime) -> Plan:
    """Return what the rows of a workbook would do to a round at an instant; constant in statements.

    A new applicant must agree with what the registers say of it; what they do not know yet is completed. A
    changed row of a running case corrects both.
    """
    plan = Plan(problems=_other_round(intake, read))
    verdicts = verdicts_on([organisation_in(row, read) for row in read.rows])
    known = registers.organisations_by_code({verdict.existing for verdict in verdicts if verdict.existing})
    cases, contacts = known_cases(intake.round_code), contacts_in(intake.round_code)
    for row, verdict in zip(read.rows, verdicts, strict=True):
        if verdict.problem is not None:
            plan.problems.append(_in_column(verdict.problem, read))
            plan.rows.append(PlannedRow(row, Verdict.REFUSED))
        elif verdict.existing is None:
            plan.rows.append(PlannedRow(row, Verdict.NEW))
        else:
            one = known[verdict.existing]
            case = cases.get(one.code)
            _known_applicant(plan, read, row, one, case, contacts.get(case.pk) if case else None)
    _refuse_out_of_time(plan, intake, read, now)
    return plan


def organisation_in(row: ApplicationRow, read: Read) -> NewOrganisation:
    """Return the applicant of a row as the registers take it, with its place in the workbook."""
    return NewOrganisation(
        name=row.name,
        uscc=row.uscc,
        region=row.region,
        kind=row.kind,
        founded_day=row.founded_day,
        legal_person=row.legal_person,
        industry=row.industry,
        size=row.size,
        place=Place(file=read.file, sheet=read.sheet, row=row.row),
    )


def _known_applicant(
    plan: Plan,
    read: Read,
    row: ApplicationRow,
    one: OrganisationRow,
    case: KnownCase | None,
    contact: Contact | None,
) -> None:
    """Compare a row with what is on record about its applicant, and with its case if it has one."""
    differs = _differences(row, one, read)
    refused = [name for name in differs if _is_settled(one, name, case)]
    for name in refused:
        plan.problems.append(_disagrees(row, one, name, differs[name], read))
    if refused:
        plan.rows.append(PlannedRow(row, Verdict.REFUSED, one.code, case.code if case else ""))
    elif case is None:
        changes = tuple(_change(name, one, value) for name, value in differs.items())
        plan.rows.append(PlannedRow(row, Verdict.NEW, one.code, corrections=differs, changes=changes))
    else:
        _compared(plan, read, _against_case(row, one, case, differs, contact), case)


def _against_case(
    row: ApplicationRow,
    one: OrganisationRow,
    case: KnownCase,
    differs: Mapping[str, Any],
    contact: Contact | None,
) -> PlannedRow:
    changes = [_change(name, one, value) for name, value in differs.items()]
    is_declared_changed = case.declared != row.declared()
    if is_declared_changed:
        changes.append(Text("申报内容有改动", "what is declared was changed"))
    fields = ("person", "phone", "email", "remark")
    moved = tuple(
        name for name in fields if contact is None or getattr(contact, name) != getattr(row.contact, name)
    )
    if moved:
        changes.append(Text("联系方式或备注有改动", "the contact or the remark was changed"))
    verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
    return PlannedRow(
        row, verdict, one.code, case.code, case.pk, differs, is_declared_changed, moved, tuple(changes)
    )


def _compared(plan: Plan, read: Read, found: PlannedRow, case: KnownCase) -> None:
    if found.verdict is Verdict.CHANGED and case.state != "running":
        plan.problems.append(
            Problem(
                "applications.not_running",
                Place(file=read.file, sheet=read.sheet, row=found.row.row),
                Text(
                    f"办件 {case.code} 已撤回或已结束，不能更改。",
                    f"Case {case.code} was withdrawn or has ended.",
                ),
                Text(
                    "如已撤回，请先恢复办件；否则请删除这一行。",
                    "Restore a withdrawn case first, or remove the row.",
                ),
            )
        )
        found = replace(found, verdict=Verdict.REFUSED)
    plan.rows.append(found)


def _differences(row: ApplicationRow, one: OrganisationRow, read: Read) -> dict[str, Any]:
    """Return what the row states otherwise than the registers; an empty cell states nothing."""
    stated = {name: getattr(row, name) for name in STATED if name != "kind" or "kind" in read.columns}
    return {name: value for name, value in stated.items() if value != "" and value != getattr(one, name)}


def _is_settled(one: OrganisationRow, name: str, case: KnownCase | None) -> bool:
    """Tell whether a workbook may not change this: it is on record, and not through this application."""
    return name in FIXED or (case is None and getattr(one, name) not in ("", None))


def _change(name: str, one: OrganisationRow, value: object) -> Text:
    said, old = STATED[name], getattr(one, name)
    before, after = _shown(old), _shown(value)
    return Text(f"{said.zh}：{before.zh} → {after.zh}", f"{said.en}: {before.en} → {after.en}")


def _shown(value: object) -> Text:
    if value in ("", None):
        return Text("无", "none")
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return Text.of(str(value))


def _disagrees(row: ApplicationRow, one: OrganisationRow, name: str, value: object, read: Read) -> Problem:
    said, on_record, stated = STATED[name], _shown(getattr(one, name)), _shown(value)
    place = Place(
        file=read.file, sheet=read.sheet, row=row.row, column=read.columns.get(name, ""), field=said.zh
    )
    return Problem(
        "applications.register_disagrees",
        place,
        Text(
            f"“{one.name}”的{said.zh}在台账中登记为 {on_record.zh}，此处填 {stated.zh}。",
            f"The register says {on_record.en} for {said.en}; this row says {stated.en}.",
        ),
        Text(
            "请核对；台账有误的，请先更正台账。",
            "Check it; if the register is wrong, correct it there first.",
        ),
    )


def _in_column(problem: Problem, read: Read) -> Problem:
    """Add the column that a problem of the registers is about."""
    column = _COLUMN_OF.get(problem.code, "name")
    return replace(problem, place=replace(problem.place, column=read.columns.get(column, "")))


def _other_round(intake: Intake, read: Read) -> list[Problem]:
    """A workbook says for which round and under which rules it was made; another one is refused."""
    place = Place(file=read.file)
    advice = Text("请重新下载本届模板填写。", "Fill in the template of this round.")
    if read.round_code and read.round_code != intake.round_code:
        message = Text(
            f"工作簿是届次 {read.round_code} 的，不是 {intake.round_code} 的。",
            f"The workbook is for round {read.round_code}, not {intake.round_code}.",
        )
        return [Problem("applications.other_round", place, message, advice)]
    if read.digest and read.digest != intake.book.digest:
        message = Text("工作簿所依据的规则与本届不同。", "The workbook was made under other rules.")
        return [Problem("applications.other_rules", place, message, advice)]
    return []


def _refuse_out_of_time(plan: Plan, intake: Intake, read: Read, now: datetime) -> None:
    """Refuse what would change anything outside the round's time, unless a late entry was granted to its subject."""
    if intake.opens_at <= now < intake.closes_at:
        return
    granted = granted_late(intake.round_code, now) if now >= intake.closes_at else set()
    acts = (Verdict.NEW, Verdict.CHANGED)
    late = [one for one in plan.rows if one.verdict in acts and one.organisation not in granted]
    if not late:
        return
    refused = {one.row.row for one in late}
    plan.rows = [
        replace(one, verdict=Verdict.REFUSED) if one.row.row in refused else one for one in plan.rows
    ]
    plan.problems.append(_out_of_time(intake, read, late, now))


def _out_of_time(intake: Intake, read: Read, late: Sequence[PlannedRow], now: datetime) -> Problem:
    at = f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    names = "、".join(one.row.name for one in late[:3]) + ("等" if len(late) > 3 else "")
    count = f"（{len(late)} 行：{names}）"
    if now < intake.opens_at:
        opens = f"{intake.opens_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
        return Problem(
            "applications.too_early",
            Place(file=read.file),
            Text(
                f"现在是 {at}，申报自 {opens}（北京时间）开始，不能导入新增或改动的申报{count}。",
                f"It is {at}; applications open at {opens} (Beijing time), so {len(late)} rows cannot be imported.",
            ),
            Text("请在申报开始后导入。", "Import it when the round is open."),
        )
    closed = f"{intake.closes_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return Problem(
        "applications.too_late",
        Place(file=read.file),
        Text(
            f"现在是 {at}，申报已于 {closed}（北京时间）截止，不能导入新增或改动的申报{count}。",
            f"It is {at}; applications closed at {closed} (Beijing time), so {len(late)} rows cannot be imported.",
        ),
        Text(
            "如有正当理由，可提出逾期申请，由评审办决定。",
            "With good reason a late entry can be requested; the office decides.",
        ),
    )
