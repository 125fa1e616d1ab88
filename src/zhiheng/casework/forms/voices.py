"""The tables in which a stage's words are given: replies, survey results, attestations, approvals."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.casework.actions import ApprovalGiven, ReplyGiven, SurveyGiven
from zhiheng.casework.domain.values import CaseRef
from zhiheng.casework.forms.acts import Rows, words
from zhiheng.core.canonical import digest
from zhiheng.rules.model import Attested
from zhiheng.shell.forms import HouseForm

Standing = Mapping[str, tuple[Any, ...]]


def seen_of(standing: Mapping[str, Any]) -> str:
    """Return the digest of what stands on record for the cases of a table."""
    return digest({code: [str(part) for part in said] for code, said in standing.items()})


def _about(case: CaseRef, label: str) -> str:
    """Return the label of a field in a line: whose line it is stands first, also in the list of errors."""
    return f"{case.name}{_(': ')}{label}"


def _digits(value: Decimal) -> str:
    """Return a number without zeros behind the point that say nothing."""
    return format(value.normalize(), "f")


class Replies(Rows):
    """One department's answer to its whole list: what is adverse is marked and says why."""

    confirmed = forms.BooleanField(
        label=lazy("Nothing is known against all others on this list."),
        error_messages={"required": lazy("Confirm that nothing is known against the others.")},
    )

    def __init__(self, *args: Any, cases: Sequence[CaseRef], standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"seen": seen_of(standing)}})
        self.cases, self.standing = cases, standing
        for case in cases:
            adverse, opinion = standing.get(case.code, (False, ""))
            self.fields[f"adverse-{case.code}"] = forms.BooleanField(
                label=_about(case, _("Adverse")), required=False, initial=adverse
            )
            self.fields[f"opinion-{case.code}"] = words(
                _about(case, _("What is known, or your opinion")), rows=1, required=False, most=1000
            )
            self.fields[f"opinion-{case.code}"].initial = opinion

    def lines(self) -> Iterator[tuple[CaseRef, BoundField, BoundField]]:
        """Yield each case with its two fields."""
        for case in self.cases:
            yield case, self[f"adverse-{case.code}"], self[f"opinion-{case.code}"]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of every adverse reply."""
        cleaned = super().clean()
        for case in self.cases:
            if cleaned.get(f"adverse-{case.code}") and not cleaned.get(f"opinion-{case.code}"):
                self.add_error(f"opinion-{case.code}", _("Say what is known against this organisation."))
        return cleaned

    def given(self) -> list[ReplyGiven]:
        """Return the replies that differ from what stands on record."""
        wanted = [
            ReplyGiven(
                case.code,
                bool(self.cleaned_data[f"adverse-{case.code}"]),
                self.cleaned_data[f"opinion-{case.code}"],
            )
            for case in self.cases
        ]
        return [one for one in wanted if self.standing.get(one.case) != (one.is_adverse, one.opinion)]


class Surveys(Rows):
    """What the survey found about each case; a line left empty says nothing yet."""

    def __init__(
        self, *args: Any, cases: Sequence[CaseRef], standing: Standing, scale: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"seen": seen_of(standing)}})
        self.cases, self.standing = cases, standing
        for case in cases:
            answers, score = standing.get(case.code, (None, None))
            self.fields[f"answers-{case.code}"] = forms.IntegerField(
                label=_about(case, _("Valid answers")),
                required=False,
                min_value=0,
                max_value=10_000_000,
                initial=answers,
            )
            self.fields[f"score-{case.code}"] = forms.DecimalField(
                label=_about(case, _("Mean")), required=False, min_value=Decimal(0), max_value=Decimal(scale),
                max_digits=7, decimal_places=3, initial=None if score is None else _digits(score),
            )  # fmt: skip

    def lines(self) -> Iterator[tuple[CaseRef, BoundField, BoundField]]:
        """Yield each case with its two fields."""
        for case in self.cases:
            yield case, self[f"answers-{case.code}"], self[f"score-{case.code}"]

    def clean(self) -> dict[str, Any]:
        """Ask for a mean where somebody answered, and for none where nobody did."""
        cleaned = super().clean()
        for case in self.cases:
            answers, score = cleaned.get(f"answers-{case.code}"), cleaned.get(f"score-{case.code}")
            if answers is None and score is not None:
                self.add_error(f"answers-{case.code}", _("Write how many valid answers there were."))
            elif answers and score is None and f"score-{case.code}" not in self.errors:
                self.add_error(f"score-{case.code}", _("Write the mean of the answers."))
            elif answers == 0 and score is not None:
                self.add_error(
                    f"score-{case.code}", _("Nobody answered, so there is no mean; leave it empty.")
                )
        return cleaned

    def given(self) -> list[SurveyGiven]:
        """Return the lines that say something other than what stands on record."""
        wanted = []
        for case in self.cases:
            answers = self.cleaned_data[f"answers-{case.code}"]
            if answers is not None:
                wanted.append(SurveyGiven(case.code, answers, self.cleaned_data[f"score-{case.code}"]))
        return [one for one in wanted if self.standing.get(one.case) != (one.answers, one.score)]


class Chosen(HouseForm):
    """Which cases of a list something is said about: those that are ticked, or all that still wait."""

    scope = forms.ChoiceField(
        label=lazy("About which cases"),
        choices=[("chosen", lazy("Those I ticked")), ("waiting", lazy("All that still wait"))],
        initial="chosen",
        widget=forms.RadioSelect,
    )
    cases = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def clean_cases(self) -> tuple[str, ...]:
        """Return the ticked codes, each once; a preview sends them back joined by commas."""
        given = self.data.getlist("cases") if hasattr(self.data, "getlist") else self.data.get("cases", ())
        return tuple(dict.fromkeys(code for codes in given for code in str(codes).split(",") if code))

    def clean(self) -> dict[str, Any]:
        """Refuse an empty choice."""
        cleaned = super().clean() or {}
        if cleaned.get("scope") == "chosen" and not cleaned.get("cases"):
            raise ValidationError(_("Tick at least one case, or choose all that still wait."))
        return cleaned

    def codes(self, waiting: Collection[str]) -> tuple[str, ...]:
        """Return the codes that are meant, given those that still wait."""
        return tuple(waiting) if self.cleaned_data["scope"] == "waiting" else self.cleaned_data["cases"]


def _sentence(condition: Attested) -> str:
    return condition.says.in_(get_language() or "zh")


class Attesting(Chosen):
    """Whether a condition holds for the chosen cases, and on what evidence."""

    holds = forms.ChoiceField(
        label=lazy("Finding"),
        choices=[("yes", lazy("It holds")), ("no", lazy("It does not hold"))],
        widget=forms.RadioSelect,
    )
    evidence = words(lazy("Evidence"), rows=2, most=1000)
    field_order = ("condition", "holds", "evidence", "scope")

    def __init__(self, *args: Any, conditions: Sequence[Attested], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition"] = forms.ChoiceField(
            label=_("Condition"), choices=[(one.id, _sentence(one)) for one in conditions]
        )
        self.order_fields(self.field_order)

    @property
    def is_held(self) -> bool:
        """Tell whether the condition is said to hold."""
        return bool(self.cleaned_data["holds"] == "yes")


class Approving(Chosen):
    """The deciding body's word on the chosen cases, and the document that carries it."""

    approved = forms.ChoiceField(
        label=lazy("What is decided"),
        choices=[("yes", lazy("Approved")), ("no", lazy("Not approved"))],
        widget=forms.RadioSelect,
    )
    document = forms.CharField(label=lazy("Document number"), max_length=200)
    reason = words(lazy("Reason, where it is not approved"), rows=2, required=False, most=1000)
    field_order = ("approved", "document", "reason", "scope")

    def __init__(self, *args: Any, is_gate: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_gate:
            field = cast(forms.ChoiceField, self.fields["approved"])
            field.choices = [("yes", lazy("Let through")), ("no", lazy("Not let through"))]
            self.fields["reason"].label = lazy("Reason, where it is not let through")

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal."""
        cleaned = super().clean()
        if cleaned.get("approved") == "no" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it is not approved."))
        return cleaned

    def given(self, codes: Sequence[str]) -> list[ApprovalGiven]:
        """Return the word on each case."""
        said = self.cleaned_data
        return [
            ApprovalGiven(code, said["approved"] == "yes", said["document"], said["reason"]) for code in codes
        ]
