"""What a closed stage found, as its page lists it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from zhiheng.casework.models import Finding
from zhiheng.casework.queries.places import StageAt
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text

PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The standing finding on one case."""

    code: str
    name: str
    outcome: str
    goes_on: bool
    reasons: tuple[Text, ...]
    cite: Citation | None


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One page of findings, those that ended a case first, with the counts of the whole stage."""

    rows: tuple[Found, ...]
    total: int
    went_on: int
    page: int
    pages: int


def findings_at(at: StageAt, page: int = 1) -> FindingPage:
    """Return one page of the standing findings of a stage, in two statements."""
    standing = Finding.objects.filter(stage=at.row, withdrawn_at=None)
    counts = standing.aggregate(n=Count("pk"), on=Count("pk", filter=Q(goes_on=True)))
    pages = max(1, -(-counts["n"] // PAGE))
    page = min(max(page, 1), pages)
    rows = standing.select_related("case").order_by("goes_on", "case__number")
    shown = tuple(_found(one) for one in rows[(page - 1) * PAGE : page * PAGE])
    return FindingPage(shown, counts["n"], counts["on"], page, pages)


def _found(one: Finding) -> Found:
    cites = [Citation.of(cite) for cite in one.cites]
    return Found(
        one.case.code, one.case.name, one.outcome, one.goes_on,
        tuple(Text.of(reason) for reason in one.reasons), cites[0] if cites else None,
    )  # fmt: skip
