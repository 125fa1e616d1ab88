"""The cases at a stage as its list shows them: in pages of 50, all of them or those that still wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.casework.models import Approval, Case, Finding, Stage, SurveyReturn
from zhiheng.casework.queries.places import StageAt
from zhiheng.casework.queries.waiting import attested_in, passers_at
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text

PAGE = 50


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of the cases at a stage, and how many there are in all."""

    rows: tuple[CaseRef, ...]
    total: int
    page: int
    pages: int


def work_at(at: StageAt, *, only_waiting: bool = False, page: int = 1, size: int = PAGE) -> WorkPage:
    """Return one page of the cases at a stage, by number; a page past the end is the last one."""
    found = _waiting(at) if only_waiting else _cases(at)
    total = found.count()
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    return WorkPage(_refs(found.order_by("number")[(page - 1) * size : page * size]), total, page, pages)


def waiting_codes(at: StageAt) -> tuple[str, ...]:
    """Return the codes of the cases on which nothing was said yet, by number."""
    return tuple(_waiting(at).order_by("number").values_list("code", flat=True))


def run_with(at: StageAt, cases: Sequence[CaseRef]) -> StageRun:
    """Return the stage at work with these cases alone, so that a page costs what a page shows."""
    round_, row = at.round, at.row
    return StageRun(
        pk=row.pk, round_pk=round_.pk, round_code=round_.code, authority=round_.authority,
        session=round_.session, book=at.book, rule=at.rule, cases=tuple(cases),
        round_closes_at=round_.closes_at, opened_at=row.opened_at, due_at=row.due_at, is_sample=round_.is_sample,
    )  # fmt: skip


def named(at: StageAt, codes: Sequence[str]) -> tuple[CaseRef, ...]:
    """Return the running cases of the round with these codes, by number; others are left out."""
    wanted = set(codes)
    rows = Case.objects.filter(round=at.round, state=Case.State.RUNNING)
    if len(wanted) <= 500:
        rows = rows.filter(code__in=wanted)
    return tuple(one for one in _refs(rows.order_by("number")) if one.code in wanted)


def left_out(codes: Sequence[str], cases: Sequence[CaseRef]) -> Refused | None:
    """Return why a choice cannot stand: it is empty, or some of it are no running cases of the round."""
    missing = sorted(set(codes) - {one.code for one in cases})
    if missing:
        return Refused(
            "case.not_running",
            Text(
                f"所选办件中有 {len(missing)} 个不在办理中（例如 {missing[0][:80]}），请重新选择。",
                f"{len(missing)} of the chosen are not running (such as {missing[0][:80]}); choose again.",
            ),
        )
    return None if cases else Refused("case.none", Text("没有选中任何办件。", "No case is chosen."))


def _refs(rows: QuerySet[Case]) -> tuple[CaseRef, ...]:
    return tuple(CaseRef(*row) for row in rows.values_list("pk", "code", "subject", "name", "region"))


def _cases(at: StageAt) -> QuerySet[Case]:
    if at.row.state == Stage.State.CLOSED:
        concluded = Finding.objects.filter(stage=at.row, withdrawn_at=None, case=OuterRef("pk"))
        return Case.objects.filter(Exists(concluded), round=at.round)
    return _going(at)


def _going(at: StageAt) -> QuerySet[Case]:
    """Return the running cases that the stage concerns."""
    running = Case.objects.filter(round=at.round, state=Case.State.RUNNING)
    passers = passers_at(at.round, at.row, at.book)
    return running.exclude(pk__in=passers) if passers else running


def _waiting(at: StageAt) -> QuerySet[Case]:
    found = _going(at)
    conditions = [one.id for one in attested_in(at.book, at.rule)]
    if at.row.kind == "check":
        standing = Q(attestations__withdrawn_at=None, attestations__condition__in=conditions)
        return found.annotate(known=Count("attestations", filter=standing)).filter(known__lt=len(conditions))
    said = {"survey": SurveyReturn, "approve": Approval, "gate": Approval}.get(at.row.kind)
    if said is None:
        return found
    words = said._default_manager.filter(stage=at.row, case=OuterRef("pk"), withdrawn_at=None)
    return found.filter(~Exists(words))
