"""The feedback report as it is shown, printed and handed out: whole percents, in the order of the criteria."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

from zhiheng.calc.rounding import rounded
from zhiheng.core.text import Text
from zhiheng.review.domain.feedback import CategoryTold, Found, ItemTold, Look, Part

FORMAT: Final = "zhiheng-feedback/1"


def shown(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Return the parts of a report; percents are whole numbers, rounded half up."""
    return [
        {
            "criteria": {
                "id": part.model.id, "title": part.model.title, "points": format(part.model.total, "f"),
                "unverified": part.model.unverified,
            },
            "stages": [{"stage": look.stage, "title": look.title, "cite": look.cite} for look in part.looks],
            "compared": part.has_medians,
            "categories": [_category(one, part.looks) for one in part.categories],
        }
        for part in parts
    ]  # fmt: skip


def as_json(value: Any) -> Any:
    """Return what is shown with its texts and citations as JSON."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.to_json() if hasattr(value, "to_json") else value


def _category(told: CategoryTold, looks: tuple[Look, ...]) -> dict[str, Any]:
    return {
        "id": told.category.id, "title": told.category.title, "points": format(told.category.points, "f"),
        "shares": [
            {"stage": look.stage, "title": look.title, "own": _percent(share.own), "median": _percent(share.median)}
            for look, share in zip(looks, told.shares, strict=True)
        ],
        "items": [_item(one, looks) for one in told.items],
    }  # fmt: skip


def _item(told: ItemTold, looks: tuple[Look, ...]) -> dict[str, Any]:
    return {
        "id": told.item.id, "title": told.item.title, "points": format(told.item.points, "f"),
        "found": [_found(look.stage, look.title, one) for look, one in zip(looks, told.found, strict=True)],
        "strengths": list(told.strengths), "opportunities": list(told.opportunities),
    }  # fmt: skip


def _found(stage: str, title: Text, one: Found) -> dict[str, Any]:
    says = [{"factor": factor, "says": words} for factor, words in one.says]
    return {"stage": stage, "title": title, "low": one.low, "high": one.high, "says": says}


def _percent(share: Fraction | None) -> int | None:
    return None if share is None else int(rounded(share * 100, 0))
