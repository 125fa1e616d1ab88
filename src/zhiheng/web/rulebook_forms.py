"""What the pages of rulebooks understand: the numbers of a simulation, and the text of a rulebook."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.shell.forms import HouseForm

MOST_APPLICANTS: Final = 2_000
MOST_ROUNDS: Final = 200
MOST_CASES: Final = 60_000
"""Applicants times rounds that one request computes; some eight seconds of one core."""


class SimulationAsked(HouseForm):
    """How many applicants, which seed, how many rounds; the address holds them, so that a result can be cited."""

    applicants = forms.IntegerField(
        label=lazy("Applicants in a round"), min_value=1, max_value=MOST_APPLICANTS, initial=100
    )
    rounds = forms.IntegerField(
        label=lazy("Number of rounds"), min_value=1, max_value=MOST_ROUNDS, initial=50
    )
    seed = forms.IntegerField(label=lazy("Seed"), min_value=0, max_value=2**31 - 1, initial=1)

    def clean(self) -> dict[str, Any]:
        """Refuse what a page cannot compute in a few seconds, and say how to do it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("applicants", 0) * cleaned.get("rounds", 0) > MOST_CASES:
            raise ValidationError(
                _(
                    "Applicants times rounds are at most %(most)s on this page. Lower one of them, or run "
                    "zhiheng rulebook simulate at a terminal, which has no such limit."
                ),
                params={"most": f"{MOST_CASES:,}"},
            )
        return cleaned


class RulebookText(HouseForm):
    """The text of a rulebook; line ends are those of a file, whatever the browser sends."""

    source = forms.CharField(
        label=lazy("Text of the rulebook (YAML)"), strip=False,
        widget=forms.Textarea(
            {"rows": 28, "class": "rulebook-source", "spellcheck": "false", "autocomplete": "off", "wrap": "off"}
        ),
    )  # fmt: skip

    def clean_source(self) -> str:
        """Return the text with plain line ends and one at its end."""
        text = str(self.cleaned_data["source"]).replace("\r\n", "\n").replace("\r", "\n")
        return text if text.endswith("\n") else f"{text}\n"
