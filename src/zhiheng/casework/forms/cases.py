"""What happens to a case beside its stages: corrections, withdrawals, late entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.casework.forms.acts import Sealed, words
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.conditions import Condition, Measure, ModelYears, Papers
from zhiheng.rules.vocabulary import word
from zhiheng.shell.forms import HouseForm

EXCELLENCE_YEARS = "excellence_model_years"


class Asking(HouseForm):
    """What the office asks a subject to correct."""

    asks = words(lazy("What has to be corrected or added"), rows=3, most=1000)


class PaperWithdrawal(Sealed):
    """An application taken back by a letter of the applicant: the day of the letter and what it says."""

    asked_day = forms.DateField(
        label=lazy("Day of the applicant's letter"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = words(lazy("Reason that the applicant gives"))
    field_order = ("asked_day", "reason", "office")


class LateDecision(Sealed):
    """Until when a late entry is granted, or that it is refused; either with its ground."""

    granted = forms.ChoiceField(
        label=lazy("What is decided"),
        choices=[("yes", lazy("Grant a late entry")), ("no", lazy("Refuse it"))],
        widget=forms.RadioSelect,
    )
    until = forms.DateTimeField(
        label=lazy("Until when"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    ground = words(lazy("Ground of the decision"), rows=3)
    field_order = ("granted", "until", "ground", "office")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """Ask for an instant to come where the entry is granted."""
        cleaned = super().clean() or {}
        until = cleaned.get("until")
        if (
            cleaned.get("granted") == "yes"
            and "until" not in self.errors
            and (not until or until <= self.now)
        ):
            self.add_error("until", _("Write a day and an hour that are still to come."))
        return cleaned

    def until_at(self) -> datetime | None:
        """Return until when, or nothing for a refusal."""
        until: datetime | None = self.cleaned_data["until"]
        return until if self.cleaned_data["granted"] == "yes" else None


class Corrected(HouseForm):
    """What a subject declares from now on: the papers and measures that the rulebook asks for."""

    def __init__(self, *args: Any, book: Rulebook, declared: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declared = dict(declared)
        language = get_language() or "zh"
        papers = list(dict.fromkeys([*papers_of(book), *declared.get("papers", ())]))
        self.fields["papers"] = forms.MultipleChoiceField(
            label=_("Papers handed in"), required=False, initial=list(declared.get("papers", ())),
            choices=[(one, word("paper", one, book).in_(language)) for one in papers],
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.measures = list(dict.fromkeys([*measures_of(book), *declared.get("measures", {})]))
        for name in self.measures:
            self.fields[f"measure-{name}"] = forms.DecimalField(
                label=word("measure", name, book).in_(language), required=False, max_digits=20,
                decimal_places=6, initial=declared.get("measures", {}).get(name),
            )  # fmt: skip
        self.fields["says"] = words(_("What was corrected"), rows=3, most=1000)

    def given(self) -> dict[str, Any]:
        """Return the whole of what is declared now; what the form does not show stays as it was."""
        said = self.cleaned_data
        measures = {name: said[f"measure-{name}"] for name in self.measures}
        return {
            **self.declared,
            "papers": list(said["papers"]),
            "measures": {name: _digits(value) for name, value in measures.items() if value is not None},
            "corrected": said["says"],
        }

    def clean(self) -> dict[str, Any]:
        """Refuse to take away what was declared without a word; a correction adds or changes."""
        cleaned = super().clean() or {}
        if not cleaned.get("papers") and self.declared.get("papers"):
            raise ValidationError(_("Keep the papers ticked that stay part of the file."))
        return cleaned


def _digits(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _conditions(book: Rulebook) -> Iterator[Condition]:
    waiting: list[Condition] = [*book.entry, *book.exclusion]
    while waiting:
        condition = waiting.pop(0)
        yield condition
        waiting[:0] = getattr(condition, "of", ())


def papers_of(book: Rulebook) -> list[str]:
    """Return the papers that the conditions of a rulebook need, in order."""
    return [paper for one in _conditions(book) if isinstance(one, Papers) for paper in one.needs]


def measures_of(book: Rulebook) -> list[str]:
    """Return the measures that the conditions of a rulebook look at, in order."""
    found = []
    for one in _conditions(book):
        if isinstance(one, Measure):
            found.append(one.name)
        elif isinstance(one, ModelYears):
            found.append(EXCELLENCE_YEARS)
    return found
