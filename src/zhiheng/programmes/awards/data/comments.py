"""Comments for simulated scorebooks: plainly sample text, by the category of the item and the band of its mark."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final

from ruamel.yaml import YAML

from zhiheng.review.domain.values import CommentGiven
from zhiheng.rules.criteria import CriteriaModel

EACH: Final = 2
"""How many items an assessor finds strong, and how many could be better."""


def sample_comments(
    model: CriteriaModel, marks: Mapping[str, int], chance: Random
) -> tuple[CommentGiven, ...]:
    """Return what a simulated assessor writes: strengths where the marks are highest, opportunities where lowest."""
    by_mark = sorted(marks, key=lambda item: (marks[item], chance.random()))
    chosen = [("strength", item) for item in by_mark[-EACH:]]
    chosen += [("opportunity", item) for item in by_mark[: min(EACH, len(by_mark) - 1)]]
    return tuple(
        CommentGiven(item, kind, _text(model, item, kind, marks[item], chance)) for kind, item in chosen
    )


def _text(model: CriteriaModel, item: str, kind: str, percent: int, chance: Random) -> str:
    known = _texts()
    category = next((one.id for one in model.categories if item in {own.id for own in one.items}), "")
    says = known[kind].get(item) or known[kind].get(category) or known["other"][kind]
    band = next(one for one in known["bands"] if percent < one["below"])
    return f"（演示文字）{model.items[item].title.zh}：{chance.choice(says)}；{chance.choice(band[kind])}。"


@cache
def _texts() -> dict[str, Any]:
    source = files("zhiheng.programmes.awards.data").joinpath("comments.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(source)
    return found
