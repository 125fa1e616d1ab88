"""What browsers and proxies may keep of a page: what anybody reads for a minute, what is somebody's own not at all.

A page that was asked for with no cookie but that of the language, and that sets none, is the same for everybody
who reads that language. It gets a tag made from its bytes, so that an unchanged page is answered with 304.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

KEPT: Final = 60  # seconds
_Next = Callable[[HttpRequest], HttpResponseBase]


class KeptForAWhile:
    """Says on every page who may keep it, and answers 304 where the reader holds it already."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or response.has_header("Cache-Control"):
            return response
        if not _is_everybodys(request, response):
            response["Cache-Control"] = "private, no-cache"
            return response
        response["Cache-Control"] = f"public, max-age={KEPT}"
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _is_everybodys(request: HttpRequest, response: HttpResponse) -> bool:
    cookies = set(request.COOKIES) - {settings.LANGUAGE_COOKIE_NAME}
    is_read = request.method in ("GET", "HEAD") and response.status_code == 200
    return is_read and not cookies and not response.cookies
