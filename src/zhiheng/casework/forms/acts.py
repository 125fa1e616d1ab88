"""What official acts ask for: the name of the office that acts, and the state that it acted on."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.shell.forms import HouseForm

LONGEST = 4000


def plain(name: str) -> str:
    """Return a name as it is compared: without spaces, in one width and one case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def words(label: Any, *, rows: int = 4, required: bool = True, most: int = LONGEST) -> forms.CharField:
    """Return a field for sentences; line ends count as one character, as the browser counts them."""
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


class Sealed(HouseForm):
    """An official act: whoever does it writes the name of the office, as one would set a seal."""

    office = forms.CharField(
        label=lazy("Name of the office that acts"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, accepted: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accepted = tuple(accepted)

    def clean_office(self) -> str:
        """Refuse another name than that of the office."""
        given = str(self.cleaned_data["office"])
        if plain(given) not in {plain(name) for name in self.accepted}:
            raise ValidationError(_("Write “%s” here; this is not it.") % self.accepted[0])
        return self.accepted[0]


class SealedOn(Sealed):
    """An official act on what a preview showed: another result than that is shown again first."""

    seen = forms.CharField(widget=forms.HiddenInput(), max_length=64, required=False)


class Rows(HouseForm):
    """A table to fill, one line a case; ``seen`` is the digest of what stood when the page was shown."""

    seen = forms.CharField(widget=forms.HiddenInput(), max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a table that was filled on an older state: somebody has changed it since."""
        cleaned = super().clean() or {}
        if self.initial.get("seen") and cleaned.get("seen") not in ("", self.initial["seen"]):
            self.is_outdated = True
            raise ValidationError(
                _(
                    "A colleague, or another window of yours, has changed this list since you opened it. "
                    "Compare, then send it again to replace it."
                )
            )
        return cleaned

    is_outdated = False
