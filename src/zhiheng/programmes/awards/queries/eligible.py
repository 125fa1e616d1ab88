"""Who of a place could apply under a rulebook, by what the registers hold: counted, rule by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from zhiheng.casework.queries.award_names import award_code
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import kinds_for
from zhiheng.programmes.awards.queries.wording import conditions_told
from zhiheng.registers.queries.population import columns_within
from zhiheng.rules.bulk.asking import MET, NOT_MET, UNKNOWN
from zhiheng.rules.bulk.columns import Columns
from zhiheng.rules.bulk.evaluation import Matrix, evaluate_bulk
from zhiheng.rules.model import Rulebook


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One condition: who meets it, who does not (``alone``: and fails at nothing else), of whom it is not known."""

    id: str
    says: Text
    cite: Citation
    is_exclusion: bool
    met: int
    not_met: int
    unknown: int
    alone: int


@dataclass(frozen=True, slots=True)
class Eligible:
    """The organisations of a place under a rulebook.

    ``met`` meet every condition by the registers; ``open`` fail none, but some condition is not known before they
    apply; ``not_met`` fail one or more; ``other_kinds`` are none of the kinds that may apply and are not judged.
    """

    organisations: int
    other_kinds: int
    met: int
    open: int
    not_met: int
    rules: tuple[RuleCount, ...]


def eligible(book: Rulebook, region: str, as_of: date) -> Eligible:
    """Count who could apply, as of a day, in a constant number of statements."""
    columns = population(book, region, as_of)
    conditions = (*book.entry, *book.exclusion)
    matrix = evaluate_bulk(conditions, columns, as_of, book)
    judged = may_apply(book, columns)
    verdicts = matrix.verdicts[judged]
    failing = (verdicts == NOT_MET).sum(axis=1)
    open_ones = (failing == 0) & (verdicts == UNKNOWN).any(axis=1)
    return Eligible(
        organisations=columns.count,
        other_kinds=columns.count - len(verdicts),
        met=int(((failing == 0) & ~open_ones).sum()),
        open=int(open_ones.sum()),
        not_met=int((failing > 0).sum()),
        rules=_by_rule(book, conditions, matrix, judged, failing == 1),
    )


def population(book: Rulebook, region: str, as_of: date) -> Columns:
    """Return the columns of the organisations of a place, past honours named as the rulebook names awards."""
    return columns_within(region, as_of, award_of=partial(award_code, book))


def may_apply(book: Rulebook, columns: Columns) -> Any:
    """Return a flag per organisation: whether it is of a kind that may apply."""
    return columns.kind.among(kinds_for(book))


def _by_rule(
    book: Rulebook, conditions: Sequence[Any], matrix: Matrix, judged: Any, fails_once: Any
) -> tuple[RuleCount, ...]:
    counts = []
    for condition, says in zip(conditions, conditions_told(book, conditions), strict=True):
        own = matrix.of(condition.id)[judged]
        title = condition.title
        counts.append(
            RuleCount(
                id=condition.id, says=Text(title.zh, title.en) if title else says, cite=book.cite(condition.id),
                is_exclusion=condition in book.exclusion, met=int((own == MET).sum()),
                not_met=int((own == NOT_MET).sum()), unknown=int((own == UNKNOWN).sum()),
                alone=int(((own == NOT_MET) & fails_once).sum()),
            )
        )  # fmt: skip
    return tuple(counts)
