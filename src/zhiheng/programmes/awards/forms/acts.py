"""The forms of single acts: hand in, take back, ask to be late, put a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhiheng.programmes.awards.domain.dossier import Paper
from zhiheng.shell.forms import HouseForm
from zhiheng.shell.templatetags.zhiheng import said

FILES = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"
FILE_WRONG = {
    "required": lazy("Choose a file."), "invalid": lazy("Choose a file."), "missing": lazy("Choose a file."),
    "empty": lazy("The file is empty. Choose it again, or another one."),
    "max_length": lazy("The name of the file is too long. Give it a shorter one."),
}  # fmt: skip


def same_name(typed: str, name: str) -> bool:
    """Tell whether a name was typed as it is on record; width and spaces do not matter."""
    plain = ["".join(unicodedata.normalize("NFKC", one).split()) for one in (typed, name)]
    return plain[0] == plain[1]


class Reason(HouseForm):
    """A reason, in words."""

    reason = forms.CharField(label=lazy("Reason"), max_length=2000, widget=forms.Textarea({"rows": 5}))


class LateAsking(Reason):
    """Why an organisation is late, and a file that shows it."""

    evidence = forms.FileField(
        label=lazy("A file that shows the reason (optional)"), required=False, max_length=1000, allow_empty_file=True,
        error_messages=FILE_WRONG,
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["evidence"].widget.attrs["accept"] = FILES

    def proof(self) -> tuple[str, bytes] | None:
        """Return the file by name and content, if one was sent."""
        sent = self.cleaned_data["evidence"]
        return None if sent is None else (sent.name, sent.read())


class Withdrawal(Reason):
    """A reason, and the organisation's own name instead of a second OK."""

    name = forms.CharField(label=lazy("Full name of your organisation"), max_length=200)

    def __init__(self, organisation: str, data: Any = None) -> None:
        super().__init__(data)
        self.organisation = organisation

    def clean_name(self) -> str:
        """Refuse another name than that on record."""
        typed = str(self.cleaned_data["name"])
        if not same_name(typed, self.organisation):
            raise ValidationError(_("This is not the name on record. Write it as it stands above."))
        return typed


class HandIn(HouseForm):
    """The declaration with which an application is handed in."""

    true = forms.BooleanField(
        label=lazy("What is stated is true, and the organisation answers for it."),
        error_messages={"required": lazy("Tick this: without it nothing can be handed in.")},
    )
    despite = forms.BooleanField(label=lazy("Hand in without the papers that are missing."), required=False)

    def __init__(self, lacks: bool, data: Any = None) -> None:
        super().__init__(data)
        if not lacks:
            del self.fields["despite"]


class PutFile(HouseForm):
    """A file, and which paper it is."""

    paper = forms.ChoiceField(label=lazy("Which paper it is"))
    file = forms.FileField(
        label=lazy("File"), allow_empty_file=True, max_length=1000,
        error_messages=FILE_WRONG,
    )  # fmt: skip

    def __init__(self, papers: Sequence[Paper], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        field = self.fields["paper"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.id, said(one.title)) for one in papers]
        self.fields["file"].widget.attrs["accept"] = FILES
