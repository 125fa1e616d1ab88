"""Every change that a reward knows; each is one transaction and leaves its lines in the ledger."""

from zhiheng.programmes.incentives.actions.claims import Submitted, correct_claim, submit_claims
from zhiheng.programmes.incentives.actions.payments import Paid, pay
from zhiheng.programmes.incentives.actions.prechecks import PrecheckGiven, give_prechecks
from zhiheng.programmes.incentives.actions.settlements import set_budget, state_proportions

__all__ = [
    "Paid",
    "PrecheckGiven",
    "Submitted",
    "correct_claim",
    "give_prechecks",
    "pay",
    "set_budget",
    "state_proportions",
    "submit_claims",
]
