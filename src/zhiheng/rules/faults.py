"""Errors of the schema become problems with a place, a rule and a remedy in both languages."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from zhiheng.core.text import Text
from zhiheng.rules.yamltext import Path, Reading

_TAGS = ("kind", "rule")
_UNIONS = ("entry", "exclusion", "noted", "stages")
_NESTED = ("object", "array")


def validated(model: type[BaseModel], reading: Reading) -> BaseModel | None:
    """Build *model* from what was read; every error becomes a problem of the reading."""
    try:
        return model.model_validate(reading.data)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=True)
        for one in errors:
            if not _follows(one, errors):
                _note(model, reading, one)
    return None


def _follows(error: Mapping[str, Any], errors: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a list is too short only because what stands in it is wrong: that is told by itself."""
    loc, given = error["loc"], error.get("input")
    is_short = error["type"] == "too_short" and isinstance(given, Sequence) and len(given) > 0
    return is_short and any(len(one["loc"]) > len(loc) and one["loc"][: len(loc)] == loc for one in errors)


def _note(model: type[BaseModel], reading: Reading, error: Mapping[str, Any]) -> None:
    path = _path(reading.data, error["loc"])
    code, context = error["type"], error.get("ctx") or {}
    if code == "extra_forbidden":
        _note_unknown_key(model, reading, path)
    elif code == "missing":
        _note_missing(reading, path)
    elif code.startswith("rulebook."):
        message = Text(str(context["zh"]), str(context["en"]))
        remedy = Text(str(context["remedy_zh"]), str(context["remedy_en"]))
        reading.add(code.removeprefix("rulebook."), path, message, remedy)
    elif code in ("literal_error", "union_tag_invalid", "union_tag_not_found"):
        _note_choice(reading, path, error, context)
    else:
        name, message, remedy = _plain(code, context, error.get("input"))
        if name == "not_a_mapping" and path:
            remedy = _EXAMPLES.get(str(path[-1]), remedy)
        elif name == "bad_form" and path[-1:] == ("href",):
            remedy = Text(
                "写完整网址，以 https:// 或 http:// 开头。",
                "Write an address that begins with https:// or http://.",
            )
        reading.add(name, path, message, remedy)


def _path(data: Any, loc: tuple[str | int, ...]) -> Path:
    """Return the place in the file: pydantic adds the kind chosen in a union to the way, which is left out."""
    path: list[str | int] = []
    here = data
    was_tag = False
    for part in loc:
        chosen = isinstance(here, Mapping) and any(here.get(tag) == part for tag in _TAGS)
        if not was_tag and chosen and path and path[0] in _UNIONS and isinstance(path[-1], int):
            was_tag = True
            continue
        if part == "[key]" or (isinstance(part, int) and not isinstance(here, tuple)):
            continue  # a key itself; or a single value that is read as a list of one
        was_tag = False
        path.append(part)
        here = Reading._step(here, part)
    return tuple(path)


def _note_unknown_key(model: type[BaseModel], reading: Reading, path: Path) -> None:
    known = _known_keys(model, reading.data, path[:-1])
    close = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.6)
    some = "、".join(known), ", ".join(known)
    if close:
        remedy = Text(f"是否想写 {close[0]}？", f"Did you mean {close[0]}?")
    elif known:
        remedy = Text(f"删去；此处可写：{some[0]}。", f"Remove it; here you may write: {some[1]}.")
    else:
        remedy = Text("删去这一项。", "Remove it.")
    message = Text(f"没有名为“{path[-1]}”的键。", f"There is no key “{path[-1]}” here.")
    reading.add("unknown_key", path, message, remedy, key=True)


def _note_missing(reading: Reading, path: Path) -> None:
    reading.add(
        "missing",
        path,
        Text(f"缺少“{path[-1]}”。", f"“{path[-1]}” is missing."),
        Text("补写这一项；docs/rulebooks.md 说明了每一项。", "Add it; docs/rulebooks.md explains each key."),
    )


def _note_choice(reading: Reading, path: Path, error: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    if error["type"] == "union_tag_not_found":
        tag = str(context["discriminator"]).strip("'")
        _note_missing(reading, (*path, tag))
        return
    if error["type"] == "union_tag_invalid":
        path = (*path, str(context["discriminator"]).strip("'"))
        raw, given = str(context["expected_tags"]), str(context["tag"])
    else:
        raw, given = str(context["expected"]), str(error.get("input"))
    choices = [c.strip(" '") for c in raw.replace(" or ", ", ").split(",")]
    close = difflib.get_close_matches(given, choices, n=1, cutoff=0.6)
    hint = Text(f"是否想写 {close[0]}？", f"Did you mean {close[0]}?") if close else Text("", "")
    reading.add(
        "not_a_choice",
        path,
        Text(f"“{given[:40]}”不在可选之列。", f"“{given[:40]}” is not one of the choices."),
        Text(
            f"{hint.zh}可写：{'、'.join(choices)}。", f"{hint.en} Write one of: {', '.join(choices)}.".strip()
        ),
    )


def _plain(code: str, context: Mapping[str, Any], given: object) -> tuple[str, Text, Text]:
    """Return code, message and remedy for the schema's simple errors."""
    if code == "string_type":
        return _not_text(given)
    for kinds, name, message, remedy in _SIMPLE:
        if code in kinds:
            limit = next((str(context[key]) for key in _LIMITS if key in context), "")
            return name, _filled(message, limit), _filled(remedy, limit)
    return (
        "bad_value",
        Text("此处的值不符合要求。", "This value does not fit here."),
        Text("对照 docs/rulebooks.md 更正。", "Correct it after docs/rulebooks.md."),
    )


_LIMITS = ("ge", "gt", "le", "lt", "min_length", "max_length")


def _filled(text: Text, limit: str) -> Text:
    return Text(text.zh.replace("{limit}", limit), text.en.replace("{limit}", limit))


def _written(example: str) -> Text:
    return Text(f"写成 {example}。", f"Write it like {example}.")


_EXAMPLES = {
    "quota": _written("{at_most: 5}"),
    "title": _written("{zh: 公示, en: Notice}"),
    "says": _written("{zh: …, en: …}"),
    "for": _written("{working_days: 5}"),
    "within": _written("{working_days: 10}"),
    "cycle": _written('{every: {years: 2}, art: "4"}'),
    "every": _written("{years: 2}"),
    "panel": _written("{assessors: 5}"),
    "keep": _written("{at_most: 10}"),
    "passes": _written('{share: "2/3", of: present}'),
    "objections": _written("{named: true, written: true}"),
    "minutes": _written("{present: 10, answer: 10}"),
    "title_valid": _written('{years: 3, art: "17"}'),
    "note": Text("写一句文字，或 {zh: …, en: …}。", "Write a text, or {zh: …, en: …}."),
}


def _not_text(given: object) -> tuple[str, Text, Text]:
    if isinstance(given, tuple):
        return (
            "not_text",
            Text("此处只写一项，不是列表。", "One text belongs here, not a list."),
            Text(
                "只写一项；几项任一的条件写成 one_of。",
                "Write one; conditions of which any one will do go into a one_of.",
            ),
        )
    if isinstance(given, Mapping) or given is None:
        return (
            "not_text",
            Text("此处须为文字。", "Text belongs here."),
            Text("写一句文字。", "Write text."),
        )
    shown = str(given).lower() if isinstance(given, bool) else str(given)
    return (
        "unquoted",
        Text(
            f"此处须为文字，未加引号的 {shown} 会被当作别的值。",
            f"Text belongs here; unquoted {shown} is another value.",
        ),
        Text(f'写成带引号的 "{shown}"。', f'Write "{shown}" in quotes.'),
    )


_SIMPLE: tuple[tuple[tuple[str, ...], str, Text, Text], ...] = (
    (
        ("int_type", "int_from_float", "int_parsing"),
        "not_a_whole_number",
        Text("此处须为整数。", "A whole number belongs here."),
        Text("写不带引号的整数。", "Write a whole number without quotes."),
    ),
    (
        ("bool_type", "bool_parsing"),
        "not_a_boolean",
        Text("此处须为 true 或 false。", "true or false belongs here."),
        Text("写 true 或 false，不加引号。", "Write true or false, without quotes."),
    ),
    (
        ("date_type", "date_parsing", "date_from_datetime_parsing"),
        "not_a_day",
        Text("此处须为日期。", "A day belongs here."),
        Text("写成 2026-11-20，不加引号。", "Write it like 2026-11-20, without quotes."),
    ),
    (
        ("tuple_type", "list_type"),
        "not_a_list",
        Text("此处须为列表。", "A list belongs here."),
        Text("写成 [甲, 乙]，或每行以“- ”开头。", "Write [a, b], or begin each line with “- ”."),
    ),
    (
        ("model_type", "dict_type", "mapping_type", "model_attributes_type", "dataclass_type"),
        "not_a_mapping",
        Text("此处须为“键: 值”。", "Keys with values belong here."),
        Text("写成 {键: 值}，或分行缩进书写。", "Write {key: value}, or indent keys on lines of their own."),
    ),
    (
        ("greater_than_equal",),
        "too_small",
        Text("此处的数不小于 {limit}。", "The number here is at least {limit}."),
        Text("改成 {limit} 或更大的数。", "Write {limit} or more."),
    ),
    (
        ("greater_than",),
        "too_small",
        Text("此处的数须大于 {limit}。", "The number here is more than {limit}."),
        Text("改成大于 {limit} 的数。", "Write more than {limit}."),
    ),
    (
        ("less_than_equal", "less_than"),
        "too_large",
        Text("此处的数不超过 {limit}。", "The number here is at most {limit}."),
        Text("改成 {limit} 或更小的数。", "Write {limit} or less."),
    ),
    (
        ("too_short", "string_too_short"),
        "too_short",
        Text("内容太少，至少 {limit} 项（字）。", "Too little: at least {limit}."),
        Text("补足内容，或删去整项。", "Add to it, or remove the key."),
    ),
    (
        ("too_long", "string_too_long"),
        "too_long",
        Text("内容太多，至多 {limit} 项（字）。", "Too much: at most {limit}."),
        Text("缩短内容。", "Shorten it."),
    ),
    (
        ("string_pattern_mismatch",),
        "bad_form",
        Text("写法不符合要求。", "It is not written in the right form."),
        Text("对照 docs/rulebooks.md 更正。", "Correct it after docs/rulebooks.md."),
    ),
)


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _known_keys(model: type[BaseModel], data: Any, path: Path) -> list[str]:
    """Return the keys that may stand in the mapping at *path*, by walking the schema beside the data."""
    whole = _schema(model)
    here, value = _resolved(whole, whole, data), data
    for part in path:
        value = Reading._step(value, part)
        if isinstance(part, int):
            inner = here.get("items", {})
        else:
            named = here.get("properties", {}).get(part)
            inner = named or next(iter(here.get("patternProperties", {}).values()), {})
        here = _resolved(whole, inner, value)
    return list(here.get("properties", {}))


def _likeness(option: Mapping[str, Any], value: Any) -> int:
    """Tell how well one of several schemas suits a value: a list, a mapping, or anything else."""
    if option.get("type") == "array":
        return 2 if isinstance(value, tuple) else 0
    return 1 if "$ref" in option or option.get("type") in _NESTED or "discriminator" in option else 0


def _resolved(whole: dict[str, Any], schema: Any, value: Any) -> dict[str, Any]:
    """Follow references, optional values and chosen kinds to a schema with properties or items."""
    for _ in range(8):
        if not isinstance(schema, dict):
            return {}
        if "$ref" in schema:
            schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
        elif "discriminator" in schema:
            tag = value.get(schema["discriminator"]["propertyName"]) if isinstance(value, Mapping) else None
            schema = {"$ref": schema["discriminator"]["mapping"].get(tag, "")} if isinstance(tag, str) else {}
            if schema.get("$ref") == "":
                return {}
        elif "anyOf" in schema:
            schema = max(schema["anyOf"], key=lambda option: _likeness(option, value))
        else:
            return schema
    return {}
