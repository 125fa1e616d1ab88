"""Several assessors' values become one, and several stages' scores become one, exactly.

Every function returns a ``Fraction``; nothing is rounded on the way. Rounding is one step of its own
(:func:`rounded`), with its places and its mode named by the rulebook. The tables at the end do the
same for a whole round at once, in whole numbers, and equal the scalar path to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from zhiheng.calc.missing import Missing, given
from zhiheng.calc.points import STEP
from zhiheng.calc.rounding import Number, Rounding, exact, rounded, to_unit

__all__ = [
    "Combined",
    "How",
    "Part",
    "Rounding",
    "combine",
    "combine_table",
    "overtime_penalty",
    "penalised",
    "rounded",
    "to_unit",
    "totals_table",
    "weighted_sum",
]

Whole: TypeAlias = NDArray[np.int64]
EMPTY = -1


class How(StrEnum):
    """The combinations that instruments name."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    MEDIAN = "median"
    SUM = "sum"
    CONSENSUS = "consensus"


def combine(
    values: Mapping[str, Number | None] | Sequence[Number | None],
    how: str,
    *,
    expected: Collection[str] | None = None,
) -> Fraction:
    """Return one exact value from one value per assessor.

    *values* maps the seat to its value; a plain sequence is named by position ("1", "2", ...). A value
    of ``None``, or a seat of *expected* without a value, raises ``Missing`` with the names; a value from
    a seat that is not *expected* (somebody who stepped back) is a ``ValueError``. The trimmed mean drops
    one highest and one lowest value and needs at least three. ``consensus`` takes exactly one value,
    the one agreed. No values at all, and a float, are errors.
    """
    named = values if isinstance(values, Mapping) else {str(i): v for i, v in enumerate(values, start=1)}
    stray = sorted(named.keys() - set(named if expected is None else expected))
    if stray:
        raise ValueError(f"a value from {', '.join(stray)}, who has no seat")
    found = sorted(exact(value) for value in given(named, "value", expected or ()).values())
    if not found:
        raise ValueError("there is nothing to combine")
    return _COMBINATIONS[How(how)](found)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a weighted sum: its weight and, on mixed scales, its full marks before and after.

    ``Part(Decimal("0.1"), full=100, scale_to=1000)`` first brings a score out of 100 onto 1000 points.
    """

    weight: Number
    full: Number | None = None
    scale_to: Number | None = None

    def __post_init__(self) -> None:
        if (self.full is None) != (self.scale_to is None):
            raise ValueError("a part that is scaled needs both its full marks and the scale")
        if self.full is not None and self.full <= 0:
            raise ValueError("full marks are more than zero")

    def of(self, value: Number) -> Fraction:
        """Return what this part adds to the sum, exact."""
        scaled = exact(value)
        if self.full is not None and self.scale_to is not None:
            if not 0 <= scaled <= exact(self.full):
                raise ValueError(f"{value} is not between 0 and the full marks {self.full}")
            scaled = scaled * exact(self.scale_to) / exact(self.full)
        return scaled * exact(self.weight)


def weighted_sum(values: Mapping[str, Number | None], parts: Mapping[str, Part]) -> Fraction:
    """Return the weighted sum of the named parts, exact.

    Nothing is divided by the weights given: a part without a value is ``Missing``, and a value that
    no part asks for is a ``ValueError``, so a score never depends on what somebody left out.
    """
    unasked = sorted(values.keys() - parts.keys())
    if unasked:
        raise ValueError(f"no part asks for {', '.join(unasked)}")
    scores = given(values, "score", parts)
    return sum((part.of(scores[name]) for name, part in parts.items()), Fraction(0))


def penalised(score: Number, penalties: Iterable[Number], *, least: Number = 0) -> Fraction:
    """Return *score* less every penalty, never below *least*; a negative penalty is an error."""
    points = [exact(p) for p in penalties]
    if any(p < 0 for p in points):
        raise ValueError("a penalty is never negative")
    return max(exact(score) - sum(points, Fraction(0)), exact(least))


def overtime_penalty(seconds_over: int, per_minute: Number) -> Fraction:
    """Return the penalty points for speaking too long: each minute begun counts in full."""
    return -(-max(seconds_over, 0) // 60) * exact(per_minute)


@dataclass(frozen=True, slots=True)
class Combined:
    """One exact value per case: ``numerators[i] / denominator`` points."""

    numerators: Whole
    denominator: int

    def value(self, case: int) -> Fraction:
        """Return the exact points of the case in row *case*."""
        return Fraction(int(self.numerators[case]), self.denominator)


def totals_table(percents: NDArray[np.integer], item_points: Sequence[int], *, step: int = STEP) -> Whole:
    """Return each seat's total in hundredths of a point: shape cases x seats, ``int64``.

    *percents* has the shape cases x seats x items, whole numbers, in the order of *item_points*.
    A mark that was not given is ``EMPTY`` (-1) and raises ``Missing`` with every row, seat and item
    (counted from 0); a percent off the scale is a ``ValueError``. Floats are refused.
    """
    if percents.ndim != 3 or percents.shape[2] != len(item_points):
        raise ValueError(f"the shape is cases x seats x {len(item_points)} items, not {percents.shape}")
    if not np.issubdtype(percents.dtype, np.integer):
        raise TypeError("percents are whole numbers")
    empty = np.argwhere(percents == EMPTY)
    if len(empty):
        raise Missing("mark", (f"case {c} seat {s} item {i}" for c, s, i in empty))
    wrong = np.argwhere((percents < 0) | (percents > 100) | (percents % step != 0))
    if len(wrong):
        case, seat, item = wrong[0]
        raise ValueError(f"case {case} seat {seat} item {item} is not 0 to 100 in steps of {step}")
    totals: Whole = percents.astype(np.int64) @ np.asarray(item_points, dtype=np.int64)
    return totals


def combine_table(
    percents: NDArray[np.integer],
    item_points: Sequence[int],
    how: str = How.TRIMMED_MEAN,
    *,
    step: int = STEP,
) -> Combined:
    """Return the combined points of every case, exact; shapes and refusals as in :func:`totals_table`."""
    totals = np.sort(totals_table(percents, item_points, step=step), axis=1)
    seats = totals.shape[1]
    mode = How(how)
    if seats == 0:
        raise ValueError("there is nothing to combine")
    if mode is How.TRIMMED_MEAN:
        if seats < 3:
            raise ValueError(f"a trimmed mean needs at least three values, not {seats}")
        return Combined(totals[:, 1:-1].sum(axis=1), 100 * (seats - 2))
    if mode is How.MEDIAN:
        return Combined(totals[:, (seats - 1) // 2] + totals[:, seats // 2], 200)
    if mode is How.CONSENSUS and seats != 1:
        raise ValueError(f"a consensus is one agreed value, not {seats}")
    return Combined(totals.sum(axis=1), 100 * (seats if mode is How.MEAN else 1))


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _trimmed_mean(values: Sequence[Fraction]) -> Fraction:
    if len(values) < 3:
        raise ValueError(f"a trimmed mean needs at least three values, not {len(values)}")
    return _mean(values[1:-1])


def _median(values: Sequence[Fraction]) -> Fraction:
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _sum(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def _consensus(values: Sequence[Fraction]) -> Fraction:
    if len(values) != 1:
        raise ValueError(f"a consensus is one agreed value, not {len(values)}")
    return values[0]


_COMBINATIONS: dict[How, Callable[[Sequence[Fraction]], Fraction]] = {
    How.MEAN: _mean,
    How.TRIMMED_MEAN: _trimmed_mean,
    How.MEDIAN: _median,
    How.SUM: _sum,
    How.CONSENSUS: _consensus,
}
