"""A sheet is recorded whole or not at all, once, and only where it belongs."""

from __future__ import annotations

import threading

import openpyxl
import pytest
from stage_sheets import ROUND, Office, at_stage, cells, edit, problems, put, recorded, written

from factories import AFTER, OFFICE, OTHER_OFFICE, SHORT, SUPERVISOR, make_account, make_cases, make_round
from interruptions import everything, kill_between_statements
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Attestation
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.ledger.queries import lines_about
from zhiheng.programmes.awards.sheets.desk import sheet_for

SHEET = "符合性审查"
pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def office(tmp_path):
    return at_stage(tmp_path, "conformity", SHORT)


def attest(path, holds="是", evidence="示例佐证"):
    def change(row):
        row["行业领先是否成立"].value = holds
        row["行业领先佐证"].value = evidence

    edit(path, SHEET, change)


def filled(folder):
    path = written(folder)
    attest(path)
    return path


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value


def test_a_sheet_has_its_cases_and_says_under_which_rule_and_until_when(office):
    path = written(office.folder)
    notes = {row[0]: row[1] for row in openpyxl.load_workbook(path)["填表说明"].iter_rows(values_only=True)}

    assert cells(path, SHEET, "办件编号") == ["xm-7-0001", "xm-7-0002", "xm-7-0003"]
    assert cells(path, SHEET, "单位名称")[0] == "示例01号有限公司"
    assert (notes["届次代码"], notes["环节编号"], notes["依据"]) == (ROUND, "conformity", "第6条")
    assert notes["办理期限"] == "2025年4月16日（星期三）24:00 之前，北京时间"


def test_a_recorded_sheet_attests_and_leaves_one_line_of_its_own(office):
    report = recorded(filled(office.folder))

    assert (report.saved, report.counts()["new"]) == (True, 3)
    assert Attestation.objects.filter(holds=True, evidence="示例佐证", by="acct-office").count() == 3
    line = lines_about("350200", f"{ROUND}/conformity").get(act="awards.sheet_recorded")
    assert '"new":3' in line.body_json


def test_the_same_file_again_records_nothing(office):
    path = filled(office.folder)
    recorded(path)
    before = everything()

    report = recorded(path)

    assert (report.is_unchanged, report.counts()["unchanged"]) == (True, 3)
    assert everything() == before


def test_a_sheet_is_prefilled_with_what_stands_and_a_correction_replaces_it(office):
    recorded(filled(office.folder))
    path = written(office.folder)
    assert cells(path, SHEET, "行业领先是否成立") == ["是", "是", "是"]

    put(path, SHEET, "C3", "否")

    assert recorded(path).counts() == {"new": 0, "changed": 1, "unchanged": 2, "blank": 0}
    assert Attestation.objects.filter(withdrawn_at=None, holds=False).get().case.code == "xm-7-0002"


def test_an_emptied_cell_takes_nothing_back(office):
    recorded(filled(office.folder))

    report = recorded(written_blank(office.folder))

    assert report.counts()["unchanged"] == 3


def written_blank(folder):
    path = written(folder)
    attest(path, None, None)
    return path


def test_a_dry_run_says_the_same_and_saves_nothing(office):
    before = everything()

    report = recorded(filled(office.folder), dry=True)

    assert (report.saved, report.counts()["new"]) == (False, 3)
    assert everything() == before


def test_one_bad_cell_keeps_the_whole_file_out_and_is_named(office):
    path = filled(office.folder)
    put(path, SHEET, "C3", "也许")
    before = everything()

    assert problems(path) == [("yes_no", SHEET, 3, "C")]
    assert everything() == before


def test_a_refusal_cites_the_article_of_the_stage(office):
    path = filled(office.folder)
    put(path, SHEET, "D2", None)

    refusal = refused(lambda: recorded(path))

    assert [cite.article for cite in refusal.cites] == ["6"]
    assert refusal.problems[0].place.text().zh == "表.xlsx，工作表“符合性审查”，第 2 行，D 列，行业领先佐证"


@pytest.mark.parametrize(
    ("address", "value", "expected"),
    [
        ("A2", "xm-7-0099", [("case_unknown", SHEET, 2, "A")]),
        ("A3", "xm-7-0001", [("repeated", SHEET, 3, "A")]),
        ("A2", None, [("case_unknown", SHEET, 2, "A")]),
        ("B2", "另一家公司", [("case_mismatch", SHEET, 2, "B")]),
        ("C2", "=1=1", [("formula", SHEET, 2, "C")]),
        ("C1", "成立吗", [("header_missing", SHEET, 1, "")]),
        ("C2", None, [("required", SHEET, 2, "C")]),
        ("D2", None, [("required", SHEET, 2, "D")]),
    ],
)
def test_a_bad_row_is_named_with_its_place(office, address, value, expected):
    path = filled(office.folder)
    put(path, SHEET, address, value)

    assert problems(path)[:1] == expected


def test_merged_cells_are_refused(office):
    path = filled(office.folder)
    book = openpyxl.load_workbook(path)
    book[SHEET].merge_cells("C2:C3")
    book.save(path)

    assert ("merged", SHEET, 2, "C") in problems(path)


def test_a_sheet_that_was_removed_is_missed(office):
    path = filled(office.folder)
    book = openpyxl.load_workbook(path)
    book[SHEET].title = "别的"
    book.save(path)

    assert problems(path) == [("no_sheet", SHEET, None, "")]


def test_a_file_that_is_no_workbook_is_refused_from_outside(office):
    path = office.folder / "表.xlsx"
    path.write_text("办件编号,单位名称\n", encoding="utf-8")

    assert problems(path) == [("not_xlsx", "", None, "")]


def test_a_workbook_without_its_mark_is_refused(office):
    path = filled(office.folder)
    book = openpyxl.load_workbook(path)
    del book["填表说明"]
    book.save(path)

    assert problems(path) == [("no_mark", "填表说明", None, "")]


@pytest.mark.parametrize(
    ("address", "value", "code"),
    [
        ("B3", "xm-8", "sheet.other_round"),
        ("B4", "notice", "sheet.stage_waiting"),
        ("B4", "plenary", "stage.unknown"),
        ("B5", "0" * 64, "sheet.other_rulebook"),
    ],
)
def test_a_file_of_another_round_stage_or_rulebook_is_refused_by_name(office, address, value, code):
    path = filled(office.folder)
    put(path, "填表说明", address, value)

    assert refused(lambda: recorded(path)).code == code


def test_a_file_of_a_stage_that_has_closed_is_refused_with_the_instant(office):
    path = filled(office.folder)
    recorded(path)
    casework.close_stage(round_code=ROUND, stage="conformity", by=OFFICE, now=AFTER)

    refusal = refused(lambda: recorded(path))

    assert refusal.code == "sheet.stage_closed"
    assert (
        refusal.message.zh == "环节“符合性审查”（conformity）已于 2025-04-01 09:00 结束，本文件不能再录入。"
    )


def test_a_case_withdrawn_since_is_named(office):
    path = filled(office.folder)
    casework.withdraw_case(case_code="xm-7-0002", reason="示例", by=OFFICE, now=AFTER)

    assert problems(path) == [("case_unknown", SHEET, 3, "A")]


@pytest.mark.parametrize("actor", [OTHER_OFFICE, SUPERVISOR])
def test_only_the_office_of_the_authority_writes_and_records_sheets(office, actor):
    path = filled(office.folder)

    assert refused(lambda: sheet_for(ROUND, None, actor)).code == "sheet.not_yours"
    assert refused(lambda: recorded(path, by=actor)).code == "sheet.not_yours"


def test_without_an_open_stage_the_next_one_is_named(regions, tmp_path):
    make_cases(make_round(source=SHORT), 1)

    refusal = refused(lambda: written(tmp_path))

    assert (
        refusal.message.zh
        == "没有正在进行的环节。下一环节“符合性审查”：zhiheng round begin xm-7 conformity。"
    )


def test_a_stage_without_anything_to_fill_says_how_to_close_it(tmp_path):
    source = SHORT.replace("  - {id: leading, rule: attested", "  - {id: x, rule: attested").replace(
        ", correction: {times: 1, within: {working_days: 5}}", ""
    )
    kept = "\n".join(line for line in source.split("\n") if "id: x" not in line)
    at_stage(tmp_path, "conformity", kept)

    refusal = refused(lambda: written(tmp_path))

    assert refusal.code == "sheet.nothing_to_fill"
    assert refusal.message.zh.endswith("zhiheng round close xm-7 conformity。")


def test_killed_between_any_two_statements_nothing_is_left(office):
    path = filled(office.folder)

    assert kill_between_statements(lambda: recorded(path)) > 10
    assert Attestation.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_officers_record_the_same_sheet_at_once_and_one_does(office):
    from django.db import connection

    path, gate, counts = filled(office.folder), threading.Barrier(2), []

    def record():
        gate.wait()
        try:
            counts.append(recorded(path).counts()["new"])
        finally:
            connection.close()

    threads = [threading.Thread(target=record) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 3]
    assert Attestation.objects.count() == 3


def test_the_commands_tell_what_they_did_in_words(office):
    make_account()
    path = office.sheet()
    attest(path)

    first, again = office.record(path), office.record(path)

    assert "新记录 3 项" in first
    assert "与已有记录一致，未作改动。" in again
    assert again.splitlines()[-1] == (
        "下一步：zhiheng round preview xm-7 conformity，然后 zhiheng round close xm-7 conformity"
    )


def test_a_dry_run_lists_the_problems_and_ends_refused(office):
    make_account()
    path = office.sheet()
    attest(path, evidence=None)

    with pytest.raises(InputRefused) as refusal:
        office.record(path, "--dry-run")

    assert refusal.value.code == "sheet.problems"


def test_a_machine_reads_every_statement(office):
    make_account()
    path = office.sheet()
    attest(path)

    answer = office.answer(path)

    assert (answer["saved"], answer["counts"]["new"], len(answer["rows"])) == (True, 3, 3)
    assert answer["rows"][0] == {
        "sheet": SHEET, "row": 2, "about": "xm-7-0001/leading", "verdict": "new",
    }  # fmt: skip


def test_nobody_records_anything(office):
    path = filled(office.folder)

    assert refused(lambda: Office(office.folder, account="").record(path)).code == "terminal.nobody"
