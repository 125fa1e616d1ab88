"""The first page after signing in: the workplace of one's role, or a choice where there are several."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhiheng.shell.doors import door, show, signed_in, visitor_of
from zhiheng.web.workplaces import workplaces_of


@door(signed_in)
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to where the visitor works; who has several places chooses, who has none sees its account."""
    places = workplaces_of(visitor_of(request))
    if len(places) == 1:
        return redirect(places[0].to)
    return show(request, "web/start.html", places=places) if places else redirect("web:account")
