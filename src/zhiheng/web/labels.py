"""The words of the interface for the codes that other rooms keep: states, outcomes, roles."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from zhiheng.core.actor import Actor, Role
from zhiheng.core.text import Text
from zhiheng.registers import queries as registers
from zhiheng.rules.model import Rulebook
from zhiheng.rules.vocabulary import ACTORS, word

OUTCOMES: dict[str, Promise] = {
    "passed": lazy("Passed"),
    "failed": lazy("Not passed"),
    "selected": lazy("Selected"),
    "not_selected": lazy("Not selected"),
    "upheld": lazy("Objection upheld"),
    "approved": lazy("Approved"),
    "refused": lazy("Not approved"),
    "honoured": lazy("Honoured"),
    "paid": lazy("Paid"),
}
CASE_STATES: dict[str, Promise] = {
    "running": lazy("In progress"),
    "withdrawn": lazy("Withdrawn"),
    "ended": lazy("Ended without selection"),
    "completed": lazy("Completed"),
}
ROUND_STATES: dict[str, Promise] = {
    "running": lazy("Running"),
    "concluded": lazy("Concluded"),
}
STAGE_STATES: dict[str, Promise] = {
    "waiting": lazy("To come"),
    "open": lazy("Open now"),
    "closed": lazy("Closed"),
}
LEVELS: dict[str, Promise] = {
    "national": lazy("National"),
    "provincial": lazy("Provincial"),
    "prefectural": lazy("City (prefecture level)"),
    "county": lazy("County"),
    "zone": lazy("Development zone"),
}
LISTS: dict[str, dict[str, Promise]] = {
    "outcome": OUTCOMES,
    "case": CASE_STATES,
    "round": ROUND_STATES,
    "stage": STAGE_STATES,
    "level": LEVELS,
}


def label(list_: str, code: str) -> str:
    """Return the word for a code; a code that the list does not know is shown as it is."""
    return str(LISTS[list_].get(code, code))


def who_owes(role: str, place: str, book: Rulebook) -> Text:
    """Return who owes a task: a department by its own name, everybody else by the role."""
    department = place.partition("/")[2]
    if role == Role.DEPARTMENT and department:
        return word("department", department, book)
    return ACTORS.get(role) or Text.of(role)


def roles_of(actor: Actor) -> list[tuple[Text, str]]:
    """Return the roles that an actor holds today, each with the name of its place."""
    return [
        (ACTORS.get(role.value) or Text.of(role.value), _place(role, place))
        for role, place in sorted(actor.holds)
    ]


def place_name(place: str) -> str:
    """Return the name of an authority, of an authority's department or street, or of an organisation."""
    return _place(Role.OFFICE if place.partition("/")[0].isdecimal() else Role.APPLICANT, place)


def _place(role: Role, place: str) -> str:
    if role is Role.APPLICANT:
        organisation = registers.organisation(place)
        return organisation.name if organisation else place
    authority, _, part = place.partition("/")
    region = registers.region(authority)
    named = region.name if region else authority
    return f"{named} · {word('department', part)}" if part else named
