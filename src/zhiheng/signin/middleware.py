"""What stands before every page: from where the request truly comes, and the mark of a new visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from zhiheng.registers.domain.codes import new_code
from zhiheng.signin.domain.addresses import client_address, is_trusted
from zhiheng.signin.domain.devices import device_of
from zhiheng.signin.sessions import MARKED


class TrustedProxies:
    """Puts the browser's own address in ``REMOTE_ADDR``, as far as trusted proxies vouch for it.

    What other hands wrote about address, scheme and host is thrown away, so nothing behind can believe it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta, trusted = request.META, settings.ZHIHENG_TRUSTED_PROXIES
        peer, forwarded = meta.get("REMOTE_ADDR", ""), meta.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = meta.pop("HTTP_X_FORWARDED_PROTO", "")
        meta.pop("HTTP_X_FORWARDED_HOST", None)
        if is_trusted(peer, trusted) and scheme.strip() in ("http", "https"):
            request.environ["wsgi.url_scheme"] = scheme.strip()  # type: ignore[attr-defined]
        meta["REMOTE_ADDR"] = client_address(peer, forwarded, trusted)
        return self.get_response(request)


def mark_visit(*, request: HttpRequest, user: Any, **_: object) -> None:
    """Write into a new session whose it is, since when, from where and with what; Django signals a sign-in."""
    if user.last_login is None:
        return
    at = user.last_login.isoformat()
    request.session[MARKED] = {
        "code": new_code("visit"), "account": user.code, "began": at, "seen": at,
        "address": request.META.get("REMOTE_ADDR", "")[:45],
        "device": device_of(request.META.get("HTTP_USER_AGENT", "")), "way": "password",
    }  # fmt: skip
