"""Who has to be told a stage's result outside the house, because no letter of ours reaches them, and that it was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhiheng.casework import policy
from zhiheng.casework.models import Stage, Task
from zhiheng.casework.queries.recipients import unreached
from zhiheng.casework.queries.rounds import round_of, rulebook_of, stage_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import SHANGHAI, Unit, Within, china_calendar
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger


@dataclass(frozen=True, slots=True)
class ToldOutside:
    """That the subject of a case was told, on which day and how (a letter, a visit, a call)."""

    case: str
    day: date
    how: str


def owe_telling(*, stage_pk: int, now: datetime) -> int:
    """Give the office a task for each case of a closed stage whose subject the rulebook tells and no letter reaches.

    Due as the rulebook says, counted from the closing; nothing where it says nothing of telling.
    """
    stage = Stage.objects.select_related("round__programme").get(pk=stage_pk)
    rule = rulebook_of(stage.round).stage(stage.stage)
    tells = rule.tells
    if tells is None:
        return 0
    due_at = None
    if tells.within is not None:
        within = Within(Unit(tells.within.kind), tells.within.n)
        due_at = china_calendar().due(now, within, projected=True).ends_at
    in_writing = Text("书面", " in writing") if tells.how == "written" else Text("", "")
    summary = Text(
        f"{in_writing.zh}告知“{rule.title.zh}”的结果", f"Tell the result of “{rule.title.en}”{in_writing.en}"
    )
    cases = unreached(stage, now.astimezone(SHANGHAI).date(), only_cut=tells.who == "cut")
    rows = [
        Task(
            stage=stage, case_id=pk, role=Role.OFFICE, place=stage.round.authority,
            summary=summary.to_json(), due_at=due_at,
        )
        for pk in cases
    ]  # fmt: skip
    return len(Task.objects.bulk_create(rows, batch_size=500))


@transaction.atomic
def record_told(
    *, round_code: str, stage: str, given: Sequence[ToldOutside], by: Actor, now: datetime
) -> int:
    """Record that subjects were told a closed stage's result outside the house; all of them or none.

    Refuses a case for which nothing is owed (told already, or reached by a letter), and a day before the
    closing or after today.
    """
    round_ = round_of(round_code)
    policy.may_run_round(by, round_.authority).or_refuse("telling.not_yours")
    row = stage_of(round_, stage, lock=True)
    open_ones = Task.objects.filter(stage=row, role=Role.OFFICE, case__isnull=False, done_at=None)
    owed = {task.case.code: task for task in open_ones.select_related("case") if task.case is not None}
    for one in given:
        _refuse(one, one.case in owed, row, now)
        task = owed[one.case]
        task.done_at, task.done_day, task.done_how = now, one.day, one.how.strip()
    Task.objects.bulk_update(
        [owed[one.case] for one in given], ["done_at", "done_day", "done_how"], batch_size=200
    )
    cite = rulebook_of(round_).cite(stage)
    entries = [
        ledger.Entry(
            "casework.told_outside", one.case, cites=[cite],
            body={"stage": stage, "day": one.day.isoformat(), "how": one.how.strip()},
        )
        for one in given
    ]  # fmt: skip
    ledger.write_many(book=round_.authority, entries=entries, actor=by, at=now)
    return len(given)


def _refuse(one: ToldOutside, is_owed: bool, row: Stage, now: datetime) -> None:
    if row.closed_at is None or not is_owed:
        raise Refused(
            "telling.not_owed",
            Text(
                f"{one.case} 在本环节没有待告知的事项。",
                f"Nothing is to be told of {one.case} at this stage.",
            ),
        )
    first, today = (at.astimezone(SHANGHAI).date() for at in (row.closed_at, now))
    if not first <= one.day <= today:
        told = Text(f"告知日期应在 {first} 至 {today} 之间。", f"The day lies between {first} and {today}.")
        raise Refused("telling.day", told)
    if not one.how.strip():
        raise Refused("telling.no_way", Text("请写明告知方式。", "Say how they were told."))
