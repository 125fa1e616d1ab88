"""Points from marks: each item's points times its percent, added up exactly.

Source: the scoring rule of GB/Z 19579 and of Baldrige (item points times a percent in steps of five).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhiheng.calc.missing import Missing

STEP = 5


def points(marks: Mapping[str, int], item_points: Mapping[str, int], *, step: int = STEP) -> Decimal:
    """Return the total points of *marks* (whole percent per item), exact, with two decimals.

    Every item of *item_points* needs a mark (:class:`Missing` names those without); a mark for an
    item outside it, or one that is not a whole percent from 0 to 100 in steps of *step*, is a
    ``ValueError``. Nothing is rounded: percent times whole points has at most two decimals.
    """
    missing = item_points.keys() - marks.keys()
    if missing:
        raise Missing("mark", missing)
    unknown = sorted(marks.keys() - item_points.keys())
    if unknown:
        raise ValueError(f"no item {', '.join(unknown)} in this criteria model")
    for item, percent in marks.items():
        check_percent(item, percent, step)
    hundredths = sum(marks[item] * whole for item, whole in item_points.items())
    return Decimal(f"{hundredths // 100}.{hundredths % 100:02d}")


def check_percent(item: str, percent: int, step: int = STEP) -> None:
    """Raise ``ValueError`` unless *percent* is a whole number from 0 to 100 in steps of *step*."""
    if isinstance(percent, bool) or not isinstance(percent, int):
        raise ValueError(f"the mark for {item} is not a whole percent: {percent!r}")
    if not 0 <= percent <= 100 or percent % step:
        raise ValueError(f"the mark for {item} is not 0 to 100 in steps of {step}: {percent}")
