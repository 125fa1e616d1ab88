"""The table of operations: address, method, policy, finder, scope. An operation that is not here does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ninja import NinjaAPI
from ninja.constants import NOT_SET

from zhiheng.core.answer import Answer
from zhiheng.shell.doors import anyone
from zhiheng.shell.tokens.domain import SCOPES
from zhiheng.web.api.parser import StrictParser
from zhiheng.web.api.problems import problem_of

Policy: TypeAlias = Callable[..., Answer]
Finder: TypeAlias = Callable[..., Any]
Handler: TypeAlias = Callable[..., Any]
NAMES = re.compile(r"{(?:\w+:)?(\w+)}")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program can ask for.

    ``finds`` gets the request and the parts of the address; what it returns is what the policy judges and the
    operation works on. ``cached`` are the seconds for which a public answer may be kept (``None``: not public).
    ``is_kept`` tells whether an idempotency key is honoured; ``takes_file`` whether the body is a form with a file.
    """

    name: str
    method: str
    path: str
    scope: str
    may: Policy
    finds: Finder | None
    cached: int | None = None
    tag: Callable[[Any], str] = repr
    is_kept: bool = True
    takes_file: bool = False

    @property
    def is_act(self) -> bool:
        """Tell whether the operation changes something."""
        return self.method == "POST"

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may ask for it."""
        return self.may is anyone

    def find(self, request: Any, parts: dict[str, Any]) -> Any:
        """Return what the address names for this request."""
        return None if self.finds is None else self.finds(request, **parts)


OPERATIONS: dict[tuple[str, str], Operation] = {}

api = NinjaAPI(
    title="Zhiheng 质衡",
    version="1",
    description="What the pages show and do, for programs: the same policies, the same refusals.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    parser=StrictParser(),
)
api.add_exception_handler(Exception, problem_of)
for _kind in tuple(api._exception_handlers):
    api.add_exception_handler(_kind, problem_of)


def operation(
    method: str,
    path: str,
    *,
    scope: str,
    may: Policy,
    finds: Finder | None = None,
    gives: Any = NOT_SET,
    cached: int | None = None,
    tag: Callable[[Any], str] = repr,
    is_kept: bool = True,
    takes_file: bool = False,
    tags: list[str],
) -> Callable[[Handler], Handler]:
    """Enter an operation into the table; without a policy and a known scope there is none."""
    if scope not in SCOPES:
        raise ValueError(f"no scope {scope}")

    def entered(handler: Handler) -> Handler:
        one = Operation(handler.__name__, method, path, scope, may, finds, cached, tag, is_kept, takes_file)
        OPERATIONS[path, method] = one
        decorate = api.api_operation(
            [method], path, response=gives, operation_id=one.name, tags=tags, summary=_summary(handler)
        )
        decorated: Handler = decorate(handler)
        return decorated

    return entered


def _summary(handler: Handler) -> str:
    return (handler.__doc__ or handler.__name__).strip().partition("\n")[0].rstrip(".")
