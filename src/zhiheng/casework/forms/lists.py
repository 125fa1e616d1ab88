"""The filter bars of the office's lists; a form reads an address and never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from zhiheng.casework.models import Case
from zhiheng.shell.forms import HouseForm

STATES: dict[str, Any] = {
    Case.State.RUNNING: lazy("In progress"),
    Case.State.WITHDRAWN: lazy("Withdrawn"),
    Case.State.ENDED: lazy("Ended without selection"),
    Case.State.COMPLETED: lazy("Completed"),
}
ORDERS = (
    "number",
    "-number",
    "name",
    "-name",
    "region",
    "-region",
    "state",
    "-state",
    "at_stage",
    "-at_stage",
)


def page_of(data: Any) -> int:
    """Return the page asked for; what is no number is the first page."""
    asked = str(data.get("page", ""))
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


class CaseList(HouseForm):
    """Which cases of a round, in which order; what makes no sense is no filter."""

    q = forms.CharField(label=lazy("Name or number"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=lazy("State"), choices=[("", lazy("All states")), *STATES.items()], required=False
    )
    stage = forms.ChoiceField(label=lazy("Reached"), required=False)
    order = forms.ChoiceField(
        choices=[(one, one) for one in ORDERS], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, stages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", lazy("All stages")), *stages]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """Return the arguments of the list."""
        self.full_clean()
        said = getattr(self, "cleaned_data", {})
        return {
            "text": str(said.get("q", "")), "state": str(said.get("state", "")),
            "stage": str(said.get("stage", "")), "order": str(said.get("order", "") or "number"),
        }  # fmt: skip
