"""The shipped sample of claims, read as plain values; everything in it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from zhiheng.calc.sharing import Action
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.codes import sample_uscc
from zhiheng.programmes.incentives.domain.claims import ClaimGiven, UnitGiven

OWN = "本企业"
REGION = "350206"
PAPERS = ("application_form", "published_standard")


@dataclass(frozen=True, slots=True)
class SampleEnterprise:
    """An invented enterprise with a valid credit code."""

    id: str
    name: str
    uscc: str
    street: str


@dataclass(frozen=True, slots=True)
class SampleClaim:
    """A claim before the enterprise is registered, and what its street office will say of it.

    ``returned`` and ``refused`` hold the street's reason; both empty: it passes at once.
    """

    of: str
    row: Mapping[str, Any]
    returned: str
    refused: str

    def given(self, subject: str, enterprise: SampleEnterprise) -> ClaimGiven:
        """Return the claim of the enterprise that is registered under *subject*."""
        row = self.row
        units: list[str] = row["units"]
        published = row.get("published")
        return ClaimGiven(
            subject=subject,
            level=row["level"],
            number=row["number"],
            title=row["title"],
            action=Action(row.get("action", Action.FORMULATE.value)),
            rank=units.index(OWN) + 1,
            units=tuple(UnitGiven(enterprise.name if unit == OWN else unit) for unit in units),
            street=enterprise.street,
            published_day=None if published is None else date.fromisoformat(published),
            papers=tuple(row.get("papers", PAPERS)),
            proportions={rank: Decimal(part) for rank, part in row.get("proportions", {}).items()},
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """The whole sample: for which year, when the call runs, who claims and what."""

    session: str
    opens_at: datetime
    closes_at: datetime
    enterprises: tuple[SampleEnterprise, ...]
    claims: tuple[SampleClaim, ...]


def read_sample() -> Sample:
    """Return the sample of 2021: 11 enterprises, 24 claims."""
    source = files("zhiheng.programmes.incentives") / "data" / "sample_2021.yaml"
    data = YAML(typ="safe", pure=True).load(source.read_text(encoding="utf-8"))
    return Sample(
        session=data["session"],
        opens_at=_instant(data["opens"]),
        closes_at=_instant(data["closes"]),
        enterprises=tuple(
            SampleEnterprise(row["id"], row["name"], sample_uscc(REGION, row["number"]), row["street"])
            for row in data["enterprises"]
        ),
        claims=tuple(
            SampleClaim(row["of"], row, row.get("returned", ""), row.get("refused", ""))
            for row in data["claims"]
        ),
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
