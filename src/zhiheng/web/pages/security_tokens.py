"""The own API tokens: listed, made (the secret is shown once), revoked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.core.refusal import Refused
from zhiheng.shell.doors import after_change, door, show, signed_in, visitor_of
from zhiheng.shell.tokens import actions, queries
from zhiheng.shell.tokens.domain import SCOPES, TokenRow
from zhiheng.signin.actions import check_code
from zhiheng.signin.queries import factors_of
from zhiheng.web.labels import place_name
from zhiheng.web.pages.security_account import BESIDE, confirm
from zhiheng.web.pages.security_own import put
from zhiheng.web.token_forms import TokenForm

_NEW = "new_token"


@door(signed_in)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the own tokens, show a new one this once, and make another after who asks has been confirmed."""
    actor, now = visitor_of(request), timezone.now()
    form = TokenForm(request.POST or None, actor=actor, asks_code=_has_generator(actor.code))
    if request.method == "POST" and form.is_valid():
        try:
            _confirm(request, form, now)
            row, secret = actions.open_token(**form.given(now), by=actor, now=now)
        except Refused as refusal:
            put(form, refusal, {**BESIDE, "token.place": "place", "token.scope": "scopes"})
        else:
            request.session[_NEW] = {"code": row.code, "secret": secret}
            return after_change(request, "web:tokens")
    return show(
        request, "web/security/tokens.html", form=form, rows=_rows(actor.code, now), now=now,
        new=request.session.pop(_NEW, None),
    )  # fmt: skip


@door(signed_in)
@require_POST
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """End an own token at once."""
    actions.revoke_token(code=code, by=visitor_of(request), now=timezone.now())
    return after_change(request, "web:tokens")


def _confirm(request: HttpRequest, form: TokenForm, now: datetime) -> None:
    """Ask the password again, and the generator's code where there is a generator."""
    confirm(request, form.cleaned_data["present"])
    if form.asks_code:
        address, code = request.META["REMOTE_ADDR"], form.cleaned_data["code"]
        check_code(account=visitor_of(request).code, code=code, address=address, now=now)


def _has_generator(account: str) -> bool:
    return any(one.kind == "totp" for one in factors_of(account))


def _rows(account: str, now: datetime) -> list[dict[str, Any]]:
    """Return the tokens as the page lists them: those that are good first, over ones for a month."""
    kept = [row for row in queries.tokens_of(account) if _is_shown(row, now)]
    return [
        {"token": row, "is_good": row.is_good(now), "place": place_name(row.place),
         "scopes": [SCOPES[scope] for scope in row.scopes if scope in SCOPES]}
        for row in sorted(kept, key=lambda row: not row.is_good(now))
    ]  # fmt: skip


def _is_shown(row: TokenRow, now: datetime) -> bool:
    ended = row.revoked_at or row.expires_at
    return row.is_good(now) or now - ended < timedelta(days=31)
