"""Points that nobody can reach, penalties larger than the score, weights that do not add up."""

from __future__ import annotations

from fractions import Fraction

from zhiheng.core.text import Text
from zhiheng.rules.model.stages import (
    BallotStage,
    HearingStage,
    Ranking,
    ScoreStage,
    ShortlistStage,
    SurveyStage,
)
from zhiheng.rules.sense.sight import Sight, full_marks
from zhiheng.rules.yamltext import Path


def check_points(sight: Sight) -> None:
    """Look at pass lines, penalties, needs and weights."""
    for stage in sight.book.stages:
        if isinstance(stage, ScoreStage | HearingStage | SurveyStage) and stage.pass_at is not None:
            _check_line(sight, sight.of(stage, "pass_at"), stage.id, Fraction(stage.pass_at))
        if isinstance(stage, ScoreStage | HearingStage):
            _check_penalties(sight, stage)
        if isinstance(stage, SurveyStage) and stage.pass_at is not None and not stage.scored:
            sight.note(
                "line_without_score",
                sight.of(stage, "pass_at"),
                Text("不计分的测评写了合格线。", "A survey that is not scored has a pass line."),
                Text("写 scored: true，或删去 pass_at。", "Write scored: true, or remove pass_at."),
            )
        if isinstance(stage, ShortlistStage | BallotStage) and stage.order is not None:
            _check_weights(sight, stage.order, sight.of(stage, "order"))
    for tier in sight.book.tiers:
        for number, need in enumerate(tier.needs):
            path = sight.of_tier(tier, "needs", number, "at_least")
            _check_line(sight, path, need.stage, Fraction(need.at_least))
    if sight.book.ranking is not None:
        _check_weights(sight, sight.book.ranking, ("ranking",))


def _check_line(sight: Sight, path: Path, stage: str, line: Fraction) -> None:
    full = full_marks(sight.book, sight.book.stage(stage))
    if full is None or line <= full:
        if full is None and path[-1] == "at_least":
            name = sight.book.stage(stage).title
            sight.note(
                "stage_without_score",
                path,
                Text(f"“{name.zh}”不产生分数。", f"“{name.en}” gives no score."),
                Text("写一个评分的环节。", "Name a stage that scores."),
            )
        return
    sight.note(
        "above_full_marks",
        path,
        Text(
            f"要求 {_plain(line)} 分，满分只有 {_plain(full)} 分。",
            f"{_plain(line)} points are asked for, the full marks are {_plain(full)}.",
        ),
        Text("改为不超过满分的数。", "Write no more than the full marks."),
    )


def _plain(points: Fraction) -> str:
    return str(points.numerator) if points.denominator == 1 else f"{float(points):g}"


def _check_penalties(sight: Sight, stage: ScoreStage | HearingStage) -> None:
    full = full_marks(sight.book, stage)
    for number, one in enumerate(stage.penalties):
        path = sight.of(stage, "penalties", number)
        if full is not None and max(one.points, one.at_most or 0) > full:
            sight.note(
                "penalty_above_points",
                (*path, "at_most" if one.points <= full else "points"),
                Text(
                    f"扣分超过满分 {_plain(full)} 分。", f"It takes more than the full {_plain(full)} points."
                ),
                Text("减少扣分。", "Take fewer points off."),
            )
        elif one.at_most is not None and one.points > one.at_most:
            sight.note(
                "limits_crossed",
                (*path, "at_most"),
                Text("一次扣分已超过扣分上限。", "One penalty is more than the most that may be taken."),
                Text("更正 points 或 at_most。", "Correct points or at_most."),
            )


def _check_weights(sight: Sight, ranking: Ranking, path: Path) -> None:
    """Weights over stages of one scale add up to one, or all are one; over mixed scales they are free."""
    for number, step in enumerate(ranking.order):
        if step.sum is None or len(step.sum) < 2:
            continue
        scales = {
            Fraction(weight.scale_to) if weight.scale_to else full_marks(sight.book, sight.book.stage(id_))
            for id_, weight in step.sum.items()
        }
        total = sum((Fraction(weight.weight) for weight in step.sum.values()), Fraction(0))
        is_plain_sum = all(weight.weight == 1 for weight in step.sum.values())
        if len(scales) == 1 and total != 1 and not is_plain_sum:
            sight.note(
                "weights_not_one",
                (*path, "order", number, "sum"),
                Text(
                    f"同一量程的权重合计为 {_plain(total)}，应为 1。",
                    f"Weights over one scale add up to {_plain(total)}, not to 1.",
                ),
                Text("更正权重，使合计为 1。", "Correct the weights so that they add up to 1."),
            )
