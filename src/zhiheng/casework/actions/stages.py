"""Opening and closing a stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework import policy
from zhiheng.casework.actions import letters
from zhiheng.casework.actions.telling import owe_telling
from zhiheng.casework.domain.plan import due_of
from zhiheng.casework.domain.values import Conclusion, StageRun
from zhiheng.casework.kinds import gathered, kind_of
from zhiheng.casework.models import Case, Finding, Round, Stage, Task
from zhiheng.casework.queries.rounds import notice_ends_at, open_stage_of, round_of, run_of, stage_of
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import china_calendar
from zhiheng.core.canonical import digest
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import instant


@transaction.atomic
def open_stage(*, round_code: str, stage: str, by: Actor, now: datetime) -> Stage:
    """Begin a stage once applications are closed and every stage before it has closed."""
    round_ = round_of(round_code)
    policy.may_run_round(by, round_.authority).or_refuse("stage.not_yours")
    row = stage_of(round_, stage, lock=True)
    run = run_of(round_, row)
    _refuse_too_early(round_, row, run, now)
    due = due_of(run.rule, now, china_calendar())
    row.state, row.opened_at = Stage.State.OPEN, now
    if due is not None:
        row.due_at, row.counted, row.is_projected = due.ends_at, due.counted.to_json(), due.projected
    row.save()
    Case.objects.filter(round=round_, state=Case.State.RUNNING).update(at_stage=stage)
    run = run_of(round_, row)
    kind = kind_of(row.kind)
    kind.opened(run, by, now)
    Task.objects.bulk_create(
        Task(
            stage=row, role=plan.role, place=plan.place, account=plan.account, case_id=plan.case_pk,
            summary=plan.summary.to_json(), due_at=row.due_at,
        )
        for plan in kind.tasks(run)
    )  # fmt: skip
    ledger.write(
        book=round_.authority, act="casework.stage_opened", actor=by, about=f"{round_code}/{stage}", at=now,
        cites=[run.book.cite(stage)], body={"cases": len(run.cases), "due_at": instant(row.due_at) if row.due_at else None},
    )  # fmt: skip
    if not round_.is_sample:
        _tell_stage_opened(row, now)
    return row


def _tell_stage_opened(row: Stage, now: datetime) -> None:
    letters.tell_stage_opened(stage_pk=row.pk, now=now)
    if row.kind == "notice":
        letters.tell_notice(stage_pk=row.pk, ends_at=notice_ends_at(row.pk), now=now)


def _refuse_too_early(round_: Round, row: Stage, run: StageRun, now: datetime) -> None:
    if row.state != Stage.State.WAITING:
        raise Refused(
            "stage.not_waiting",
            Text(f"环节“{run.rule.title.zh}”已经开始过。", f"Stage “{run.rule.title.en}” has begun already."),
        )
    if now < round_.closes_at:
        raise Refused(
            "stage.round_still_open",
            Text("申报尚未截止，不能开始评审。", "Applications are still open; review cannot begin."),
        )
    before = run.book.before(row.stage)
    unfinished = (
        Stage.objects.filter(round=round_, stage__in=before).exclude(state=Stage.State.CLOSED).first()
    )
    if unfinished is not None:
        title = run.book.stage(unfinished.stage).title
        raise Refused(
            "stage.before_not_closed",
            Text(f"前一环节“{title.zh}”尚未结束。", f"The stage before it, “{title.en}”, has not closed."),
            [run.book.cite(row.stage)],
        )


@transaction.atomic
def close_stage(*, round_code: str, stage: str, by: Actor, now: datetime) -> Stage:
    """Conclude a stage for every case in it: findings, who goes on, and what follows elsewhere.

    Refuses while anything is still awaited; a second officer who closes the same stage is refused.
    """
    round_ = round_of(round_code)
    policy.may_run_round(by, round_.authority).or_refuse("stage.not_yours")
    row = open_stage_of(round_, stage)
    run = run_of(round_, row)
    kind = kind_of(row.kind)
    _refuse_while_awaiting(run, now)
    inputs = gathered(run, now)
    conclusions = kind.conclude(run.book, run.rule, inputs)
    refuse_unless_complete(run, conclusions)
    row.state, row.closed_at, row.inputs_digest = Stage.State.CLOSED, now, digest(inputs)
    row.inputs = inputs if kind.keeps_inputs else None
    row.save()
    Task.objects.filter(stage=row, done_at=None).update(done_at=now)
    _record(run, row, conclusions, by, now)
    kind.closed(run, conclusions, by, now)
    _conclude_round_after_last(round_, row, by, now)
    if not round_.is_sample:
        letters.tell_results(stage_pk=row.pk, now=now)
        owe_telling(stage_pk=row.pk, now=now)
    return row


def _refuse_while_awaiting(run: StageRun, now: datetime) -> None:
    waiting = kind_of(run.rule.kind).awaits(run, now)
    if waiting:
        about, told = next(iter(waiting.items()))
        raise Refused(
            "stage.awaits",
            Text(f"本环节还有 {len(waiting)} 项未完成，例如 {about} {told.zh}",
                 f"{len(waiting)} matters are still open, such as {about} {told.en}"),
            [run.book.cite(run.rule.id)],
        )  # fmt: skip


def refuse_unless_complete(run: StageRun, conclusions: Sequence[Conclusion]) -> None:
    """Refuse conclusions that miss a case, name one twice, or name one that is not in the stage."""
    told = sorted(conclusion.case for conclusion in conclusions)
    if told != sorted(case.code for case in run.everybody):
        raise RuntimeError(f"stage {run.rule.id} concluded {len(told)} cases of {len(run.everybody)}")


def _record(run: StageRun, row: Stage, conclusions: Sequence[Conclusion], by: Actor, now: datetime) -> None:
    pk_of = {case.code: case.pk for case in run.everybody}
    Finding.objects.bulk_create(
        [
            Finding(
                stage=row, case_id=pk_of[made.case], outcome=made.outcome.value, goes_on=made.goes_on,
                reasons=[reason.to_json() for reason in made.reasons], cites=[cite.to_json() for cite in made.cites],
                details=dict(made.details), given_at=now,
            )
            for made in conclusions
        ],
        batch_size=500,
    )  # fmt: skip
    ended = [pk_of[made.case] for made in conclusions if not made.goes_on]
    for start in range(0, len(ended), 500):
        Case.objects.filter(pk__in=ended[start : start + 500]).update(state=Case.State.ENDED)
    entries = [
        ledger.Entry(
            act="casework.finding_given", about=made.case, cites=made.cites,
            body={"stage": run.rule.id, "outcome": made.outcome.value, "goes_on": made.goes_on,
                  "conclusion": digest(made.to_json())},
        )
        for made in conclusions
    ]  # fmt: skip
    entries.append(
        ledger.Entry(
            act="casework.stage_closed", about=f"{run.round_code}/{run.rule.id}", cites=[run.book.cite(run.rule.id)],
            body={"cases": len(conclusions), "go_on": len(conclusions) - len(ended), "inputs": row.inputs_digest},
        )
    )  # fmt: skip
    ledger.write_many(book=run.authority, entries=entries, actor=by, at=now)


def _conclude_round_after_last(round_: Round, row: Stage, by: Actor, now: datetime) -> None:
    if Stage.objects.filter(round=round_).exclude(state=Stage.State.CLOSED).exists():
        return
    Case.objects.filter(round=round_, state=Case.State.RUNNING).update(state=Case.State.COMPLETED)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.CONCLUDED)
    ledger.write(book=round_.authority, act="casework.round_concluded", actor=by, about=round_.code, at=now)
