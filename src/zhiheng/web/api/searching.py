"""The filters of the public register of honours, read by the form of its page."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import override

from zhiheng.core.refusal import InputRefused, Place, Problem
from zhiheng.core.text import Text
from zhiheng.web.forms import HonourSearch


def wanted_honours(query: QueryDict) -> dict[str, Any]:
    """Return the arguments of the search; a filter that makes no sense is refused in both languages."""
    form = HonourSearch(query)
    if form.is_valid():
        return form.wanted()
    told = Text("查询条件有误。", "The search makes no sense.")
    remedy = Text("请改正后再查。", "Correct it and search again.")
    zh, en = _errors(query, "zh-hans"), _errors(query, "en")
    problems = [
        Problem("search.wrong", Place(field=f"query.{name}"), Text(zh[name], en[name]), remedy) for name in zh
    ]
    raise InputRefused("search.wrong", told, problems)


def _errors(query: QueryDict, language: str) -> dict[str, str]:
    with override(language):
        return {
            name: " ".join(str(one) for one in found) for name, found in HonourSearch(query).errors.items()
        }
