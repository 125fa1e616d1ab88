"""How the stages that put cases in order conclude: score, hearing, shortlist.

Points are shown rounded half up to two decimals; order, pass lines and later sums use the exact value,
which ``details["exact"]`` keeps as a fraction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zhiheng.calc.combine import combine, combine_table, rounded, totals_table
from zhiheng.calc.ranking import Group, rank
from zhiheng.casework.domain.values import Conclusion, Inputs, Outcome
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.review.domain.cutting import Cut, cut_of
from zhiheng.review.domain.order import in_order
from zhiheng.rules.criteria import CriteriaModel, criteria_of
from zhiheng.rules.model import HearingStage, Rulebook, ScoreStage, ShortlistStage

Placed: TypeAlias = ScoreStage | HearingStage | ShortlistStage
_LEAST = {"trimmed_mean": 3}


def score(book: Rulebook, stage: ScoreStage, inputs: Inputs) -> list[Conclusion]:
    """Combine the points of each case's seats; a missing seat or mark is refused, never a zero.

    Inputs: ``{"cases": {code: {"marks": {seat: {item: percent}}}}, "places": n | None}``; a case may have
    ``"penalties": {id: times or minutes}`` and, where the rulebook looks at them, ``"classes"``.
    """
    if not inputs["cases"]:
        return []
    model = criteria_of(book, stage)
    items, worth = list(model.items), item_points(model)
    percents = _table(book, stage, inputs["cases"], items)
    totals, combined = totals_table(percents, worth), combine_table(percents, worth, stage.combine)
    codes = list(inputs["cases"])
    exact = {code: combined.value(row) for row, code in enumerate(codes)}
    seats = {
        code: {
            label: f"{total // 100}.{total % 100:02d}"
            for label, total in zip(sorted(inputs["cases"][code]["marks"]), totals[row].tolist(), strict=True)
        }
        for row, code in enumerate(codes)
    }
    return _ranked(book, stage, exact, seats, inputs)


def item_points(model: CriteriaModel) -> list[int]:
    """Return the points of a criteria model's items, in its order; fractional points are an error."""
    worth = [item.points for item in model.items.values()]
    if any(points != int(points) for points in worth):
        raise ValueError(f"criteria model {model.id} has fractional item points")
    return [int(points) for points in worth]


def counting_seats(stage: ScoreStage) -> int:
    """Return how many scorebooks a case needs: one where the panel agrees on one, else one a seat."""
    return 1 if stage.combine == "consensus" else stage.panel.assessors


def _table(
    book: Rulebook, stage: ScoreStage, cases: Mapping[str, Any], items: Sequence[str]
) -> NDArray[np.int64]:
    """Return the percents as cases x seats x items, seats in the order of their labels."""
    known, needed = set(items), counting_seats(stage)
    rows = []
    for code, found in cases.items():
        marks = found["marks"]
        if len(marks) != needed:
            raise _seats_missing(book, stage, code, len(marks), needed)
        for label in sorted(marks):
            own = marks[label]
            if own.keys() != known:
                raise _items_wrong(book, stage, f"{code}/{label}", known - own.keys(), own.keys() - known)
            row = [own[item] for item in items]
            if any(type(percent) is not int for percent in row):
                raise ValueError(f"{code}/{label} has a mark that is not a whole percent")
            rows.append(row)
    return np.asarray(rows, dtype=np.int64).reshape(len(cases), needed, len(items))


def hearing(book: Rulebook, stage: HearingStage, inputs: Inputs) -> list[Conclusion]:
    """Combine the points that each seat gave at the hearing.

    Inputs: ``{"cases": {code: {"points": {seat: "85.50"}}}, "places": n | None}``.
    """
    exact, seats = {}, {}
    for code, found in inputs["cases"].items():
        given = {label: Decimal(points) for label, points in found["points"].items()}
        if stage.panel is not None and stage.combine != "consensus" and len(given) != stage.panel.assessors:
            raise _seats_missing(book, stage, code, len(given), stage.panel.assessors)
        if any(not 0 <= points <= stage.points for points in given.values()):
            raise ValueError(f"{code} has points outside 0 to {stage.points}")
        try:
            exact[code] = combine(given, stage.combine)
        except ValueError:
            raise _seats_missing(book, stage, code, len(given), _LEAST.get(stage.combine, 1)) from None
        seats[code] = {label: format(given[label], "f") for label in sorted(given)}
    return _ranked(book, stage, exact, seats, inputs)


def shortlist(book: Rulebook, stage: ShortlistStage, inputs: Inputs) -> list[Conclusion]:
    """Put the cases in the rule's order over earlier scores and keep the first of them.

    Inputs: ``{"cases": {code: {"scores": {stage: "687.50" | "2375/3"}}}, "places": n | None}``.
    """
    scores = {code: found["scores"] for code, found in inputs["cases"].items()}
    groups = in_order(book, stage.order, scores, inputs["cases"])
    return _placed(book, stage, groups, {}, inputs)


def _ranked(
    book: Rulebook,
    stage: ScoreStage | HearingStage,
    exact: Mapping[str, Fraction | Decimal],
    seats: Mapping[str, Mapping[str, str]],
    inputs: Inputs,
) -> list[Conclusion]:
    """Take penalties off, never below zero, and draw the line."""
    off = {code: _taken_off(book, stage, code, found) for code, found in inputs["cases"].items()}
    less = {code: max(Fraction(0), Fraction(value) - Fraction(off[code][0])) for code, value in exact.items()}
    made = _placed(book, stage, rank({code: (value,) for code, value in less.items()}), seats, inputs)
    return [_penalised(one, *off[one.case]) for one in made]


def _taken_off(
    book: Rulebook, stage: ScoreStage | HearingStage, code: str, found: Mapping[str, Any]
) -> tuple[Decimal, tuple[Text, ...]]:
    """Return the points that the penalties of a case take off, each up to its limit, and a sentence for each."""
    given = found.get("penalties", {})
    rules = {penalty.id: penalty for penalty in stage.penalties}
    if unknown := sorted(given.keys() - rules.keys()):
        raise ValueError(f"{code} has penalties {', '.join(unknown)} that {stage.id} does not know")
    total, told = Decimal(0), []
    for name, rule in rules.items():
        times = int(given.get(name, 0))
        points = rule.points * times
        points = points if rule.at_most is None else min(points, rule.at_most)
        if times:
            total += points
            unit = ("分钟", "minutes") if rule.per == "minute" else ("次", "times")
            told.append(
                Text(
                    f"{rule.says.zh}（{times} {unit[0]}），扣 {points} 分。",
                    f"{rule.says.en} ({times} {unit[1]}): {points} points off.",
                )
            )
    return total, tuple(told)


def _penalised(made: Conclusion, points: Decimal, told: tuple[Text, ...]) -> Conclusion:
    if not told:
        return made
    details = {**made.details, "taken_off": format(points, "f")}
    return replace(made, reasons=(*made.reasons, *told), details=details)


def _placed(
    book: Rulebook,
    stage: Placed,
    groups: Sequence[Group],
    seats: Mapping[str, Mapping[str, Any]],
    inputs: Inputs,
) -> list[Conclusion]:
    cut = cut_of(book, stage, groups, inputs["places"], inputs["cases"])
    cites = (book.cite(stage.id),)
    return [
        _conclusion(stage, code, group, cut, seats.get(code), cites)
        for group in groups
        for code in group.codes
    ]


def _conclusion(
    stage: Placed,
    code: str,
    group: Group,
    cut: Cut,
    seats: Mapping[str, Any] | None,
    cites: tuple[Any, ...],
) -> Conclusion:
    points = rounded(group.scores[0])
    details: dict[str, Any] = {"points": str(points), "exact": str(group.scores[0]), "rank": group.place}
    if seats is not None:
        details["seats"] = dict(seats)
    if cut.kept is None:
        outcome = Outcome.PASSED if code in cut.passed else Outcome.FAILED
    elif code in cut.passed:
        outcome = Outcome.SELECTED if cut.keeps(code) else Outcome.NOT_SELECTED
    else:
        outcome = Outcome.FAILED
    goes_on = outcome in (Outcome.PASSED, Outcome.SELECTED)
    reason = _reason(stage, code, group, cut, points, outcome)
    return Conclusion(code, outcome, goes_on, (reason,), cites, details)


def _reason(stage: Placed, code: str, group: Group, cut: Cut, points: Decimal, outcome: Outcome) -> Text:
    tied = len(group.codes) > 1
    place = Text(
        f"{'并列' if tied else ''}第 {group.place} 名", f"{'equal ' if tied else ''}place {group.place}"
    )
    begin = Text(
        f"{stage.title.zh}得分 {points} 分，{place.zh}", f"{stage.title.en}: {points} points, {place.en}"
    )
    end = Text("", "")
    if outcome is Outcome.FAILED:
        line = getattr(stage, "pass_at", None)
        end = Text(f"，未达到合格线 {line} 分", f", below the pass line of {line}")
    elif outcome is Outcome.SELECTED:
        end = Text(f"，进入下一环节（{cut.says_of(code).zh}）", f", goes on ({cut.says_of(code).en})")
    elif outcome is Outcome.NOT_SELECTED:
        end = Text(
            f"，未进入下一环节（{cut.says_of(code).zh}）", f", does not go on ({cut.says_of(code).en})"
        )
    across = Text("", "")
    if code in cut.tied:
        both = ("一并进入", "all go on") if outcome is Outcome.SELECTED else ("均不进入", "none goes on")
        across = Text(
            f"，{len(group.codes)} 家同分跨过名额线，按规则{both[0]}",
            f"; {len(group.codes)} equal scores lie across the line, by the rule {both[1]}",
        )
    return Text(f"{begin.zh}{end.zh}{across.zh}。", f"{begin.en}{end.en}{across.en}.")


def _seats_missing(book: Rulebook, stage: Placed, code: str, found: int, needed: int) -> Refused:
    return Refused(
        "score.seats",
        Text(
            f"{code} 有 {found} 名评审员的评分，规则要求 {needed} 名；缺分不按零分计。",
            f"{code} has the scores of {found} assessors, {needed} are required; missing is not zero.",
        ),
        [book.cite(stage.id)],
    )


def _items_wrong(
    book: Rulebook, stage: ScoreStage, whose: str, missing: set[str], unknown: set[str]
) -> Refused:
    if missing:
        names = sorted(missing)
        message = Text(
            f"{whose} 未评条目：{'、'.join(names)}；缺分不按零分计。",
            f"{whose} has no mark for {', '.join(names)}; missing is not zero.",
        )
        return Refused("mark.missing", message, [book.cite(stage.id)])
    names = sorted(unknown)
    return Refused(
        "mark.unknown_item",
        Text(f"评价准则没有条目 {'、'.join(names)}。", f"The criteria model has no item {', '.join(names)}."),
        [book.cite(stage.id)],
    )
