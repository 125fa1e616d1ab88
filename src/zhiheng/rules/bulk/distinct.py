"""Conditions that read few facts are judged once for each combination of values that occurs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from zhiheng.rules.bulk.columns import NO_NUMBER, NONE, Coded, Columns
from zhiheng.rules.facts import Facts
from zhiheng.rules.model.conditions import Condition

READS: dict[str, tuple[str, ...]] = {
    "measure": ("yearly",),
    "rating": ("ratings",),
    "standing": ("standings",),
    "on_list": ("lists",),
    "not_on_list": ("lists",),
    "no_ban": ("bans", "session"),
    "papers": ("papers", "paper_facts"),
    "recommended": ("channels",),
    "single_channel": ("channels",),
    "other_applicant": ("others",),
    "service_years": ("practice",),
    "office_rank": ("office_rank",),
}
"""The facts that bear on a kind of condition, besides those on which it depends for whom it is."""


def column(columns: Columns, name: str) -> Coded[Any]:
    """Return a fact as distinct values; one without a column is recorded for nobody."""
    if name == "papers":
        return columns.papers
    if name == "session":
        known, codes = np.unique(columns.session, return_inverse=True)
        words = tuple(int(one) for one in known)
        return Coded(np.where(columns.session == NO_NUMBER, NONE, codes).astype(np.int32), words)
    return columns.other.get(name) or Coded(np.full(columns.count, NONE, dtype=np.int32), ())


def is_readable(condition: Condition) -> bool:
    """Tell whether the facts that a condition reads are known and coded."""
    reads = READS.get(condition.rule, ("",))
    return bool(reads[0]) and (condition.rule != "measure" or condition.consecutive_years is not None)


def by_distinct(
    columns: Columns, names: Sequence[str], judged: Callable[[Facts], int]
) -> np.ndarray[Any, np.dtype[np.int8]]:
    """Judge facts that hold nothing but these, once for each combination, and give everybody its own."""
    own = {name: column(columns, name) for name in names}
    mixed = np.zeros(columns.count, dtype=np.int64)
    for one in own.values():
        mixed = mixed * (len(one.words) + 1) + one.codes + 1
    _, first, which = np.unique(mixed, return_index=True, return_inverse=True)
    verdicts = []
    for row in first.tolist():
        said = {name: one.at(row) for name, one in own.items() if one.at(row) is not None}
        verdicts.append(judged(Facts().model_copy(update=said)))
    return np.array(verdicts, dtype=np.int8)[which]
