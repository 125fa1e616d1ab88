"""What a reward instrument says and what enterprises claim, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from zhiheng.calc.rounding import Number, Rounding, exact
from zhiheng.calc.sharing.limits import Remainder
from zhiheng.core.money import Money
from zhiheng.core.text import Text

NOTHING = Money(0)
_HUNDRED_YUAN = Money(100_00)


class Action(StrEnum):
    """What was done to the standard."""

    FORMULATE = "formulate"
    REVISE = "revise"


class Twice(StrEnum):
    """One enterprise claims one standard more than once: all but one refused, or one for each action."""

    REFUSE = "refuse"
    BY_ACTION = "by_action"


class Several(StrEnum):
    """Several enterprises claim one standard: they share, or only the best ranked is paid."""

    SHARE = "share"
    BEST_RANK = "best_rank"


class Funds(StrEnum):
    """Money was already received for the standard: refused, paid up to the difference, or no matter."""

    REFUSE = "refuse"
    TOP_UP = "top_up"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Double:
    """The switches for claiming twice; each of them means something different.

    ``same_standard_twice``: the same enterprise again in this list. ``several_enterprises``: others in
    this list. ``other_funds``: money of another level or department. ``earlier_rounds``: money of
    this programme in an earlier round.
    """

    same_standard_twice: Twice = Twice.REFUSE
    several_enterprises: Several = Several.SHARE
    other_funds: Funds = Funds.ALLOW
    earlier_rounds: Funds = Funds.REFUSE


@dataclass(frozen=True, slots=True)
class Shares:
    """Which part of a pot goes to whom; rank 1 is the lead, the later ranks that count are the rest.

    ``alone``: a lead without the rest. ``lead`` and ``rest_with_lead``: both are there.
    ``rest_alone``: the rest without a lead. The rest divide their part by their portions.
    """

    alone: Fraction = Fraction(1)
    lead: Fraction = Fraction(7, 10)
    rest_with_lead: Fraction = Fraction(3, 10)
    rest_alone: Fraction = Fraction(3, 10)

    def __post_init__(self) -> None:
        parts = (self.alone, self.lead, self.rest_with_lead, self.rest_alone)
        if any(not 0 <= part <= 1 for part in parts) or self.lead + self.rest_with_lead > 1:
            raise ValueError("shares of a pot lie between 0 and 1 and never exceed the pot together")


@dataclass(frozen=True, slots=True)
class RewardRule:
    """One version of the reward rules.

    ``pots`` are by level of standard; ``ranks`` is the last rank in the foreword that counts. Each share is
    rounded once to whole ``unit`` by ``how``. Caps and the budget are then met by scaling down to whole
    ``scale_unit``, with ``remainder`` for the units that scaling leaves over. A pot is a whole
    number of units, so that rounding a pot never enlarges it; otherwise it is a ``ValueError``.
    """

    pots: Mapping[str, Money]
    ranks: int = 5
    shares: Shares = field(default_factory=Shares)
    revision: Fraction = Fraction(1, 2)
    unit: Money = _HUNDRED_YUAN
    how: Rounding = Rounding.HALF_UP
    cap_enterprise: Money | None = None
    cap_group: Money | None = None
    budget: Money | None = None
    scale_unit: Money = _HUNDRED_YUAN
    remainder: Remainder = Remainder.LEFT
    double: Double = field(default_factory=Double)

    def __post_init__(self) -> None:
        if self.unit.fen < 1 or self.scale_unit.fen < 1:
            raise ValueError("a rounding unit is at least one fen")
        if not 0 <= self.revision <= 1 or self.ranks < 1:
            raise ValueError("a revision is worth a part of the pot, and at least rank 1 counts")
        if any(pot.fen < 0 or pot.fen % self.unit.fen for pot in self.pots.values()):
            raise ValueError("a pot is a whole number of rounding units")


@dataclass(frozen=True, slots=True)
class Claim:
    """One enterprise claims the reward for one standard.

    ``rank`` is its place among the drafting units in the foreword, from 1; ``portion`` is its part
    among the rest, in any unit (11 beside another's 12). ``received`` is money of other funds and
    ``earlier`` of earlier rounds for this standard. ``refused`` is the reason if an earlier stage
    refused it: the line is kept, and unless ``shares_if_refused`` is false the refusal enlarges
    nobody's share.
    """

    code: str
    enterprise: str
    standard: str
    level: str
    rank: int
    action: Action = Action.FORMULATE
    portion: Number = 1
    group: str | None = None
    received: Money = NOTHING
    earlier: Money = NOTHING
    refused: Text | None = None
    shares_if_refused: bool = True

    def __post_init__(self) -> None:
        if self.rank < 1 or exact(self.portion) <= 0:
            raise ValueError(f"claim {self.code}: a rank is at least 1 and a portion more than 0")
        if self.received.fen < 0 or self.earlier.fen < 0:
            raise ValueError(f"claim {self.code}: money received is never negative")


@dataclass(frozen=True, slots=True)
class Sharer:
    """A drafting unit that has a part in a standard but claims nothing in this list."""

    enterprise: str
    standard: str
    rank: int
    action: Action = Action.FORMULATE
    portion: Number = 1

    def __post_init__(self) -> None:
        if self.rank < 1 or exact(self.portion) <= 0:
            raise ValueError(f"{self.enterprise}: a rank is at least 1 and a portion more than 0")
