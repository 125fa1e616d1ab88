"""The closed stages of a round with their inputs and conclusions, as they were when they closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zhiheng.casework.domain.values import CaseRef, Inputs, StageRun
from zhiheng.casework.kinds import gathered
from zhiheng.casework.models import Case, Finding, Round, Stage, Withdrawal
from zhiheng.casework.queries.going import parted_as_closed
from zhiheng.casework.queries.rounds import rulebook_of


@dataclass(frozen=True, slots=True)
class ClosedStage:
    """A closed stage: its inputs gathered again from the rows, and the digest noted when it closed."""

    stage: str
    kind: str
    inputs: Inputs
    inputs_digest: str
    conclusions: list[dict[str, Any]]


def closed_stages(round_: Round) -> Iterator[ClosedStage]:
    """Yield the closed stages in the order in which they closed.

    The inputs are those that closing kept, or else gathered from the rows as they are now; either way a row
    changed since shows, because the digest noted in the ledger is another.
    """
    book = rulebook_of(round_)
    for row in _in_order_of_closing(round_):
        findings = _findings(row)
        run = parted_as_closed(StageRun(
            pk=row.pk, round_pk=round_.pk, round_code=round_.code, authority=round_.authority,
            session=round_.session, book=book, rule=book.stage(row.stage), cases=_cases(row),
            round_closes_at=round_.closes_at, opened_at=row.opened_at, due_at=row.due_at,
        ))  # fmt: skip
        assert row.closed_at is not None
        inputs = row.inputs or gathered(run, row.closed_at)
        yield ClosedStage(row.stage, row.kind, inputs, row.inputs_digest, findings)


def _cases(row: Stage) -> tuple[CaseRef, ...]:
    concluded = Case.objects.filter(findings__stage=row, findings__withdrawn_at=None).order_by("number")
    return tuple(CaseRef(*one) for one in concluded.values_list("pk", "code", "subject", "name", "region"))


def _findings(row: Stage) -> list[dict[str, Any]]:
    standing = Finding.objects.filter(stage=row, withdrawn_at=None).order_by("case__number")
    columns = ("case__code", "outcome", "goes_on", "reasons", "cites", "details")
    names = ("case", "outcome", "goes_on", "reasons", "cites", "details")
    return [dict(zip(names, one, strict=True)) for one in standing.values_list(*columns).iterator()]


def withdrawn_before(round_: Round) -> dict[str, str]:
    """Return, for each case that left by withdrawal, the first stage that closed without it."""
    stages = list(_in_order_of_closing(round_).values_list("stage", flat=True))
    standing = Withdrawal.objects.filter(case__round=round_, restored_at=None)
    rows = standing.values_list("case__code", "closed_stages")
    return {code: stages[before] if before < len(stages) else "" for code, before in rows}


def _in_order_of_closing(round_: Round) -> QuerySet[Stage]:
    return Stage.objects.filter(round=round_, state=Stage.State.CLOSED).order_by("closed_at", "position")
