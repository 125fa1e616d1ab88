"""An alarm when one visitor asks for many things that are not there: somebody tries codes one after another."""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from zhiheng.web.api.asked import Asked

MOST = 30
MINUTE = 60
log = logging.getLogger("zhiheng.api")


def note_absent(request: HttpRequest, response: HttpResponseBase) -> None:
    """Count an answer of 404; the one after *MOST* in a minute of the clock leaves a line in the log."""
    asked = getattr(request, "asked", None)
    if response.status_code != 404 or not isinstance(asked, Asked):
        return
    who = asked.by.code or f"address {request.META.get('REMOTE_ADDR', '')}"
    name = f"api-absent:{who}:{int(asked.at.timestamp()) // MINUTE}".replace(" ", "-")
    cache.add(name, 0, timeout=2 * MINUTE)
    if cache.incr(name) == MOST + 1:
        log.warning("enumeration: %s asked for more than %d absent things in a minute", who, MOST)
