"""Whom to invite, to which role, where: chosen from lists; a form reads what was typed and never saves."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.core.actor import Actor, Role
from zhiheng.registers import queries as registers
from zhiheng.rules.vocabulary import ACTORS, DEPARTMENTS
from zhiheng.shell.forms import HouseForm
from zhiheng.web.labels import place_name
from zhiheng.web.security_forms import LANGUAGES

OFFERED: Final = (Role.ASSESSOR, Role.COMMITTEE, Role.DEPARTMENT, Role.STREET, Role.APPLICANT)
NAMED: Final = (Role.APPLICANT, Role.STREET)
Choices = list[tuple[str, Any]]


class InviteForm(HouseForm):
    """Whom to invite, to which role, where; only what the inviter may give is offered."""

    address = forms.EmailField(label=lazy("Mail address"), max_length=254)
    role = forms.ChoiceField(label=lazy("Role"))
    place = forms.ChoiceField(label=lazy("At which authority or department"))
    named = forms.CharField(
        label=lazy("Which applicant or street"), max_length=100, required=False,
        help_text=lazy("For these two roles alone: full name or unified social credit code; name of the street."),
    )  # fmt: skip
    language = forms.ChoiceField(label=lazy("Language of the mail"), choices=LANGUAGES)

    def __init__(self, data: Any, inviter: Actor) -> None:
        super().__init__(data)
        offices, own = sorted(inviter.places(Role.OFFICE)), sorted(inviter.places(Role.APPLICANT))
        self.authority = offices[0] if offices else ""
        roles = OFFERED if offices else (Role.APPLICANT,)
        self._offer("role", [(role.value, _said(ACTORS[role.value])) for role in roles])
        self._offer("place", places_at(offices) if offices else [(one, place_name(one)) for one in own])
        if not offices:
            del self.fields["named"]
            self.fields["place"].label = lazy("Organisation")

    def _offer(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Put the place together; whether it is the inviter's to give is asked by the policy."""
        given = super().clean() or {}
        if "named" not in self.fields or given.get("role") not in NAMED or "place" not in given:
            return given
        named = str(given.get("named", "")).strip()
        if not named:
            self.add_error("named", _("Fill this in."))
        elif given["role"] == Role.STREET:
            given["place"] = f"{str(given['place']).partition('/')[0]}/{named}"
        else:
            given["place"] = self._organisation(named)
        return given

    def _organisation(self, named: str) -> str:
        """Return the one organisation with this name or credit code; none or several are told beside the field."""
        by_code = registers.organisation_by_uscc(named)
        found = (by_code,) if by_code else registers.organisations_like(named)
        if len(found) == 1:
            return found[0].code
        if not found:
            self.add_error("named", _("No organisation of this name or code is registered."))
        else:
            codes = "、".join(one.uscc or one.code for one in found[:5])
            self.add_error("named", _("Several have this name: %s. Write one of the codes.") % codes)
        return ""


def places_at(offices: list[str]) -> Choices:
    """Return the authorities of the offices, each followed by its departments, as a list to choose from."""
    departments = sorted(DEPARTMENTS, key=lambda one: DEPARTMENTS[one].zh)
    chosen: Choices = []
    for office in offices:
        name = place_name(office)
        parts = [(f"{office}/{one}", f"{name} · {_said(DEPARTMENTS[one])}") for one in departments]
        chosen += [(office, name), (_("Departments"), parts)]
    return chosen


def _said(text: Any) -> str:
    return str(text.in_(get_language() or "zh"))
