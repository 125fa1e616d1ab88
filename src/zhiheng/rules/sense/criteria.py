"""Criteria of the instrument's own that do not add up, that nobody marks by, or whose points are not whole."""

from __future__ import annotations

from zhiheng.core.text import Text
from zhiheng.rules.model.criteria import OwnCriteria
from zhiheng.rules.model.stages import ScoreStage
from zhiheng.rules.sense.sight import Sight


def check_criteria(sight: Sight) -> None:
    """Look at sums, numbers, guidance and use of every model that the rulebook writes itself."""
    used = {stage.criteria for stage in sight.book.stages if isinstance(stage, ScoreStage)}
    for model in sight.book.criteria:
        for code, path, message, remedy in model.faults():
            sight.note(code, sight.of_criteria(model, *path), message, remedy)
        _check_whole(sight, model)
        if model.id not in used:
            sight.note(
                "criteria_not_used",
                sight.of_criteria(model, "id"),
                Text(f"没有环节按“{model.title.zh}”评分。", f"No stage marks by “{model.title.en}”."),
                Text(
                    f"在评分环节写 criteria: {model.id}，或删去这部准则。",
                    f"Write criteria: {model.id} in a score stage, or remove the model.",
                ),
            )


def _check_whole(sight: Sight, model: OwnCriteria) -> None:
    for n, category in enumerate(model.categories):
        for m, item in enumerate(category.items):
            if item.points != int(item.points):
                sight.note(
                    "points_not_whole",
                    sight.of_criteria(model, "categories", n, "items", m, "points"),
                    Text(f"条目 {item.id} 的分值不是整数。", f"The points of item {item.id} are not whole."),
                    Text(
                        "把全部分值放大同样倍数，排序时用 scale_to 换算回来。",
                        "Multiply all points alike, and bring them back with scale_to in the ranking.",
                    ),
                )
