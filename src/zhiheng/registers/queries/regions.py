"""Where a place lies, and which places lie in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.registers.domain.rows import RegionRow
from zhiheng.registers.models import Region


def region(code: str, as_of: date | None = None) -> RegionRow | None:
    """Return the region with this code, if there is one (and it existed on *as_of*)."""
    found = _valid(Region.objects.filter(code=code), as_of).first()
    return None if found is None else _row(found)


def region_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of places by code; unknown codes are left out."""
    return dict(Region.objects.filter(code__in=set(codes)).values_list("code", "name"))


def region_levels(codes: Collection[str]) -> dict[str, str]:
    """Return the levels of places by code; unknown codes are left out."""
    return dict(Region.objects.filter(code__in=set(codes)).values_list("code", "level"))


def ancestors(code: str) -> tuple[str, ...]:
    """Return the codes above a place, the nearest first and the country last; none for an unknown code."""
    found = region(code)
    return () if found is None else found.ancestors


def descends_from(code: str, ancestor: str) -> bool:
    """Tell whether a place is the other one or lies in it; an unknown place lies nowhere."""
    found = region(code)
    return found is not None and ancestor in (code, *found.ancestors)


def children(code: str, as_of: date | None = None) -> tuple[RegionRow, ...]:
    """Return the places directly below one, by code."""
    return tuple(_row(one) for one in _valid(Region.objects.filter(parent=code), as_of).order_by("code"))


def regions_named(part: str, as_of: date | None = None, limit: int = 50) -> tuple[RegionRow, ...]:
    """Return the places whose name contains *part* or whose code begins with it, by code."""
    if not part.strip():
        return ()
    matching = Region.objects.filter(Q(name__contains=part.strip()) | Q(code__startswith=part.strip()))
    return tuple(_row(one) for one in _valid(matching, as_of).order_by("code")[:limit])


def _valid(regions: QuerySet[Region], as_of: date | None) -> QuerySet[Region]:
    if as_of is None:
        return regions
    return regions.filter(
        Q(valid_from=None) | Q(valid_from__lte=as_of), Q(valid_to=None) | Q(valid_to__gt=as_of)
    )


def _row(one: Region) -> RegionRow:
    return RegionRow(
        code=one.code,
        name=one.name,
        level=one.level,
        parent=one.parent_id,
        ancestors=tuple(reversed(one.path.split("/")[:-1])),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        successor=one.successor,
        source=one.source,
    )
