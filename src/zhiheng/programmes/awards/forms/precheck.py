"""The questions of the pre-check as a form whose answers stay in the address; nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhiheng.programmes.awards.domain.asking import Question
from zhiheng.programmes.awards.domain.declared import wrong_together
from zhiheng.registers import queries as registers
from zhiheng.shell.forms import HouseForm
from zhiheng.shell.templatetags.zhiheng import said

SHOWN = 5
WHEN = "when:"


class PreCheck(HouseForm):
    """One field for each question, all of them optional; what happened has a second field for when."""

    def __init__(self, questions: Sequence[Question], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.questions = questions
        for one in questions:
            self.fields[one.key] = _field(one)
            if one.kind == "happened":
                self.fields[WHEN + one.key] = _when(one)

    def clean(self) -> dict[str, Any]:
        """Ask for the day where something happened."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.questions:
            if (
                one.kind == "happened"
                and cleaned.get(one.key) == "yes"
                and cleaned.get(WHEN + one.key) is None
            ):
                self.add_error(WHEN + one.key, _("Say when it was last."))
        for one in self.questions:
            if one.kind == "region" and one.key in cleaned:
                self._place(one.key, str(cleaned[one.key]).strip())
        for key, told in wrong_together(self.answers()):
            self.add_error(key, said(told))
        return cleaned

    def _place(self, key: str, asked: str) -> None:
        if not asked:
            self.cleaned_data[key] = None
            return
        found = registers.regions_named(asked)
        exact = [one for one in found if asked in (one.code, one.name)] or list(found)
        if len(exact) == 1:
            self.cleaned_data[key] = (exact[0].code, (exact[0].code, *exact[0].ancestors))
            return
        named = "、".join(f"{one.name} {one.code}" for one in exact[:SHOWN])
        told = _("Several regions match: %s. Write one of the codes.") % named
        self.add_error(key, ValidationError(told if exact else _("There is no region of this name or code.")))

    def rows(self) -> list[tuple[Any, Any]]:
        """Return each question's field, with the one that asks when, if there is one."""
        return [
            (self[one.key], self[WHEN + one.key] if one.kind == "happened" else None)
            for one in self.questions
        ]

    def answers(self) -> dict[str, Any]:
        """Return the answers that were given, by key; what was left open is left out."""
        given: dict[str, Any] = {}
        for one in self.questions:
            value = self.cleaned_data.get(one.key)
            if one.kind in ("yes_no", "happened") and value:
                yes = self.cleaned_data.get(WHEN + one.key) if one.kind == "happened" else True
                given[one.key] = yes if value == "yes" else False
            elif value not in (None, ""):
                given[one.key] = value
        return given


def _field(one: Question) -> forms.Field:
    label = said(one.says)
    open_ = ("", _("Not known yet"))
    if one.kind in ("yes_no", "happened"):
        return forms.ChoiceField(
            label=label, choices=[open_, ("no", _("No")), ("yes", _("Yes"))], required=False
        )
    if one.kind == "choice":
        choices = [open_, *((value, said(title)) for value, title in one.choices)]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    if one.kind == "day":
        return _day(label)
    if one.kind == "number":
        return forms.DecimalField(
            label=label, required=False, max_digits=18, decimal_places=6,
            widget=forms.TextInput({"inputmode": "decimal"}),
        )  # fmt: skip
    if one.kind == "count":
        return forms.DecimalField(
            label=label, required=False, max_digits=9, decimal_places=0, min_value=Decimal(1),
            widget=forms.TextInput({"inputmode": "numeric"}),
        )  # fmt: skip
    return forms.CharField(label=label, help_text=_help(one), required=False, max_length=one.most)


def _help(one: Question) -> str:
    return said(one.helps) if one.helps is not None else ""


def _when(one: Question) -> forms.Field:
    if one.by_session:
        return forms.IntegerField(
            label=_("In which session last"), required=False, min_value=1, max_value=999
        )
    return _day(_("When last"))


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}))
