"""What happens to a case outside the stages' own work: it opens, declares, is withdrawn, restored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from zhiheng.casework import policy
from zhiheng.casework.models import Case, LateRequest, Round, Stage, Withdrawal
from zhiheng.casework.queries.rounds import case_of
from zhiheng.casework.queries.standing import begun_without
from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger


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
        refuse_unless_running(case)
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
def withdraw_case(
    *, case_code: str, reason: str, by: Actor, now: datetime, asked_day: date | None = None
) -> Case:
    """Take a running case out of the round; a place that it held is not given to anybody.

    *asked_day* is the day of the applicant's letter where the office records it; it lies between the day on
    which the case opened and today.
    """
    case = _locked(case_code)
    policy.may_act_for(by, case).or_refuse("case.not_yours")
    refuse_unless_running(case)
    letter = _letter_of(asked_day, case, now)
    Withdrawal.objects.create(
        case=case, reason=reason, withdrawn_at=now, asked_day=asked_day, closed_stages=_closed_stages(case.round)
    )  # fmt: skip
    case.state = Case.State.WITHDRAWN
    case.save(update_fields=["state"])
    ledger.write(
        book=case.round.authority, act="casework.case_withdrawn", actor=by, about=case.code, at=now,
        body={"reason": reason, **letter},
    )  # fmt: skip
    return case


def _letter_of(asked_day: date | None, case: Case, now: datetime) -> dict[str, str]:
    """Return what the ledger says of the applicant's letter, if there is one; refuse a day that cannot be."""
    if asked_day is None:
        return {}
    first, today = (at.astimezone(SHANGHAI).date() for at in (case.opened_at, now))
    if not first <= asked_day <= today:
        told = Text(
            f"书面申请的日期应在 {first} 至 {today} 之间。",
            f"The day of the letter lies between {first} and {today}.",
        )
        raise Refused("withdrawal.day", told)
    return {"asked_day": asked_day.isoformat()}


@transaction.atomic
def restore_case(*, case_code: str, by: Actor, now: datetime) -> Case:
    """Let a withdrawn case return, only while no stage has closed, and no list was fixed, without it.

    A stage that closed in the meantime filled its places without the case, so to restore it then would
    give more places than there are; what was not published, or not on the ballot, cannot be decided.
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
    _refuse_begun_without(case)
    Withdrawal.objects.filter(pk=standing.pk).update(restored_at=now)
    begun = Stage.objects.filter(round=case.round).exclude(opened_at=None).order_by("-opened_at", "-position")
    case.state, case.at_stage = Case.State.RUNNING, getattr(begun.first(), "stage", "")
    case.save(update_fields=["state", "at_stage"])
    ledger.write(book=case.round.authority, act="casework.case_restored", actor=by, about=case.code, at=now)
    return case


def _refuse_begun_without(case: Case) -> None:
    run = begun_without(case)
    if run is not None:
        title = run.rule.title
        told = Text(
            f"撤回之后“{title.zh}”的名单已经确定，其中没有该办件，不能恢复。",
            f"Since the withdrawal “{title.en}” has begun with a list without the case; it cannot return.",
        )
        raise Refused("case.stage_begun_since", told, [run.book.cite(run.rule.id)])


def _closed_stages(round_: Round) -> int:
    return Stage.objects.filter(round=round_, state=Stage.State.CLOSED).count()


def _locked(case_code: str) -> Case:
    case_of(case_code)
    case: Case = Case.objects.select_for_update(of=("self",)).select_related("round").get(code=case_code)
    return case


def refuse_unless_running(case: Case) -> None:
    """Refuse to act on a case that has left the round, or is done."""
    if case.state != Case.State.RUNNING:
        told = {
            "withdrawn": Text("已撤回", "withdrawn"), "ended": Text("已终止", "ended"),
            "completed": Text("已办结", "completed"),
        }[case.state]  # fmt: skip
        raise Refused("case.not_running", Text(f"办件{told.zh}，不能办理。", f"The case is {told.en}."))
