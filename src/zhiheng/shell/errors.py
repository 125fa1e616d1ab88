"""The pages for what is absent, refused, malformed or broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.shell.pages import show


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what does not exist, or may not be seen, in the same words."""
    return show(request, "shell/absent.html", status=404, nowhere=True)


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Say why an act was refused and under which article: 400 for a bad input, 409 otherwise."""
    problems = refusal.problems if isinstance(refusal, InputRefused) else ()
    status = 400 if isinstance(refusal, InputRefused) else 409
    return show(request, "shell/refused.html", status=status, refusal=refusal, problems=problems)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a denial as absence."""
    return absent(request)


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that no browser sends."""
    return show(request, "shell/malformed.html", status=400)


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old (CSRF): nothing was done, and what to do now."""
    return show(request, "shell/not_from_here.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, without session or database, for they may be what broke."""
    return HttpResponse(render_to_string("shell/broken.html", {"bare": True}), status=500)
