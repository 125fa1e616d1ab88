"""Drafts by several colleagues, handed in once, and never overwritten unseen."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from applying import (
    AFTER_CLOSING,
    CONTACT,
    DURING,
    applicant_of,
    docx,
    end_role,
    fill,
    handed_in,
    make_place,
    pdf,
)
from django.db import connection

from factories import AFTER, CLOSES, OFFICE, make_cases
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case
from zhiheng.core.actor import Actor
from zhiheng.core.canonical import digest
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.ledger import queries as ledger
from zhiheng.programmes.awards.actions import drafts as actions
from zhiheng.programmes.awards.actions import uploads
from zhiheng.programmes.awards.models import Application, Draft, DraftFile, DraftSection
from zhiheng.programmes.awards.queries import drafts as queries
from zhiheng.registers import queries as registers


@pytest.fixture
def place(regions, home):
    """Where an organisation applies whose industry and size nobody registered."""
    return make_place()


@pytest.fixture
def amy(place):
    """A colleague who writes."""
    return applicant_of(place)


def save(place, by, text, version, section="item-4.1.2", now=DURING):
    """Save an item of the report."""
    values = {"text": text}
    return actions.save_section(place=place, section=section, values=values, version=version, by=by, now=now)


def refused(act):
    """Return the code with which an act is refused."""
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


def test_what_the_registers_hold_is_not_asked_again(place):
    asked = {section.id: [column.key for column in section.columns] for section in place.sections}
    assert asked["organisation"] == ["industry", "size"]
    assert len([one for one in asked if one.startswith("item-")]) == 23


def test_a_save_on_an_old_version_is_refused_and_carries_what_stands(place, amy):
    bob = applicant_of(place, "bob")
    save(place, amy, "甲的文字", 0)
    save(place, bob, "乙的文字", 1)
    with pytest.raises(actions.SectionChanged) as refusal:
        save(place, amy, "甲的新文字", 1)
    assert (refusal.value.saved.version, refusal.value.saved.values["text"]) == (2, "乙的文字")
    assert DraftSection.objects.get().values["text"] == "乙的文字"


def test_a_doubled_save_of_the_same_text_changes_nothing_and_is_not_refused(place, amy):
    first, second = save(place, amy, "同一文字", 0), save(place, amy, "同一文字", 0)
    assert (first.version, second.version) == (1, 1)


def test_two_colleagues_write_two_sections_without_meeting(place, amy):
    bob = applicant_of(place, "bob")
    save(place, amy, "一", 0, "item-4.1.2")
    save(place, bob, "二", 0, "item-4.1.3")
    assert {one.section: one.by for one in _saved(place)} == {"item-4.1.2": amy.code, "item-4.1.3": bob.code}


def _saved(place):
    from types import SimpleNamespace

    found = queries.saved_in(queries.draft_of(place))
    return [SimpleNamespace(section=section, by=saved.by) for section, saved in found.items()]


def test_who_has_a_section_open_is_shown_for_ten_minutes(place, amy):
    bob = applicant_of(place, "bob")
    actions.begin_draft(place=place, by=amy, now=DURING)
    actions.come_in(place=place, section="contact", by=amy, now=DURING)
    draft = queries.draft_of(place)
    soon, later = DURING + timedelta(minutes=9), DURING + timedelta(minutes=10)
    assert [one.username for one in queries.here_now(draft, soon, but=bob.code)] == ["amy"]
    assert queries.here_now(draft, soon, but=amy.code) == queries.here_now(draft, later) == ()


@pytest.mark.parametrize("role", [OFFICE, Actor("acct-nobody")])
def test_nobody_but_the_organisation_writes_its_draft(place, role):
    assert refused(lambda: save(place, role, "不应保存", 0)) == "draft.not_yours"
    assert not Draft.objects.exists()


def test_handing_in_opens_one_case_whose_content_the_ledger_proves(place, amy):
    made = handed_in(place, amy)
    case = Case.objects.get()
    line = ledger.lines_about("350200", case.code).get(seq=made.line)
    assert (line.act, line.at, line.body["content_sha256"]) == (
        "awards.application_handed_in",
        DURING,
        made.sha256,
    )
    assert digest(made.content) == made.sha256
    assert (case.opened_at, case.declared["papers"]) == (
        DURING,
        ["application_form", "self_assessment_report"],
    )
    assert Application.objects.get(case=case).person == "联系人甲"


def test_handing_in_completes_the_register_and_changes_nothing_that_it_held(place, amy):
    handed_in(place, amy)
    row = registers.organisation(place.organisation.code)
    assert (row.industry, row.size, row.founded_day) == ("C3411", "large", place.organisation.founded_day)


def test_handing_in_twice_opens_one_case(place, amy):
    handed_in(place, amy)
    again = refused(lambda: actions.submit_draft(place=place, by=amy, now=DURING))
    assert (again, Case.objects.count()) == ("draft.handed_in", 1)


def test_what_was_handed_in_is_not_written_any_more(place, amy):
    handed_in(place, amy)
    assert refused(lambda: save(place, amy, "改", 1)) == "draft.handed_in"


def test_a_missing_or_wrong_field_bars_and_is_named(place, amy):
    fill(place, amy, but=("contact",))
    contact = {**CONTACT, "phone": "不是电话"}
    actions.save_section(place=place, section="contact", values=contact, version=0, by=amy, now=DURING)
    with pytest.raises(InputRefused) as refusal:
        actions.submit_draft(place=place, by=amy, now=DURING, despite_gaps=True)
    assert [problem.place.field for problem in refusal.value.problems] == ["联系电话"]
    assert not Case.objects.exists()


def test_a_missing_report_is_named_and_bars_only_until_one_says_so(place, amy):
    fill(place, amy, but=("item-4.7.7",))
    assert refused(lambda: actions.submit_draft(place=place, by=amy, now=DURING)) == "draft.incomplete"
    actions.submit_draft(place=place, by=amy, now=DURING, despite_gaps=True)
    assert Case.objects.get().declared["papers"] == ["application_form"]


def test_an_uploaded_report_stands_for_the_one_written_online(place, amy):
    fill(place, amy, but=tuple(one.id for one in place.sections if one.is_report))
    uploads.take_file(
        place=place, content=pdf(), name="自评.pdf", paper="self_assessment_report", by=amy, now=DURING
    )
    made = actions.submit_draft(place=place, by=amy, now=DURING)
    assert [file["name"] for file in made.content["files"]] == ["自评.pdf"]
    assert DraftFile.objects.get().handed_in_at == DURING


def test_the_last_second_counts_and_the_next_is_late_to_the_second(place, amy):
    other = make_place(number=2)
    zoe = applicant_of(other, "zoe")
    handed_in(place, amy, CLOSES - timedelta(microseconds=1))
    fill(other, zoe)
    with pytest.raises(Refused) as refusal:
        actions.submit_draft(place=other, by=zoe, now=AFTER_CLOSING)
    assert refusal.value.code == "case.too_late"
    assert "2025-04-01 00:00:03" in refusal.value.message.zh


def test_what_is_typed_after_the_deadline_is_still_saved(place, amy):
    assert save(place, amy, "迟到的文字", 0, now=AFTER_CLOSING).version == 1


def test_a_late_entry_is_asked_for_once_and_counts_until_its_hour(place, amy):
    fill(place, amy)
    ask = lambda: actions.ask_late_entry(place=place, reason="停电", by=amy, now=AFTER_CLOSING)  # noqa: E731
    ask()
    assert refused(ask) == "late_request.waits"
    request = queries.standing_of(place, AFTER_CLOSING).asked
    until = AFTER_CLOSING + timedelta(hours=2)
    casework.decide_late_request(
        request_pk=request.pk, granted_until_at=until, ground="属实", by=OFFICE, now=AFTER
    )
    assert queries.standing_of(place, AFTER_CLOSING).can_submit
    assert queries.standing_of(place, until).state == "late"
    assert actions.submit_draft(place=place, by=amy, now=until - timedelta(seconds=1)).number == 1


def test_a_late_request_is_not_taken_while_one_can_hand_in(place, amy):
    assert (
        refused(lambda: actions.ask_late_entry(place=place, reason="x", by=amy, now=DURING))
        == "late_request.not_late"
    )


def corrected(place):
    """Let the office ask for a correction."""
    case = Case.objects.get(subject=place.organisation.code)
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    casework.ask_correction(
        case_code=case.code, stage="conformity", asks="请补充自评报告", by=OFFICE, now=AFTER
    )


def test_a_correction_opens_the_form_again_and_its_answer_is_a_second_receipt(place, amy):
    fill(place, amy, but=("item-4.7.7",))
    actions.submit_draft(place=place, by=amy, now=DURING, despite_gaps=True)
    corrected(place)
    answered = AFTER + timedelta(days=1)
    save(place, amy, "补上", 0, "item-4.7.7", answered)
    made = actions.submit_draft(place=place, by=amy, now=answered)
    assert (made.number, Case.objects.count()) == (2, 1)
    assert Case.objects.get().declared["papers"] == ["application_form", "self_assessment_report"]
    assert queries.standing_of(place, answered).state == "handed_in"


def test_a_correction_after_its_time_is_refused_with_what_was_typed_kept(place, amy):
    handed_in(place, amy)
    corrected(place)
    far = AFTER + timedelta(days=60)
    save(place, amy, "迟到的补正", 1, now=far)
    assert refused(lambda: actions.submit_draft(place=place, by=amy, now=far)) == "correction.too_late"
    assert queries.saved_section(queries.draft_of(place), "item-4.1.2").values["text"] == "迟到的补正"


def test_a_case_that_was_imported_begins_its_draft_from_what_it_declared(regions, home):
    place = make_place(number=9)
    amy = applicant_of(place)
    casework.open_cases(
        round_code="xm-7", by=OFFICE, now=DURING,
        cases=[casework.NewCase(place.organisation.code, place.organisation.name, "350206", {"papers": [], "holds": []})],
    )  # fmt: skip
    Application.objects.create(case=Case.objects.get(), person="甲", phone="0592-1", stated_at=DURING)
    corrected(place)
    actions.begin_draft(place=place, by=amy, now=AFTER)
    assert queries.saved_section(queries.draft_of(place), "contact").values["contact"] == "甲"


def test_taking_back_ends_the_case_and_keeps_the_receipt(place, amy):
    handed_in(place, amy)
    actions.withdraw_application(place=place, reason="经营调整", by=amy, now=AFTER)
    assert queries.standing_of(place, AFTER).state == "over"
    assert len(queries.submissions_of(queries.draft_of(place))) == 1


def test_a_colleague_who_was_removed_saves_nothing_more(place, amy):
    from zhiheng.registers.queries import actor_of

    save(place, amy, "之前", 0)
    end_role(amy, place)
    gone = actor_of(amy.code, DURING.date())
    assert refused(lambda: save(place, gone, "之后", 1)) == "draft.not_yours"


def test_pieces_arrive_in_order_go_on_after_a_break_and_are_one_document(place, amy):
    content = pdf("长" * 3000)
    begin = {
        "name": "报告.pdf",
        "size": len(content),
        "mark": "1",
        "paper": "other",
        "by": amy,
        "now": DURING,
    }
    upload, have = uploads.begin_upload(place=place, **begin)
    uploads.add_piece(place=place, upload=upload, at=0, piece=content[:1000], by=amy, now=DURING)
    again, have = uploads.begin_upload(place=place, **begin)
    assert (again.pk, have) == (upload.pk, 1000)
    with pytest.raises(uploads.WrongOffset) as wrong:
        uploads.add_piece(place=place, upload=upload, at=0, piece=content[:1000], by=amy, now=DURING)
    assert wrong.value.arrived == 1000
    _, document = uploads.add_piece(
        place=place, upload=upload, at=1000, piece=content[1000:], by=amy, now=DURING
    )
    assert registers.open_document(registers.document(document)).read() == content
    assert queries.uploads_of(queries.draft_of(place)) == []


def test_a_piece_beyond_the_stated_size_is_not_written(place, amy):
    upload, _ = uploads.begin_upload(
        place=place, name="a.pdf", size=10, mark="", paper="other", by=amy, now=DURING
    )
    with pytest.raises(uploads.WrongOffset):
        uploads.add_piece(place=place, upload=upload, at=0, piece=b"x" * 11, by=amy, now=DURING)
    assert queries.arrived(upload) == 0


def test_300_mb_are_refused_before_a_byte_is_sent(place, amy):
    begin = {
        "name": "a.pdf",
        "size": 300 * 1024 * 1024,
        "mark": "",
        "paper": "other",
        "by": amy,
        "now": DURING,
    }
    assert refused(lambda: uploads.begin_upload(place=place, **begin)) == "document.too_large"


BAD = {
    "a polyglot": (b"GIF89a" + pdf(), "a.pdf"),
    "an SVG with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a.svg"),
    "a name that climbs": (pdf(), "../../x.pdf"),
    "a name that turns": (pdf(), "报告\u202efdp.pdf"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_leaves_nothing_behind(place, amy, what):
    content, name = BAD[what]
    with pytest.raises(InputRefused):
        uploads.take_file(place=place, content=content, name=name, paper="other", by=amy, now=DURING)
    assert not DraftFile.objects.exists()


def test_a_bad_file_that_came_in_pieces_leaves_nothing_behind(place, amy):
    content = b"<svg/>" * 10
    upload, _ = uploads.begin_upload(
        place=place, name="../../x.svg", size=len(content), mark="", paper="other", by=amy, now=DURING
    )
    with pytest.raises(InputRefused):
        uploads.add_piece(place=place, upload=upload, at=0, piece=content, by=amy, now=DURING)
    assert (queries.files_of(queries.draft_of(place)), queries.path_of_upload(upload.code).exists()) == (
        (),
        False,
    )


def test_a_file_is_replaced_by_a_copy_that_names_nobody(place, amy):
    from zhiheng.programmes.awards.domain.properties import Told, names_told

    uploads.take_file(place=place, content=docx(), name="报告.docx", paper="other", by=amy, now=DURING)
    (file,) = queries.files_of(queries.draft_of(place))
    with registers.open_document(file.document) as stream:
        assert set(names_told(stream.read(), file.document.kind)) == {
            Told("creator", "张三"),
            Told("Company", "示例公司"),
        }
    uploads.clean_file(place=place, file=file, by=amy, now=DURING)
    (after,) = queries.files_of(queries.draft_of(place))
    with registers.open_document(after.document) as stream:
        assert names_told(stream.read(), after.document.kind) == ()


def test_the_office_reads_a_file_only_once_it_was_handed_in(place, amy):
    from zhiheng.registers.policy import may_read_document

    fill(place, amy)
    document = uploads.take_file(place=place, content=pdf(), name="a.pdf", paper="other", by=amy, now=DURING)
    before = bool(may_read_document(OFFICE, document))
    actions.submit_draft(place=place, by=amy, now=DURING)
    other = Actor("acct-x", frozenset({(next(iter(OFFICE.holds))[0], "350100")}))
    assert (before, bool(may_read_document(OFFICE, document)), bool(may_read_document(other, document))) == (
        False,
        True,
        False,
    )


def test_the_office_finds_report_and_files_by_the_case(place, amy):
    handed_in(place, amy)
    assert queries.report_of_case("xm-7-0001")["4.1.2"] == "item-4.1.2 的说明"
    assert queries.papers_of_case("xm-7-0001") == ()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_hand_in_one_application(transactional_db, regions, home):
    place = make_place()
    amy = applicant_of(place)
    fill(place, amy)
    told = []

    def click():
        try:
            told.append(actions.submit_draft(place=place, by=amy, now=DURING).number)
        except Refused as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert sorted(map(str, told)) == ["1", "draft.handed_in"]
    assert Case.objects.count() == 1


def test_cases_that_others_opened_do_not_disturb_a_draft(place, amy):
    make_cases(place.round, 2, first=20)
    assert handed_in(place, amy).draft.case.number == 3
