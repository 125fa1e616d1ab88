"""Objections and what is decided about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from zhiheng.casework.forms.acts import Sealed, words


class ObjectionForm(forms.Form):
    """What somebody says against a published case; a name and a contact where the rulebook asks for them."""

    case = forms.ChoiceField(label=lazy("Objection against"))
    grounds = words(lazy("Facts and reasons"), rows=8)
    name = forms.CharField(label=lazy("Your name, or that of your organisation"), max_length=200)
    contact = forms.CharField(label=lazy("Telephone or address at which you can be reached"), max_length=200)

    def __init__(self, *args: Any, entries: list[tuple[str, str]], is_named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = [("", "—"), *entries]  # type: ignore[attr-defined]
        self.fields["name"].required = self.fields["contact"].required = is_named


class Decision(Sealed):
    """What the office decides about an objection, with its reason."""

    upheld = forms.ChoiceField(
        label=lazy("What is decided"),
        choices=[
            ("no", lazy("Not upheld: the case stays on the list")),
            ("yes", lazy("Upheld: the case ends when the notice is closed")),
        ],
        widget=forms.RadioSelect,
    )
    decision = words(lazy("What was found, and why it is decided so"), rows=6)
    field_order = ("upheld", "decision", "office")
