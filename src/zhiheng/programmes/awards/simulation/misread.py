"""What is wrong with a file of assumptions, each with its line and what to write."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from zhiheng.core.refusal import Problem
from zhiheng.core.text import Text
from zhiheng.rules.yamltext import Path, Reading

_NUMBER = (
    Text("此处须为数。", "A number belongs here."),
    Text(
        '小数写在引号里，例如 "0.05"；整数不加引号。',
        'Decimals in quotes, like "0.05"; whole numbers without.',
    ),
)
_SAID: Mapping[str, tuple[Text, Text]] = {
    "no_weight": (
        Text("各项权重不能都为 0。", "Not all weights can be 0."),
        Text("至少写一项大于 0 的整数。", "Write at least one whole number above 0."),
    ),
    "too_short": (
        Text("此处不能为空。", "This cannot be empty."),
        Text("写出各项及其权重，或删去整项。", "Write words with their weights, or remove the key."),
    ),
    "not_in_order": (
        Text("下限大于上限。", "The lower number is above the upper one."),
        Text("更正 low 与 high（或 least 与 most）。", "Correct low and high (or least and most)."),
    ),
}
_PARTS = frozenset({"model_type", "dict_type", "mapping_type", "model_attributes_type"})


def problems_of(reading: Reading, wrong: ValidationError, model: type[BaseModel]) -> tuple[Problem, ...]:
    """Return the problems of a file that was read but does not fit *model*, in the order of its lines."""
    for error in wrong.errors(include_url=False):
        path = tuple(error["loc"])
        message, remedy = _told(path, error, model)
        code = "unknown_key" if error["type"] == "extra_forbidden" else "bad_assumption"
        reading.add(code, path, message, remedy, key=code == "unknown_key")
    return tuple(sorted(reading.problems, key=lambda one: (one.place.line or 0, one.place.column_no or 0)))


def _told(path: Path, error: Mapping[str, Any], model: type[BaseModel]) -> tuple[Text, Text]:
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "extra_forbidden":
        return _unknown(str(path[-1]), _keys_at(path[:-1], model))
    if kind in _PARTS:
        told = Text("此处须为“键: 值”。", "Keys with values belong here.")
        return told, Text("对照默认的假设文件更正。", "Correct it after the shipped assumptions.")
    limits = {name: _plain(context[name]) for name in ("ge", "le") if name in context}
    if "ge" in limits:
        least = limits["ge"]
        told = Text(f"此处的数不小于 {least}。", f"The number here is at least {least}.")
        return told, Text(f"改成 {least} 或更大的数。", f"Write {least} or more.")
    if "le" in limits:
        most = limits["le"]
        told = Text(f"此处的数不超过 {most}。", f"The number here is at most {most}.")
        return told, Text(f"改成 {most} 或更小的数。", f"Write {most} or less.")
    return _SAID.get(kind, _NUMBER)


def _plain(limit: float) -> str:
    return f"{limit:g}" if limit < 1 or limit != int(limit) else str(int(limit))


def _unknown(key: str, known: list[str]) -> tuple[Text, Text]:
    message = Text(f"没有名为“{key}”的假设。", f"There is no assumption “{key}”.")
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    if close:
        return message, Text(f"是否想写 {close[0]}？", f"Did you mean {close[0]}?")
    return message, Text(f"可写：{'、'.join(known)}。", f"Write one of: {', '.join(known)}.")


def _keys_at(path: Path, model: type[BaseModel]) -> list[str]:
    for part in path:
        inner = model.model_fields[str(part)].annotation
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return []
        model = inner
    return list(model.model_fields)
