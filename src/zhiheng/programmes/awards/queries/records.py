"""What the public record says of an organisation: its honours, and nothing that is not public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.registers import queries as registers
from zhiheng.registers.domain.kinds import Relation
from zhiheng.registers.domain.rows import HonourFact, NameRow, OrganisationRow, RegionRow


@dataclass(frozen=True, slots=True)
class Record:
    """An organisation that holds or held an honour."""

    organisation: OrganisationRow
    region: RegionRow | None
    names: tuple[NameRow, ...]
    honours: tuple[tuple[HonourFact, RegionRow | None], ...]


def record_of(code: str, day: date) -> Record | None:
    """Return the record of an organisation, the latest honour first; one without an honour has no public record.

    That it is registered at all may only mean that it applied, which is nobody's business.
    """
    known = registers.facts_about({code}, day).get(code)
    own = [one for one in known.honours if one.relation is Relation.SELF] if known is not None else []
    if known is None or not own:
        return None
    places = {one.authority: registers.region(one.authority) for one in own}
    ordered = sorted(own, key=lambda one: (one.day, one.code), reverse=True)
    region = registers.region(known.organisation.region)
    honours = tuple((one, places[one.authority]) for one in ordered)
    return Record(known.organisation, region, registers.names_of(code), honours)
