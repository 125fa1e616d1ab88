"""A file goes back to its subject for correction, and comes in again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiheng.casework import policy
from zhiheng.casework.actions import letters
from zhiheng.casework.actions.cases import refuse_unless_running
from zhiheng.casework.models import Case, Correction, Stage, Task
from zhiheng.casework.queries.rounds import case_of, open_stage_of, rulebook_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import SHANGHAI, Unit, Within, china_calendar
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import instant
from zhiheng.rules.model import Rulebook


@transaction.atomic
def ask_correction(*, case_code: str, stage: str, asks: str, by: Actor, now: datetime) -> Correction:
    """Return a file to its subject for correction, as often and for as long as the rulebook allows.

    The subject has it as a task and, where it has a mailbox, as a letter.
    """
    case = case_of(case_code)
    row, book = open_stage_of(case.round, stage), rulebook_of(case.round)
    rule = book.stage(stage)
    policy.may_return(by, case.round.authority, rule.by).or_refuse("case.not_yours")
    refuse_unless_running(case)
    within = _refuse_more_corrections(case, row, book)
    due = china_calendar().due(now, Within(Unit(within.kind), within.n), projected=True)
    asked = Correction.objects.create(
        case=case, stage=row, asks=asks, asked_at=now, due_at=due.ends_at, is_projected=due.projected
    )
    _owe_correction(row, case, asks, due.ends_at)
    ledger.write(
        book=case.round.authority, act="casework.correction_asked", actor=by, about=case.code, at=now,
        cites=[book.cite(stage)], body={"asks": asks, "due_at": instant(due.ends_at)},
    )  # fmt: skip
    if not case.round.is_sample:
        letters.tell_correction(case_code=case.code, what=asks, due_at=due.ends_at, now=now)
    return asked


def _refuse_more_corrections(case: Case, row: Stage, book: Rulebook) -> Any:
    """Return the time that the rulebook gives for a correction; refuse one that it does not allow."""
    allowed = getattr(book.stage(row.stage), "correction", None)
    if Correction.objects.filter(case=case, answered_at=None).exists():
        raise Refused(
            "correction.waiting",
            Text("已退回补正，尚未重新提交。", "Returned for correction already; not handed in again yet."),
        )
    made = Correction.objects.filter(case=case, stage=row).count()
    if allowed is None or made >= allowed.times:
        raise Refused(
            "correction.not_allowed",
            Text(f"规则允许退回补正 {allowed.times if allowed else 0} 次，已用 {made} 次。",
                 f"The rule allows {allowed.times if allowed else 0} corrections; {made} were made."),
            [book.cite(row.stage)],
        )  # fmt: skip
    return allowed.within


def _owe_correction(row: Stage, case: Case, asks: str, due_at: datetime) -> None:
    Task.objects.update_or_create(
        stage=row, case=case, role=Role.APPLICANT, place=case.subject, account="",
        defaults={"summary": Text(f"补正材料：{asks}", f"Correct the file: {asks}").to_json(),
                  "due_at": due_at, "done_at": None},
    )  # fmt: skip


@transaction.atomic
def answer_correction(*, case_code: str, declared: Mapping[str, Any], by: Actor, now: datetime) -> Case:
    """Take back a corrected file; what it declares now replaces what it declared before."""
    case = case_of(case_code)
    policy.may_act_for(by, case).or_refuse("case.not_yours")
    asked = Correction.objects.select_for_update().filter(case=case, answered_at=None).first()
    if asked is None:
        raise Refused("correction.not_asked", Text("没有待补正的要求。", "No correction was asked for."))
    if now >= asked.due_at:
        raise Refused(
            "correction.too_late",
            Text(
                f"补正期限 {asked.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 已过。",
                "The time for correction is over.",
            ),
        )
    open_stage_of(case.round, asked.stage.stage)
    Correction.objects.filter(pk=asked.pk).update(answered_at=now)
    Task.objects.filter(stage=asked.stage, case=case, done_at=None).update(done_at=now)
    case.declared = dict(declared)
    case.save(update_fields=["declared"])
    ledger.write(
        book=case.round.authority, act="casework.correction_answered", actor=by, about=case.code, at=now,
        body={"declared": dict(declared)},
    )  # fmt: skip
    return case
