"""The form of one section of an application: every field takes anything, and says what is wrong beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from django import forms
from django.utils.translation import gettext as _

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.domain.dossier import Section
from zhiheng.shell.templatetags.zhiheng import said

Rules: TypeAlias = Mapping[str, tuple[Text, Citation]]
"""What the rulebook says, and where, by the id of a rule."""
_MODES = {"number": "decimal", "count": "numeric", "phone": "tel", "email": "email"}
_CHOSEN = ("yes_no", "choice")
_LONG = 300


class SectionForm(forms.Form):
    """One section with the version that its writer saw; what is typed is taken as it is."""

    def __init__(
        self, section: Section, typed: Mapping[str, str], wrong: Mapping[str, Text] | None = None
    ) -> None:
        super().__init__(dict(typed))
        self.section = section
        for column in section.columns:
            self.fields[column.key] = _field(column, section)
        for key, told in (wrong or {}).items():
            self.add_error(key, said(told))

    def typed(self) -> dict[str, str]:
        """Return what was typed, field by field, with lines ended one way."""
        return {name: str(self.data.get(name, "")).replace("\r\n", "\n") for name in self.fields}

    def rows(self, rules: Rules) -> list[tuple[Any, list[tuple[Text, Citation]]]]:
        """Return each field with the rules for which it is asked; a rule stands beside the first field that it asks."""
        told: set[str] = set()
        found: list[tuple[Any, list[tuple[Text, Citation]]]] = []
        for column in self.section.columns:
            new = [id_ for id_ in dict.fromkeys(column.rules) if id_ in rules and id_ not in told]
            told.update(new)
            found.append((self[column.key], [rules[id_] for id_ in new]))
        return found


def _field(column: Column, section: Section) -> forms.CharField:
    label = said(column.title) if not section.is_report else _("Text")
    help_text = "" if column.kind in _CHOSEN else said(column.remedy)
    return forms.CharField(
        label=label, required=False, strip=False, help_text=help_text, widget=_widget(column, section)
    )


def _widget(column: Column, section: Section) -> forms.Widget:
    if section.is_report:
        return forms.Textarea({"rows": 22, "data-count": column.most})
    if column.kind == "yes_no":
        return forms.Select(choices=[("", "—"), ("是", _("Yes")), ("否", _("No"))])
    if column.kind == "choice":
        return forms.Select(choices=[("", "—"), *((word.zh, said(word)) for _value, word in column.choices)])
    if column.kind == "day":
        return forms.DateInput({"type": "date"})
    if column.most > _LONG:
        return forms.Textarea({"rows": 4})
    attrs: dict[str, Any] = {"inputmode": _MODES[column.kind]} if column.kind in _MODES else {}
    return forms.TextInput(attrs)
