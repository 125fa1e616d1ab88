"""The forms of the office: panels, recusals, the pool, the conduct of a vote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.registers import queries as registers
from zhiheng.review.domain.values import NewExpert, PanelPlan, SeatPlan
from zhiheng.review.forms.own import GroundForm

DEFAULT_SEATS = 5


class PanelForm(forms.Form):
    """A panel: its name, as many seats as the rule wants, who leads, and which cases."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        rule: Any,
        pool: Iterable[Any],
        held: Mapping[str, int],
        cases: Iterable[Any],
    ) -> None:
        super().__init__(data)
        self.size = rule.panel.assessors if rule.panel is not None else DEFAULT_SEATS
        self.leads = rule.panel.lead if rule.panel is not None else 0
        people = [("", "—"), *((one.code, f"{one.name} ({held.get(one.code, 0)})") for one in pool)]
        self.fields["name"] = forms.CharField(label=lazy("Name of the panel"), max_length=60)
        for number in range(self.size):
            self.fields[f"seat-{number}"] = forms.ChoiceField(
                label=format_lazy(lazy("Seat {number}"), number=number + 1),
                choices=people,
                required=rule.panel is not None,
            )
        if self.leads:
            seats = [(str(n), format_lazy(lazy("Seat {number}"), number=n + 1)) for n in range(self.size)]
            self.fields["lead"] = forms.ChoiceField(label=lazy("Lead"), choices=seats)
        self.fields["cases"] = forms.MultipleChoiceField(
            label=lazy("Cases of this panel"),
            choices=[(case.code, case.name) for case in cases],
            widget=forms.CheckboxSelectMultiple,
        )

    def seats(self) -> list[forms.BoundField]:
        """Return the fields of the seats."""
        return [self[f"seat-{number}"] for number in range(self.size)]

    def plan(self) -> PanelPlan:
        """Return the panel that was filled in."""
        lead = self.cleaned_data.get("lead", "")
        seats = [(n, self.cleaned_data[f"seat-{n}"]) for n in range(self.size)]
        return PanelPlan(
            self.cleaned_data["name"],
            tuple(SeatPlan(expert, is_lead=str(n) == lead) for n, expert in seats if expert),
            tuple(self.cleaned_data["cases"]),
        )


class RefillForm(forms.Form):
    """A substitute for a case whose seat is empty."""

    def __init__(self, data: Mapping[str, Any] | None, *, cases: Iterable[Any], pool: Iterable[Any]) -> None:
        super().__init__(data)
        self.fields["case"] = forms.ChoiceField(
            label=lazy("Case"), choices=[(one.case, one.name) for one in cases]
        )
        self.fields["expert"] = forms.ChoiceField(
            label=lazy("Substitute"), choices=[(one.code, one.name) for one in pool]
        )


class RecuseForm(GroundForm):
    """An expert and the case to be kept off, and why."""

    def __init__(self, data: Mapping[str, Any] | None, *, lines: Iterable[Any]) -> None:
        super().__init__(data)
        self.fields["seat"] = forms.ChoiceField(
            label=lazy("Expert and case"),
            choices=[
                (f"{line.case}/{cell.seat.expert}", f"{cell.name} – {line.name}")
                for line in lines
                for cell in line.cells
                if not cell.seat.is_recused
            ],
        )
        self.order_fields(["seat", "ground"])


class DecisionForm(GroundForm):
    """The office's word on an interest."""

    word = forms.ChoiceField(
        label=lazy("Decision"),
        choices=(
            ("stands", lazy("It stands: the expert is recused from this organisation's cases")),
            ("dismissed", lazy("It does not stand in the way")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose how you decide.")},
    )
    field_order = ("word", "ground")


class ExpertSearch(forms.Form):
    """The filter of the pool."""

    q = forms.CharField(label=lazy("Name or field"), max_length=60, required=False)
    account = forms.ChoiceField(
        label=lazy("Account"),
        choices=(("", lazy("All")), ("with", lazy("With an account")), ("without", lazy("On paper only"))),
        required=False,
    )

    def takes(self, expert: Any) -> bool:
        """Tell whether an expert is asked for."""
        wanted = self.cleaned_data.get("q", "").strip()
        account = self.cleaned_data.get("account", "")
        named = not wanted or wanted in expert.name or any(wanted in field for field in expert.fields)
        return named and (not account or bool(expert.account) == (account == "with"))

    def page(self) -> int:
        """Return the page asked for; an impossible number is the first."""
        asked = str(self.data.get("page", ""))
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


class ExpertForm(forms.Form):
    """A person for the pool."""

    name = forms.CharField(label=lazy("Name"), max_length=60)
    fields_known = forms.CharField(label=lazy("Fields, separated by commas"), max_length=200, required=False)
    username = forms.CharField(
        label=lazy("Username of the account, if there is one"), max_length=60, required=False
    )
    employer = forms.CharField(
        label=lazy("Credit code of the employer, if it is registered"), max_length=18, required=False
    )

    def clean_username(self) -> str:
        """Turn a username into the account's code."""
        asked = self.cleaned_data["username"].strip()
        found = registers.account_named(asked) if asked else None
        if asked and found is None:
            raise forms.ValidationError(_("There is no account with this username."))
        return "" if found is None else found.code

    def clean_employer(self) -> str:
        """Turn a credit code into the organisation's code."""
        asked = self.cleaned_data["employer"].strip()
        found = registers.organisation_by_uscc(asked) if asked else None
        if asked and found is None:
            raise forms.ValidationError(_("No organisation with this credit code is registered."))
        return "" if found is None else found.code

    def given(self) -> NewExpert:
        """Return the person as typed."""
        known = re.split(r"[,，、;；]\s*", self.cleaned_data["fields_known"])
        return NewExpert(
            name=self.cleaned_data["name"],
            account=self.cleaned_data["username"],
            fields=tuple(one.strip() for one in known if one.strip()),
            employer=self.cleaned_data["employer"],
        )


class OpenBallotForm(forms.Form):
    """Who has a vote, and who of them came."""

    def __init__(self, data: Mapping[str, Any] | None, *, pool: Iterable[Any]) -> None:
        super().__init__(data)
        people = [(one.code, one.name) for one in pool]
        for name, label in (("eligible", lazy("Members with a vote")), ("present", lazy("Present"))):
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=people, widget=forms.CheckboxSelectMultiple, required=name == "eligible",
                error_messages={"required": lazy("Choose the members of this committee.")},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Take as present only whom the list of members names."""
        given = dict(super().clean() or {})
        if set(given.get("present", ())) - set(given.get("eligible", ())):
            raise forms.ValidationError(_("Somebody is marked as present who has no vote here."))
        return given


class PresenceForm(forms.Form):
    """Members who have come since."""

    def __init__(self, data: Mapping[str, Any] | None, *, absent: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["present"] = forms.MultipleChoiceField(
            label=lazy("Have come"),
            choices=list(absent),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": lazy("Choose who has come.")},
        )


class CloseBallotForm(forms.Form):
    """The end of a vote; a reason where somebody present has not voted."""

    ground = forms.CharField(
        label=lazy("Reason, if somebody present has not voted"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
