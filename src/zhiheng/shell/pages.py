"""What every page is made with: who asks, how it answers, and where it goes after an act."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from zhiheng.core.actor import NOBODY, Actor
from zhiheng.registers import queries as registers


def visitor_of(request: HttpRequest) -> Actor:
    """Return who asks, with the roles held today; read once per request."""
    known: Actor | None = getattr(request, "visitor", None)
    if known is None:
        user = request.user
        known = registers.actor_of(user, timezone.localdate()) if user.is_authenticated else NOBODY
        request.visitor = known  # type: ignore[attr-defined]
    return known


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Answer with a page."""
    return render(request, template, context, status=status)


def after_change(request: HttpRequest, to: str, *args: Any) -> HttpResponse:
    """Answer an act that was done: on to the page that shows it, so that a reload repeats nothing."""
    return redirect(to, *args)
