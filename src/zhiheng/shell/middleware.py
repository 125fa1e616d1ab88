"""What stands around every view: doors, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from zhiheng.core.refusal import Refused
from zhiheng.shell.errors import refusal_page

Next = Callable[[HttpRequest], HttpResponseBase]


class OnlyThroughDoors:
    """Keeps a view without a door shut: nobody can forget one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Answer a view that has no door as if it did not exist."""
        if not hasattr(view, "door"):
            raise Http404


class RefusalsSpeak:
    """Turns a refusal that a page did not catch into a page that says why; never a stack trace."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show a refusal; anything else crashes and is reported."""
        return refusal_page(request, exception) if isinstance(exception, Refused) else None
