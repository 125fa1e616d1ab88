"""The verdict matrix of many subjects, by the quickest way that is exact for each condition.

A condition is judged on arrays where its kind and all its parameters have such a form; else once per
distinct combination of the facts that it reads, where those are known; else one subject after the other, and
``Verdicts.one_by_one`` names it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from zhiheng.rules.bulk.asking import MET, NOT_MET, UNKNOWN, Asked, Verdicts
from zhiheng.rules.bulk.belonging import aside, fits
from zhiheng.rules.bulk.columns import Columns
from zhiheng.rules.bulk.distinct import READS, by_distinct, is_readable
from zhiheng.rules.bulk.gathering import facts_at
from zhiheng.rules.bulk.judges import JUDGES
from zhiheng.rules.conditions import evaluate
from zhiheng.rules.model.condition_base import ConditionBase
from zhiheng.rules.model.conditions import Condition
from zhiheng.rules.model.rulebook import Rulebook

_NUMBER = {"met": MET, "not_met": NOT_MET, "unknown": UNKNOWN}
_WORD = {number: word for word, number in _NUMBER.items()}
_SAME_FOR_ALL = frozenset(ConditionBase.model_fields) | {"rule"}
_COMBINED = {"one_of", "k_of", "all_of", "none_of"}


@dataclass(frozen=True, slots=True)
class Matrix:
    """One row per subject and one column per condition: 1 met, 0 not met, -1 unknown.

    ``one_by_one`` are the ids of conditions that have no form in bulk.
    """

    conditions: tuple[str, ...]
    verdicts: Verdicts
    one_by_one: tuple[str, ...] = ()

    def of(self, condition: str) -> Verdicts:
        """Return one condition's verdicts."""
        return self.verdicts[:, self.conditions.index(condition)]

    def word(self, row: int, condition: str) -> str:
        """Return one verdict as ``rules.conditions`` words it."""
        return _WORD[int(self.of(condition)[row])]


def evaluate_bulk(
    conditions: Iterable[Condition], columns: Columns, as_of: date, rulebook: Rulebook | str
) -> Matrix:
    """Judge every subject under every condition, exactly as ``rules.conditions.evaluate`` does."""
    every = tuple(conditions)
    verdicts = np.empty((columns.count, len(every)), dtype=np.int8, order="F")
    judging = _Judging(columns, rulebook)
    for place, condition in enumerate(every):
        verdicts[:, place] = judging.of(condition, as_of)
    return Matrix(tuple(c.id for c in every), verdicts, tuple(dict.fromkeys(judging.one_by_one)))


class _Judging:
    """One population under one rulebook."""

    def __init__(self, columns: Columns, rulebook: Rulebook | str) -> None:
        self.columns, self.rulebook = columns, rulebook
        id_ = rulebook if isinstance(rulebook, str) else rulebook.id
        self.instrument = id_.rpartition("/")[0]
        self.book = None if isinstance(rulebook, str) else rulebook
        self.one_by_one: list[str] = []

    def of(self, condition: Condition, as_of: date) -> Verdicts:
        """Judge one condition, its cut-off day and those whom it is for included."""
        day = as_of if condition.cut_off is None else condition.cut_off.day_for(as_of)
        asked = Asked(self.columns, day, self.instrument, self.book)
        if condition.rule in _COMBINED:
            verdicts = self._combined(condition, day)
        elif not _says_what_no_form_knows(condition):
            verdicts = JUDGES[condition.rule][0](condition, asked)
        elif is_readable(condition):
            verdicts = self._by_distinct(condition, day)
        else:
            return self._one_by_one(condition, as_of)
        bare = verdicts
        for who, wanted in ((condition.unless, NOT_MET), (condition.when, MET)):
            if who is not None:
                verdicts = aside(verdicts, bare, fits(who, asked), wanted)
        if condition.applies_to:
            kind = self.columns.kind
            verdicts[~kind.among(condition.applies_to)] = MET
            verdicts[~kind.known] = UNKNOWN
        return verdicts

    def _combined(self, condition: Any, day: date) -> Verdicts:
        """Count those met; open ones leave the whole unknown only where they could turn it."""
        met = np.zeros(self.columns.count, dtype=np.int16)
        open_ones = met.copy()
        for inner in condition.of:
            own = self.of(inner, day)
            met += own == MET
            open_ones += own == UNKNOWN
        if condition.rule == "none_of":
            verdicts = np.where(met > 0, NOT_MET, np.where(open_ones > 0, UNKNOWN, MET))
            return verdicts.astype(np.int8)
        needed = _needed(condition)
        verdicts = (met >= needed).astype(np.int8)
        verdicts[(met < needed) & (met + open_ones >= needed)] = UNKNOWN
        return verdicts

    def _by_distinct(self, condition: Condition, day: date) -> Verdicts:
        """Judge the bare condition (its day already fixed) for each combination of what it reads."""
        bare = condition.model_copy(update={"applies_to": (), "when": None, "unless": None, "cut_off": None})
        return by_distinct(
            self.columns,
            READS[condition.rule],
            lambda facts: _NUMBER[evaluate(bare, facts, day, self.rulebook).verdict],
        )

    def _one_by_one(self, condition: Condition, as_of: date) -> Verdicts:
        self.one_by_one.append(condition.id)
        found = (
            evaluate(condition, facts_at(self.columns, row), as_of, self.rulebook).verdict
            for row in range(self.columns.count)
        )
        return np.fromiter((_NUMBER[verdict] for verdict in found), dtype=np.int8, count=self.columns.count)


def _needed(condition: Any) -> int:
    if condition.rule == "k_of":
        return int(condition.at_least)
    return 1 if condition.rule == "one_of" else len(condition.of)


def _says_what_no_form_knows(condition: Condition) -> bool:
    """Tell whether a condition has no form on arrays, or says something that its form does not know."""
    if condition.rule not in JUDGES:
        return True
    known, fields = _SAME_FOR_ALL | JUDGES[condition.rule][1], type(condition).model_fields
    return any(getattr(condition, name) != fields[name].default for name in fields if name not in known)
