"""What the page of API tokens understands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy

from zhiheng.core.actor import Actor
from zhiheng.shell.forms import HouseForm
from zhiheng.shell.tokens.domain import SCOPES
from zhiheng.signin.queries import parties_of
from zhiheng.web.labels import place_name

DAYS: Final = {"7": lazy("a week"), "30": lazy("a month"), "90": lazy("three months"), "365": lazy("a year")}


class TokenForm(HouseForm):
    """A token's name, place, scopes and end, and who asks once more."""

    name = forms.CharField(
        label=lazy("What the token is for"),
        max_length=80,
        help_text=lazy("Such as: nightly copy of the cases"),
    )
    place = forms.ChoiceField(label=lazy("For whom it acts"))
    scopes = forms.MultipleChoiceField(label=lazy("What it may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.ChoiceField(label=lazy("Valid for"), choices=list(DAYS.items()), initial="30")
    present = forms.CharField(
        label=lazy("Present password"), strip=False, max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    code = forms.CharField(
        label=lazy("Verification code"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )  # fmt: skip

    def __init__(self, data: Any, *, actor: Actor, asks_code: bool) -> None:
        super().__init__(data)
        said = get_language() or "zh"
        self.asks_code = asks_code
        if not asks_code:
            del self.fields["code"]
        places: Any = self.fields["place"]
        places.choices = [(party, place_name(party)) for party in parties_of(actor)]
        scopes: Any = self.fields["scopes"]
        scopes.choices = [(scope, title.in_(said)) for scope, title in SCOPES.items()]

    def given(self, now: datetime) -> dict[str, Any]:
        """Return the arguments of the action."""
        typed = self.cleaned_data
        ends = now + timedelta(days=int(typed["days"]))
        return {"name": typed["name"], "place": typed["place"], "scopes": typed["scopes"], "expires_at": ends}
