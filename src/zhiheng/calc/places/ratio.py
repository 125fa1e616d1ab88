"""Places split over classes in a ratio, by largest remainder."""

from __future__ import annotations

from collections.abc import Mapping


def by_ratio(places: int, ratio: Mapping[str, int]) -> dict[str, int]:
    """Return how many of *places* each class has: whole parts first, then the largest remainders.

    Equal remainders go to the class that the ratio names first. The numbers always add up to *places*;
    a ratio whose parts add up to nothing, and a negative part, are ``ValueError``.
    """
    whole = sum(ratio.values())
    if whole <= 0 or min(ratio.values()) < 0:
        raise ValueError("a ratio has parts of 0 or more that add up to more than 0")
    found = {klass: places * part // whole for klass, part in ratio.items()}
    order = sorted(ratio, key=lambda klass: -(places * ratio[klass] % whole))
    for klass in order[: places - sum(found.values())]:
        found[klass] += 1
    return found
