"""Who is in the pool, and what ties them to organisations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.review.models import Expert, Interest


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """An expert as other rooms receive one."""

    code: str
    name: str
    account: str
    fields: tuple[str, ...]
    employer: str
    region: str
    is_simulated: bool


def experts_at(authority: str) -> tuple[ExpertRow, ...]:
    """Return the pool of an authority, in order of codes."""
    rows = Expert.objects.filter(authority=authority).order_by("code")
    return tuple(_row(expert) for expert in rows)


def expert_of(authority: str, account: str) -> ExpertRow | None:
    """Return the expert of this authority who signs in with this account, if there is one."""
    if not account:
        return None
    found = Expert.objects.filter(authority=authority, account=account).first()
    return None if found is None else _row(found)


def interests_in_the_way(
    expert_pks: Collection[int], organisations: Collection[str], day: date
) -> set[tuple[int, str]]:
    """Return the pairs (expert, organisation) that keep an expert off a case on a day.

    An undecided interest is in the way whatever its days; a decided one while it runs.
    """
    if not expert_pks:
        return set()
    runs = Q(to_day=None) | Q(to_day__gt=day)
    rows = _few(Interest.objects.filter(Q(state="open") | (Q(state="stands") & runs)), expert_pks)
    wanted = set(organisations)
    return {(pk, org) for pk, org in rows.values_list("expert_id", "organisation") if org in wanted}


def undecided_interests(authority: str) -> tuple[tuple[str, str, str], ...]:
    """Return (interest, expert, organisation) for every interest that waits for the office's word."""
    rows = Interest.objects.filter(expert__authority=authority, state="open").order_by("given_at", "code")
    return tuple(rows.values_list("code", "expert__code", "organisation"))


def _few(rows: QuerySet[Interest], expert_pks: Collection[int]) -> QuerySet[Interest]:
    """Narrow to the experts where the list is short enough to be sent."""
    return rows.filter(expert_id__in=expert_pks) if len(expert_pks) <= 500 else rows


def _row(expert: Expert) -> ExpertRow:
    return ExpertRow(
        expert.code,
        expert.name,
        expert.account,
        tuple(expert.fields),
        expert.employer,
        expert.region,
        expert.is_simulated,
    )
