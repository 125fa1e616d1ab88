"""Objections and what is decided about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from zhiheng.casework.actions import Said
from zhiheng.casework.forms.acts import Sealed, words
from zhiheng.shell.forms import HouseForm


class PublishedSearch(HouseForm):
    """The search in a long published list."""

    q = forms.CharField(label=lazy("Name"), max_length=100, required=False)

    def wanted(self) -> str:
        """Return what is looked for."""
        self.full_clean()
        return str(getattr(self, "cleaned_data", {}).get("q", ""))


class ObjectionForm(HouseForm):
    """What somebody says against a published case; a name and a contact where the rulebook asks for them."""

    case = forms.ChoiceField(label=lazy("Objection against"))
    grounds = words(lazy("Facts and reasons"), rows=8)
    name = forms.CharField(label=lazy("Your name, or that of your organisation"), max_length=200)
    contact = forms.CharField(label=lazy("Telephone or address at which you can be reached"), max_length=200)

    def __init__(self, *args: Any, entries: list[tuple[str, str]], is_named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = [("", "—"), *entries]  # type: ignore[attr-defined]
        self.fields["name"].required = self.fields["contact"].required = is_named


class PaperObjection(Sealed):
    """An objection that came as a letter: the office writes down whose, when, against what, with which evidence."""

    case = forms.ChoiceField(label=lazy("Objection against"))
    received_at = forms.DateTimeField(
        label=lazy("Received at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    name = forms.CharField(label=lazy("Name of the person or organisation that objects"), max_length=200)
    contact = forms.CharField(label=lazy("Telephone or address of whoever objects"), max_length=200)
    grounds = words(lazy("Facts and reasons, as the letter states them"), rows=8)
    evidence = words(lazy("Evidence that came with it"), rows=3, required=False, most=1000)
    field_order = ("case", "received_at", "name", "contact", "grounds", "evidence", "office")

    def __init__(self, *args: Any, entries: list[tuple[str, str]], is_named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = [("", "—"), *entries]  # type: ignore[attr-defined]
        self.fields["name"].required = self.fields["contact"].required = is_named

    def said(self) -> Said:
        """Return the objection as it is recorded."""
        given = self.cleaned_data
        return Said(
            given["case"],
            given["name"],
            given["contact"],
            given["grounds"],
            given["received_at"],
            given["evidence"],
        )


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
    decision = words(lazy("What was found, and why it is decided so (published)"), rows=6)
    field_order = ("upheld", "decision", "office")
