"""Recording what others say about cases: attestations, replies, surveys, approvals.

Each action takes many at once (a department answers for its whole list); one is a list of one.
What was said is never changed: saying it again withdraws the former word and keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from zhiheng.casework import policy
from zhiheng.casework.models import (
    Approval,
    Attestation,
    Case,
    Reply,
    Round,
    Stage,
    SurveyReturn,
    Task,
)
from zhiheng.casework.queries.rounds import open_stage_of, round_of, rulebook_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.rulebook import within
from zhiheng.rules.wording import condition_text


@dataclass(frozen=True, slots=True)
class AttestationGiven:
    """Whether a condition holds for a case, and the evidence for it."""

    case: str
    condition: str
    holds: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class ReplyGiven:
    """What a department says about a case; an adverse reply needs an opinion."""

    case: str
    is_adverse: bool = False
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class SurveyGiven:
    """How many people answered about a case, and the mean of their answers."""

    case: str
    answers: int
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class ApprovalGiven:
    """The deciding body's word on a case; a refusal needs a reason."""

    case: str
    approved: bool
    document: str
    reason: str = ""


def _not_asked(book: Rulebook, condition: str) -> Refused:
    """Return the refusal to attest what nobody asks for, naming the condition as the rulebook words it."""
    every = (one for outer in book.conditions for one in (outer, *within(outer)))
    found = next((one for one in every if one.id == condition), None)
    if found is None:
        told = Text(f"规则书没有条件 {condition}。", f"The rulebook has no condition {condition}.")
        return Refused("attestation.not_asked", told)
    title = found.title or condition_text(found, book)
    return Refused(
        "attestation.not_asked",
        Text(
            f"“{title.zh}”由登记事实判定，不需认定。",
            f"“{title.en}” is decided by registers, not attested.",
        ),
        [book.cite(found)],
    )


@transaction.atomic
def attest(*, round_code: str, given: Sequence[AttestationGiven], by: Actor, now: datetime) -> int:
    """Record whether conditions hold that no register decides; only the actor whom the rule names may."""
    round_ = round_of(round_code)
    book = rulebook_of(round_)
    _refuse_after_the_check(round_)
    attested = book.attested()
    for condition in {one.condition for one in given}:
        rule = attested.get(condition)
        if rule is None:
            raise _not_asked(book, condition)
        policy.may_attest(by, round_.authority, rule.by).or_refuse("attestation.not_yours")
    pks = _running(round_, [one.case for one in given])
    _withdraw(Attestation.objects.filter(condition__in={one.condition for one in given}), pks.values(), now)
    Attestation.objects.bulk_create(
        [
            Attestation(case_id=pks[one.case], condition=one.condition, holds=one.holds, evidence=one.evidence,
                        by=by.code, given_at=now)
            for one in given
        ],
        batch_size=500,
    )  # fmt: skip
    return _tell(
        round_,
        "casework.attested",
        given,
        by,
        now,
        lambda one: [attested[one.condition].cited(book.id, one.condition)],
    )


@transaction.atomic
def give_replies(
    *, round_code: str, stage: str, department: str, given: Sequence[ReplyGiven], by: Actor, now: datetime
) -> int:
    """Record one department's replies in an inquiry or a consultation."""
    round_ = round_of(round_code)
    policy.may_reply(by, round_.authority, department).or_refuse("reply.not_yours")
    row = open_stage_of(round_, stage)
    rule = rulebook_of(round_).stage(stage)
    if department not in getattr(rule, "asks", ()):
        raise Refused(
            "reply.not_asked", Text("本环节没有征询该部门。", "This department was not asked at this stage.")
        )
    _refuse_adverse_without_reason(given)
    pks = _running(round_, [one.case for one in given])
    _withdraw(Reply.objects.filter(stage=row, department=department), pks.values(), now)
    Reply.objects.bulk_create(
        [
            Reply(stage=row, case_id=pks[one.case], department=department, is_adverse=one.is_adverse,
                  opinion=one.opinion, by=by.code, given_at=now)
            for one in given
        ],
        batch_size=500,
    )  # fmt: skip
    _finish_task(row, round_, Reply.objects.filter(stage=row, department=department), now,
                 place=f"{round_.authority}/{department}")  # fmt: skip
    cite = rulebook_of(round_).cite(stage)
    about = {"department": department, "stage": stage}
    return _tell(round_, "casework.reply_given", given, by, now, lambda _one: [cite], **about)


def _refuse_adverse_without_reason(given: Sequence[ReplyGiven]) -> None:
    for one in given:
        if one.is_adverse and not one.opinion.strip():
            told = Text(
                f"{one.case}：有不良记录或反对意见时须写明。", f"{one.case}: an adverse reply says why."
            )
            raise Refused("reply.no_reason", told)


@transaction.atomic
def record_surveys(
    *, round_code: str, stage: str, given: Sequence[SurveyGiven], by: Actor, now: datetime
) -> int:
    """Record what a satisfaction survey found; a score lies between 0 and the rulebook's scale."""
    round_ = round_of(round_code)
    policy.may_run_round(by, round_.authority).or_refuse("survey.not_yours")
    row = open_stage_of(round_, stage)
    scale = Decimal(rulebook_of(round_).stage(stage).scale)  # type: ignore[union-attr]
    for one in given:
        if (one.score is None) != (one.answers == 0) or (
            one.score is not None and not 0 <= one.score <= scale
        ):
            raise Refused(
                "survey.score",
                Text(f"{one.case}：得分须在 0 到 {scale} 之间，且有答卷才有得分。",
                     f"{one.case}: a score lies between 0 and {scale} and exists only where somebody answered."),
            )  # fmt: skip
    pks = _running(round_, [one.case for one in given])
    _withdraw(SurveyReturn.objects.filter(stage=row), pks.values(), now)
    SurveyReturn.objects.bulk_create(
        [
            SurveyReturn(
                stage=row,
                case_id=pks[one.case],
                answers=one.answers,
                score=one.score,
                by=by.code,
                given_at=now,
            )
            for one in given
        ],
        batch_size=500,
    )
    cite = rulebook_of(round_).cite(stage)
    return _tell(round_, "casework.survey_recorded", given, by, now, lambda _one: [cite], stage=stage)


@transaction.atomic
def give_approvals(
    *, round_code: str, stage: str, given: Sequence[ApprovalGiven], by: Actor, now: datetime
) -> int:
    """Record the deciding body's word on each case, with the document that carries it."""
    round_ = round_of(round_code)
    rule = rulebook_of(round_).stage(stage)
    policy.may_decide(by, round_.authority, rule).or_refuse("approval.not_yours")
    row = open_stage_of(round_, stage)
    _refuse_unless_decided(rule)
    for one in given:
        if not one.approved and not one.reason.strip():
            raise Refused(
                "approval.no_reason",
                Text(f"{one.case}：不批准须写明理由。", f"{one.case}: a refusal says why."),
            )
    pks = _running(round_, [one.case for one in given])
    _withdraw(Approval.objects.filter(stage=row), pks.values(), now)
    Approval.objects.bulk_create(
        [
            Approval(stage=row, case_id=pks[one.case], approved=one.approved, document=one.document,
                     reason=one.reason, by=by.code, given_at=now)
            for one in given
        ],
        batch_size=500,
    )  # fmt: skip
    cite = rulebook_of(round_).cite(stage)
    act = "casework.gate_decided" if row.kind == "gate" else "casework.approval_given"
    return _tell(round_, act, given, by, now, lambda _one: [cite], stage=stage)


def _refuse_unless_decided(rule: Any) -> None:
    if rule.kind not in ("approve", "gate"):
        told = Text(
            f"环节“{rule.title.zh}”不是逐件决定的环节。", f"Nobody decides cases at “{rule.title.en}”."
        )
        raise Refused("approval.no_such_stage", told)


def _refuse_after_the_check(round_: Round) -> None:
    checks = Stage.objects.select_for_update().filter(round=round_, kind="check")
    if all(row.state == Stage.State.CLOSED for row in list(checks)):
        raise Refused(
            "attestation.too_late",
            Text(
                "审查环节已经结束，不能再认定条件。",
                "The check has closed; conditions can no longer be attested.",
            ),
        )


def _running(round_: Round, codes: Sequence[str]) -> dict[str, int]:
    if len(set(codes)) != len(codes):
        raise Refused("case.repeated", Text("同一办件出现了两次。", "A case is named twice."))
    rows = Case.objects.filter(round=round_, state=Case.State.RUNNING).values_list("code", "pk")
    known = dict(rows.filter(code__in=codes) if len(codes) <= 500 else rows)
    for code in codes:
        if code not in known:
            raise Refused(
                "case.not_running",
                Text(f"{code} 不在办理中。", f"{code} is not a running case of this round."),
            )
    return {code: known[code] for code in codes}


def _withdraw(said: models.QuerySet[Any], case_pks: Iterable[int], now: datetime) -> None:
    pks = list(case_pks)
    for start in range(0, len(pks), 500):
        said.filter(case_id__in=pks[start : start + 500], withdrawn_at=None).update(withdrawn_at=now)


def _finish_task(row: Stage, round_: Round, said: models.QuerySet[Any], now: datetime, *, place: str) -> None:
    answered = said.filter(withdrawn_at=None, case__state=Case.State.RUNNING).count()
    if answered >= Case.objects.filter(round=round_, state=Case.State.RUNNING).count():
        Task.objects.filter(stage=row, role=Role.DEPARTMENT, place=place, done_at=None).update(done_at=now)


def _tell(
    round_: Round, act: str, given: Sequence[Any], by: Actor, now: datetime,
    cites: Callable[[Any], list[Any]], **also: str,
) -> int:  # fmt: skip
    ledger.write_many(
        book=round_.authority, actor=by, at=now,
        entries=[
            ledger.Entry(act=act, about=one.case, cites=cites(one), body={**also, **_body(one)}) for one in given
        ],
    )  # fmt: skip
    return len(given)


def _body(one: Any) -> Mapping[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__ if name != "case"}
