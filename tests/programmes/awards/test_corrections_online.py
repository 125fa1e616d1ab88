"""A returned application is corrected where it was written; a late one shows its reason, and only before review."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from applying import (
    AFTER_CLOSING,
    CONTACT,
    DURING,
    address,
    applicant_of,
    handed_in,
    make_place,
    pdf,
    signed_in,
)
from django.core.files.uploadedfile import SimpleUploadedFile

from factories import AFTER, OFFICE, make_account
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case, LateRequest
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.ledger.models import Line
from zhiheng.post.actions import set_mailbox
from zhiheng.post.models import Mail
from zhiheng.programmes.awards.actions import drafts as actions
from zhiheng.programmes.awards.actions import uploads
from zhiheng.programmes.awards.queries import drafts as queries


@pytest.fixture
def place(regions, home):
    """Where an organisation applies."""
    return make_place()


@pytest.fixture
def amy(place):
    """A colleague who writes and has a mailbox."""
    one = applicant_of(place)
    set_mailbox(account=one.code, address="amy@firm.example", language="zh", by="system", now=DURING)
    return one


def page_of(actor, where, now):
    """Return a page as an actor sees it at an instant."""
    with time_machine.travel(now, tick=False):
        return signed_in(actor).get(where).content.decode()


def returned(case="xm-7-0001", asks="请修改“4.1.2 高层领导的作用”"):
    """Let the office return a case."""
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    return casework.ask_correction(case_code=case, stage="conformity", asks=asks, by=OFFICE, now=AFTER)


def test_handing_in_sends_the_receipt_with_digest_and_ledger_line(place, amy):
    made = handed_in(place, amy)
    letter = Mail.objects.get(template="application_received")
    assert (letter.address, letter.about) == ("amy@firm.example", "xm-7-0001")
    assert [word in letter.text for word in (made.sha256, f"350200 #{made.line}")] == [True, True]


def test_a_sample_round_sends_no_receipt(place, amy):
    type(place.round).objects.update(is_sample=True)
    handed_in(queries.place_of("xm-7", place.organisation.code), amy)
    assert not Mail.objects.filter(template="application_received").exists()


def test_the_page_says_who_returned_it_what_for_until_when_and_marks_the_section_that_is_named(place, amy):
    handed_in(place, amy)
    asked = returned()
    page = page_of(amy, address(place), AFTER + timedelta(hours=1))
    assert [word in page for word in ("厦门市评审办", "请修改", "提交补正")] == [True] * 3
    assert page.count('class="asked"') == 1
    late = page_of(amy, address(place), asked.due_at)
    assert "补正期限已于" in late
    assert address(place, "submit/") not in late


def test_papers_that_came_with_a_workbook_stay_with_the_case_that_is_corrected_online(place, amy):
    declared = {"papers": ["application_form", "self_assessment_report"], "measures": {}, "holds": []}
    new = casework.NewCase(place.organisation.code, place.organisation.name, "350206", declared)
    casework.open_cases(round_code="xm-7", by=OFFICE, now=DURING, cases=[new])
    returned()
    now = AFTER + timedelta(hours=1)
    actions.begin_draft(place=place, by=amy, now=now)
    for section, values in (("contact", CONTACT), ("organisation", {"industry": "C3411", "size": "大型"})):
        actions.save_section(place=place, section=section, values=values, version=0, by=amy, now=now)
    actions.submit_draft(place=place, by=amy, now=now)
    assert Case.objects.get().declared["papers"] == declared["papers"]


def test_saving_by_script_tells_the_mark_of_the_section(place, amy):
    with time_machine.travel(DURING, tick=False):
        answer = signed_in(amy).post(
            address(place, "sections/contact/"),
            {**CONTACT, "version": "0"},
            headers={"accept": "application/json"},
        )
    told = answer.json()
    assert (told["section"], told["state"], told["mark"]) == ("contact", "done", "已填写")


def test_what_shows_why_one_is_late_is_read_by_the_office_and_each_reading_is_a_line(place, amy):
    office = Actor(make_account("reader"))
    with time_machine.travel(AFTER_CLOSING, tick=False):
        proof = SimpleUploadedFile("停电证明.pdf", pdf())
        signed_in(amy).post(address(place, "late/"), {"reason": "停电", "evidence": proof})
        (row,) = queries.late_requests_in(place.round)
        assert (row.request.reason, row.evidence[0].document.name) == ("停电", "停电证明.pdf")
        where = address(place, f"files/{row.evidence[0].document.code}/")
        assert where in signed_in(office).get("/desk/rounds/xm-7/applications/").content.decode()
        assert signed_in(office).get(where).status_code == 200
    assert Line.objects.get(act="awards.file_read").about == "xm-7"
    assert queries.files_of(queries.draft_of(place)) == ()


def test_a_late_entry_is_neither_offered_nor_taken_once_review_has_begun(place, amy):
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    pages = [page_of(amy, address(place, rest), AFTER) for rest in ("", "late/")]
    assert ["评审已经开始" in page for page in pages] == [True, True]
    assert [address(place, "late/") in pages[0], 'name="reason"' in pages[1]] == [False, False]
    with pytest.raises(Refused) as refusal:
        actions.ask_late_entry(place=place, reason="停电", by=amy, now=AFTER)
    assert refusal.value.code == "late_request.review_began"
    assert not LateRequest.objects.exists()


def test_after_handing_in_one_page_tells_where_it_stands_why_and_what_was_sent(place, amy):
    handed_in(place, amy)
    page = page_of(amy, address(place), DURING)
    assert [word in page for word in ('class="timeline"', "第 1 号回执", address(place, "withdraw/"))] == [
        True
    ] * 3
    actions.withdraw_application(place=place, reason="经营调整", by=amy, now=DURING + timedelta(hours=1))
    after = page_of(amy, address(place), DURING + timedelta(hours=2))
    assert ["经营调整" in after, address(place, "withdraw/") in after] == [True, False]


def test_a_pdf_is_replaced_by_a_copy_that_names_nobody(place, amy):
    from zhiheng.programmes.awards.domain.properties import names_told
    from zhiheng.registers.queries import open_document

    content = pdf(author="Li Si")
    uploads.take_file(place=place, content=content, name="a.pdf", paper="other", by=amy, now=DURING)
    (file,) = queries.files_of(queries.draft_of(place))
    uploads.clean_file(place=place, file=file, by=amy, now=DURING)
    (after,) = queries.files_of(queries.draft_of(place))
    with open_document(after.document) as stream:
        cleaned = stream.read()
    assert (names_told(content, file.document.kind)[0].value, names_told(cleaned, file.document.kind)) == (
        "Li Si",
        (),
    )


def test_assessors_find_files_under_neutral_names(place, amy):
    from zhiheng.review.queries.papers import papers_of

    uploads.take_file(place=place, content=pdf(), name="示例公司简介.pdf", paper="other", by=amy, now=DURING)
    handed_in(place, amy)
    (paper,) = [one for one in papers_of(Case.objects.get()) if one.row is not None]
    assert (paper.paper, paper.row.name) == ("other", "xm-7-0001-1.pdf")


def test_a_stranger_asks_nothing_late(place):
    stranger = Actor("acct-x", frozenset({(Role.APPLICANT, "org-other")}))
    with pytest.raises(Refused) as refusal:
        actions.ask_late_entry(place=place, reason="停电", by=stranger, now=AFTER)
    assert refusal.value.code == "draft.not_yours"
