"""Words of the pages about signing in and mail."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

register = template.Library()

_WAYS: dict[str, str | Promise] = {
    "password": lazy("password alone"),
    "totp": lazy("password and app"),
    "recovery": lazy("password and recovery code"),
    "passkey": lazy("passkey"),
}
_FACTORS: dict[str, str | Promise] = {"totp": lazy("Authenticator app"), "passkey": lazy("Passkey")}
_LINKS: dict[str, str | Promise] = {
    "open": lazy("Not yet accepted"),
    "used": lazy("Accepted"),
    "withdrawn": lazy("Withdrawn"),
    "expired": lazy("Expired"),
}
_MAILS: dict[str, str | Promise] = {
    "waiting": lazy("Waiting"),
    "sending": lazy("Being sent"),
    "sent": lazy("Sent"),
    "failed": lazy("Given up"),
    "unsure": lazy("Perhaps sent"),
    "nowhere": lazy("No mail address"),
}


@register.filter
def way_word(way: str) -> str:
    """Return how somebody signed in."""
    return str(_WAYS.get(way, way))


@register.filter
def factor_word(kind: str) -> str:
    """Return the name of a kind of factor."""
    return str(_FACTORS.get(kind, kind))


@register.filter
def link_word(state: str) -> str:
    """Return the state of an invitation."""
    return str(_LINKS.get(state, state))


@register.filter
def mail_word(state: str) -> str:
    """Return the state of a mail."""
    return str(_MAILS.get(state, state))
