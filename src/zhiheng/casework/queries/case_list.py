"""The cases of a round as the office's list and its workbook show them: one query for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from zhiheng.casework.models import Case, Round

PAGE = 50


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case as a line of the list."""

    number: int
    code: str
    name: str
    region: str
    state: str
    at_stage: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One page of the list and how many lines it has in all."""

    rows: tuple[ListedCase, ...]
    total: int
    page: int
    pages: int


def listed(
    round_: Round, *, text: str = "", state: str = "", stage: str = "", order: str = "number"
) -> QuerySet[Case]:
    """Return the cases that a filter finds, in its order and then by number."""
    found = Case.objects.filter(round=round_)
    if text.strip():
        found = found.filter(Q(name__icontains=text.strip()) | Q(code__icontains=text.strip()))
    if state:
        found = found.filter(state=state)
    if stage:
        found = found.filter(at_stage=stage)
    return found.order_by(*dict.fromkeys([order, "number"]))


def page_of_list(found: QuerySet[Case], page: int) -> ListedPage:
    """Return one page; a page past the end is the last one."""
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    return ListedPage(tuple(rows_of_list(found[(page - 1) * PAGE : page * PAGE])), total, page, pages)


def rows_of_list(found: QuerySet[Case]) -> Iterator[ListedCase]:
    """Yield the lines of the list."""
    columns = ("number", "code", "name", "region", "state", "at_stage", "opened_at")
    for row in found.values_list(*columns):
        yield ListedCase(*row)
