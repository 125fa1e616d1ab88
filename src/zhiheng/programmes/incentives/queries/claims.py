"""One claim with its case, and the proof that it was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhiheng.casework.queries.standing import last_withdrawal_of
from zhiheng.ledger import queries as ledger
from zhiheng.programmes.incentives.models import Claim
from zhiheng.registers import queries as registers


@dataclass(frozen=True, slots=True)
class ClaimAt:
    """The standing version of a claim, and its case."""

    claim: Claim

    @property
    def case(self) -> Any:
        """Return the case."""
        return self.claim.case


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A claim that was taken back: when and why, by which account, and the line that proves it."""

    at: ClaimAt
    withdrawal: Any
    by: str
    line: Any

    @property
    def leaf(self) -> str:
        """Return the digest of the ledger line, in hex."""
        return bytes(self.line.leaf).hex()


def claim_at(code: str) -> ClaimAt | None:
    """Return the claim of a case; ``None`` for cases of other programmes."""
    rows = Claim.objects.filter(case__code=code, withdrawn_at=None)
    found = rows.select_related("case__round__programme", "standard").first()
    return None if found is None else ClaimAt(found)


def taken_back_at(code: str) -> TakenBack | None:
    """Return how the claim of a case was taken back the last time, if it ever was."""
    at = claim_at(code)
    withdrawal = None if at is None else last_withdrawal_of(at.case)
    if at is None or withdrawal is None:
        return None
    lines = ledger.lines_about(at.case.round.authority, code, below=False)
    line = lines.filter(act="casework.case_withdrawn").order_by("-seq").first()
    if line is None:
        return None
    return TakenBack(at, withdrawal, registers.account_names([line.actor]).get(line.actor, line.actor), line)
