"""The same act asked for twice with one ``Idempotency-Key`` is done once and answered alike."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from zhiheng.core.canonical import digest
from zhiheng.core.refusal import InputRefused, Place, Problem
from zhiheng.core.text import Text
from zhiheng.shell.tokens import keys
from zhiheng.web.api.asked import ApiRequest
from zhiheng.web.api.operations import Operation

HEADER = "Idempotency-Key"
SHORTEST, LONGEST = 8, 200


def answered(request: ApiRequest, one: Operation, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Run an act, or give the answer that its key got before; without a key it is simply run.

    An operation that keeps nothing (a secret ballot: neither the choices nor the receipt) takes no key.
    """
    key = request.headers.get(HEADER)
    if key is None or not one.is_kept:
        return run()
    _refuse_key(key)
    asked = request.asked
    holder = asked.by.code or "public"
    kept = keys.claim(holder=holder, key=key, request=_request(request, one), now=asked.at)
    if kept is not None:
        again = HttpResponse(kept.content, status=kept.status, content_type="application/json; charset=utf-8")
        again["Idempotency-Replayed"] = "true"
        return again
    response = run()
    if isinstance(response, HttpResponse) and response.status_code < 400:
        keys.keep(holder=holder, key=key, status=response.status_code, content=response.content.decode())
    return response


def _request(request: HttpRequest, one: Operation) -> str:
    """Return the digest of what is asked for: operation, address and content, however a form is put in parts."""
    content: object = sha256(b"" if one.takes_file else request.body).hexdigest()
    if one.takes_file:
        files = {name: _file(file) for name, file in request.FILES.items()}
        content = {"fields": dict(request.POST.items()), "files": files}
    return digest({"operation": one.name, "address": request.get_full_path(), "content": content})


def _file(file: object) -> str:
    content = sha256()
    for chunk in file.chunks():  # type: ignore[attr-defined]
        content.update(chunk)
    file.seek(0)  # type: ignore[attr-defined]
    return content.hexdigest()


def _refuse_key(key: str) -> None:
    if not (SHORTEST <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        told = Text(
            f"幂等键应为 {SHORTEST} 至 {LONGEST} 个可打印的 ASCII 字符。",
            f"An idempotency key has {SHORTEST} to {LONGEST} printable ASCII characters.",
        )
        remedy = Text("建议使用 UUID。", "Use a UUID.")
        raise InputRefused(
            "key.wrong", told, [Problem("key.wrong", Place(field=f"header.{HEADER}"), told, remedy)]
        )
