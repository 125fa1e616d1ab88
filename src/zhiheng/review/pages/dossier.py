"""The document beside the sheet: what is on record about the applicant, what it declared, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.rows import DocumentRow, OrganisationFacts
from zhiheng.review.pages import doors
from zhiheng.review.pages.found import CaseAt, paper_of, papers_of
from zhiheng.rules.vocabulary import word
from zhiheng.shell.doors import door


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the application; ``row`` is ``None`` where no file was kept."""

    title: Text
    row: DocumentRow | None


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
    papers: tuple[Paper, ...]


def dossier_of(found: CaseAt) -> Dossier:
    """Return the dossier of a case as of the last day on which it could be handed in."""
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
        tuple(Paper(word("paper", id_, book), _kept(code)) for id_, code in papers_of(case).items()),
    )


def _kept(code: str) -> DocumentRow | None:
    return registers.document(code) if code else None


@door(doors.may_read_paper, finds=paper_of)
@require_safe
def paper(request: HttpRequest, found: tuple[CaseAt, str]) -> HttpResponseBase:
    """Give a paper of a case as a download; it is never shown in the page's own origin."""
    row = registers.document(found[1])
    if row is None or not registers.has_content(row):
        raise Http404
    answer = FileResponse(registers.open_document(row))
    for name, value in registers.download_headers(row).items():
        answer[name] = value  # after its making: a file response says "inline" of its own
    return answer
