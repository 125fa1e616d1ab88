"""The marks of other seats, for whom the policy shows them: nobody before the stage has closed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiheng.core.actor import Actor
from zhiheng.review import policy, queries
from zhiheng.review.pages import rows
from zhiheng.review.queries.places import CaseAt, scored_case
from zhiheng.rules.criteria import Item
from zhiheng.shell.doors import door, show, visitor_of


@dataclass(frozen=True, slots=True)
class SeatValues:
    """What one seat gave, item by item in the order of the criteria, and its points."""

    label: str
    percents: tuple[int | None, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Values:
    """The visible marks on one case as a table: a row for each item, a column for each seat."""

    seats: tuple[SeatValues, ...]
    rows: tuple[tuple[Item, tuple[int | None, ...]], ...]
    notes: tuple[dict[str, str], ...]


def values_of(actor: Actor, found: CaseAt) -> Values:
    """Return the marks and comments of the seats that the actor may see. Values."""
    visible = policy.visible_seats(actor, found.case.code, found.at.row.stage)
    marks = queries.marks_for(found.at.row.pk, found.case.code, visible)
    model = found.at.criteria
    seats = tuple(
        SeatValues(
            label,
            tuple(marks[label].get(item) for item in model.items),
            rows.total_of(marks[label], model),
        )
        for label in visible
        if label in marks
    )
    by_item = tuple(
        (item, tuple(seat.percents[position] for seat in seats))
        for position, item in enumerate(model.items.values())
    )
    return Values(seats, by_item, queries.comments_for(found.at.row.pk, found.case.code, visible))


@door(policy.may_see_values, finds=scored_case)
@never_cache
@require_safe
def marks(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Show the marks on one case, by seat labels and never by names: the own ones until the stage closes, then all."""
    visitor = visitor_of(request)
    return show(
        request, "review/marks.html", case=found.case, at=found.at, values=values_of(visitor, found),
        watches=bool(policy.may_watch(visitor, found.at)), is_closed=found.at.row.state == "closed",
    )  # fmt: skip
