"""An organisation as somebody wants it registered, and what the registers say to that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zhiheng.core.codes import normalise_uscc
from zhiheng.core.refusal import Place, Problem
from zhiheng.registers.domain.kinds import OrganisationKind


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What is stated about an organisation; ``place`` says where in somebody's input it stands.

    ``namesake`` confirms that another organisation of this name is known and is a different one.
    """

    name: str
    uscc: str | None
    region: str
    kind: str = OrganisationKind.ENTERPRISE.value
    founded_day: date | None = None
    legal_person: bool | None = None
    industry: str = ""
    size: str = ""
    namesake: bool = False
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Either the code under which it is registered already, or what is wrong; neither: it is new."""

    existing: str | None = None
    problem: Problem | None = None


def plain_uscc(uscc: str | None) -> str | None:
    """Return a credit code as it is kept; nothing for an empty one."""
    return normalise_uscc(uscc or "") or None


def plain_name(name: str) -> str:
    """Return a name without outer and repeated spaces; its width and brackets stay as given."""
    return " ".join(name.split())
