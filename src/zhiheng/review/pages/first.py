"""No case opens for somebody who judges before the own interests are declared: the page asks for them first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from zhiheng.review import queries
from zhiheng.review.queries.places import CaseAt
from zhiheng.shell.doors import visitor_of

View = Callable[..., HttpResponseBase]


def declared_first(view: View) -> View:
    """Lead to the declaration whoever has not declared about the applicant of a case in this round."""

    @wraps(view)
    def asked(request: HttpRequest, found: CaseAt, **more: Any) -> HttpResponseBase:
        case, at = found.case, found.at
        if queries.has_declared(case.round_id, visitor_of(request).code, {case.subject}):
            return view(request, found, **more)
        return redirect("review:interests", at.round.code, at.row.stage)

    return asked
