"""Problem documents (RFC 9457): every no of the API in one form, in the reader's language and in both."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language
from ninja.errors import HttpError, ValidationError

from zhiheng.core.refusal import Citation, InputRefused, Place, Problem, Refused
from zhiheng.core.text import Text

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("zhiheng.api")

TITLES = {
    400: Text("请求格式有误", "Malformed request"),
    401: Text("令牌无效", "The token is not good"),
    403: Text("权限范围不足", "Not within the token's scopes"),
    404: Text("没有此内容", "There is no such thing"),
    405: Text("此地址不接受该方法", "The method is not for this address"),
    409: Text("未办理", "Refused"),
    413: Text("内容过大", "Too large"),
    415: Text("内容类型不对", "Wrong type of content"),
    422: Text("内容有问题", "The content has problems"),
    500: Text("系统故障", "A fault of ours"),
}
ABSENT = Text("没有此内容，或者您不能查看。", "It does not exist, or is not for you to see.")


def problem(
    status: int, code: str, message: Text, *, cites: Sequence[Citation] = (), problems: Iterable[Problem] = ()
) -> HttpResponse:
    """Return a problem document; ``detail`` is ``message`` in the language that was asked for."""
    language = get_language() or "zh"
    body: dict[str, Any] = {
        "type": f"urn:zhiheng:problem:{code}",
        "title": TITLES[status].in_(language),
        "status": status,
        "code": code,
        "detail": message.in_(language),
        "message": message.to_json(),
        "cites": [{**cite.to_json(), "text": cite.text().to_json()} for cite in cites],
        "problems": [one.to_json() for one in problems],
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def absent() -> HttpResponse:
    """Answer for what does not exist and for what may not be seen, in the same bytes."""
    return problem(404, "absent", ABSENT)


def refused(refusal: Refused) -> HttpResponse:
    """Answer a refusal: 404 for what is unknown, 422 for an input, 409 otherwise."""
    if refusal.code.endswith(".unknown"):
        return absent()
    if isinstance(refusal, InputRefused):
        return problem(422, refusal.code, refusal.message, cites=refusal.cites, problems=refusal.problems)
    return problem(409, refusal.code, refusal.message, cites=refusal.cites)


def problem_of(request: HttpRequest, wrong: Any) -> HttpResponse:
    """Answer whatever went wrong; a fault of ours is logged and told without its trace."""
    for kind, answer in ANSWERS.items():
        if isinstance(wrong, kind):
            response: HttpResponse = answer(wrong)
            return response
    if isinstance(wrong, IntegrityError) and "unique" in str(wrong).lower():
        log.warning("two acts at once: %s %s", request.method, request.path)
        told = Text(
            "同时有人办理了同一事项，请重新查看后再试。", "Somebody did this at the same time; look again."
        )
        return problem(409, "conflict.at_once", told)
    log.error("fault in %s %s", request.method, request.path, exc_info=wrong)
    return problem(
        500, "fault", Text("系统出现故障，已记录。", "Something broke on our side; it was recorded.")
    )


def _http(wrong: HttpError) -> HttpResponse:
    return problem(400, "request.malformed", Text("请求内容不是有效的 JSON。", "The body is not valid JSON."))


def _too_big(wrong: Exception) -> HttpResponse:
    return problem(413, "request.too_large", Text("请求内容过大。", "The request is too large."))


def _suspicious(wrong: Exception) -> HttpResponse:
    return problem(400, "request.malformed", Text("请求格式有误。", "The request is malformed."))


def _invalid(wrong: ValidationError) -> HttpResponse:
    found = [_told(error) for error in wrong.errors]
    told = Text(
        f"内容有 {len(found)} 处问题。", f"The content has {len(found)} problem{'s'[: len(found) - 1]}."
    )
    return problem(422, "input.invalid", told, problems=found)


ANSWERS: Mapping[type[Exception], Any] = {
    Refused: refused,
    Http404: lambda _wrong: absent(),
    ValidationError: _invalid,
    HttpError: _http,
    RequestDataTooBig: _too_big,
    SuspiciousOperation: _suspicious,
    MultiPartParserError: _suspicious,
}

_GIVE = Text("请补上此项。", "Give it.")
_RIGHT = Text("请按接口说明改正。", "Correct it as the API's document says.")
WORDS: Mapping[str, tuple[Text, Text]] = {
    "missing": (Text("缺少此项。", "It is missing."), _GIVE),
    "extra_forbidden": (
        Text(
            "没有此项；时间和办理人由系统记录。",
            "There is no such field; instant and actor are the server's to set.",
        ),
        Text("请去掉此项。", "Leave it out."),
    ),
    "string_too_short": (Text("内容过短。", "It is too short."), _RIGHT),
    "string_too_long": (Text("内容过长。", "It is too long."), _RIGHT),
    "string_pattern_mismatch": (Text("格式不对。", "It does not have the required form."), _RIGHT),
    "plain_text": (
        Text("含有不可见的控制字符。", "It holds control characters."),
        Text("请去掉不可见字符。", "Remove them."),
    ),
    "too_long": (Text("项数过多。", "There are too many."), _RIGHT),
    "too_short": (Text("至少要有一项。", "At least one is needed."), _GIVE),
}
_KINDS = {
    "bool": Text("应为 true 或 false。", "It must be true or false."),
    "int": Text("应为整数。", "It must be a whole number."),
    "string": Text("应为文字。", "It must be text."),
    "list": Text("应为列表。", "It must be a list."),
    "dict": Text("应为对象。", "It must be an object."),
    "model": Text("应为对象。", "It must be an object."),
    "decimal": Text("应为十进制数，写成文字，如 \"92.5\"。", "It must be a decimal number written as text, like \"92.5\"."),
    "datetime": Text("应为带时区的时间，如 2026-05-08T17:00:00+08:00。", "It must be an instant with its zone."),
    "timezone": Text("应为带时区的时间，如 2026-05-08T17:00:00+08:00。", "It must be an instant with its zone."),
    "literal": Text("不是允许的值。", "It is not one of the allowed values."),
    "less": Text("数值过大。", "It is too large."),
    "greater": Text("数值过小。", "It is too small."),
}  # fmt: skip


def _told(error: Mapping[str, Any]) -> Problem:
    kind = str(error["type"])
    message, remedy = WORDS.get(kind) or (
        next((said for start, said in _KINDS.items() if kind.startswith(start)), None)
        or Text("不符合要求。", "It is not accepted."),
        _RIGHT,
    )
    where = ".".join(str(part) for part in error["loc"])
    return Problem(f"input.{kind}", Place(field=_printable(where)), message, remedy)


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)[:200]
