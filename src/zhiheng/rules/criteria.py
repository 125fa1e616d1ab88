"""Criteria models: trees of items with points, shipped as dated data with their marks of doubt, or the instrument's own."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.rules.model.criteria import Band, BandTable, Category, CriteriaModel, Item, OwnCriteria
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.stages import ONE_MARK, ScoreStage
from zhiheng.rules.yamltext import read_yaml

__all__ = [
    "Band",
    "BandTable",
    "Category",
    "CriteriaModel",
    "Item",
    "OwnCriteria",
    "criteria_model",
    "criteria_of",
    "known_models",
]

_DATA = Path(__file__).parent / "criteria_data"


def criteria_of(book: Rulebook, stage: ScoreStage) -> CriteriaModel:
    """Return the model by which a stage marks: the rulebook's own of that name, else the one shipped."""
    own = next((one for one in book.criteria if one.id == stage.criteria), None)
    return criteria_model(stage.criteria) if own is None else own


@cache
def known_models() -> tuple[str, ...]:
    """Return the ids of the shipped models."""
    return tuple(sorted(path.stem for path in _DATA.glob("*.yaml")))


@cache
def criteria_model(id_: str) -> CriteriaModel:
    """Return a shipped model, or refuse an id that the house does not know.

    ``points_100`` is the model of a stage without criteria: one item of a hundred points.
    """
    whole = id_.removeprefix(ONE_MARK)
    if id_ != whole and re.fullmatch(r"[1-9][0-9]{0,4}", whole):
        return _one_mark(id_, Decimal(whole))
    if id_ not in known_models():
        some = "、".join(known_models()), ", ".join(known_models())
        raise Refused(
            "criteria.unknown",
            Text(
                f"没有评价准则 {id_}；现有：{some[0]}。",
                f"There is no criteria model {id_}; known: {some[1]}.",
            ),
        )
    path = _DATA / f"{id_}.yaml"
    reading = read_yaml(path.read_text(encoding="utf-8"), path.name)
    if reading.problems:
        raise ValueError(reading.problems[0].text().en)
    return CriteriaModel.model_validate(reading.data)


def _one_mark(id_: str, points: Decimal) -> CriteriaModel:
    """Return the model in which a seat gives one mark for the whole, as a percent of the points."""
    named = {"title": {"zh": "总体评价", "en": "overall mark"}, "points": str(points)}
    category = {"id": "1", **named, "items": ({"id": "1", "kind": "result", **named},)}
    model = {"id": id_, "title": named["title"], "total": str(points), "categories": (category,)}
    return CriteriaModel.model_validate(model)
