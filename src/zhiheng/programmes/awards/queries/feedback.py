"""A case's feedback report: whether it may be told, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhiheng.casework.queries.story import is_told
from zhiheng.programmes.awards.domain.feedback import shown
from zhiheng.programmes.awards.queries.drafts import Place, case_at, place_of
from zhiheng.review.queries.feedback import feedback_of


@dataclass(frozen=True, slots=True)
class Reported:
    """An application whose case was opened; ``is_released`` says that its subject may read what was found."""

    place: Place
    case: Any
    is_released: bool

    @property
    def has_concluded(self) -> bool:
        """Tell whether the whole round has ended, so that its cases may be compared."""
        return bool(self.place.round.state == "concluded")


def reported(code: str, organisation: str) -> Reported | None:
    """Return an organisation's case in a round of an award with whether its feedback is out; nothing without a case."""
    place = place_of(code, organisation)
    case = case_at(place) if place is not None else None
    return None if place is None or case is None else Reported(place, case, is_released(case))


def is_released(case: Any) -> bool:
    """Tell whether the subject may read the feedback: when its case, or the round, has come to its end.

    One that was withdrawn could return, so it waits for the end of the round.
    """
    if case.round.state == "concluded":
        return True
    return is_told("score", case.state) and case.state != "withdrawn"


def report_of(found: Reported, *, in_full: bool) -> list[dict[str, Any]]:
    """Return the report. The medians of all cases are in it once the round has ended, and *in_full* (a preview) before."""
    return shown(feedback_of(found.case, with_medians=in_full or found.has_concluded))
