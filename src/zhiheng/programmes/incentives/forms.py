"""What a claimant fills in on the pages of a reward."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.registers.domain.names import folded
from zhiheng.shell.forms import HouseForm


class TakingBack(HouseForm):
    """A reason, and the enterprise's own name instead of a second OK; width, spaces and brackets do not matter."""

    reason = forms.CharField(label=lazy("Reason"), max_length=2000, widget=forms.Textarea({"rows": 5}))
    name = forms.CharField(label=lazy("Full name of your organisation"), max_length=200)

    def __init__(self, enterprise: str, data: Any = None) -> None:
        super().__init__(data)
        self.enterprise = enterprise

    def clean_name(self) -> str:
        """Refuse another name than that on record."""
        typed = str(self.cleaned_data["name"])
        if folded(typed) != folded(self.enterprise):
            raise ValidationError(_("This is not the name on record. Write it as it stands above."))
        return typed
