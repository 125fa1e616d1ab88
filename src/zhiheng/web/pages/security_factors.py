"""Setting up a second factor: a code generator, passkeys, recovery codes."""

from __future__ import annotations

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhiheng.core.refusal import Refused
from zhiheng.shell.doors import after_change, door, show, signed_in, visitor_of
from zhiheng.shell.pages import FACTOR, must_have_factor
from zhiheng.signin import actions, passkeys, queries
from zhiheng.signin.domain.keys import enrolment_address, new_secret
from zhiheng.web.pages.security_account import BESIDE, confirm
from zhiheng.web.pages.security_own import for_setting_up, put, visit_of
from zhiheng.web.pages.security_sign_in import ASKED, passkey_host
from zhiheng.web.security_forms import ConfirmForm, GeneratorForm, PasskeyForm

_SECRET = "new_secret"  # noqa: S105 - the name of a place in the session
_NEW_CODES = "new_codes"


@for_setting_up
@door(signed_in)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def factors(request: HttpRequest) -> HttpResponse:
    """Show the factors of the account; remove one, after the password was asked again."""
    actor, needed = visitor_of(request), must_have_factor(request)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm(request, form.cleaned_data["present"])
            actions.remove_factor(
                account=actor.code, factor=request.POST.get("factor", ""), needs_one=needed, by=actor,
                path=reverse("web:security"), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            put(form, refusal, BESIDE)
        else:
            return after_change(request, "web:factors")
    return show(
        request, "web/security/factors.html", form=form, factors=queries.factors_of(actor.code), needed=needed,
        codes_left=queries.recovery_codes_left(actor.code),
    )  # fmt: skip


@for_setting_up
@door(signed_in)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def add_generator(request: HttpRequest) -> HttpResponse:
    """Show a secret as QR code and text, and take the first code that a generator shows for it."""
    actor, form = visitor_of(request), GeneratorForm(request.POST or None)
    secret = request.session.setdefault(_SECRET, new_secret())
    if request.method == "POST" and form.is_valid():
        try:
            confirm(request, form.cleaned_data["present"])
            codes = actions.add_generator(
                account=actor.code, secret=secret, code=form.cleaned_data["code"], by=actor,
                visit=visit_of(request), path=reverse("web:security"), now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            put(form, refusal, BESIDE)
        else:
            del request.session[_SECRET]
            return _added(request, "totp", codes)
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return show(request, "web/security/add_generator.html", form=form, secret=grouped)


@for_setting_up
@door(signed_in)
@never_cache
@require_http_methods(["GET"])
def generator_picture(request: HttpRequest) -> HttpResponse:
    """Draw the QR code of the secret that is being set up; it is in no address and no page."""
    import segno  # noqa: PLC0415 - large, seldom needed

    secret = request.session.get(_SECRET, "")
    drawn = segno.make(enrolment_address(secret, request.user.get_username(), "Zhiheng 质衡"), error="m")
    picture = BytesIO()
    drawn.save(picture, kind="svg", scale=5, border=3, dark="#1b2430", light="#ffffff")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@for_setting_up
@door(signed_in)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey, and keep its public part."""
    actor, host = visitor_of(request), passkey_host(request)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            confirm(request, given["present"])
            codes = actions.add_passkey(
                account=actor.code, name=given["name"], host=host, state=request.session.pop(ASKED, None),
                answer=given["answer"], by=actor, visit=visit_of(request), path=reverse("web:security"),
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            put(form, refusal, BESIDE)
        else:
            return _added(request, "passkey", codes)
    known, name = queries.passkeys_of(actor.code), request.user.get_username()
    options, request.session[ASKED] = passkeys.ask_new(host, actor.code, name, known)
    return show(request, "web/security/add_passkey.html", form=form, options=options)


@for_setting_up
@door(signed_in)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes once; make others, after the password was asked again."""
    actor, form = visitor_of(request), ConfirmForm(request.POST or None)
    codes = request.session.pop(_NEW_CODES, None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm(request, form.cleaned_data["present"])
            request.session[_NEW_CODES] = actions.renew_recovery_codes(
                account=actor.code, by=actor, path=reverse("web:security"), now=timezone.now()
            )
        except Refused as refusal:
            put(form, refusal, BESIDE)
        else:
            return after_change(request, "web:recovery_codes")
    return show(
        request, "web/security/recovery_codes.html", form=form, codes=codes,
        left=queries.recovery_codes_left(actor.code),
    )  # fmt: skip


def _added(request: HttpRequest, way: str, codes: tuple[str, ...]) -> HttpResponse:
    """Remember that this visit has shown a second factor, and show the first recovery codes."""
    request.session[FACTOR] = way
    if not codes:
        return after_change(request, "web:factors")
    request.session[_NEW_CODES] = codes
    return after_change(request, "web:recovery_codes")
