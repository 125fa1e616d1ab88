"""Who sits on a panel that is drawn by lot, and who follows: the same for everybody with the list and the seed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from zhiheng.calc.draw import draw
from zhiheng.rules.model.stages import Panel


@dataclass(frozen=True, slots=True)
class PanelLot:
    """The whole order that the lot gave, and who sits: the first of them leads where the rule has a lead."""

    order: tuple[str, ...]
    seated: tuple[str, ...]
    frame: str

    def substitutes(self, away: Collection[str]) -> tuple[str, ...]:
        """Return who follows in the order, without those who already sit or stay *away*."""
        return tuple(code for code in self.order if code not in self.seated and code not in away)


def draw_seats(rule: Panel, frame: Collection[str], outside: Collection[str], seed: str) -> PanelLot:
    """Draw the seats of a panel from *frame* by *seed*, of whom *outside* come from another region.

    Down the drawn order each is taken, but somebody from here is passed over when the seats that are left are all
    needed for those from outside. Too few in the frame, or too few from outside, is a ``ValueError``.
    """
    drawn = draw(frame, seed)
    needed = least_outside(rule)
    seated: list[str] = []
    for code in drawn.order:
        still = needed - sum(one in outside for one in seated)
        if len(seated) < rule.assessors and (code in outside or rule.assessors - len(seated) > still):
            seated.append(code)
    if len(seated) < rule.assessors:
        raise ValueError(f"{len(seated)} of {rule.assessors} seats can be drawn")
    return PanelLot(drawn.order, tuple(seated), drawn.frame)


def least_outside(rule: Panel) -> int:
    """Return how many of a panel come from outside at least."""
    return ceil(rule.assessors * (rule.outside or Fraction(0)))


def is_enough(rule: Panel, frame: Iterable[str], outside: Collection[str]) -> bool:
    """Tell whether a panel can be drawn from a list."""
    codes = set(frame)
    return len(codes) >= rule.assessors and len(codes & set(outside)) >= least_outside(rule)
