"""The forms of the office: open a round, look for applications, hand over a workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.core.calendar import SHANGHAI
from zhiheng.programmes.awards.domain.listing import SORTS, STATES, Wanted
from zhiheng.programmes.awards.forms.acts import FILE_WRONG
from zhiheng.rules.model import Rulebook
from zhiheng.rules.yamltext import MOST_BYTES
from zhiheng.shell.forms import HouseForm
from zhiheng.shell.templatetags.zhiheng import said

HOURS = ("00:00", "08:30", "09:00", "12:00", "14:30", "17:00", "17:30", "18:00")
NIGHT = "24:00"


class OpenRound(HouseForm):
    """Which rulebook, which session, from when until when; the text of the rulebook stays in the form."""

    shipped = forms.ChoiceField(label=lazy("Rulebook on the shelf"), required=False)
    file = forms.FileField(label=lazy("Or a rulebook file (YAML)"), required=False, error_messages=FILE_WRONG)
    source = forms.CharField(
        label=lazy("Or its text"), required=False, strip=False,
        widget=forms.Textarea({"rows": 8, "class": "rulebook-source", "spellcheck": "false"}),
    )  # fmt: skip
    code = forms.SlugField(
        label=lazy("Code of the round (letters, digits, dashes)"), max_length=60,
        error_messages={"invalid": lazy("Use small letters, digits and dashes, such as xm-7.")},
    )  # fmt: skip
    session = forms.CharField(label=lazy("Session (number or year)"), max_length=40)
    opens_day = forms.DateField(label=lazy("Applications from"), widget=forms.DateInput({"type": "date"}))
    opens_hour = forms.ChoiceField(label=lazy("Opening hour"), choices=[(one, one) for one in HOURS])
    closes_day = forms.DateField(label=lazy("Last day"), widget=forms.DateInput({"type": "date"}))
    closes_hour = forms.ChoiceField(
        label=lazy("Closing hour"), choices=[(one, one) for one in (NIGHT, *HOURS[3:])]
    )

    def __init__(self, shelf: Sequence[Rulebook], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.shelf = {book.digest: book for book in shelf}
        field = self.fields["shipped"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((book.digest, f"{said(book.title)} · {book.id}") for book in shelf)]

    def clean_code(self) -> str:
        """Refuse capitals and underlines, which case codes do not have."""
        code = str(self.cleaned_data["code"])
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", code):
            raise ValidationError(_("Use small letters, digits and dashes, such as xm-7."))
        return code

    def clean_file(self) -> str:
        """Read a rulebook file as text."""
        sent = self.cleaned_data["file"]
        if sent is None:
            return ""
        if sent.size > MOST_BYTES:
            raise ValidationError(_("The file is too large for a rulebook."))
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError(_("The file is not UTF-8 text.")) from None

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one rulebook, and make instants of days and hours."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["text"] = cleaned.get("file") or cleaned.get("source") or self._shipped(cleaned)
        if not cleaned["text"] and "file" not in self.errors:
            self.add_error("shipped", _("Choose a rulebook, or give its file or text."))
        if cleaned.get("opens_day") and cleaned.get("closes_day"):
            cleaned["opens_at"] = _instant(cleaned["opens_day"], cleaned["opens_hour"])
            cleaned["closes_at"] = _instant(cleaned["closes_day"], cleaned["closes_hour"])
            if cleaned["opens_at"] >= cleaned["closes_at"]:
                self.add_error("closes_day", _("The last day lies before the first."))
        return cleaned

    def _shipped(self, cleaned: dict[str, Any]) -> str:
        book = self.shelf.get(str(cleaned.get("shipped", "")))
        return book.source if book is not None else ""


class ApplicationFilter(forms.Form):
    """The filter bar of the list of applications; what makes no sense filters nothing."""

    name = forms.CharField(label=lazy("Applicant or case"), max_length=120, required=False)
    region = forms.CharField(label=lazy("Region code"), max_length=6, required=False)
    state = forms.ChoiceField(label=lazy("State"), required=False)
    WORDS: ClassVar[dict[str, Any]] = {
        "running": lazy("In progress"),
        "withdrawn": lazy("Withdrawn"),
        "ended": lazy("Ended without selection"),
        "completed": lazy("Completed"),
    }

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All states")), *((one, self.WORDS[one]) for one in STATES)]

    def wanted(self) -> Wanted:
        """Return what the address asks for."""
        self.full_clean()
        sort = str(self.data.get("sort", ""))
        plain = {name: str(self.cleaned_data.get(name, "")).strip() for name in ("name", "region", "state")}
        return Wanted(**plain, sort=sort if sort.removeprefix("-") in SORTS else "number")

    def page(self) -> int:
        """Return the page asked for; an impossible number is the first."""
        asked = str(self.data.get("page", ""))
        return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1


class WorkbookFile(HouseForm):
    """A workbook of applications."""

    file = forms.FileField(label=lazy("Workbook (.xlsx)"), error_messages=FILE_WRONG)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"


def _instant(day: date, hour: str) -> datetime:
    """Return an hour of a day here; 24:00 is the first instant of the next."""
    if hour == NIGHT:
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI)
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=SHANGHAI)
