"""Who acts: an account with the roles it holds, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles that an account can hold at an authority (or, for an applicant, at an organisation)."""

    OFFICE = "office"
    SUPERVISOR = "supervisor"
    APPLICANT = "applicant"
    ASSESSOR = "assessor"
    COMMITTEE = "committee"
    DEPARTMENT = "department"
    STREET = "street"
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class Actor:
    """An account's code and the pairs (role, place) it holds today.

    The place is the authority's region code for officials and experts, ``"350200/taxation"``
    for a department of that authority, and the organisation's code for an applicant.
    """

    code: str
    holds: frozenset[tuple[Role, str]] = frozenset()

    def has(self, role: Role, place: str) -> bool:
        """Tell whether the role is held at exactly this place."""
        return (role, place) in self.holds

    def places(self, role: Role) -> frozenset[str]:
        """Return every place where the role is held."""
        return frozenset(place for held, place in self.holds if held is role)


SYSTEM = Actor("system")
NOBODY = Actor("")
