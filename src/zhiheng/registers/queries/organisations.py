"""Which organisations there are, and what each of them is and was called."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.core.codes import normalise_uscc
from zhiheng.registers.domain.names import name_key
from zhiheng.registers.domain.rows import EventFact, NameRow, OrganisationRow
from zhiheng.registers.models import Event, Organisation, OrganisationName

CHUNK = 5000  # stays below the number of parameters that one SQLite statement takes (32,766)


def organisation(code: str) -> OrganisationRow | None:
    """Return the organisation with this code, if there is one."""
    return _first(Organisation.objects.filter(code=code))


def organisation_by_uscc(uscc: str) -> OrganisationRow | None:
    """Return the organisation with this credit code, if it is registered."""
    return _first(Organisation.objects.filter(uscc=normalise_uscc(uscc)))


def organisations_by_code(codes: Collection[str]) -> dict[str, OrganisationRow]:
    """Return the organisations of many codes, in one statement per 5,000; unknown codes are left out."""
    wanted = sorted(set(codes))
    rows: dict[str, OrganisationRow] = {}
    for start in range(0, len(wanted), CHUNK):
        found = _with_places(Organisation.objects.filter(code__in=wanted[start : start + CHUNK]))
        rows.update((one.code, row_of(one)) for one in found)
    return rows


def organisations_like(name: str) -> tuple[OrganisationRow, ...]:
    """Return the organisations that have or had this name in any of its spellings, by code."""
    key = name_key(name)
    alike = Q(name_key=key) | Q(pk__in=OrganisationName.objects.filter(name_key=key).values("organisation"))
    return tuple(row_of(one) for one in _with_places(Organisation.objects.filter(alike).order_by("code")))


def names_of(code: str) -> tuple[NameRow, ...]:
    """Return the names of an organisation, the oldest first."""
    names = OrganisationName.objects.filter(organisation__code=code).order_by("from_day", "pk")
    return tuple(NameRow(one.name, one.from_day, one.to_day) for one in names)


def events_of(code: str, as_of: date) -> tuple[EventFact, ...]:
    """Return what stands on record about an organisation up to and including a day, the oldest first."""
    events = Event.objects.filter(organisation__code=code, day__lte=as_of, withdrawn_at=None)
    return tuple(
        EventFact(one.code, one.event, one.day, one.source) for one in events.order_by("day", "code")
    )


def row_of(one: Organisation) -> OrganisationRow:
    """Return the row of an organisation that was read together with its region and parent."""
    return OrganisationRow(
        code=one.code,
        uscc=one.uscc,
        name=one.name,
        kind=one.kind,
        region=one.region_id,
        regions=tuple(reversed(one.region.path.split("/"))),
        founded_day=one.founded_day,
        legal_person=one.legal_person,
        industry=one.industry,
        size=one.size,
        parent=None if one.parent is None else one.parent.code,
    )


def _with_places(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return found.select_related("region", "parent")


def _first(found: QuerySet[Organisation]) -> OrganisationRow | None:
    one = _with_places(found).first()
    return None if one is None else row_of(one)
