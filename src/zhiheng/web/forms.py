"""What the filter bars of the lists understand; a form reads an address and never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.core.text import Text
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.kinds import TIERS, HonourStatus
from zhiheng.shell.forms import HouseForm
from zhiheng.web.labels import CASE_STATES

Choices = list[tuple[str, Any]]
SHOWN = 5
YEARS = lazy("Write a year from 1949 to 2100.")


def _said(text: Text) -> str:
    return text.in_(get_language() or "zh")


def _tiers() -> Choices:
    return [("", _("All tiers")), *((tier, _said(title)) for tier, title in TIERS.items())]


class Paged(HouseForm):
    """A filter bar with pages; an impossible page number is the first page."""

    def page(self) -> int:
        """Return the page asked for."""
        asked = str(self.data.get("page", ""))
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


class HonourSearch(Paged):
    """The filters of the honours register."""

    organisation = forms.CharField(label=lazy("Winner"), max_length=100, required=False)
    award = forms.CharField(label=lazy("Award"), max_length=80, required=False)
    region = forms.CharField(label=lazy("Region or its code"), max_length=60, required=False)
    year = forms.IntegerField(
        label=lazy("Year"),
        min_value=1949,
        max_value=2100,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), YEARS),
    )
    tier = forms.ChoiceField(label=lazy("Tier"), choices=_tiers, required=False)
    status = forms.ChoiceField(
        label=lazy("Status"),
        choices=[
            ("", lazy("All entries")),
            (HonourStatus.DECIDED.value, lazy("Granted only")),
            (HonourStatus.PROPOSED.value, lazy("Proposed only (not yet honours)")),
        ],
        required=False,
    )

    def clean_region(self) -> str:
        """Turn a name or a code into the code of one region; several of the same name are asked back."""
        asked = str(self.cleaned_data["region"]).strip()
        if not asked:
            return ""
        found = registers.regions_named(asked)
        exact = [one for one in found if asked in (one.code, one.name)] or list(found)
        if not exact:
            raise ValidationError(_("There is no region called “%s”. Try a part of its name.") % asked)
        if len(exact) > 1:
            named = "、".join(f"{one.name} {one.code}" for one in exact[:SHOWN])
            raise ValidationError(_("Several regions match: %s. Write one of the codes.") % named)
        return exact[0].code

    def wanted(self) -> dict[str, Any]:
        """Return the arguments of the search."""
        status = self.cleaned_data["status"]
        return {
            **{name: self.cleaned_data[name] for name in ("organisation", "award", "region", "year", "tier")},
            "status": HonourStatus(status) if status else None,
            "page": self.page(),
        }


class CaseFilter(Paged):
    """The filter of a round's cases."""

    state = forms.ChoiceField(
        label=lazy("State"),
        choices=[("", lazy("All states")), *CASE_STATES.items()],
        required=False,
    )

    def choice(self, name: str) -> str:
        """Return what was chosen, or nothing where it is not one of the choices."""
        return str(self.cleaned_data.get(name, "")) if hasattr(self, "cleaned_data") else ""
