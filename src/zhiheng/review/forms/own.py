"""The forms of assessors and committee members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy

from zhiheng.core.text import Text
from zhiheng.review.queries.interests import RELATIONS
from zhiheng.rules.criteria import CriteriaModel
from zhiheng.rules.model.stages import Penalty
from zhiheng.shell.forms import HouseForm

KINDS = (("strength", lazy("Strengths")), ("opportunity", lazy("Opportunities for improvement")))
CHOICES = (("yes", lazy("In favour")), ("no", lazy("Against")), ("abstain", lazy("Abstain")))
LONGEST = 4000
STEPS = lazy("Write a whole percent from 0 to 100 in steps of five.")
GROUND = lazy("Write the reason.")


def said(text: Text) -> str:
    """Return a sentence in the language of the page."""
    return text.in_(get_language() or "zh")


class Percent(forms.IntegerField):
    """A whole percent in steps of five, or nothing."""

    def __init__(self, *, required: bool = False, **given: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=100,
            step_size=5,
            required=required,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value", "step_size", "required"), STEPS
            ),
            **given,
        )

    def to_python(self, value: Any) -> int | None:
        """Refuse what no percent looks like before it is counted with."""
        if isinstance(value, str) and len(value.strip()) > len("100"):
            raise forms.ValidationError(STEPS)
        return super().to_python(value)


class MarkForm(HouseForm):
    """One mark as the scorebook's script sends it: ``base`` is what its window showed before."""

    item = forms.CharField(max_length=12)
    percent = Percent(required=True)
    base = Percent()


class NoteForm(HouseForm):
    """One comment as the scorebook's script sends it."""

    item = forms.CharField(max_length=12)
    kind = forms.ChoiceField(choices=KINDS)
    text = forms.CharField(max_length=LONGEST, error_messages={"required": lazy("Write the comment.")})


class SheetForm(HouseForm):
    """A whole scorebook page: a percent, what the page showed, and two new comments for each item."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, model: CriteriaModel, marks: Mapping[str, int]
    ) -> None:
        super().__init__(data)
        self.items = tuple(model.items)
        self.fields["withdraw"] = forms.IntegerField(required=False, min_value=1, max_value=2**53)
        for item in model.items.values():
            title = f"{item.id} {said(item.title)}"
            self.fields[f"mark-{item.id}"] = Percent(label=title, initial=marks.get(item.id))
            self.fields[f"base-{item.id}"] = Percent(initial=marks.get(item.id))
            for kind, label in KINDS:
                self.fields[f"{kind}-{item.id}"] = forms.CharField(
                    label=f"{title}: {label}", max_length=LONGEST, required=False, widget=forms.Textarea,
                )  # fmt: skip

    def changed_marks(self) -> dict[str, int]:
        """Return the percents that differ from what the page had shown."""
        given = {item: self.cleaned_data.get(f"mark-{item}") for item in self.items}
        return {item: p for item, p in given.items() if p is not None and p != self.bases()[item]}

    def bases(self) -> dict[str, int | None]:
        """Return what the page had shown."""
        return {item: self.cleaned_data.get(f"base-{item}") for item in self.items}

    def withdrawn(self) -> int | None:
        """Return the comment that is to be withdrawn, if one is."""
        return self.cleaned_data.get("withdraw")

    def notes(self) -> list[tuple[str, str, str]]:
        """Return the new comments: item, kind and text."""
        wanted = ((item, kind) for item in self.items for kind, _ in KINDS)
        return [(i, k, text) for i, k in wanted if (text := self.cleaned_data.get(f"{k}-{i}"))]


class SignForm(HouseForm):
    """The signature under a scorebook."""

    own = forms.BooleanField(
        label=lazy("I gave these marks myself, from the papers of this case, and hold no interest in it."),
        error_messages={"required": lazy("Confirm this before you sign.")},
    )


class GroundForm(HouseForm):
    """An act that needs a reason."""

    ground = forms.CharField(
        label=lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": GROUND},
    )


class PenaltyForm(HouseForm):
    """What is taken off a case at a stage: for each rule how often, and why."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        penalties: Sequence[Penalty] = (),
        taken: Mapping[str, tuple[int, str]] | None = None,
    ) -> None:
        super().__init__(data)
        self.penalties, self.stood = tuple(penalties), dict(taken or {})
        told = lazy("Write a whole number from 0 to 999.")
        for one in self.penalties:
            times, ground = self.stood.get(one.id, (0, ""))
            self.fields[f"penalty-{one.id}"] = forms.IntegerField(
                label=said(one.says), help_text=said(_takes_off(one)), min_value=0, max_value=999, required=False,
                initial=times, error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), told),
            )  # fmt: skip
            self.fields[f"ground-{one.id}"] = forms.CharField(
                label=format_lazy(lazy("Reason: {rule}"), rule=said(one.says)), max_length=500, required=False,
                initial=ground,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where points are taken off."""
        given = dict(super().clean() or {})
        for one in self.penalties:
            if given.get(f"penalty-{one.id}") and not given.get(f"ground-{one.id}"):
                self.add_error(f"ground-{one.id}", GROUND)
        return given

    def penalty_fields(self) -> list[forms.BoundField]:
        """Return the fields of what is taken off, each followed by that of its reason."""
        return [self[f"{name}-{one.id}"] for one in self.penalties for name in ("penalty", "ground")]

    def changed(self) -> dict[str, tuple[int, str]]:
        """Return times and reason of each rule for which they differ from what stands; an empty field says nought."""
        given = {
            one.id: (self.cleaned_data[f"penalty-{one.id}"] or 0, self.cleaned_data[f"ground-{one.id}"])
            for one in self.penalties
        }
        return {
            rule: now
            for rule, now in given.items()
            if now != self.stood.get(rule, (0, "")) and (now[0] or rule in self.stood)
        }


class PointsForm(PenaltyForm):
    """The points of one seat at a hearing; who leads the panel also writes what is taken off."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, full: int, points: str | None, **penalties: Any
    ) -> None:
        super().__init__(data, **penalties)
        told = lazy("Write points between 0 and the full marks, with two decimals at most.")
        self.fields["points"] = forms.DecimalField(
            label=lazy("Points"),
            min_value=0,
            max_value=full,
            max_digits=8,
            decimal_places=2,
            initial=points,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places",
                 "max_whole_digits", "required"), told
            ),
            widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
        )  # fmt: skip
        self.order_fields(["points"])


def _takes_off(one: Penalty) -> Text:
    each = ("每分钟", "for each minute") if one.per == "minute" else ("每次", "each time")
    most = ("", "") if one.at_most is None else (f"，至多扣 {one.at_most} 分", f", at most {one.at_most}")
    return Text(f"{each[0]}扣 {one.points} 分{most[0]}。", f"{one.points} points off {each[1]}{most[1]}.")


class InterestsForm(HouseForm):
    """A relation, or none, with each applicant of the assessor's own cases."""

    def __init__(self, data: Mapping[str, Any] | None, *, organisations: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.organisations = tuple(organisations)
        choices = [("", lazy("No relation")), *RELATIONS]
        for code, name in self.organisations:
            self.fields[f"relation-{code}"] = forms.ChoiceField(label=name, choices=choices, required=False)
            self.fields[f"says-{code}"] = forms.CharField(
                label=f"{name}: {lazy('Since when, in which post')}", max_length=500, required=False,
            )  # fmt: skip
        self.fields["complete"] = forms.BooleanField(
            label=lazy("This is complete: with every applicant where I chose no relation, I have none."),
            error_messages={"required": lazy("Confirm that your declaration is complete.")},
        )

    def declared(self) -> list[tuple[str, str, str]]:
        """Return organisation, relation and explanation of each relation that was chosen."""
        chosen = ((code, self.cleaned_data.get(f"relation-{code}")) for code, _ in self.organisations)
        return [(c, relation, self.cleaned_data.get(f"says-{c}", "")) for c, relation in chosen if relation]


class BallotForm(HouseForm):
    """One choice on every candidate of the own paper; none is chosen beforehand."""

    draw = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, cases: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.cases = tuple(cases)
        for code, name in self.cases:
            self.fields[f"on-{code}"] = forms.ChoiceField(
                label=name,
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={
                    "required": lazy("Choose; an abstention is said too."),
                    "invalid_choice": lazy("Choose for, against or abstain."),
                },
            )

    def choices(self) -> dict[str, str]:
        """Return case to choice."""
        return {code: str(self.cleaned_data[f"on-{code}"]) for code, _ in self.cases}


class ReceiptForm(HouseForm):
    """A slip as its member remembers it: the case, the choice, and the number on the receipt."""

    choice = forms.ChoiceField(
        label=lazy("Your choice"), choices=CHOICES,
        error_messages={"required": lazy("Choose what you voted.")},
    )  # fmt: skip
    salt = forms.RegexField(
        label=lazy("Number on the receipt"),
        regex=r"^\s*[0-9a-fA-F]{64}\s*$",
        error_messages=dict.fromkeys(
            ("invalid", "required"), lazy("The number has 64 digits from 0 to 9 and a to f.")
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, cases: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["case"] = forms.ChoiceField(
            label=lazy("Candidate"), choices=list(cases),
            error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Choose the candidate.")),
        )  # fmt: skip
        self.order_fields(["case", "choice", "salt"])
