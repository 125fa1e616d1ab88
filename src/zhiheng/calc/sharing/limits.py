"""Amounts that together exceed a limit are scaled down to it, in whole units, by a stated rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhiheng.core.money import Money
from zhiheng.core.text import Text


class Remainder(StrEnum):
    """What happens to the units that are left when every scaled amount has been cut to whole units.

    ``left``: they are not spent. ``largest``: one each to those who lost most by the cut, by code
    where they lost the same.
    """

    LEFT = "left"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class Reduction:
    """One amount was made smaller: by how much, by which rule, and why."""

    code: str
    by: Money
    reason: Text


def scaled_down(
    amounts: Mapping[str, int], limit: int, *, unit: int = 1, remainder: str = Remainder.LEFT
) -> dict[str, int]:
    """Return *amounts* (fen) scaled so that their sum is at most *limit*; within the limit they stay.

    Each amount times limit / total is cut down to whole *unit*; then *remainder* applies. No amount
    ever grows, the result does not depend on the order, and whole numbers are used throughout.
    """
    rule = Remainder(remainder)
    total = sum(amounts.values())
    if limit < 0 or unit < 1 or min(amounts.values(), default=0) < 0:
        raise ValueError("amounts and limits are never negative, and a unit is at least 1")
    if total <= limit:
        return dict(amounts)
    cut = {code: amount * limit // (total * unit) * unit for code, amount in amounts.items()}
    if rule is Remainder.LARGEST:
        lost = {code: amount * limit - cut[code] * total for code, amount in amounts.items()}
        for code in sorted(cut, key=lambda code: (-lost[code], code)):
            if sum(cut.values()) + unit <= limit and cut[code] + unit <= amounts[code]:
                cut[code] += unit
    return cut
