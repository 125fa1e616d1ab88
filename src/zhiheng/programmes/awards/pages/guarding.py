"""Two guards around pages with forms: nothing too large is read, and nothing typed is lost at a closed door."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from zhiheng.registers.domain.uploads import LIMIT
from zhiheng.shell.doors import Finder, Policy, View, door
from zhiheng.shell.pages import show

AROUND_A_FILE = 256 * 1024


def large_door(may: Policy, *, finds: Finder | None = None, limit: int) -> Callable[[View], View]:
    """Guard a view like ``door``, and refuse a request by its stated length before a byte of it is read (413).

    The check of the form's token reads the whole body, so it comes last: after length, finding and policy.
    """

    def guard(view: View) -> View:
        inner = door(may, finds=finds)(csrf_protect(view))

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
                return show(request, "awards/too_large.html", status=413, most=LIMIT // 1048576)
            return inner(request, *args, **kwargs)

        return csrf_exempt(guarded)

    return guard


def keeps_what_was_typed(view: View) -> View:
    """Show somebody who may not (or no longer) save here the text that came along, so that it can be copied.

    A place that is not there and one that is closed to this visitor are answered alike, with the visitor's own words.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            typed = [
                text for name, text in request.POST.dict().items() if str(text).strip() and not _is_ours(name)
            ]
            if request.method != "POST" or not (typed or wants_json(request)):
                raise
        if wants_json(request):
            told = _("Not saved: sign in again in another window, or ask your colleague for access.")
            return JsonResponse({"message": told}, status=404)
        return show(request, "awards/kept.html", status=404, typed=typed)

    return guarded


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script of ours asks, and not a reader."""
    return request.headers.get("accept") == "application/json"


def _is_ours(name: str) -> bool:
    return name in ("csrfmiddlewaretoken", "version", "next")
