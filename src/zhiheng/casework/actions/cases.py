"""What happens to a case outside the stages' own work: it opens, is corrected, withdrawn, restored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from zhiheng.casework import policy
from zhiheng.casework.models import Case, Correction, LateRequest, Round, Stage, Task, Withdrawal
from zhiheng.casework.queries.rounds import case_of, open_stage_of, rulebook_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import SHANGHAI, Unit, Within, china_calendar
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import instant


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is handed in for one case: whose, what about (``item``; empty for an award), and what it declares."""

    subject: str
    name: str
    region: str
    declared: Mapping[str, Any]
    item: str = ""
    given_at: datetime | None = None
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """What one case declares from now on; ``region`` only where the subject's place was corrected."""

    case: str
    declared: Mapping[str, Any]
    region: str = ""


@transaction.atomic
def open_cases(*, round_code: str, cases: Sequence[NewCase], by: Actor, now: datetime) -> list[Case]:
    """Open a case for each application; the same subject and item again is refused, never doubled.

    An application counts if it was given in while the round was open, half-open to the second, or while
    a late entry was granted to its subject.
    """
    try:
        round_ = Round.objects.select_for_update().get(code=round_code)
    except Round.DoesNotExist:
        raise Refused(
            "round.unknown", Text(f"没有届次 {round_code}。", f"There is no round {round_code}.")
        ) from None
    for new in cases:
        _may_enter(round_, new, by)
    _refuse_late(round_, cases, now)
    _refuse_repeated(round_, cases)
    last = Case.objects.filter(round=round_).aggregate(last=Max("number"))["last"] or 0
    opened = Case.objects.bulk_create(
        [
            Case(
                code=f"{round_.code}-{number:04d}", round=round_, number=number, subject=new.subject, item=new.item,
                name=new.name, region=new.region, declared=dict(new.declared), opened_at=new.given_at or now,
            )
            for number, new in enumerate(cases, start=last + 1)
        ],
        batch_size=500,
    )  # fmt: skip
    ledger.write_many(
        book=round_.authority, actor=by, at=now,
        entries=[
            ledger.Entry(
                act="casework.case_opened", about=case.code,
                body={"subject": case.subject, "item": case.item, "declared": dict(new.declared), **new.body},
            )
            for case, new in zip(opened, cases, strict=True)
        ],
    )  # fmt: skip
    return opened


def _may_enter(round_: Round, new: NewCase, by: Actor) -> None:
    if not by.has(Role.APPLICANT, new.subject):
        policy.may_run_round(by, round_.authority).or_refuse("case.not_yours")


def _refuse_late(round_: Round, cases: Sequence[NewCase], now: datetime) -> None:
    granted = dict(
        LateRequest.objects.filter(round=round_, granted_until_at__isnull=False).values_list(
            "subject", "granted_until_at"
        )
    )
    for new in cases:
        at = new.given_at or now
        if at < round_.opens_at:
            raise Refused(
                "case.too_early", Text("申报尚未开始。", "The round is not open for applications yet.")
            )
        if at >= round_.closes_at and at >= (granted.get(new.subject) or round_.closes_at):
            closed = round_.closes_at.astimezone(SHANGHAI)
            raise Refused(
                "case.too_late",
                Text(
                    f"{new.name} 的申报时间 {at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} 已过截止时间 "
                    f"{closed:%Y-%m-%d %H:%M:%S}（北京时间）。如有正当理由，可提出逾期申请，由评审办决定。",
                    f"{new.name} applied at {at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}, after the deadline "
                    f"{closed:%Y-%m-%d %H:%M:%S} (Beijing time). A late entry can be requested from the office.",
                ),
            )


def _refuse_repeated(round_: Round, cases: Sequence[NewCase]) -> None:
    keys = [(new.subject, new.item) for new in cases]
    known = set(Case.objects.filter(round=round_).values_list("subject", "item"))
    seen: set[tuple[str, str]] = set()
    for new, key in zip(cases, keys, strict=True):
        if key in known or key in seen:
            raise Refused(
                "case.exists",
                Text(f"{new.name} 已在本届申报。", f"{new.name} has applied in this round already."),
            )
        seen.add(key)


@transaction.atomic
def change_declared(
    *, round_code: str, changes: Sequence[ChangedCase], by: Actor, now: datetime
) -> list[Case]:
    """Replace what running cases declare, while a new application of their subjects would still be in time.

    All of them or none; each leaves a line with what is declared now. After the deadline a file changes only
    through a correction that the office asked for.
    """
    round_ = Round.objects.select_for_update().get(code=round_code)
    wanted = {change.case: change for change in changes}
    found: list[Case] = []
    for start in range(0, len(changes), 500):
        part = [change.case for change in changes[start : start + 500]]
        found += Case.objects.filter(round=round_, code__in=part).order_by("number")
    for code in sorted(wanted.keys() - {case.code for case in found}):
        raise Refused("case.unknown", Text(f"没有编号为 {code} 的办件。", f"There is no case {code}."))
    for case in found:
        _refuse_unless_running(case)
        case.declared, case.region = dict(wanted[case.code].declared), wanted[case.code].region or case.region
    given = [NewCase(case.subject, case.name, case.region, case.declared) for case in found]
    for one in given:
        _may_enter(round_, one, by)
    _refuse_late(round_, given, now)
    Case.objects.bulk_update(found, ["declared", "region"], batch_size=200)
    entries = [
        ledger.Entry(
            "casework.declared_changed", case.code, body={"declared": case.declared, "region": case.region}
        )
        for case in found
    ]
    ledger.write_many(book=round_.authority, actor=by, at=now, entries=entries)
    return found


@transaction.atomic
def ask_correction(*, case_code: str, stage: str, asks: str, by: Actor, now: datetime) -> Correction:
    """Return a file to its subject for correction, as often and for as long as the rulebook allows."""
    case = case_of(case_code)
    row = open_stage_of(case.round, stage)
    rule = rulebook_of(case.round).stage(stage)
    policy.may_return(by, case.round.authority, rule.by).or_refuse("case.not_yours")
    _refuse_unless_running(case)
    allowed = getattr(rule, "correction", None)
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
            [rulebook_of(case.round).cite(stage)],
        )  # fmt: skip
    due = china_calendar().due(now, Within(Unit(allowed.within.kind), allowed.within.n), projected=True)
    asked = Correction.objects.create(
        case=case, stage=row, asks=asks, asked_at=now, due_at=due.ends_at, is_projected=due.projected
    )
    Task.objects.update_or_create(
        stage=row, case=case, role=Role.APPLICANT, place=case.subject, account="",
        defaults={"summary": Text(f"补正材料：{asks}", f"Correct the file: {asks}").to_json(),
                  "due_at": due.ends_at, "done_at": None},
    )  # fmt: skip
    ledger.write(
        book=case.round.authority, act="casework.correction_asked", actor=by, about=case.code, at=now,
        cites=[rulebook_of(case.round).cite(stage)], body={"asks": asks, "due_at": instant(due.ends_at)},
    )  # fmt: skip
    return asked


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


@transaction.atomic
def withdraw_case(*, case_code: str, reason: str, by: Actor, now: datetime) -> Case:
    """Take a running case out of the round; a place that it held is not given to anybody."""
    case = _locked(case_code)
    policy.may_act_for(by, case).or_refuse("case.not_yours")
    _refuse_unless_running(case)
    Withdrawal.objects.create(
        case=case, reason=reason, withdrawn_at=now, closed_stages=_closed_stages(case.round)
    )
    case.state = Case.State.WITHDRAWN
    case.save(update_fields=["state"])
    ledger.write(
        book=case.round.authority, act="casework.case_withdrawn", actor=by, about=case.code, at=now,
        body={"reason": reason},
    )  # fmt: skip
    return case


@transaction.atomic
def restore_case(*, case_code: str, by: Actor, now: datetime) -> Case:
    """Let a withdrawn case return, only while no stage has closed without it.

    A stage that closed in the meantime filled its places without the case, so to restore it then would
    give more places than there are.
    """
    case = _locked(case_code)
    policy.may_run_round(by, case.round.authority).or_refuse("case.not_yours")
    standing = Withdrawal.objects.filter(case=case, restored_at=None).first()
    if case.state != Case.State.WITHDRAWN or standing is None:
        raise Refused("case.not_withdrawn", Text("该办件没有撤回。", "This case was not withdrawn."))
    if _closed_stages(case.round) != standing.closed_stages:
        raise Refused(
            "case.stage_closed_since",
            Text(
                "撤回之后已有环节结束，不能恢复。",
                "A stage has closed since the withdrawal; the case cannot return.",
            ),
        )
    Withdrawal.objects.filter(pk=standing.pk).update(restored_at=now)
    case.state = Case.State.RUNNING
    case.save(update_fields=["state"])
    ledger.write(book=case.round.authority, act="casework.case_restored", actor=by, about=case.code, at=now)
    return case


@transaction.atomic
def request_late_entry(
    *, round_code: str, subject: str, reason: str, by: Actor, now: datetime
) -> LateRequest:
    """Ask to hand in after the deadline; one undecided request a subject."""
    round_ = Round.objects.select_for_update().get(code=round_code)
    if not by.has(Role.APPLICANT, subject):
        policy.may_run_round(by, round_.authority).or_refuse("late_request.not_yours")
    _refuse_second_late_request(round_, subject)
    request = LateRequest.objects.create(round=round_, subject=subject, reason=reason, asked_at=now)
    ledger.write(
        book=round_.authority, act="casework.late_entry_requested", actor=by, about=round_.code, at=now,
        body={"subject": subject, "reason": reason},
    )  # fmt: skip
    return request


def _refuse_second_late_request(round_: Round, subject: str) -> None:
    if LateRequest.objects.filter(round=round_, subject=subject, decided_at=None).exists():
        raise Refused(
            "late_request.waiting",
            Text(
                "贵单位的逾期申请已经提出，正等待评审办决定。",
                "This organisation's request was made already and waits for the office.",
            ),
        )


@transaction.atomic
def decide_late_request(
    *, request_pk: int, granted_until_at: datetime | None, ground: str, by: Actor, now: datetime
) -> LateRequest:
    """Grant a late entry until an instant, or refuse it (``None``); the officer and the ground are recorded."""
    request = LateRequest.objects.select_for_update().select_related("round").get(pk=request_pk)
    policy.may_run_round(by, request.round.authority).or_refuse("late_request.not_yours")
    if request.decided_at is not None:
        raise Refused(
            "late_request.decided", Text("该逾期申请已经决定。", "This request is decided already.")
        )
    if (
        Stage.objects.filter(round=request.round).exclude(state=Stage.State.WAITING).exists()
        and granted_until_at
    ):
        raise Refused(
            "late_request.review_began",
            Text(
                "评审环节已经开始，不能再批准逾期申报。",
                "Review has begun; a late entry can no longer be granted.",
            ),
        )
    request.decided_at, request.decided_by = now, by.code
    request.granted_until_at, request.ground = granted_until_at, ground
    request.save()
    ledger.write(
        book=request.round.authority, act="casework.late_entry_decided", actor=by, about=request.round.code, at=now,
        body={
            "subject": request.subject, "ground": ground,
            "granted_until_at": instant(granted_until_at) if granted_until_at else None,
        },
    )  # fmt: skip
    return request


def _closed_stages(round_: Round) -> int:
    return Stage.objects.filter(round=round_, state=Stage.State.CLOSED).count()


def _locked(case_code: str) -> Case:
    case_of(case_code)
    case: Case = Case.objects.select_for_update(of=("self",)).select_related("round").get(code=case_code)
    return case


def _refuse_unless_running(case: Case) -> None:
    if case.state != Case.State.RUNNING:
        told = {
            "withdrawn": Text("已撤回", "withdrawn"), "ended": Text("已终止", "ended"),
            "completed": Text("已办结", "completed"),
        }[case.state]  # fmt: skip
        raise Refused("case.not_running", Text(f"办件{told.zh}，不能办理。", f"The case is {told.en}."))
