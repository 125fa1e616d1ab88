"""The pages behind the links of mails: a new password, an invitation, a new mail address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from zhiheng.core.actor import NOBODY, Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.shell.doors import after_change, anyone, door, show, visitor_of
from zhiheng.shell.pages import held_by
from zhiheng.signin import actions, queries
from zhiheng.signin.queries import LinkRow
from zhiheng.web.labels import roles_of
from zhiheng.web.pages.security_account import BESIDE
from zhiheng.web.pages.security_own import for_setting_up, put
from zhiheng.web.security_forms import AcceptForm, AskResetForm, NewPassword


@for_setting_up
@door(anyone)
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a new password; the answer is the same whether such an account exists or not."""
    form = AskResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_reset(
            typed=form.cleaned_data["who"], address=request.META["REMOTE_ADDR"],
            language=get_language() or "zh", now=timezone.now(),
        )  # fmt: skip
        return after_change(request, "web:reset_asked")
    return show(request, "web/security/forgotten.html", form=form)


@for_setting_up
@door(anyone)
@require_http_methods(["GET"])
def reset_asked(request: HttpRequest) -> HttpResponse:
    """Say that a mail will come, if there is such an account."""
    return show(request, "web/security/reset_asked.html")


@for_setting_up
@door(anyone)
@sensitive_variables("key")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, key: str) -> HttpResponse:
    """Set a new password by the link of a mail; looking at the page does not use it up."""
    if _link(key, "reset") is None:
        return _over(request)
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            path, password = reverse("web:security"), form.cleaned_data["password"]
            actions.reset_password(key=key, password=password, path=path, now=timezone.now())
        except Refused as refusal:
            put(form, refusal, BESIDE)
        else:
            return show(request, "web/security/reset_done.html")
    return _quiet(show(request, "web/security/reset.html", form=form))


@for_setting_up
@door(anyone)
@sensitive_variables("key")
@never_cache
@require_http_methods(["GET", "POST"])
def confirm_address(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm a new mail address by the link that was sent there."""
    link = _link(key, "address")
    if link is None:
        return _over(request)
    if request.method == "POST":
        actions.confirm_address(key=key, path=reverse("web:security"), now=timezone.now())
        return show(request, "web/security/address_done.html", address=link.address)
    return _quiet(show(request, "web/security/confirm_address.html", address=link.address))


@for_setting_up
@door(anyone)
@sensitive_variables("key")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Accept an invitation with a new account, or with the account that has signed in."""
    link = _link(key, "invitation")
    if link is None:
        return _over(request)
    is_known = held_by(request) != NOBODY
    form = AcceptForm(request.POST if request.method == "POST" and not is_known else None)
    if request.method == "POST" and (is_known or form.is_valid()):
        try:
            _accept(request, key, form, is_known=is_known)
        except Refused as refusal:
            if is_known:
                raise
            put(form, refusal, BESIDE)
        else:
            return after_change(request, "web:account" if is_known else "web:sign_in")
    return _quiet(
        show(request, "web/security/invitation.html", form=form, link=link, roles=roles_of(_offered(link)))
    )


def _accept(request: HttpRequest, key: str, form: AcceptForm, *, is_known: bool) -> None:
    now = timezone.now()
    if is_known:
        actions.accept_as_self(key=key, by=visitor_of(request), now=now)
        return
    given: dict[str, Any] = {name: form.cleaned_data[name] for name in ("username", "person", "password")}
    actions.accept_as_new(key=key, now=now, **given)


def _offered(link: LinkRow) -> Actor:
    return Actor("", frozenset({(Role(link.role), link.place)}))


def _link(key: str, purpose: str) -> LinkRow | None:
    if len(key) > 100:
        raise Http404
    return queries.link_behind(key, purpose, timezone.now())


def _over(request: HttpRequest) -> HttpResponse:
    """Say that a link is over, in the same words for one that never was."""
    return show(request, "web/security/link_over.html", status=410)


def _quiet(response: HttpResponse) -> HttpResponse:
    """Keep the address of a page, which holds a key, from every other site and page."""
    response["Referrer-Policy"] = "no-referrer"
    return response
