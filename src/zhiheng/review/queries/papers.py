"""The papers and the report of a case: from the room that took the application in, and as the case declares them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from zhiheng.registers import queries as registers
from zhiheng.registers.domain.rows import DocumentRow
from zhiheng.review.queries.places import CaseAt, judged_case, voted_case


class Filed(Protocol):
    """A file that was handed in as one of the papers."""

    @property
    def paper(self) -> str:
        """Return which paper it is, in the rulebook's word."""

    @property
    def document(self) -> DocumentRow:
        """Return the document that was kept."""


PapersOf = Callable[[str], Sequence[Filed]]
ReportOf = Callable[[str], Mapping[str, str]]
_sources: list[tuple[PapersOf, ReportOf]] = []


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the application; ``row`` is ``None`` where no file was kept."""

    paper: str
    row: DocumentRow | None


def let_papers_come_from(papers: PapersOf, report: ReportOf) -> None:
    """Let a higher room say which files and which report (item to text) were handed in with a case; once each."""
    if (papers, report) not in _sources:
        _sources.append((papers, report))


def papers_of(case: Any) -> tuple[Paper, ...]:
    """Return the papers of a case: files handed in, files declared, then papers named without a file."""
    filed = [Paper(one.paper, one.document) for papers, _ in _sources for one in papers(case.code)]
    files = case.declared.get("documents", {})
    declared = [
        Paper(paper, _own(case, str(code)))
        for paper, code in (files.items() if isinstance(files, dict) else ())
    ]
    named = {one.paper for one in (*filed, *declared)}
    bare = [Paper(paper, None) for paper in case.declared.get("papers", ()) if paper not in named]
    return (*filed, *declared, *bare)


def paper_of(case_code: str, stage: str, document: str) -> tuple[CaseAt, Paper] | None:
    """Find a paper of a case at a stage with panels by the code of its document."""
    found = judged_case(case_code, stage)
    own = () if found is None else papers_of(found.case)
    paper = next((one for one in own if one.row is not None and one.row.code == document), None)
    return None if found is None or paper is None else (found, paper)


def candidate_paper(round_code: str, stage: str, case: str, document: str) -> tuple[CaseAt, Paper] | None:
    """Find a paper of a candidate of a ballot by the code of its document."""
    found = voted_case(round_code, stage, case)
    own = () if found is None else papers_of(found.case)
    paper = next((one for one in own if one.row is not None and one.row.code == document), None)
    return None if found is None or paper is None else (found, paper)


def report_of(case_code: str) -> dict[str, str]:
    """Return the self-assessment report that was handed in: item of the criteria to text."""
    return {item: text for _, report in _sources for item, text in report(case_code).items() if text.strip()}


def _own(case: Any, code: str) -> DocumentRow | None:
    """Return a declared document if it is the applicant's own and lies at this authority."""
    row = registers.document(code) if code else None
    is_own = row is not None and (row.organisation, row.authority) == (case.subject, case.round.authority)
    return row if is_own else None
