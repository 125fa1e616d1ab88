"""The forms of the office: panels, recusals, the pool, the conduct of a vote."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from zhiheng.casework.forms.acts import Sealed
from zhiheng.registers import queries as registers
from zhiheng.review.domain.values import NewExpert, PanelPlan, SeatPlan
from zhiheng.review.forms.own import GroundForm
from zhiheng.shell.forms import HouseForm

DEFAULT_SEATS = 5


def _cases_field(cases: Iterable[Any]) -> forms.MultipleChoiceField:
    """Return the choice of the cases that a panel gets, formed or drawn."""
    return forms.MultipleChoiceField(
        label=lazy("Cases of this panel"),
        choices=[(case.code, case.name) for case in cases],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": lazy("Choose the cases of this panel."),
            "invalid_choice": lazy("A case that you chose has found a panel meanwhile. Choose again."),
        },
    )


class PanelForm(HouseForm):
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
        self.fields["name"] = forms.CharField(
            label=lazy("Name of the panel"), max_length=60,
            error_messages={"required": lazy("Give the panel a name.")},
        )  # fmt: skip
        self._add_seats(people, is_needed=rule.panel is not None)
        if self.leads:
            seats = [(str(n), format_lazy(lazy("Seat {number}"), number=n + 1)) for n in range(self.size)]
            self.fields["lead"] = forms.ChoiceField(
                label=lazy("Lead"), choices=seats,
                error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Choose who leads.")),
            )  # fmt: skip
        self.fields["cases"] = _cases_field(cases)

    def _add_seats(self, people: list[tuple[str, str]], *, is_needed: bool) -> None:
        for number in range(self.size):
            self.fields[f"seat-{number}"] = forms.ChoiceField(
                label=format_lazy(lazy("Seat {number}"), number=number + 1), choices=people, required=is_needed,
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"), lazy("Choose an expert for this seat.")
                ),
            )  # fmt: skip

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


class DrawForm(HouseForm):
    """A draw to be announced: the panel's name, its cases, and where the seed will come from."""

    name = forms.CharField(
        label=lazy("Name of the panel"), max_length=60,
        error_messages={"required": lazy("Give the panel a name.")},
    )  # fmt: skip
    source = forms.CharField(
        label=lazy("Where the seed will come from"), max_length=300,
        help_text=lazy("Something public that nobody knows yet and nobody here decides, with day and issue: "
                       "the winning numbers of a lottery, the closing figure of an index."),
        error_messages={"required": lazy("Say where the seed will come from.")},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, *, cases: Iterable[Any]) -> None:
        super().__init__(data)
        self.fields["cases"] = _cases_field(cases)


class SeedForm(HouseForm):
    """The seed of an announced draw."""

    panel = forms.CharField(max_length=60, widget=forms.HiddenInput)
    seed = forms.CharField(
        label=lazy("Seed, exactly as published"), max_length=200,
        error_messages={"required": lazy("Write the seed.")},
    )  # fmt: skip


class RefillForm(HouseForm):
    """A substitute for a case whose seat is empty."""

    def __init__(self, data: Mapping[str, Any] | None, *, cases: Iterable[Any], pool: Iterable[Any]) -> None:
        super().__init__(data)
        cases, pool = list(cases), list(pool)
        for name, label, choices, told in (
            ("case", lazy("Case"), [(one.case, one.name) for one in cases], lazy("Choose the case.")),
            (
                "expert",
                lazy("Substitute"),
                [(one.code, one.name) for one in pool],
                lazy("Choose who sits there."),
            ),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                error_messages=dict.fromkeys(("required", "invalid_choice"), told),
            )


class CaseSearch(HouseForm):
    """The filter of a list of cases."""

    q = forms.CharField(label=lazy("Applicant or code"), max_length=60, required=False)

    def takes(self, line: Any) -> bool:
        """Tell whether a case is asked for."""
        wanted = str(self.cleaned_data.get("q", "")).strip().casefold()
        return not wanted or wanted in line.name.casefold() or wanted in line.case.casefold()


class RecuseForm(GroundForm):
    """The seat of a case that is to be left, and why."""

    def __init__(self, data: Mapping[str, Any] | None, *, line: Any) -> None:
        super().__init__(data)
        seats = [cell for cell in line.cells if not cell.seat.is_recused]
        self.fields["seat"] = forms.ChoiceField(
            label=lazy("Expert who stays away"),
            choices=[(cell.seat.expert, f"{cell.seat.label} {cell.name}") for cell in seats],
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Choose who stays away.")),
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
        error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Choose how you decide.")),
    )
    field_order = ("word", "ground")


class ExpertSearch(HouseForm):
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


class ExpertForm(HouseForm):
    """A person for the pool."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=60,
        error_messages={"required": lazy("Write the person's name.")},
    )  # fmt: skip
    fields_known = forms.CharField(
        label=lazy("Fields, separated by commas"), max_length=200, required=False,
    )  # fmt: skip
    username = forms.CharField(
        label=lazy("Username of the account, if there is one"), max_length=60, required=False,
    )  # fmt: skip
    employer = forms.CharField(
        label=lazy("Credit code of the employer, if it is registered"), max_length=18, required=False,
        error_messages={"max_length": lazy("A credit code has 18 characters.")},
    )  # fmt: skip

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


class LinkForm(HouseForm):
    """The account of an expert who was on paper until now."""

    username = forms.CharField(
        label=lazy("Username of the account"), max_length=60,
        error_messages={"required": lazy("Write the username of the account.")},
    )  # fmt: skip

    def clean_username(self) -> str:
        """Turn a username into the account's code."""
        found = registers.account_named(self.cleaned_data["username"].strip())
        if found is None:
            raise forms.ValidationError(_("There is no account with this username."))
        return found.code


class OpenBallotForm(HouseForm):
    """Who has a vote, and who of them came."""

    def __init__(self, data: Mapping[str, Any] | None, *, pool: Iterable[Any]) -> None:
        super().__init__(data)
        people = [(one.code, one.name) for one in pool]
        for name, label in (("eligible", lazy("Members with a vote")), ("present", lazy("Present"))):
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=people, widget=forms.CheckboxSelectMultiple, required=name == "eligible",
                error_messages={
                    "required": lazy("Choose the members of this committee."),
                },
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Take as present only whom the list of members names."""
        given = dict(super().clean() or {})
        if set(given.get("present", ())) - set(given.get("eligible", ())):
            raise forms.ValidationError(_("Somebody is marked as present who has no vote here."))
        return given

    def members(self) -> dict[str, list[str]]:
        """Return who has a vote and who came."""
        return {"eligible": self.cleaned_data["eligible"], "present": self.cleaned_data["present"]}


class NextRoundForm(HouseForm):
    """Who of the members of the first round is there for the next one."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, members: Iterable[tuple[str, str]], there: Iterable[str]
    ) -> None:
        super().__init__(data)
        self.people = tuple(members)
        self.fields["present"] = forms.MultipleChoiceField(
            label=lazy("Present"), choices=self.people, widget=forms.CheckboxSelectMultiple, initial=list(there),
            error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Choose who has come.")),
        )  # fmt: skip

    def members(self) -> dict[str, list[str]]:
        """Return who has a vote, that is everybody of the first round, and who came."""
        return {"eligible": [code for code, _ in self.people], "present": self.cleaned_data["present"]}


class PresenceForm(HouseForm):
    """Members who have come since."""

    def __init__(self, data: Mapping[str, Any] | None, *, absent: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["present"] = forms.MultipleChoiceField(
            label=lazy("Have come"),
            choices=list(absent),
            widget=forms.CheckboxSelectMultiple,
            error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Choose who has come.")),
        )


class CloseBallotForm(Sealed):
    """The end of a vote under the name of the office; a reason where somebody present has not voted."""

    ground = forms.CharField(
        label=lazy("Reason why the vote ends without them"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    field_order = ("ground", "office")

    def __init__(self, data: Mapping[str, Any] | None, *, accepted: Collection[str], seen: str) -> None:
        super().__init__(data, accepted=accepted)
        self.stands = seen

    def clean_seen(self) -> str:
        """Refuse to end a vote that has changed since its numbers were shown."""
        if self.cleaned_data["seen"] != self.stands:
            self.add_error(
                None,
                _(
                    "Somebody has voted or come since you looked. This is how it stands now: compare, then end."
                ),
            )
        return self.stands
