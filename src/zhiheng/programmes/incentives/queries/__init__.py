"""Named reads of the rewards."""

from zhiheng.programmes.incentives.queries.inputs import (
    claim_inputs,
    lines_by_case,
    prechecks_of,
    preview,
    reward_inputs,
    streets_of,
)
from zhiheng.programmes.incentives.queries.rows import (
    ClaimRow,
    LineRow,
    RefusedRow,
    Totals,
    claims_seen_by,
    lines_of,
    payment_of_round,
    refusals_of,
    totals_of,
)

__all__ = [
    "ClaimRow",
    "LineRow",
    "RefusedRow",
    "Totals",
    "claim_inputs",
    "claims_seen_by",
    "lines_by_case",
    "lines_of",
    "payment_of_round",
    "prechecks_of",
    "preview",
    "refusals_of",
    "reward_inputs",
    "streets_of",
    "totals_of",
]
