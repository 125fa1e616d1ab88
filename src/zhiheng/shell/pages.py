"""What every page is made with: who asks, how it answers, and where it goes after an act."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from zhiheng.core.actor import NOBODY, Actor
from zhiheng.registers import queries as registers
from zhiheng.shell.limits import knock
from zhiheng.signin.policy import needs_factor
from zhiheng.signin.queries import acting_for, parties_of

View = Callable[..., HttpResponseBase]
ACTING = "acting"
FACTOR = "factor"


def visitor_of(request: HttpRequest) -> Actor:
    """Return who asks, with the roles of the party it acts for today; read once per request.

    Who serves several parties and has chosen none, or needs a second factor and has shown none, has no role.
    """
    known: Actor | None = getattr(request, "visitor", None)
    if known is None:
        known = _acting(request, held_by(request))
        request.visitor = known  # type: ignore[attr-defined]
    return known


def held_by(request: HttpRequest) -> Actor:
    """Return who asks with every role held today, whomever it acts for; read once per request."""
    known: Actor | None = getattr(request, "held", None)
    if known is None:
        user = request.user
        known = registers.actor_of(user, timezone.localdate()) if user.is_authenticated else NOBODY
        request.held = known  # type: ignore[attr-defined]
    return known


def lacks_factor(request: HttpRequest) -> bool:
    """Tell whether the visitor's roles need a second factor that this visit has not shown."""
    return must_have_factor(request) and FACTOR not in request.session


def must_have_factor(request: HttpRequest) -> bool:
    """Tell whether the visitor holds a role that needs a second factor in this installation."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and needs_factor(held_by(request))


def _acting(request: HttpRequest, held: Actor) -> Actor:
    if held == NOBODY:
        return held
    if lacks_factor(request):
        return Actor(held.code)
    parties = parties_of(held)
    if len(parties) < 2:
        return held
    return acting_for(held, request.session.get(ACTING, {}).get("party", ""))


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Answer with a page."""
    return render(request, template, context, status=status)


def after_change(request: HttpRequest, to: str, *args: Any) -> HttpResponse:
    """Answer an act that was done: on to the page that shows it, so that a reload repeats nothing."""
    return redirect(to, *args)


def limited(what: str, setting: str) -> Callable[[View], View]:
    """Take a form at most as often an hour from one place as *setting* says; then answer 429 with when again.

    It stands inside the door, so that what is absent stays absent and is not counted.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                most, now = int(getattr(settings, setting)), timezone.now()
                until = knock(what=what, address=request.META["REMOTE_ADDR"], most=most, now=now)
                if until is not None:
                    answer = show(
                        request, "shell/too_often.html", status=429, until=until, now=now, most=most
                    )
                    answer["Retry-After"] = str(ceil((until - now).total_seconds()))
                    return answer
            return view(request, *args, **kwargs)

        return guarded

    return guard
