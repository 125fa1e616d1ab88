"""One door for every view: who may come in is one policy, and what is not shown does not exist.

A view without a door stays shut (``shell.middleware.OnlyThroughDoors``). A thing that is absent and a
thing that this visitor may not see are answered alike, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest, HttpResponseBase

from zhiheng.core.actor import NOBODY, Actor
from zhiheng.core.answer import Answer
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.shell.pages import after_change, show, visitor_of

__all__ = ["after_change", "anyone", "door", "show", "signed_in", "visitor_of"]

View: TypeAlias = Callable[..., HttpResponseBase]
Policy: TypeAlias = Callable[..., Answer]
Finder: TypeAlias = Callable[..., Any]


def anyone(actor: Actor, *found: object) -> Answer:
    """Let everybody in: the public pages."""
    return Answer(True, Text("公开。", "Public."))


def signed_in(actor: Actor, *found: object) -> Answer:
    """Let in whoever has signed in."""
    return Answer(actor != NOBODY, Text("请先登录。", "Sign in first."))


def door(may: Policy, *, finds: Finder | None = None) -> Callable[[View], View]:
    """Guard a view by a policy, asked before the view runs.

    With *finds*, the parts of the address are given to it, and what it returns is given to the policy
    (after the actor) and to the view (after the request). ``None`` from *finds*, a refusal that says
    ``unknown``, and a no from the policy all end in the same page: there is no such thing.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = visitor_of(request)
            if finds is None:
                found: tuple[Any, ...] = ()
            else:
                found, args, kwargs = (_found(finds, *args, **kwargs),), (), {}
            if not may(actor, *found):
                raise Http404
            return view(request, *found, *args, **kwargs)

        guarded.door = may  # type: ignore[attr-defined]
        return guarded

    return guard


def _found(finds: Finder, *args: Any, **kwargs: Any) -> Any:
    try:
        found = finds(*args, **kwargs)
    except Refused as refusal:
        if refusal.code.endswith(".unknown"):
            raise Http404 from refusal
        raise
    if found is None:
        raise Http404
    return found
