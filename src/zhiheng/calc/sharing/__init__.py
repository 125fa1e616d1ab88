"""The reward for standards: who gets how much of which pot, shown step by step, in exact fen.

Words: claim, sharer, pot, share, cap, budget, line.
Doors: :func:`share_rewards` with a :class:`RewardRule` and claims; it returns one line per claim.
It never: drops a refused or reduced claim, depends on the order of the claims, or pays more than a pot.
"""

from zhiheng.calc.sharing.limits import Reduction, Remainder, scaled_down
from zhiheng.calc.sharing.lines import Line, Refusal, Sharing, share_rewards
from zhiheng.calc.sharing.rule import (
    Action,
    Claim,
    Double,
    Funds,
    RewardRule,
    Several,
    Sharer,
    Shares,
    Twice,
)

__all__ = [
    "Action",
    "Claim",
    "Double",
    "Funds",
    "Line",
    "Reduction",
    "Refusal",
    "Remainder",
    "RewardRule",
    "Several",
    "Sharer",
    "Shares",
    "Sharing",
    "Twice",
    "scaled_down",
    "share_rewards",
]
