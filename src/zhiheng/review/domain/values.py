"""What the doors of this room take and give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class NewExpert:
    """A person for the pool. ``account`` is empty for somebody who works on paper alone; ``employer`` is an
    organisation's code."""

    name: str
    account: str = ""
    fields: tuple[str, ...] = ()
    employer: str = ""
    region: str = ""
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class InterestGiven:
    """A relation between an expert and an organisation, for the days ``[from_day, to_day)``."""

    expert: str
    organisation: str
    relation: str
    says: str = ""
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class RecusalGiven:
    """That an expert stays away from a case, and why."""

    case: str
    expert: str
    ground: str


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """An expert's seat on a panel to be formed."""

    expert: str
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class PanelPlan:
    """A panel to be formed: its seats, which are labelled in this order, and the codes of its cases."""

    name: str
    seats: tuple[SeatPlan, ...]
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommentGiven:
    """A strength or an opportunity for improvement that an assessor saw at an item."""

    item: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ScorebookGiven:
    """One complete scorebook as handed in: a percent for every item of the criteria model, and comments."""

    case: str
    seat: str
    marks: Mapping[str, int]
    comments: tuple[CommentGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class HearingGiven:
    """The points that a seat gives a case at a hearing."""

    case: str
    seat: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class PenaltyGiven:
    """How many times, or minutes, a rule of a stage took points off a case, and why; nought takes it back."""

    case: str
    rule: str
    times: int
    ground: str = ""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat as it counts for one case.

    ``is_recused`` seats count for nothing; ``is_disputed`` ones have an interest that the office has not
    decided, ``is_substitute`` ones sit at this case alone, for one that is recused.
    """

    pk: int
    label: str
    expert: str
    account: str
    is_lead: bool
    is_recused: bool
    is_disputed: bool
    is_substitute: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one seat is with one case: items marked of items asked, and whether it is signed. No values."""

    case: str
    seat: str
    marked: int
    asked: int
    is_signed: bool


@dataclass(frozen=True, slots=True)
class BallotProgress:
    """How many members have a vote, came, and voted. Nothing of what they voted."""

    eligible: int
    present: int
    voted: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one commitment in the ledger: what it is about, the salt and the content."""

    about: str
    salt: str
    body: Mapping[str, object]
