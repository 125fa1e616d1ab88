"""Settling what the money depends on: the city's proportions and the budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhiheng.casework.queries.rounds import round_of
from zhiheng.core.actor import Actor
from zhiheng.core.canonical import Json
from zhiheng.core.money import Money
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.incentives import policy, queries
from zhiheng.programmes.incentives.domain.claims import stated
from zhiheng.programmes.incentives.domain.problems import MOST_FEN, is_writable, proportions_problem
from zhiheng.programmes.incentives.models import Budget, Claim


@transaction.atomic
def state_proportions(
    *,
    round_code: str,
    standard: str,
    action: str,
    proportions: Mapping[int, Decimal],
    document: str,
    by: Actor,
    now: datetime,
) -> int:
    """Settle in which proportions the city granted a standard, for every claim on it; rank to number.

    Refused without a document, after payment, or where a claim of a later rank is not named.
    """
    round_ = round_of(round_code)
    policy.may_settle(by, round_.authority).or_refuse("proportions.not_yours")
    refuse_paid(round_code)
    refuse_no_document(document)
    claims = _sharing(round_.pk, standard, action)
    _refuse_wrong(claims, standard, proportions)
    for claim in claims:
        Claim.objects.filter(pk=claim.pk).update(withdrawn_at=now)
        claim.pk, claim.proportions, claim.given_at = None, stated(proportions), now
        claim.save(force_insert=True)
    body: Json = {"proportions": stated(proportions), "document": document}
    entries = [ledger.Entry("incentives.proportions_stated", claim.case.code, body=body) for claim in claims]
    return ledger.write_many(book=round_.authority, entries=entries, actor=by, at=now)


@transaction.atomic
def set_budget(*, round_code: str, amount: Money, document: str, by: Actor, now: datetime) -> Budget:
    """Set what may be spent on a round; where the lines exceed it they are scaled down to it."""
    round_ = round_of(round_code)
    policy.may_settle(by, round_.authority).or_refuse("budget.not_yours")
    refuse_paid(round_code)
    refuse_no_document(document)
    if not 0 <= amount.fen <= MOST_FEN:
        raise Refused(
            "budget.beyond", Text("预算不能为负数或过大。", "A budget is not negative and not beyond reason.")
        )
    Budget.objects.filter(round=round_, withdrawn_at=None).update(withdrawn_at=now)
    budget = Budget.objects.create(round=round_, fen=amount.fen, document=document, by=by.code, set_at=now)
    body: Json = {"fen": amount.fen, "document": document}
    ledger.write(
        book=round_.authority, act="incentives.budget_set", actor=by, about=round_code, at=now, body=body
    )
    return budget


def _sharing(round_pk: int, standard: str, action: str) -> list[Claim]:
    rows = Claim.objects.select_for_update(of=("self",)).filter(case__round_id=round_pk, withdrawn_at=None)
    later = rows.filter(standard__number=standard, action=action, rank__gt=1).exclude(case__state="withdrawn")
    return list(later.select_related("case").order_by("case__number"))


def _refuse_wrong(claims: Sequence[Claim], standard: str, proportions: Mapping[int, Decimal]) -> None:
    if not claims:
        raise Refused(
            "claim.unknown",
            Text(f"没有按比例分享 {standard} 的申报。", f"No later rank claims {standard}."),
        )
    for claim in claims:
        case, wrong = claim.case.code, proportions_problem(proportions, claim.rank)
        if wrong is not None:
            raise Refused("proportions.wrong", Text(f"{case}：{wrong.zh}", f"{case}: {wrong.en}"))


def refuse_paid(round_code: str) -> None:
    """Refuse an act on a round that was paid."""
    paid = queries.payment_of_round(round_code)
    if paid is not None:
        at, document = paid
        raise Refused(
            "payment.made_already",
            Text(
                f"本批奖励已于 {at:%Y-%m-%d} 拨付（{document}），不重复拨付。",
                f"This round was paid on {at:%Y-%m-%d} ({document}); it is not paid again.",
            ),
        )


def refuse_no_document(document: str) -> None:
    """Refuse an act that names no document to rest on."""
    if not document.strip() or len(document) > 200 or not is_writable(document):
        raise Refused(
            "payment.no_document",
            Text(
                "请写明依据文件，至多 200 字。", "Name the document that this rests on, in at most 200 signs."
            ),
        )
