"""How many seats a case needs."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.review.domain.values import SeatRow
from zhiheng.rules.model import HearingStage, ScoreStage


def seats_wanted(rule: ScoreStage | HearingStage, seats: Sequence[SeatRow]) -> int:
    """Return how many assessors a case needs: as the rule says, else as many as its panel was formed with."""
    if rule.panel is not None:
        return rule.panel.assessors
    return max(1, sum(not seat.is_substitute for seat in seats))
