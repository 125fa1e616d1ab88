"""Who asks: nobody, a signed-in account, or a program with a token; and how far it may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja.utils import check_csrf

from zhiheng.core.actor import NOBODY, Actor
from zhiheng.core.text import Text
from zhiheng.shell.pages import visitor_of
from zhiheng.shell.tokens import actions, queries
from zhiheng.shell.tokens.domain import SCOPES, TokenRow
from zhiheng.web.api.problems import problem

SAFE = frozenset({"GET", "HEAD"})


@dataclass(slots=True)
class Asked:
    """One request: who, when by the server's clock, with which token, and what its door found."""

    by: Actor
    at: datetime
    token: TokenRow | None = None
    found: Any = field(default=None)
    tag: str = ""


class ApiRequest(HttpRequest):
    """A request after the door: operations read ``asked`` and nothing else of who asks."""

    asked: Asked


def asked_by(request: HttpRequest, now: datetime, *, is_public: bool = False) -> Asked | HttpResponse:
    """Return who asks, or 401 for a token that is unknown, revoked, over, or of a closed account (all alike).

    A request with an ``Authorization`` header is never taken as one of the session beside it; what is public
    does not look at the session at all, so that its answers are the same for every reader.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return Asked(NOBODY if is_public else visitor_of(request), now)
    scheme, _, secret = header.partition(" ")
    token = queries.token_behind(secret.strip()) if scheme.lower() == "bearer" else None
    actor = None if token is None else queries.actor_behind(token, now)
    if token is None or actor is None:
        response = problem(
            401,
            "token.not_good",
            Text("令牌不存在、已过期或已撤销。", "The token is unknown, over or revoked."),
        )
        response["WWW-Authenticate"] = 'Bearer realm="zhiheng"'
        return response
    actions.note_use(token, now)
    return Asked(actor, now, token)


def not_within(asked: Asked, scope: str) -> HttpResponse | None:
    """Return 403 where a token is shown that lacks the scope; asked before anything is looked up."""
    if asked.token is None or scope in asked.token.scopes:
        return None
    told = SCOPES[scope]
    response = problem(
        403,
        "token.scope",
        Text(f"令牌没有权限范围 {scope}（{told.zh}）。", f"The token lacks the scope {scope} ({told.en})."),
    )
    response["WWW-Authenticate"] = f'Bearer realm="zhiheng", error="insufficient_scope", scope="{scope}"'
    return response


def not_from_here(request: HttpRequest, asked: Asked) -> HttpResponse | None:
    """Return 403 where a browser's session would act without the site's own CSRF token."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if request.method in SAFE or asked.token is not None or not has_session:
        return None
    if check_csrf(request) is None:
        return None
    told = Text(
        "以登录会话办理须带 CSRF 令牌；程序请使用接口令牌。",
        "A session acts only with the CSRF token; programs use an API token.",
    )
    return problem(403, "csrf", told)
