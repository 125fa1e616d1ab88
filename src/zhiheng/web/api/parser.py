"""Reading a JSON body: what Python's reader lets through and JSON does not have is refused."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

DEEPEST = 32


class StrictParser(Parser):
    """Refuses ``NaN``, a name given twice in an object, numbers of more than 30 digits, and deep nesting."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body as plain values; anything wrong with it is a ``ValueError``."""
        text = request.body.decode("utf-8")
        value = json.loads(
            text, parse_constant=_refused, parse_int=_whole, parse_float=_number, object_pairs_hook=_once
        )
        _refuse_deep(value, DEEPEST)
        found: dict[str, Any] = value
        return found


def _refused(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _whole(digits: str) -> int:
    if len(digits) > 30:
        raise ValueError("the number is too long")
    return int(digits)


def _number(digits: str) -> float:
    if len(digits) > 40:
        raise ValueError("the number is too long")
    return float(digits)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _refuse_deep(value: Any, left: int) -> None:
    if left == 0:
        raise ValueError("it is nested too deeply")
    if isinstance(value, dict):
        for one in value.values():
            _refuse_deep(one, left - 1)
    elif isinstance(value, list):
        for one in value:
            _refuse_deep(one, left - 1)
