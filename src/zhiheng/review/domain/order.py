"""Cases in the order that a rulebook sets: exact scores of earlier stages, weighed, later steps breaking ties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from zhiheng.calc.combine import Part, weighted_sum
from zhiheng.calc.ranking import Group, rank
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.model import HearingStage, Ranking, Rulebook, ScoreStage, SurveyStage
from zhiheng.rules.model.stages import Preference, RankStep


def full_marks(book: Rulebook, stage_id: str) -> Fraction:
    """Return the most points that a stage can give; a stage without points is refused."""
    stage = book.stage(stage_id)
    if isinstance(stage, SurveyStage):
        return Fraction(stage.scale)
    if isinstance(stage, ScoreStage):
        each = Fraction(criteria_of(book, stage).total)
        return each * (stage.panel.assessors if stage.combine == "sum" else 1)
    if isinstance(stage, HearingStage):
        seats = stage.panel.assessors if stage.panel is not None and stage.combine == "sum" else 1
        return Fraction(stage.points) * seats
    raise Refused(
        "ranking.stage_without_points",
        Text(
            f"环节“{stage.title.zh}”不产生分数，不能用于排序。",
            f"Stage “{stage.title.en}” gives no points to rank by.",
        ),
        [book.cite(stage_id)],
    )


def stages_of(ranking: Ranking) -> tuple[str, ...]:
    """Return the stages whose scores an order needs, each once."""
    return tuple(dict.fromkeys(stage for step in ranking.order for stage in step.stages()))


def in_order(
    book: Rulebook,
    ranking: Ranking,
    scores: Mapping[str, Mapping[str, str | None]],
    bearing: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[Group, ...]:
    """Return the cases in groups, the best first; a case that lacks a needed score is refused by name.

    *scores* maps a case to its stages' exact scores, each a decimal ("687.50") or a fraction ("2375/3");
    *bearing* to its ``classes`` and ``noted`` conditions, for preferences among those who tie.
    """
    needed = stages_of(ranking)
    _refuse_missing(book, needed, scores)
    parts = [_parts(book, step) for step in ranking.order]
    keys = {}
    for code, own in scores.items():
        exact = {stage: Fraction(str(own[stage])) for stage in needed}
        keys[code] = [
            weighted_sum({stage: exact[stage] for stage in step_parts}, step_parts) for step_parts in parts
        ]
    groups = rank(keys)
    if not ranking.prefer:
        return groups
    return tuple(part for group in groups for part in _preferred(group, ranking.prefer, bearing or {}))


def _preferred(
    group: Group, prefer: Sequence[Preference], bearing: Mapping[str, Mapping[str, Any]]
) -> Iterator[Group]:
    """Part equals by the preferences, the first named first; those who still tie share a place."""
    parts: dict[tuple[bool, ...], list[str]] = {}
    for code in group.codes:
        own = bearing.get(code, {})
        key = tuple(
            one.of_class not in own.get("classes", ())
            if one.of_class is not None
            else one.condition not in own.get("noted", ())
            for one in prefer
        )
        parts.setdefault(key, []).append(code)
    place = group.place
    for key in sorted(parts):
        yield Group(place, tuple(parts[key]), group.scores)
        place += len(parts[key])


def _parts(book: Rulebook, step: RankStep) -> dict[str, Part]:
    if step.sum is None:
        return {step.stages()[0]: Part(1)}
    return {
        stage: Part(weight.weight)
        if weight.scale_to is None
        else Part(weight.weight, full_marks(book, stage), weight.scale_to)
        for stage, weight in step.sum.items()
    }


def _refuse_missing(
    book: Rulebook, needed: tuple[str, ...], scores: Mapping[str, Mapping[str, str | None]]
) -> None:
    for code, own in sorted(scores.items()):
        for stage in needed:
            if own.get(stage) is None:
                title = book.stage(stage).title
                raise Refused(
                    "ranking.no_score",
                    Text(
                        f"{code} 没有“{title.zh}”的得分，不能排序；缺分不按零分计。",
                        f"{code} has no score of “{title.en}” and cannot be ranked; missing is not zero.",
                    ),
                    [book.cite(stage)],
                )
