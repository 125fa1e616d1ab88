"""What may be kept of an answer, and by whom: public reads by everybody for a while, everything else by nobody.

The tag of a public answer is made from what it shows and from nothing else: a tag of the ledger's head
would tell a stranger that somebody acted.
"""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from zhiheng.web.api.asked import ApiRequest, Asked
from zhiheng.web.api.operations import Operation


def unchanged(request: ApiRequest, one: Operation) -> HttpResponse | None:
    """Return 304, before anything is rendered, where the reader holds the answer already."""
    if one.cached is None:
        return None
    tag = f'"{sha256(f"{one.name}:{one.tag(request.asked.found)}".encode()).hexdigest()[:32]}"'
    request.asked.tag = tag
    held = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    if tag not in held and "*" not in held:
        return None
    return HttpResponseNotModified(headers={"ETag": tag})


def seal(request: HttpRequest, response: HttpResponseBase, one: Operation) -> HttpResponseBase:
    """Say on the answer who may keep it."""
    public = one.cached is not None and response.status_code in (200, 304)
    response["Cache-Control"] = f"public, max-age={one.cached}" if public else "no-store"
    asked: Asked | None = getattr(request, "asked", None)
    if public and asked is not None:
        response["ETag"] = asked.tag
    else:
        patch_vary_headers(response, ["Authorization", "Cookie"])
    return response
