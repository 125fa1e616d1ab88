"""That applicants were told a result outside the house: who, on which day, how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from zhiheng.casework.actions import ToldOutside
from zhiheng.casework.queries.telling import ToTell
from zhiheng.shell.forms import HouseForm


class TellingForm(HouseForm):
    """A day and a way for everybody who is ticked."""

    cases = forms.MultipleChoiceField(
        label=lazy("Who was told"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Tick who was told.")},
    )
    day = forms.DateField(
        label=lazy("Told on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    how = forms.CharField(label=lazy("How (letter and its number, visit, telephone)"), max_length=200)

    def __init__(self, data: Any = None, *, waiting: Sequence[ToTell], today: date) -> None:
        super().__init__(data, initial={"day": today, "cases": [one.code for one in waiting]})
        field = self.fields["cases"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.code, one.name) for one in waiting]

    def given(self) -> list[ToldOutside]:
        """Return who was told, when and how."""
        said = self.cleaned_data
        return [ToldOutside(code, said["day"], said["how"]) for code in said["cases"]]
