"""Paying what was calculated: once, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhiheng.calc.sharing import Line, Sharing
from zhiheng.casework import actions as casework
from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.queries.rounds import open_stage_of, round_of, run_of, stage_of
from zhiheng.core.actor import Actor
from zhiheng.core.money import Money
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.incentives import policy, queries
from zhiheng.programmes.incentives.actions.settlements import refuse_no_document, refuse_paid
from zhiheng.programmes.incentives.domain.conclusions import told
from zhiheng.programmes.incentives.domain.rewards import shared
from zhiheng.programmes.incentives.models import Claim, Payment, RewardLine

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payment came to."""

    lines: int
    payments: int
    amount: Money


@transaction.atomic
def pay(*, round_code: str, stage: str, document: str, by: Actor, now: datetime) -> Paid:
    """Compute the line of every claim that survived, store it, pay it, and close the stage: all or nothing.

    A second payment is refused, also when two officers pay at the same moment. What is paid is exactly what
    the stage concludes from its inputs, so an outsider can compute it again.
    """
    round_ = round_of(round_code)
    policy.may_pay(by, round_.authority).or_refuse("payment.not_yours")
    row = stage_of(round_, stage, lock=True)
    refuse_paid(round_code)
    open_stage_of(round_, stage)
    if row.kind != "pay":
        raise Refused("stage.another_kind", Text("本环节不是拨付。", "This stage is not the payment."))
    refuse_no_document(document)
    run = run_of(round_, row)
    inputs = queries.reward_inputs(run, now)
    sharing = shared(run.book, inputs["cases"], inputs["budget_fen"])
    _store(run, sharing, document, by, now)
    casework.close_stage(round_code=round_code, stage=stage, by=by, now=now)
    return Paid(len(sharing.lines), len(sharing.paid), sharing.total)


def _store(run: StageRun, sharing: Sharing, document: str, by: Actor, now: datetime) -> None:
    standing = Claim.objects.filter(case__round_id=run.round_pk, withdrawn_at=None).select_related("case")
    claims = {claim.case.code: claim for claim in standing}
    RewardLine.objects.bulk_create(
        [_line(line, claims[line.claim.code], run.pk, now) for line in sharing.lines], batch_size=CHUNK
    )
    Payment.objects.bulk_create(
        [
            Payment(
                case_id=claims[line.claim.code].case_id,
                claim=claims[line.claim.code],
                fen=line.amount.fen,
                document=document,
                by=by.code,
                paid_at=now,
            )
            for line in sharing.paid
        ],
        batch_size=CHUNK,
    )
    cites = [run.book.cite("rewards"), run.book.cite(run.rule.id)]
    ledger.write_many(book=run.authority, entries=_entries(sharing.lines, document, cites), actor=by, at=now)


def _line(line: Line, claim: Claim, stage_pk: int, now: datetime) -> RewardLine:
    return RewardLine(
        stage_id=stage_pk,
        case_id=claim.case_id,
        claim=claim,
        fen=line.amount.fen,
        exact_fen=str(line.exact),
        steps=[step.to_json() for step in line.steps],
        reductions=[
            {"code": less.code, "fen": less.by.fen, "reason": less.reason.to_json()}
            for less in line.reductions
        ],
        refused="" if line.refused is None else line.refused.code,
        told=told(line).to_json(),
        computed_at=now,
    )


def _entries(lines: Sequence[Line], document: str, cites: Sequence[Citation]) -> list[ledger.Entry]:
    return [
        ledger.Entry(
            "incentives.reward_paid" if line.is_paid else "incentives.reward_refused",
            line.claim.code,
            cites,
            {"fen": line.amount.fen, "exact_fen": str(line.exact), "document": document},
        )
        for line in lines
    ]
