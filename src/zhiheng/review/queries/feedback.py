"""What assessors found about one case, for its applicant. Values: whom and when they are told is the caller's question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from zhiheng.casework.queries.rounds import rulebook_of, stage_of
from zhiheng.review.domain.feedback import Comment, Look, Part, Percents, medians_of, part_of
from zhiheng.review.queries.marks import comments_for, marks_for, marks_of_stage
from zhiheng.review.queries.panels import counting, seats_by_case
from zhiheng.rules.criteria import CriteriaModel, criteria_of
from zhiheng.rules.model import Rulebook, ScoreStage

Marks = Mapping[str, Mapping[str, int]]


def feedback_of(case: Any, *, with_medians: bool) -> tuple[Part, ...]:
    """Return what is told about a case, one part for each criteria model; nothing where no stage marked it.

    Only closed stages count, and of them the scorebooks that did. *with_medians* compares with all cases of the
    round: what that costs is paid once for a closed stage.
    """
    looks: dict[CriteriaModel, list[Look]] = {}
    comments: list[Comment] = []
    book = rulebook_of(case.round)
    for rule in book.stages:
        if isinstance(rule, ScoreStage):
            for look, written in _looked(case, book, rule, with_medians):
                looks.setdefault(criteria_of(book, rule), []).append(look)
                comments += written
    return tuple(_part(model, found, comments, case.code) for model, found in looks.items())


def _part(model: CriteriaModel, looks: list[Look], comments: list[Comment], salt: str) -> Part:
    stages = {look.stage for look in looks}
    return part_of(model, looks, [one for one in comments if one.stage in stages], salt)


def _looked(
    case: Any, book: Rulebook, rule: ScoreStage, with_medians: bool
) -> Iterator[tuple[Look, list[Comment]]]:
    """Yield a closed stage with its comments, if the case was marked there in full."""
    row, model = stage_of(case.round, rule.id), criteria_of(book, rule)
    if row.state != "closed":
        return
    seats = counting(seats_by_case(row.pk, case=case.code).get(case.code, ()), combine=rule.combine)
    labels = [seat.label for seat in seats]
    marks = marks_for(row.pk, case.code, labels)
    if not marks or any(own.keys() != model.items.keys() for own in marks.values()):
        return
    medians = _medians(row.inputs_digest, row.pk, model, rule.combine) if with_medians else {}
    look = Look(rule.id, rule.title, book.cite(rule.id), rule.combine, _percents(marks), medians)
    written = comments_for(row.pk, case.code, labels)
    yield look, [Comment(rule.id, one["item"], one["kind"], one["text"]) for one in written]


@lru_cache(maxsize=64)
def _medians(inputs_digest: str, stage_pk: int, model: CriteriaModel, how: str) -> Mapping[str, Fraction]:
    """Return the medians of a closed stage; the digest of its inputs says which marks they are of."""
    books = marks_of_stage(stage_pk)
    cases: list[Marks] = []
    for code, seats in seats_by_case(stage_pk).items():
        own = {seat.label: books.get((code, seat.label), {}) for seat in counting(seats, combine=how)}
        if own and all(marks.keys() == model.items.keys() for marks in own.values()):
            cases.append(own)
    most = max((len(own) for own in cases), default=0)
    return medians_of(model, how, [_percents(own) for own in cases if len(own) == most])


def _percents(marks: Marks) -> Percents:
    """Return the percents by item, the seats without their labels."""
    items = next(iter(marks.values()))
    return {item: [marks[seat][item] for seat in sorted(marks)] for item in items}
