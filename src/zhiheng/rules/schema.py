"""The JSON Schema of a rulebook, with which an editor completes and checks while somebody writes.

It knows the form only; the checks of meaning (articles, references, order, dates) are those of ``check``.
"""

from __future__ import annotations

from typing import Any

from zhiheng.rules.criteria import known_models
from zhiheng.rules.model.rulebook import Rulebook


def json_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12) of one rulebook file."""
    schema: dict[str, Any] = Rulebook.model_json_schema(by_alias=True)
    _untitled(schema)
    for name in ("ScoreStage",):
        schema["$defs"][name]["properties"]["criteria"]["examples"] = list(known_models())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://zhiheng.example/schema/rulebook.json",
        **schema,
        "title": "Zhiheng rulebook / 质衡规则书",
    }


def _untitled(node: Any) -> None:
    """Drop the titles that only repeat a field's name."""
    if isinstance(node, dict):
        for child in node.get("properties", {}).values():
            if isinstance(child, dict) and isinstance(child.get("title"), str):
                del child["title"]
        for child in node.values():
            _untitled(child)
    elif isinstance(node, list):
        for child in node:
            _untitled(child)
