"""What the pages on which something is recorded for many cases do alike: act once, and say of how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from zhiheng.core.refusal import Refused
from zhiheng.shell.doors import visitor_of


def recorded(
    request: HttpRequest, act: Callable[..., int], *, given: Sequence[Any], **where: str
) -> Refused | None:
    """Record what was said by the visitor now; return the refusal, if it was refused. Nothing new records nothing."""
    if not given:
        return None
    try:
        n = act(**where, given=given, by=visitor_of(request), now=timezone.now())
    except Refused as refusal:
        return refusal
    messages.success(request, ngettext("Recorded for %d case.", "Recorded for %d cases.", n) % n)
    return None
