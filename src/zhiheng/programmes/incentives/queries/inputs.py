"""What the stages of a reward rest on, as plain JSON, gathered in a constant number of statements.

Read again later with the instant at which a stage closed, it gives what the stage rested on then.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum

from zhiheng.calc.sharing import Sharing
from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.programmes.incentives.domain.rewards import rewards_of, shared
from zhiheng.programmes.incentives.models import Budget, Claim, Payment, Precheck, RewardLine
from zhiheng.registers.queries import organisations_by_code
from zhiheng.rules.model import Rulebook

ALIVE = ("running", "completed")


def preview(round_code: str, now: datetime) -> Sharing:
    """Return the lines as they would be paid now, over the claims that are still in the round."""
    round_ = round_of(round_code)
    rows = Claim.objects.filter(case__round=round_, withdrawn_at=None, case__state__in=ALIVE)
    alive = set(rows.values_list("case__code", flat=True))
    book = rulebook_of(round_)
    inputs = _reward_inputs(book, round_.pk, alive, now)
    return shared(book, inputs["cases"], inputs["budget_fen"])


def claim_inputs(run: StageRun, now: datetime) -> dict[str, dict[str, Any]]:
    """Return the claims of a stage as plain JSON, by case code, without what matters only when money is shared."""
    bodies = _bodies(run.round_pk, {case.code for case in run.cases}, now)
    return {code: {**body, "proportions": {}} for code, body in bodies.items()}


def reward_inputs(run: StageRun, now: datetime) -> dict[str, Any]:
    """Return everything that the reward of a stage's cases rests on, as plain JSON, in three statements."""
    return _reward_inputs(run.book, run.round_pk, {case.code for case in run.cases}, now)


def streets_of(run: StageRun) -> dict[str, str]:
    """Return the street of each case of a stage, by case code; a correction never changes it."""
    rows = Claim.objects.filter(case__round_id=run.round_pk, withdrawn_at=None).order_by("case__number")
    codes = {case.code for case in run.cases}
    return {code: street for code, street in rows.values_list("case__code", "street") if code in codes}


def prechecks_of(run: StageRun) -> dict[str, dict[str, str]]:
    """Return the standing word of the street office on each case of a stage, by case code."""
    streets = streets_of(run)
    said = Precheck.objects.filter(stage_id=run.pk, withdrawn_at=None).order_by("case__number")
    return {
        code: {"decision": decision, "reason": reason, "street": streets[code]}
        for code, decision, reason in said.values_list("case__code", "decision", "reason")
        if code in streets
    }


def lines_by_case(run: StageRun) -> dict[str, int]:
    """Return the fen of each line stored at a stage, by case code."""
    return dict(RewardLine.objects.filter(stage_id=run.pk).values_list("case__code", "fen"))


def _reward_inputs(book: Rulebook, round_pk: int, codes: Container[str], now: datetime) -> dict[str, Any]:
    budget = Budget.objects.filter(round_id=round_pk, withdrawn_at=None).values_list("fen", flat=True).first()
    bodies = _bodies(round_pk, codes, now)
    if rewards_of(book).caps.group is not None:
        groups = _groups(round_pk)
        bodies = {code: {**body, "group": groups[code]} for code, body in bodies.items()}
    return {"budget_fen": budget, "cases": bodies}


def _groups(round_pk: int) -> dict[str, str]:
    """Return the group of each claim by case code; a group goes by the code of its first case."""
    rows = Claim.objects.filter(case__round_id=round_pk, withdrawn_at=None).order_by("case__number")
    subjects = dict(rows.values_list("case__code", "case__subject"))
    parents = {code: row.parent for code, row in organisations_by_code(set(subjects.values())).items()}
    first: dict[str, str] = {}
    return {code: first.setdefault(parents.get(one) or one, code) for code, one in subjects.items()}


def _standing(now: datetime) -> QuerySet[Claim]:
    """Return the versions of claims that stood at an instant."""
    return Claim.objects.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=now), given_at__lte=now)


def _bodies(round_pk: int, codes: Container[str], now: datetime) -> dict[str, dict[str, Any]]:
    """Return claims as they stood at an instant; an enterprise goes by the code of its first case."""
    paid_before = _paid_before(round_pk, now)
    enterprise: dict[str, str] = {}
    bodies = {}
    rows = _standing(now).filter(case__round_id=round_pk).order_by("case__number")
    for claim in rows.select_related("case", "standard").iterator():
        name = enterprise.setdefault(claim.case.subject, claim.case.code)
        if claim.case.code in codes:
            before = paid_before.get((claim.case.subject, claim.standard_id), 0)
            bodies[claim.case.code] = _body(claim, name, before)
    return bodies


def _body(claim: Claim, enterprise: str, paid_before: int) -> dict[str, Any]:
    return {
        "enterprise": enterprise,
        "group": None,
        "standard": claim.standard.number,
        "level": claim.standard.level,
        "action": claim.action,
        "rank": claim.rank,
        "proportions": dict(claim.proportions),
        "received_fen": claim.received_fen,
        "earlier_fen": max(claim.earlier_fen, paid_before),
    }


def _paid_before(round_pk: int, now: datetime) -> Mapping[tuple[str, int], int]:
    """Return what other rounds of the same programme had paid to whom for the standards of this one, in fen."""
    standards = Claim.objects.filter(case__round_id=round_pk).values("standard_id")
    paid = Payment.objects.filter(
        case__round__programme__rounds=round_pk, claim__standard_id__in=standards, paid_at__lt=now
    ).exclude(case__round_id=round_pk)
    rows = paid.values_list("case__subject", "claim__standard_id").annotate(fen=Sum("fen"))
    return {(subject, standard): fen for subject, standard, fen in rows}
