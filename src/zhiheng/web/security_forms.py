"""What the pages of signing in understand; a form reads what was typed and never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from zhiheng.shell.forms import HouseForm

LANGUAGES = [("zh", "中文"), ("en", "English")]


def _secret(label: Any, *, new: bool = False, help_text: Any = "") -> forms.CharField:
    kind = "new-password" if new else "current-password"
    return forms.CharField(
        label=label, strip=False, max_length=1000, help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
    )  # fmt: skip


class SignInForm(HouseForm):
    """A name and a password."""

    username = forms.CharField(
        label=lazy("Username"), max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password = _secret(lazy("Password"))


class CodeForm(HouseForm):
    """A code of a generator, or a recovery code."""

    code = forms.CharField(
        label=lazy("Verification code"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip


class AskResetForm(HouseForm):
    """Whose password was forgotten."""

    who = forms.CharField(
        label=lazy("Username or mail address"), max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip


class NewPassword(HouseForm):
    """A new password, typed twice."""

    password = _secret(
        lazy("New password"), new=True, help_text=lazy("At least 10 characters, and not a common one.")
    )
    again = _secret(lazy("New password once more"), new=True)

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ."""
        given = super().clean() or {}
        if "again" in given and given.get("password") != given["again"]:
            self.add_error("again", str(lazy("The two passwords differ.")))
        return given


class ChangePassword(NewPassword):
    """The present password, and the new one twice."""

    present = _secret(lazy("Present password"))
    field_order = ("present", "password", "again")


class ConfirmForm(HouseForm):
    """The present password, asked again."""

    present = _secret(lazy("Present password"))


class GeneratorForm(CodeForm):
    """A code that proves a generator, and the present password."""

    present = _secret(lazy("Present password"))
    field_order = ("code", "present")


class PasskeyForm(HouseForm):
    """What the browser answers about a new passkey, its name, and the present password."""

    name = forms.CharField(
        label=lazy("Name of the passkey"), max_length=60, help_text=lazy("Such as: office computer")
    )
    present = _secret(lazy("Present password"))
    answer = forms.CharField(max_length=20_000, strip=False, required=False, widget=forms.HiddenInput)


class MailForm(HouseForm):
    """Where and in which language an account is written to, and the present password."""

    address = forms.EmailField(label=lazy("Mail address"), max_length=254,
                               widget=forms.EmailInput(attrs={"autocomplete": "email"}))  # fmt: skip
    language = forms.ChoiceField(label=lazy("Language of the mails"), choices=LANGUAGES)
    present = _secret(lazy("Present password"))


class AcceptForm(NewPassword):
    """Who accepts an invitation with a new account."""

    username = forms.CharField(
        label=lazy("Username"), min_length=2, max_length=60, help_text=lazy("2 to 60 letters, digits or . @ + - _"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    person = forms.CharField(label=lazy("Your name"), max_length=60,
                             widget=forms.TextInput(attrs={"autocomplete": "name"}))  # fmt: skip
    field_order = ("username", "person", "password", "again")
