"""Take the applications of a workbook into a round: all of its rows or none, and again without doubling any."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework import actions as casework
from zhiheng.casework import policy
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import InputRefused, Place, Problem
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards.domain.applications import Contact, Intake
from zhiheng.programmes.awards.domain.intake_report import PlannedRow, Report, RowReport, Verdict
from zhiheng.programmes.awards.models import Application
from zhiheng.programmes.awards.queries.applications import intake_of
from zhiheng.programmes.awards.queries.intake_plan import Plan, organisation_in, planned
from zhiheng.programmes.awards.workbook.read import Limits, Progress, Read, read_workbook
from zhiheng.programmes.awards.workbook.wrong import not_listed
from zhiheng.registers import actions as registers
from zhiheng.registers.domain.rows import OrganisationRow

LIMITS = Limits()
COMPARING = Text("与台账比对", "Comparing with the registers")
REGISTERING = Text("登记单位", "Registering organisations")
OPENING = Text("建立办件", "Opening cases")
SAVING = Text("记录联系方式", "Recording contacts")


def dry_run(
    round_code: str, content: bytes, name: str, by: Actor, now: datetime, *, progress: Progress | None = None
) -> Report:
    """Say what an import of this workbook at this instant would do, row by row, and save nothing.

    Refuses anybody but the office of the round's authority. Every problem of the workbook is in the report.
    """
    intake = intake_of(round_code)
    policy.may_run_round(by, intake.book.authority).or_refuse("applications.not_yours")
    read = _read(intake, content, name, now, progress)
    return _report(intake, content, read, _planned(intake, read, now, progress))


def import_applications(
    round_code: str, content: bytes, name: str, by: Actor, now: datetime, *, progress: Progress | None = None
) -> Report:
    """Import a workbook in one transaction: register who is new, open cases, record what changed.

    A workbook with any problem is refused whole (``InputRefused`` with every problem). One that was
    imported before changes nothing and leaves no line. Imports into one round follow one another.
    """
    intake = intake_of(round_code)
    policy.may_run_round(by, intake.book.authority).or_refuse("applications.not_yours")
    read = _read(intake, content, name, now, progress)
    _refuse_problems(read, Plan())
    with transaction.atomic():
        intake = intake_of(round_code, hold=True)
        plan = _planned(intake, read, now, progress)
        _refuse_problems(read, plan)
        opened = _carry_out(intake, read, plan, by, now, progress or _silent)
        report = _report(intake, content, read, plan, opened)
        _write_summary(intake, report, by, now)
    return report


def _silent(what: Text, done: int, of: int) -> None:
    """Tell nobody."""


def _read(intake: Intake, content: bytes, name: str, now: datetime, progress: Progress | None) -> Read:
    today = now.astimezone(SHANGHAI).date()
    return read_workbook(
        content, name, intake.book, limits=LIMITS, today=today, closing=intake.closing_day, progress=progress
    )


def _planned(intake: Intake, read: Read, now: datetime, progress: Progress | None) -> Plan:
    tell, total = progress or _silent, len(read.rows)
    tell(COMPARING, 0, total)
    plan = planned(intake, read, now)
    tell(COMPARING, total, total)
    return plan


def _problems(read: Read, plan: Plan) -> tuple[tuple[Problem, ...], int]:
    """Return the problems to list, those of the file first, and how many are left out."""
    found = (*read.problems, *plan.problems)
    kept = found[: LIMITS.problems]
    return kept, read.more + len(found) - len(kept)


def _refuse_problems(read: Read, plan: Plan) -> None:
    problems, more = _problems(read, plan)
    if not problems:
        return
    total = len(problems) + more
    code = problems[0].code if total == 1 else "applications.refused"
    message = Text(
        f"工作簿有 {total} 处问题，未导入任何内容。",
        f"The workbook has {total} problem{'' if total == 1 else 's'}; nothing was imported.",
    )
    if total == 1:
        told = problems[0].text()
        message = Text(f"{told.zh}未导入任何内容。", f"{told.en} Nothing was imported.")
    listed = (*problems, not_listed(Place(file=read.file), more)) if more else problems
    raise InputRefused(code, message, listed)


def _carry_out(
    intake: Intake, read: Read, plan: Plan, by: Actor, now: datetime, tell: Progress
) -> dict[int, str]:
    """Do what the plan says; return the code of each new case by its row."""
    new, changed = plan.of(Verdict.NEW), plan.of(Verdict.CHANGED)
    tell(REGISTERING, 0, len(new))
    subjects = _registered(read, new, by, now)
    for one in (*new, *changed):
        if one.corrections:
            registers.correct_organisation(code=one.organisation, by=by, now=now, **one.corrections)
    tell(OPENING, 0, len(new))
    opened = _opened(intake, new, subjects, by, now)
    _changed(intake, changed, by, now)
    contacts = {pk: one.row.contact for (pk, _), one in zip(opened, new, strict=True)}
    contacts |= {one.case_pk: one.row.contact for one in changed if one.case_pk and one.contact_fields}
    tell(SAVING, 0, len(contacts))
    _keep_contacts(contacts, now)
    tell(SAVING, len(contacts), len(contacts))
    return {one.row.row: code for (_, code), one in zip(opened, new, strict=True)}


def _registered(read: Read, new: Sequence[PlannedRow], by: Actor, now: datetime) -> Sequence[OrganisationRow]:
    """Return the organisation of each new row, registered now where it was not."""
    if not new:
        return ()
    return registers.register_organisations([organisation_in(one.row, read) for one in new], by=by, now=now)


def _opened(
    intake: Intake, new: Sequence[PlannedRow], subjects: Sequence[OrganisationRow], by: Actor, now: datetime
) -> list[tuple[int, str]]:
    """Open the cases of new rows; return the key and the code of each, in their order."""
    if not new:
        return []
    cases = [
        casework.NewCase(
            subject=subject.code,
            name=subject.name,
            region=str(one.corrections.get("region", subject.region)),
            declared=one.row.declared(),
        )
        for one, subject in zip(new, subjects, strict=True)
    ]
    opened = casework.open_cases(round_code=intake.round_code, cases=cases, by=by, now=now)
    return [(case.pk, case.code) for case in opened]


def _changed(intake: Intake, changed: Sequence[PlannedRow], by: Actor, now: datetime) -> None:
    """Hand on what a case declares or where it belongs; a new telephone number alone is this room's own."""
    changes = [
        casework.ChangedCase(one.case, one.row.declared(), str(one.corrections.get("region", "")))
        for one in changed
        if one.is_declared_changed or "region" in one.corrections
    ]
    if changes:
        casework.change_declared(round_code=intake.round_code, changes=changes, by=by, now=now)
    entries = [
        ledger.Entry("awards.contact_changed", one.case, body={"fields": list(one.contact_fields)})
        for one in changed
        if one.contact_fields
    ]
    ledger.write_many(book=intake.book.authority, entries=entries, actor=by, at=now)


def _keep_contacts(contacts: Mapping[int, Contact], now: datetime) -> None:
    rows = [
        Application(
            case_id=pk,
            person=contact.person,
            phone=contact.phone,
            email=contact.email,
            remark=contact.remark,
            stated_at=now,
        )
        for pk, contact in contacts.items()
    ]
    Application.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["person", "phone", "email", "remark", "stated_at"],
    )


def _write_summary(intake: Intake, report: Report, by: Actor, now: datetime) -> None:
    """Leave one line for the whole workbook, unless it changed nothing."""
    counts = report.counts()
    if counts["new"] or counts["changed"]:
        ledger.write(
            book=intake.book.authority,
            act="awards.applications_imported",
            actor=by,
            about=intake.round_code,
            at=now,
            body={"file_sha256": report.sha256, **counts},
        )


def _report(
    intake: Intake, content: bytes, read: Read, plan: Plan, opened: Mapping[int, str] | None = None
) -> Report:
    """Return the report; *opened* holds the new cases where the plan was carried out."""
    problems, more = _problems(read, plan)
    rows = [_row_report(one, opened or {}) for one in plan.rows]
    seen = {row.row for row in rows}
    rows += [RowReport(number, Verdict.REFUSED) for number in read.refused if number not in seen]
    return Report(
        round_code=intake.round_code,
        file=read.file,
        sha256=hashlib.sha256(content).hexdigest(),
        rows=tuple(sorted(rows, key=lambda row: row.row)),
        problems=problems,
        warnings=read.warnings,
        more=more,
        saved=opened is not None,
    )


def _row_report(one: PlannedRow, opened: Mapping[int, str]) -> RowReport:
    case = one.case or opened.get(one.row.row, "")
    return RowReport(one.row.row, one.verdict, one.row.name, one.row.uscc, case, one.changes)
