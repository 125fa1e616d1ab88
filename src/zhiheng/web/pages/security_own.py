"""Where a page leads on to: only ever to a path of our own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from zhiheng.core.refusal import Refused
from zhiheng.shell.templatetags.zhiheng import said
from zhiheng.signin.sessions import MARKED

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def own_path(asked: str) -> str:
    """Return a path of our own as it was asked for, or nothing: no other site, no scheme, no hidden sign."""
    plain = asked if asked.startswith("/") and asked.isprintable() and "\\" not in asked else ""
    return plain if plain and url_has_allowed_host_and_scheme(plain, allowed_hosts=None) else ""


def onwards(request: HttpRequest) -> HttpResponse:
    """Lead on to where the visitor wanted to go, or to its workplace."""
    return redirect(own_path(request.POST.get("next", "")) or "web:start")


def wanted_path(request: HttpRequest) -> str:
    """Return where the visitor wanted to go before it was asked to sign in, a path of our own or nothing.

    A page that is absent for somebody without an account cannot name its own address, for it is the same
    bytes for every address; it sends ``back``, and the browser says (``Referer``) from which page it came.
    """
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    if asked or "back" not in request.GET:
        return own_path(asked)
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host():
        return ""
    return own_path(came.path + (f"?{came.query}" if came.query else ""))


def for_setting_up(view: View) -> View:
    """Mark a page that those reach who must first set up a second factor."""
    view.is_for_setting_up = True  # type: ignore[attr-defined]
    return view


def put(form: Form, refusal: Refused, fields: Mapping[str, str]) -> None:
    """Put a refusal beside the field that its code belongs to (by its longest beginning), or above the form."""
    field = next((name for code, name in fields.items() if refusal.code.startswith(code)), None)
    form.add_error(field, said(refusal.message))


def visit_of(request: HttpRequest) -> str:
    """Return the code of the visit in which this page is asked for."""
    return str(request.session.get(MARKED, {}).get("code", ""))
