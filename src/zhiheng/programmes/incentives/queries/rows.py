"""Rewards as people read them: claims, lines, refusals, totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.money import Money
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.programmes.incentives import policy
from zhiheng.programmes.incentives.models import Claim, Payment, RewardLine
from zhiheng.rules.model import Rulebook
from zhiheng.rules.vocabulary import LEVELS


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with its standard, and where its case is."""

    case: str
    subject: str
    name: str
    standard: str
    title: str
    level: str
    action: str
    rank: int
    street: str
    state: str
    at_stage: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A reward line with its claim: money, the calculation, and when it was paid."""

    claim: ClaimRow
    amount: Money
    steps: tuple[Text, ...]
    reductions: tuple[Text, ...]
    told: Text
    paid_at: datetime | None
    document: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A claim that got nothing: at which stage, why, and under which article."""

    claim: ClaimRow
    stage: str
    stage_title: Text
    reasons: tuple[Text, ...]
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a round comes to: who applied, who was paid, how much, and how many projects of each level."""

    applied_enterprises: int
    applied_projects: int
    paid_enterprises: int
    paid_projects: int
    amount: Money
    by_level: dict[str, int]


def claims_seen_by(actor: Actor, round_code: str) -> tuple[ClaimRow, ...]:
    """Return the claims of a round that an actor may see: all, its own, or those of its street."""
    round_ = round_of(round_code)
    claims = _claims(round_code)
    if not policy.may_read_all(actor, round_.authority):
        prefix = policy.street_place(round_.authority, "")
        streets = {
            place.removeprefix(prefix) for place in actor.places(Role.STREET) if place.startswith(prefix)
        }
        claims = claims.filter(Q(case__subject__in=actor.places(Role.APPLICANT)) | Q(street__in=streets))
    return tuple(_claim_row(one) for one in claims)


def lines_of(round_code: str) -> tuple[LineRow, ...]:
    """Return the stored lines of a round, in the order of the claims; empty before payment."""
    paid = {one.case_id: one for one in Payment.objects.filter(case__round__code=round_code)}
    lines = {one.case_id: one for one in RewardLine.objects.filter(case__round__code=round_code)}
    return tuple(
        _line_row(_claim_row(claim), lines[claim.case_id], paid.get(claim.case_id))
        for claim in _claims(round_code)
        if claim.case_id in lines
    )


def refusals_of(round_code: str) -> tuple[RefusedRow, ...]:
    """Return the claims that ended without money, each with the finding that ended it."""
    ended = _claims(round_code).filter(case__findings__goes_on=False, case__findings__withdrawn_at=None)
    said = ended.values_list(
        "pk", "case__findings__stage__stage", "case__findings__reasons", "case__findings__cites"
    )
    by_claim = {pk: (stage, reasons, cites) for pk, stage, reasons, cites in said}
    book = rulebook_of(round_of(round_code))
    return tuple(
        _refused_row(_claim_row(claim), book, *by_claim[claim.pk])
        for claim in _claims(round_code)
        if claim.pk in by_claim
    )


def totals_of(round_code: str) -> Totals:
    """Return who applied and who was paid, counted from the rows."""
    applied = list(_claims(round_code).values_list("case__subject", flat=True))
    paid = Payment.objects.filter(case__round__code=round_code).values_list(
        "case__subject", "claim__standard__level", "fen"
    )
    levels = Counter(level for _, level, _ in paid)
    return Totals(
        applied_enterprises=len(set(applied)),
        applied_projects=len(applied),
        paid_enterprises=len({subject for subject, _, _ in paid}),
        paid_projects=len(paid),
        amount=Money(sum(fen for _, _, fen in paid)),
        by_level={level: levels[level] for level in LEVELS if level in levels},
    )


def payment_of_round(round_code: str) -> tuple[datetime, str] | None:
    """Return when and under which document a round was paid, if it was."""
    return (
        Payment.objects.filter(case__round__code=round_code)
        .order_by("pk")
        .values_list("paid_at", "document")
        .first()
    )


def _claims(round_code: str) -> QuerySet[Claim]:
    return (
        Claim.objects.filter(case__round__code=round_code, withdrawn_at=None)
        .select_related("case", "standard")
        .order_by("case__number")
    )


def _claim_row(one: Claim) -> ClaimRow:
    return ClaimRow(
        case=one.case.code,
        subject=one.case.subject,
        name=one.case.name,
        standard=one.standard.number,
        title=one.standard.title,
        level=one.standard.level,
        action=one.action,
        rank=one.rank,
        street=one.street,
        state=one.case.state,
        at_stage=one.case.at_stage,
    )


def _line_row(claim: ClaimRow, line: RewardLine, payment: Payment | None) -> LineRow:
    return LineRow(
        claim=claim,
        amount=Money(line.fen),
        steps=tuple(Text.of(step) for step in line.steps),
        reductions=tuple(Text.of(less["reason"]) for less in line.reductions),
        told=Text.of(line.told),
        paid_at=None if payment is None else payment.paid_at,
        document="" if payment is None else payment.document,
    )


def _refused_row(
    claim: ClaimRow, book: Rulebook, stage: str, reasons: Sequence[Any], cites: Sequence[Any]
) -> RefusedRow:
    return RefusedRow(
        claim=claim,
        stage=stage,
        stage_title=book.stage(stage).title,
        reasons=tuple(Text.of(one) for one in reasons),
        cites=tuple(Citation.of(one) for one in cites),
    )
