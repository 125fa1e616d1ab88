"""All organisations of a place with what the registers hold about them, as columns for judging many at once.

Not among the doors of ``registers.queries``: it needs arrays, which a server does without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from zhiheng.registers.domain.kinds import COUNTRY, HonourStatus, Relation
from zhiheng.registers.models import Event, Honour, Organisation, Region
from zhiheng.rules.bulk.columns import (
    NO_DAY,
    NO_NUMBER,
    NONE,
    Certificates,
    Coded,
    Columns,
    Events,
    Honours,
    day_number,
)
from zhiheng.rules.bulk.gathering import coded

CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class _Family:
    """The rows of organisations by key, their parents, and the rows below a parent."""

    row_of: Mapping[int, int]
    parent_of: Mapping[int, int | None]
    below: Mapping[int, Sequence[int]]

    def concerned(self, winner: int) -> Iterator[tuple[int, str]]:
        """Yield the rows to which an honour of an organisation counts, and in which relation."""
        own, parent = self.row_of.get(winner), self.parent_of.get(winner)
        if own is not None:
            yield own, Relation.SELF.value
        yield from ((row, Relation.PARENT.value) for row in self.below.get(winner, ()))
        if parent is not None:
            if parent in self.row_of:
                yield self.row_of[parent], Relation.SUBSIDIARY.value
            yield from ((row, Relation.GROUP.value) for row in self.below.get(parent, ()) if row != own)


def columns_within(region: str, as_of: date, *, award_of: Callable[[str, str], str]) -> Columns:
    """Return the columns of every organisation of a place and of what lies in it, in the order of their codes.

    What is on record up to and including *as_of*, as ``facts_about`` reads it; *award_of* names an honour's award
    (authority and name to ``authority/instrument``). What only an application says (papers, measures,
    certificates, attestations) is recorded for nobody. Four statements, whatever is on record.
    """
    own = _within(region)
    fields = (
        "pk", "parent_id", "kind", "region_id", "region__path", "founded_day", "legal_person", "industry", "size"
    )  # fmt: skip
    table = list(zip(*own.order_by("code").values_list(*fields).iterator(chunk_size=CHUNK), strict=True))
    pks, parents, kind, place, path, founded, legal, industry, size = table or [()] * len(fields)
    family = _family(own, pks, parents)
    everybody, nobody = np.ones(len(pks), dtype=np.bool_), np.zeros(len(pks), dtype=np.bool_)
    return Columns(
        count=len(pks), kind=coded(kind), region=coded(place), regions=_regions(path), founded=_days(founded),
        legal_person=np.array([-1 if one is None else int(one) for one in legal], dtype=np.int8),
        industry=coded(one or None for one in industry), size=coded(one or None for one in size),
        session=np.full(len(pks), NO_NUMBER, dtype=np.int32),
        papers=Coded(np.full(len(pks), NONE, dtype=np.int32), ()),
        events=_events(own, family.row_of, everybody, as_of), honours=_honours(family, everybody, as_of, award_of),
        holds=Certificates(nobody, _rows([]), coded([]), _days([]), _days([])),
    )  # fmt: skip


def _within(region: str) -> QuerySet[Organisation]:
    if region == COUNTRY:
        return Organisation.objects.all()
    inside = Region.objects.filter(Q(code=region) | Q(path__contains=f"/{region}/")).values("code")
    return Organisation.objects.filter(region__in=inside)


def _regions(paths: Iterable[str]) -> Coded[tuple[str, ...]]:
    found = coded(paths)
    return Coded(found.codes, tuple(tuple(reversed(path.split("/"))) for path in found.words))


def _days(days: Iterable[date | None]) -> Any:
    number = cache(day_number)
    return np.fromiter((NO_DAY if day is None else number(day) for day in days), dtype=np.int32)


def _rows(rows: Iterable[int]) -> Any:
    return np.fromiter(rows, dtype=np.int32)


def _events(own: QuerySet[Organisation], row_of: Mapping[int, int], everybody: Any, as_of: date) -> Events:
    stored = Event.objects.filter(organisation__in=own.values("pk"), day__lte=as_of, withdrawn_at=None)
    rows = stored.order_by().values_list("organisation_id", "event", "day")
    found = sorted((row_of[pk], event, day) for pk, event, day in rows.iterator(chunk_size=CHUNK))
    return Events(
        everybody, _rows(row for row, _, _ in found), coded(event for _, event, _ in found),
        _days(day for _, _, day in found),
    )  # fmt: skip


def _family(own: QuerySet[Organisation], pks: Sequence[int], parents: Sequence[int | None]) -> _Family:
    """Return who belongs together: the organisations of the place, their parents, and the others below those."""
    above = own.exclude(parent=None).values("parent_id")
    related = Organisation.objects.filter(Q(parent__in=own.values("pk")) | Q(parent__in=above))
    parent_of: dict[int, int | None] = dict(zip(pks, parents, strict=True))
    parent_of.update(related.order_by().values_list("pk", "parent_id").iterator(chunk_size=CHUNK))
    below: defaultdict[int, list[int]] = defaultdict(list)
    for row, parent in enumerate(parents):
        if parent is not None:
            below[parent].append(row)
    return _Family({pk: row for row, pk in enumerate(pks)}, parent_of, below)


def _honours(family: _Family, everybody: Any, as_of: date, award_of: Callable[[str, str], str]) -> Honours:
    named = cache(award_of)
    found = sorted(_counted(family, as_of, named), key=lambda one: one[0])
    return Honours(
        everybody, _rows(one[0] for one in found), award=coded(one[1] for one in found),
        tier=coded(one[2] for one in found), relation=coded(one[3] for one in found),
        session=_rows(one[4] for one in found), day=_days(one[5] for one in found),
    )  # fmt: skip


def _counted(
    family: _Family, as_of: date, named: Callable[[str, str], str]
) -> Iterator[tuple[int, str, str, str, int, date]]:
    """Yield each decided honour for each row to which it counts; one without a day counts from the end of its year."""
    given = Q(granted_day__lte=as_of) | Q(granted_day=None, year__lte=as_of.year)
    stored = Honour.objects.filter(given, status=HonourStatus.DECIDED).exclude(organisation=None).order_by()
    columns = ("organisation_id", "authority_id", "award", "tier", "session", "granted_day", "year")
    for pk, authority, award, tier, session, day, year in stored.values_list(*columns).iterator(
        chunk_size=20_000
    ):
        number = int(session) if session.isdigit() else int(NO_NUMBER)
        for row, relation in family.concerned(pk):
            yield row, named(authority, award), tier, relation, number, day or date(year, 12, 31)
