"""The applications of a round as a list: searched, sorted, in pages, or whole for a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q

from zhiheng.casework.queries.rounds import rulebook_of
from zhiheng.programmes.awards.domain.applications import Contact, closing_day
from zhiheng.programmes.awards.domain.listing import SORTS, Listed, Row, Wanted
from zhiheng.programmes.awards.queries.applications import contacts_in
from zhiheng.programmes.awards.workbook.listing import write_applications
from zhiheng.registers import queries as registers

PAGE: Final = 50
_COLUMNS: Final = (
    "pk",
    "code",
    "number",
    "name",
    "region",
    "opened_at",
    "state",
    "at_stage",
    "declared",
    "subject",
)


def listed(round_: Any, wanted: Wanted, page: int = 1) -> Listed:
    """Return one page of 50 without contacts; a page past the end is the last one."""
    found = _found(round_, wanted)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    return Listed(tuple(_rows(found[(page - 1) * PAGE : page * PAGE], {})), total, page, pages)


def all_listed(round_: Any, wanted: Wanted, *, with_contacts: bool) -> Iterator[Row]:
    """Return every application that a list shows on all of its pages, in its order."""
    contacts = contacts_in(round_.code) if with_contacts else {}
    return _rows(_found(round_, wanted), contacts)


def exported(round_: Any, wanted: Wanted, *, with_contacts: bool) -> bytes:
    """Return the workbook of exactly what a list shows on all of its pages, which an import takes as it is."""
    book = rulebook_of(round_)
    rows = list(all_listed(round_, wanted, with_contacts=with_contacts))
    stages = {rule.id: rule.title for rule in book.stages}
    places = registers.region_names({row.region for row in rows})
    return write_applications(
        rows, book, stages, places, with_contacts=with_contacts, closing=closing_day(round_.closes_at)
    )


def _found(round_: Any, wanted: Wanted) -> Any:
    found = round_.cases.all()
    if wanted.name:
        found = found.filter(Q(name__contains=wanted.name) | Q(code=wanted.name))
    if wanted.region:
        found = found.filter(region=wanted.region)
    if wanted.state:
        found = found.filter(state=wanted.state)
    column = wanted.sort.removeprefix("-")
    first = wanted.sort if column in SORTS else "number"
    return found.order_by(first, "number")


def _rows(found: Any, contacts: dict[int, Contact]) -> Iterator[Row]:
    values = list(found.values_list(*_COLUMNS))
    known = registers.organisations_by_code({subject for *_, subject in values})
    for pk, *plain, subject in values:
        code, number, name, region, opened_at, state, at_stage, declared = plain
        yield Row(
            code, number, name, region, opened_at, state, at_stage, declared, known.get(subject), contacts.get(pk)
        )  # fmt: skip
