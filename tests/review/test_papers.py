"""The papers beside the sheet: whose they are, who may open them, and the line that a reading leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE
from zhiheng.casework.models import Case
from zhiheng.ledger import queries as ledger
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as documents
from zhiheng.review import actions
from zhiheng.review.models import Declaration
from zhiheng.review.queries import papers

from .conftest import Judged
from .test_pages import let_in, sheet
from .written_pdf import pdf_of

pytestmark = pytest.mark.django_db


class Handed:
    """A file as the room that takes applications in tells it."""

    def __init__(self, paper, document):
        self.paper, self.document = paper, document


@pytest.fixture
def handed(judged: Judged, home, monkeypatch):
    """A report handed in with the first case through the room above, which says so."""
    code = registers.keep_document(
        pdf_of("质量报告"), "自评报告.pdf", "acct-applicant", AFTER, organisation=judged.cases[0].subject
    )
    row = documents.document(code)
    own = {judged.codes[0]: [Handed("self_assessment_report", row)]}
    report = {judged.codes[0]: {"4.1.2": "本公司建立了战略评审制度。", "4.1.3": " "}}
    source = (lambda case: own.get(case, ()), lambda case: report.get(case, {}))
    monkeypatch.setattr(papers, "_sources", [source])
    return row


@pytest.fixture
def expert(client, judged):
    """The first assessor, signed in."""
    return let_in(client, judged.experts[0][1])


def address(judged, row, case=0):
    """Return the address of a paper of a case."""
    return reverse("review:paper", args=[judged.codes[case], "documents", row.code])


def read_lines(judged):
    """Return the ledger's lines about reading a paper of the first case."""
    return list(ledger.lines_about("350200", judged.codes[0]).filter(act="review.paper_read"))


def test_the_room_that_takes_applications_in_has_named_its_papers():
    from zhiheng.programmes.awards.queries.drafts import papers_of_case, report_of_case

    assert (papers_of_case, report_of_case) in papers._sources


def test_what_was_handed_in_is_listed_once_and_what_came_without_a_file_says_so(expert, judged, handed):
    page = expert.get(sheet(judged)).content.decode()
    assert page.count(f'href="{address(judged, handed)}"') == 1
    assert 'data-shown="pdf"' in page
    assert page.count("请向评审办调阅</small>") == 1  # the application form, which only the declaration names


def test_the_report_that_was_typed_stands_beside_its_items(expert, judged, handed):
    page = expert.get(sheet(judged)).content.decode()
    assert "本公司建立了战略评审制度。" in page
    assert (page.count('href="#report-4.1.2"'), page.count('href="#report-4.1.3"')) == (1, 0)


def test_a_paper_is_given_as_bytes_to_save_and_never_as_a_page(expert, judged, handed):
    answer = expert.get(address(judged, handed))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.4")
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Security-Policy"], answer["X-Content-Type-Options"]) == (
        "default-src 'none'; sandbox", "nosniff",
    )  # fmt: skip


def test_a_paper_of_another_case_is_absent(expert, judged, handed):
    assert expert.get(address(judged, handed, 1)).status_code == 404


def test_no_paper_opens_before_the_interests_are_declared(expert, judged, handed):
    Declaration.objects.all().delete()
    assert expert.get(address(judged, handed)).status_code == 404
    assert read_lines(judged) == []


def test_a_recused_assessor_reads_no_paper(expert, judged, handed):
    expert.post(sheet(judged, "step_back"), {"ground": "亲属任职"})
    assert expert.get(address(judged, handed)).status_code == 404


def test_opening_a_paper_leaves_one_line_a_day_for_each_reader(expert, judged, handed):
    for _ in range(3):
        expert.get(address(judged, handed))
    [line] = read_lines(judged)
    assert (line.actor, line.about) == (judged.experts[0][1], f"{judged.codes[0]}/{handed.code}")
    assert ledger.content_of(line)[-1] == {"sha256": handed.sha256}


def test_asking_for_the_head_alone_is_no_reading(expert, judged, handed):
    assert expert.head(address(judged, handed)).status_code == 200
    assert read_lines(judged) == []


def test_another_reader_and_the_next_day_leave_lines_of_their_own(judged, handed):
    case = Case.objects.select_related("round").get(code=judged.codes[0])
    told = [
        actions.note_read(case=case, document=handed, by=by, now=now)
        for by, now in (
            (judged.actors[0], AFTER), (judged.actors[0], AFTER), (judged.actors[1], AFTER),
            (judged.actors[0], AFTER + timedelta(days=1)), (OFFICE, AFTER + timedelta(days=1)),
        )
    ]  # fmt: skip
    assert told == [True, False, True, True, True]
