"""Who gets which tier when places are bounded by tier, class and pool at once: exact, and the same for any input order.

Words: candidate, tier, pool, bound, minimum, stop (why a tier was missed), tie.
Door: :func:`allocate` with the values of ``places.values``.
It never: breaks a tie by itself, or gives one place more than a bound allows.
"""

from zhiheng.calc.places.allocation import allocate
from zhiheng.calc.places.ratio import by_ratio
from zhiheng.calc.places.values import (
    CLASS_BOUNDS,
    Allocation,
    Candidate,
    Plan,
    PoolPlan,
    Stop,
    Tie,
    TierPlan,
    TierResult,
    Why,
)

__all__ = [
    "CLASS_BOUNDS",
    "Allocation",
    "Candidate",
    "Plan",
    "PoolPlan",
    "Stop",
    "Tie",
    "TierPlan",
    "TierResult",
    "Why",
    "allocate",
    "by_ratio",
]
