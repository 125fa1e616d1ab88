"""Where an account is signed in: the marks that each visit leaves, and the page that shows and ends them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhiheng.shell.doors import after_change, door, show, signed_in, visitor_of
from zhiheng.shell.pages import lacks_factor
from zhiheng.signin import actions, queries
from zhiheng.signin.sessions import MARKED
from zhiheng.web.pages.security_own import for_setting_up, visit_of

_SEEN_EVERY = timedelta(minutes=5)
_Next = Callable[[HttpRequest], HttpResponseBase]


class SeenNow:
    """Notes in a visit when it was last seen and from where, at most every five minutes."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            mark, now = request.session.get(MARKED), timezone.now()
            if mark and now - datetime.fromisoformat(mark["seen"]) >= _SEEN_EVERY:
                here = {"seen": now.isoformat(), "address": request.META["REMOTE_ADDR"]}
                request.session[MARKED] = {**mark, **here}
        return self.get_response(request)


class SecondFactorFirst:
    """Leads whoever needs a second factor and has none to where it is set up; its roles wait until then."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Lead on from a page that is for those who have signed in, or that is not public."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not settings.SECOND_FACTOR_REQUIRED:
            return None
        if getattr(view, "is_for_setting_up", False) or not lacks_factor(request):
            return None
        return redirect("web:factors")


@for_setting_up
@door(signed_in)
@require_http_methods(["GET", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """Show where the account is signed in; end one visit, or all others."""
    actor, now = visitor_of(request), timezone.now()
    here = visit_of(request)
    if request.method == "POST":
        chosen = request.POST.get("visit", "")
        if chosen:
            actions.end_visit(account=actor.code, visit=chosen, by=actor, now=now)
        else:
            actions.end_visits(account=actor.code, but=here, by=actor, now=now)
        return after_change(request, "web:visits")
    return show(request, "web/security/visits.html", visits=queries.visits_of(actor.code, now), here=here)
