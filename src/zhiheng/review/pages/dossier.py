"""The document beside the sheet: papers and report, what is on record about the applicant, what it declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.rows import DocumentRow, OrganisationFacts
from zhiheng.registers.domain.uploads import DocumentKind
from zhiheng.review import actions, policy
from zhiheng.review.queries.papers import Paper, paper_of, papers_of, report_of
from zhiheng.review.queries.places import CaseAt
from zhiheng.rules.criteria import Item, criteria_of
from zhiheng.rules.model import BallotStage, ScoreStage
from zhiheng.rules.vocabulary import word
from zhiheng.shell.doors import door, visitor_of

SHOWN = {DocumentKind.PDF: "pdf", DocumentKind.PNG: "picture", DocumentKind.JPEG: "picture"}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as the page lists it; ``shown`` says whether it is drawn in the page (``pdf``, ``picture``) or not."""

    title: Text
    row: DocumentRow | None
    shown: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that an assessor reads beside the sheet."""

    facts: OrganisationFacts
    region: str
    kind: Text
    size: Text | None
    measures: tuple[tuple[Text, str], ...]
    holds: tuple[tuple[Text, dict[str, Any]], ...]
    events: tuple[tuple[Text, Any], ...]
    papers: tuple[PaperRow, ...]
    report: tuple[tuple[Item, str], ...]

    @property
    def is_read_here(self) -> bool:
        """Tell whether a paper can be drawn in the page."""
        return any(paper.shown for paper in self.papers)


def dossier_of(found: CaseAt) -> Dossier:
    """Return the dossier of a case as of the last day on which it could be handed in.

    At a ballot its papers open under the ballot's address, else under the panel's.
    """
    case, book = found.case, found.at.book
    as_of = (case.round.closes_at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()
    facts = registers.facts_about([case.subject], as_of)[case.subject]
    one, region = facts.organisation, registers.region(case.region)
    return Dossier(
        facts,
        case.region if region is None else region.name,
        word("kind", one.kind, book),
        word("size", one.size, book) if one.size else None,
        tuple(
            (word("measure", id_, book), value) for id_, value in case.declared.get("measures", {}).items()
        ),
        tuple(
            (word("certificate", held["certificate"], book), held) for held in case.declared.get("holds", ())
        ),
        tuple((word("event", event.event, book), event) for event in facts.events),
        tuple(_listed(paper, found) for paper in papers_of(case)),
        _report(found),
    )


def _listed(paper: Paper, found: CaseAt) -> PaperRow:
    title = word("paper", paper.paper, found.at.book)
    if paper.row is None:
        return PaperRow(title, None, "")
    place, stage, document = found.case, found.at.row.stage, paper.row.code
    if isinstance(found.at.rule, BallotStage):
        href = reverse("review:candidate_paper", args=[found.at.round.code, stage, place.code, document])
    else:
        href = reverse("review:paper", args=[place.code, stage, document])
    return PaperRow(title, paper.row, SHOWN.get(paper.row.kind, ""), href)


def _report(found: CaseAt) -> tuple[tuple[Item, str], ...]:
    """Return the report in the order of the criteria; an item of other criteria is left out."""
    rule, book = found.at.rule, found.at.book
    if isinstance(rule, BallotStage):
        rule = next((one for one in reversed(book.stages) if isinstance(one, ScoreStage)), None)
    if not isinstance(rule, ScoreStage):
        return ()
    texts = report_of(found.case.code)
    return tuple((item, texts[id_]) for id_, item in criteria_of(book, rule).items.items() if id_ in texts)


@door(policy.may_read_paper, finds=paper_of)
@require_safe
def paper(request: HttpRequest, found: tuple[CaseAt, Paper]) -> HttpResponseBase:
    """Give a paper of a case as a download, which the page's own script may draw; note who read it."""
    return handed_out(request, found)


def handed_out(request: HttpRequest, found: tuple[CaseAt, Paper]) -> HttpResponseBase:
    """Return a paper as a download, and leave a line about who read it."""
    row = found[1].row
    if row is None or not registers.has_content(row):
        raise Http404
    if request.method == "GET":
        case = found[0].case
        actions.note_read(case=case, document=row, by=visitor_of(request), now=timezone.now())
    answer = FileResponse(registers.open_document(row))
    for name, value in registers.download_headers(row).items():
        answer[name] = value  # after its making: a file response says "inline" of its own
    return answer
