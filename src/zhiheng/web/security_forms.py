"""What the pages of signing in understand; a form reads what was typed and never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy

from zhiheng.core.actor import Actor, Role
from zhiheng.registers import queries as registers
from zhiheng.registers.policy import FROM_OFFICE
from zhiheng.rules.vocabulary import ACTORS

_LANGUAGES = [("zh", "中文"), ("en", "English")]
_OFFERED = (Role.ASSESSOR, Role.COMMITTEE, Role.DEPARTMENT, Role.STREET, Role.APPLICANT)
_NO_ADDRESS = {"invalid": lazy("Write a mail address such as name@example.com.")}


def _secret(label: Any, *, new: bool = False, help_text: Any = "") -> forms.CharField:
    kind = "new-password" if new else "current-password"
    return forms.CharField(
        label=label, strip=False, max_length=1000, help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
    )  # fmt: skip


class SignInForm(forms.Form):
    """A name and a password."""

    username = forms.CharField(
        label=lazy("Username"), max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password = _secret(lazy("Password"))


class CodeForm(forms.Form):
    """A code of a generator, or a recovery code."""

    code = forms.CharField(
        label=lazy("Verification code"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip


class AskResetForm(forms.Form):
    """Whose password was forgotten."""

    who = forms.CharField(
        label=lazy("Username or mail address"), max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip


class NewPassword(forms.Form):
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


class ConfirmForm(forms.Form):
    """The present password, asked again."""

    present = _secret(lazy("Present password"))


class GeneratorForm(CodeForm):
    """A code that proves a generator, and the present password."""

    present = _secret(lazy("Present password"))
    field_order = ("code", "present")


class PasskeyForm(forms.Form):
    """What the browser answers about a new passkey, its name, and the present password."""

    name = forms.CharField(
        label=lazy("Name of the passkey"), max_length=60, help_text=lazy("Such as: office computer")
    )
    present = _secret(lazy("Present password"))
    answer = forms.CharField(max_length=20_000, strip=False, required=False, widget=forms.HiddenInput)


class MailForm(forms.Form):
    """Where and in which language an account is written to, and the present password."""

    address = forms.EmailField(label=lazy("Mail address"), error_messages=_NO_ADDRESS, max_length=254,
                               widget=forms.EmailInput(attrs={"autocomplete": "email"}))  # fmt: skip
    language = forms.ChoiceField(label=lazy("Language of the mails"), choices=_LANGUAGES)
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


class InviteForm(forms.Form):
    """Whom to invite, to which role, where; only what the inviter may give is offered."""

    address = forms.EmailField(label=lazy("Mail address"), error_messages=_NO_ADDRESS, max_length=254)
    role = forms.ChoiceField(label=lazy("Role"))
    place = forms.CharField(
        label=lazy("Authority or organisation"), max_length=60,
        help_text=lazy("Code of the authority, of its department (350200/taxation) or of the organisation"),
    )  # fmt: skip
    language = forms.ChoiceField(label=lazy("Language of the mail"), choices=_LANGUAGES)

    def __init__(self, data: Any, inviter: Actor) -> None:
        offices, own = sorted(inviter.places(Role.OFFICE)), sorted(inviter.places(Role.APPLICANT))
        first = (offices or own or [""])[0]
        super().__init__(data, initial={"place": first})
        roles = [role for role in _OFFERED if role in FROM_OFFICE] if offices else [Role.APPLICANT]
        said = get_language() or "zh"
        choices = [
            (role.value, ACTORS[role.value].in_(said) if role.value in ACTORS else role.value)
            for role in roles
        ]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        self.authority = offices[0] if offices else ""

    def clean_place(self) -> str:
        """Return a place that exists; whether it is the inviter's to give is asked by the policy."""
        place = str(self.cleaned_data["place"]).strip()
        part = place.partition("/")[0]
        exists = registers.region(part) if part.isdecimal() else registers.organisation(part)
        if exists is None:
            raise forms.ValidationError(lazy("There is no such place."))
        return place
