"""The security of one's own account: password, mail address, and what is set up."""

from __future__ import annotations

from django.contrib.auth import get_user_model, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.refusal import Refused
from zhiheng.post import queries as post
from zhiheng.shell.doors import after_change, door, show, signed_in, visitor_of
from zhiheng.signin import actions, queries
from zhiheng.web.pages.security_own import for_setting_up, put, visit_of
from zhiheng.web.security_forms import ChangePassword, MailForm

BESIDE = {
    "signin.": "present", "account.password": "password", "account.username": "username",
    "mail.address": "address", "factor.wrong_code": "code",
}  # fmt: skip


@for_setting_up
@door(signed_in)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show what protects the account, each with the page that changes it."""
    code, now = visitor_of(request).code, timezone.now()
    return show(
        request, "web/security/security.html", mailbox=post.mailbox_of(code), factors=queries.factors_of(code),
        codes_left=queries.recovery_codes_left(code), visits=queries.visits_of(code, now),
    )  # fmt: skip


@for_setting_up
@door(signed_in)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; the present one is asked again, and every other visit ends."""
    form = ChangePassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, actor, now = form.cleaned_data, visitor_of(request), timezone.now()
        try:
            confirm(request, given["present"])
            actions.change_password(
                account=actor.code, password=given["password"], by=actor, visit=visit_of(request),
                path=reverse("web:security"), now=now,
            )  # fmt: skip
        except Refused as refusal:
            put(form, refusal, BESIDE)
        else:
            update_session_auth_hash(request, get_user_model().objects.get(code=actor.code))
            return after_change(request, "web:security")
    return show(request, "web/security/password.html", form=form)


@for_setting_up
@door(signed_in)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def mail_address(request: HttpRequest) -> HttpResponse:
    """Ask for another mail address; it counts once the link that is sent there was opened."""
    actor, now = visitor_of(request), timezone.now()
    known = post.mailbox_of(actor.code)
    start = {"address": known.address if known else "", "language": known.language if known else "zh"}
    form = MailForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            confirm(request, given.pop("present"))
            actions.ask_address(
                account=actor.code, path=key_path("web:confirm_address"), by=actor, now=now, **given
            )
        except Refused as refusal:
            put(form, refusal, BESIDE)
        else:
            return show(request, "web/security/address_asked.html", address=given["address"])
    return show(request, "web/security/mail_address.html", form=form, mailbox=known)


def confirm(request: HttpRequest, password: str) -> None:
    """Refuse unless this is the password of whoever asks."""
    actions.confirm_password(
        account=visitor_of(request).code,
        password=password,
        address=request.META["REMOTE_ADDR"],
        now=timezone.now(),
    )


def key_path(name: str) -> str:
    """Return the path of a page that a key opens, with ``{key}`` where the key goes."""
    return reverse(name, args=["KEY"]).replace("KEY", "{key}")
