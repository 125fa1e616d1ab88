"""What was sent with a form."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent with a form, also an empty one; nothing where the page is only read."""
    return request.POST if request.method == "POST" else None
