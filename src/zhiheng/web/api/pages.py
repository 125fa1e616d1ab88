"""The pages of the API: every operation behind its door, the OpenAPI document, and a page that people read."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from zhiheng.core.text import Text
from zhiheng.shell.doors import anyone, door, show
from zhiheng.shell.tokens.domain import SCOPES
from zhiheng.web.api import again, caching
from zhiheng.web.api.alarm import note_absent
from zhiheng.web.api.asked import Asked, asked_by, not_from_here, not_within
from zhiheng.web.api.document import described, openapi
from zhiheng.web.api.operations import NAMES, OPERATIONS, Operation
from zhiheng.web.api.problems import absent, problem, problem_of

View = Any
SHORT = 300
NAME = Text("程序接口", "API")
INTRO = Text(
    "网页上能看的、能办的，程序也能看、能办：同样的权限，同样的答复。令牌用 zhiheng token open 开立。",
    "What the pages show and do, for programs: the same rights and the same answers. "
    "Open a token with zhiheng token open.",
)
HEADS = (
    Text("地址", "Address"),
    Text("用途", "What it does"),
    Text("权限范围", "Scope"),
    Text("谁可以", "Who may"),
)


def view_of(path: str, run: View) -> View:
    """Return the view of an address: the door of each of its operations stands before the operation itself."""
    offered = {one.method: one for (where, _), one in OPERATIONS.items() if where == path}
    names = set(NAMES.findall(path))

    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        method = "GET" if request.method == "HEAD" else str(request.method)
        one = offered.get(method)
        if one is None:
            return _not_allowed(offered)
        if parts.keys() != names:  # nobody comes here by an address
            raise Http404
        asked_with, request.method = request.method, method
        try:
            response = _answer(request, one, run, parts)
        except Exception as wrong:
            response = problem_of(request, wrong)
        request.method = asked_with  # the server leaves the body out for HEAD
        note_absent(request, response)
        return caching.seal(request, response, one)

    answer.door = door_of  # type: ignore[attr-defined]
    return csrf_exempt(answer)


def door_of(*_asked: object) -> None:
    """Stand for the doors of an address; which policy each of its operations asks, ``OPERATIONS`` says."""


def _answer(request: Any, one: Operation, run: View, parts: dict[str, Any]) -> HttpResponseBase:
    asked = asked_by(request, timezone.now(), is_public=one.is_public)
    if not isinstance(asked, Asked):
        return asked
    request.asked = asked
    no = not_within(asked, one.scope) or not_from_here(request, asked)
    if no is not None:
        return no
    asked.found = one.find(request, parts)
    if (one.finds is not None and asked.found is None) or not one.may(asked.by, asked.found):
        return absent()
    if one.is_act:
        return _acted(request, one, run, parts)
    return caching.unchanged(request, one) or run(request, **parts)


def _acted(request: Any, one: Operation, run: View, parts: dict[str, Any]) -> HttpResponseBase:
    """Run an act in one transaction with the answer that is kept of it; a refusal leaves nothing behind."""
    with transaction.atomic():
        response = again.answered(request, one, lambda: run(request, **parts))
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def _not_allowed(offered: dict[str, Operation]) -> HttpResponse:
    response = problem(405, "method", Text("此地址不接受该方法。", "The method is not for this address."))
    response["Allow"] = ", ".join(sorted({*offered, *(["HEAD"] if "GET" in offered else [])}))
    return response


@csrf_exempt
@door(anyone)
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer for an address that the API does not have."""
    response = absent()
    request.asked = asked_by(request, timezone.now(), is_public=True)  # type: ignore[attr-defined]
    note_absent(request, response)
    return response


@door(anyone)
@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """Hand out the OpenAPI document."""
    response = JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age={SHORT}"
    return response


@door(anyone)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the operations to people: address, what it does, who may, which scope."""
    return show(
        request,
        "api/operations.html",
        name=NAME,
        intro=INTRO,
        heads=HEADS,
        groups=described(),
        scopes_title=Text("权限范围", "Scopes"),
        scopes=SCOPES.items(),
    )
