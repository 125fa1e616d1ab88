"""What operations take: exactly these fields, for the instant and the actor are the server's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

MOST = 10_000


def _plain(text: str) -> str:
    """Refuse what no database keeps and no reader sees: control characters and halves of a character."""
    if any(
        (ord(one) < 32 and one not in "\t\r\n") or "\ud800" <= one <= "\udfff" or one == "\x7f"
        for one in text
    ):
        raise PydanticCustomError("plain_text", "control characters are not text")
    return text


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("string_pattern_mismatch", "there is no such day") from None
    return text


def _soon(at: datetime) -> datetime:
    if not 2000 <= at.year <= 2199:
        raise PydanticCustomError("less_or_greater", "the year is not between 2000 and 2199")
    return at


Code = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,80}$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_plain)]
Optional = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_plain)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(_plain)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Instant = Annotated[AwareDatetime, AfterValidator(_soon)]
Item = Annotated[str, StringConstraints(pattern=r"^[-.a-zA-Z0-9_]{1,40}$")]
Percents = Annotated[
    dict[Item, Annotated[StrictInt, Field(ge=0, le=100)]], Field(min_length=1, max_length=200)
]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
Number = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,10})?$")]
Score = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}(\.[0-9]{1,3})?$")]


class Given(BaseModel):
    """Something that a client gives in; a field that is not here is refused."""

    model_config = ConfigDict(extra="forbid")


class Seen(Given):
    """The digest of the preview that was looked at; closing is refused when it would conclude otherwise by now."""

    seen: Digest


class AttestationIn(Given):
    case: Code
    holds: StrictBool
    evidence: Prose


class Attestations(Given):
    """Whether a condition holds for cases, with the evidence."""

    given: Annotated[list[AttestationIn], Field(min_length=1, max_length=MOST)]


class ReplyIn(Given):
    case: Code
    is_adverse: StrictBool = False
    opinion: Optional = ""


class Replies(Given):
    """What a department says about cases."""

    given: Annotated[list[ReplyIn], Field(min_length=1, max_length=MOST)]


class SurveyIn(Given):
    case: Code
    answers: Annotated[StrictInt, Field(ge=0, le=10_000_000)]
    score: Score | None = None


class Surveys(Given):
    """What surveys found: answers counted and their mean, written as text."""

    given: Annotated[list[SurveyIn], Field(min_length=1, max_length=MOST)]


class ApprovalIn(Given):
    case: Code
    approved: StrictBool
    document: Word
    reason: Optional = ""


class Approvals(Given):
    """The deciding body's word on cases, with the document that carries it."""

    given: Annotated[list[ApprovalIn], Field(min_length=1, max_length=MOST)]


class ObjectionIn(Given):
    """An objection against a published case."""

    name: Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain)]
    contact: Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain)]
    grounds: Prose


class DecisionIn(Given):
    """The office's decision on an objection."""

    upheld: StrictBool
    decision: Prose


class WithdrawalIn(Given):
    """Why a case is taken back."""

    reason: Prose


class CorrectionIn(Given):
    """What is to be corrected."""

    asks: Prose


class HeldIn(Given):
    certificate: Code
    valid_from: Day | None = None
    valid_to: Day | None = None


class DeclaredIn(Given):
    """What a corrected file declares; it replaces what was declared before."""

    papers: Annotated[list[Code], Field(max_length=200)] = []
    measures: Annotated[dict[Code, Number], Field(max_length=200)] = {}
    holds: Annotated[list[HeldIn], Field(max_length=200)] = []


class LateIn(Given):
    """Why an application comes late."""

    reason: Prose


class LateDecision(Given):
    """Until when a late entry is granted (``null`` refuses it), and on what ground."""

    granted_until_at: Instant | None = None
    ground: Prose


class MarksIn(Given):
    """Percents on items, 0 to 100 in steps of five."""

    marks: Percents


class ScorebookIn(Given):
    case: Code
    seat: Word
    marks: Percents


class Scorebooks(Given):
    """Complete scorebooks, all or none."""

    scorebooks: Annotated[list[ScorebookIn], Field(min_length=1, max_length=MOST)]


class BallotIn(Given):
    """One paper: a choice for every case of the ballot but those recused from."""

    choices: Annotated[dict[Code, Literal["yes", "no", "abstain"]], Field(min_length=1, max_length=MOST)]
