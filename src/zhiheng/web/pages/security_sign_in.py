"""Signing in: a password, then a second factor where there is one; or a passkey alone, which is both."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhiheng.core.refusal import Refused
from zhiheng.registers import queries as registers
from zhiheng.shell.doors import anyone, door, show
from zhiheng.shell.pages import FACTOR
from zhiheng.shell.templatetags.zhiheng import said
from zhiheng.signin import actions, passkeys, queries
from zhiheng.signin.queries import parties_of
from zhiheng.signin.sessions import MARKED
from zhiheng.web.pages.security_own import wanted_path
from zhiheng.web.security_forms import CodeForm, SignInForm

HALF = "half_signed_in"
ASKED = "passkey_asked"
_HALF_LIVES = timedelta(minutes=10)


@door(anyone)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Take a name and a password; a wrong one and an unknown one are answered alike."""
    if request.user.is_authenticated:
        return redirect(wanted_path(request) or "web:start")
    form, wanted = SignInForm(request.POST or None), wanted_path(request)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        try:
            account = actions.check_password(**given, address=request.META["REMOTE_ADDR"], now=now)
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            if not queries.has_factor(account.code):
                return _come_in(request, account.code, "password", wanted)
            request.session.cycle_key()
            request.session[HALF] = {"account": account.code, "at": now.isoformat(), "next": wanted}
            return redirect("web:second_factor")
    return show(request, "web/security/sign_in.html", form=form, next=wanted)


@door(anyone)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Take a code or a passkey of the account whose password was right, within ten minutes."""
    half, now = request.session.get(HALF), timezone.now()
    if not half or now - datetime.fromisoformat(half["at"]) > _HALF_LIVES:
        return redirect("web:sign_in")
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        try:
            way = _shown_way(request, form, half["account"], now)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            if way:
                return _come_in(request, half["account"], way, half["next"])
    kinds = {one.kind for one in queries.factors_of(half["account"])}
    options = _ask_passkey(request, half["account"]) if "passkey" in kinds else ""
    return show(
        request, "web/security/second_factor.html", form=form, options=options, has_generator="totp" in kinds
    )


@door(anyone)
@never_cache
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Let in whoever shows a passkey of this site: the key and its holder's finger are two factors."""
    wanted, refused = wanted_path(request), None
    if request.method == "POST":
        state = request.session.pop(ASKED, None)
        try:
            account = actions.check_passkey(
                account="", host=passkey_host(request), state=state, answer=request.POST.get("answer", ""),
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            refused = refusal
        else:
            return _come_in(request, account, "passkey", wanted)
    options = _ask_passkey(request, "")
    return show(request, "web/security/passkey.html", options=options, refusal=refused, next=wanted)


def passkey_host(request: HttpRequest) -> str:
    """Return the name that passkeys are bound to: the site's own in production, here the one that was asked."""
    if settings.PRODUCTION:
        return settings.ZHIHENG_SITE.partition("://")[2].partition("/")[0].partition(":")[0]
    return request.get_host().partition(":")[0]


def _ask_passkey(request: HttpRequest, account: str) -> str:
    options, request.session[ASKED] = passkeys.ask_known(passkey_host(request), queries.passkeys_of(account))
    return options


def _shown_way(request: HttpRequest, form: CodeForm, account: str, now: datetime) -> str:
    """Return how the second factor was shown, or nothing when the form has an error."""
    if request.POST.get("answer"):
        actions.check_passkey(
            account=account, host=passkey_host(request), state=request.session.pop(ASKED, None),
            answer=request.POST["answer"], now=now,
        )  # fmt: skip
        return "passkey"
    if not form.is_valid():
        return ""
    address = request.META["REMOTE_ADDR"]
    return actions.check_code(account=account, code=form.cleaned_data["code"], address=address, now=now)


def _tell(form: CodeForm, refusal: Refused) -> None:
    """Put a refusal beside the code, or above the form when no code was sent."""
    if form.is_bound:
        form.full_clean()
        form.add_error("code", said(refusal.message))
    else:
        form.refused = said(refusal.message)  # type: ignore[attr-defined]


def _come_in(request: HttpRequest, account: str, way: str, wanted: str) -> HttpResponse:
    """Begin the visit, tell the account where it is new, and lead on."""
    user: Any = get_user_model().objects.get(code=account)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.pop(HALF, None)
    mark = request.session[MARKED]
    request.session[MARKED] = {**mark, "way": way}
    if way != "password":
        request.session[FACTOR] = way
    row = registers.account(account)
    if row is not None:
        actions.note_sign_in(account=row, address=mark["address"], device=mark["device"],
                             path=reverse("web:visits"), now=timezone.now())  # fmt: skip
    if len(parties_of(registers.actor_of(account, timezone.localdate()))) > 1:
        return redirect(reverse("web:acting", query={"next": wanted} if wanted else None))
    return redirect(wanted or "web:start")
