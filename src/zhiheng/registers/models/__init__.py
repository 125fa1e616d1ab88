"""The tables of the registers; no other room imports them."""

from zhiheng.registers.models.documents import Document
from zhiheng.registers.models.honours import Honour
from zhiheng.registers.models.organisations import Event, Organisation, OrganisationName
from zhiheng.registers.models.people import Account, Person, RoleHeld
from zhiheng.registers.models.regions import Region

__all__ = [
    "Account",
    "Document",
    "Event",
    "Honour",
    "Organisation",
    "OrganisationName",
    "Person",
    "Region",
    "RoleHeld",
]
