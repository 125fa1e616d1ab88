"""The thin commands beside the sheets: withdrawn, restored, late, corrected, reopened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from stage_sheets import ROUND, Office, applications, at_stage, only_stage
from test_sheets_marked import SCORING, mark, seat

from factories import CLOSES, SHORT, make_account, make_cases, make_organisation, make_round
from zhiheng.casework.models import Case, Correction
from zhiheng.casework.queries.rounds import cases_of, round_of
from zhiheng.core.refusal import Refused

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def office(tmp_path):
    make_account()
    return at_stage(tmp_path, "conformity", SHORT)


def refusal_of(act, *words):
    with pytest.raises(Refused) as refusal:
        act(*words)
    return refusal.value.code


def test_a_case_is_withdrawn_and_restored(office):
    assert (
        office.run("withdraw", "xm-7-0002", "--reason", "示例理由") == "已撤回: xm-7-0002  示例02号有限公司\n"
    )
    assert [row["state"] for row in cases_of(round_of(ROUND))] == ["running", "withdrawn", "running"]
    assert refusal_of(office.run, "withdraw", "xm-7-0002", "--reason", "再次") == "case.not_running"

    assert office.run("restore", "xm-7-0002") == "已恢复: xm-7-0002  示例02号有限公司\n"
    assert Case.objects.filter(state="running").count() == 3


def test_a_late_entry_is_granted_in_one_go_and_then_imported(tmp_path):
    make_account()
    make_round(source=SHORT)
    one, office = make_organisation(1), Office(tmp_path, now=CLOSES + timedelta(hours=9))
    file = tmp_path / "申报名单.xlsx"
    file.write_bytes(applications(SHORT, 1))
    assert refusal_of(office.run, "import", ROUND, str(file)).endswith("too_late")

    told = office.run("late", ROUND, one.uscc, "--until", "2025-04-02 12:00", "--ground", "示例：系统故障")

    assert told == "已准许逾期申报: 示例01号有限公司  → 2025-04-02 12:00\n"
    assert "新增 1 行" in office.run("import", ROUND, str(file))


def test_a_late_entry_after_review_began_leaves_no_request(office):
    one = make_organisation(9)

    words = ("late", ROUND, one.code, "--until", "2025-05-01", "--ground", "示例")

    assert refusal_of(office.run, *words) == "late_request.review_began"
    assert refusal_of(office.run, *words) == "late_request.review_began"


def test_a_correction_is_asked_and_taken_from_a_workbook_of_one_row(office):
    told = office.run("correct", "xm-7-0001", "--asks", "请补交证明")
    assert told == "已退回补正: xm-7-0001  → 2025-04-10 00:00\n"
    file = office.folder / "补正.xlsx"
    file.write_bytes(applications(SHORT, 2))
    assert refusal_of(office.run, "corrected", "xm-7-0001", str(file)) == "correction.other_rows"

    file.write_bytes(applications(SHORT, 1))

    assert office.run("corrected", "xm-7-0001", str(file)) == "已录入补正: xm-7-0001  示例01号有限公司\n"
    assert Correction.objects.get().answered_at == office.now


def test_the_row_of_another_organisation_corrects_nothing(office):
    office.run("correct", "xm-7-0002", "--asks", "请补交证明")
    file = office.folder / "补正.xlsx"
    file.write_bytes(applications(SHORT, 1))

    assert refusal_of(office.run, "corrected", "xm-7-0002", str(file)) == "correction.other_rows"
    assert Correction.objects.get().answered_at is None


def test_a_signed_scorebook_is_reopened(tmp_path):
    make_account()
    office = at_stage(tmp_path, "documents", only_stage(SCORING), count=1)
    path = office.sheet()
    seat(path)
    mark(path)
    office.record(path)

    words = ("reopen", ROUND, "documents", "xm-7-0001", "a1", "--ground", "示例：录入有误")

    assert office.run(*words) == "评分手册已退回: xm-7-0001/documents/A1\n"
    assert refusal_of(office.run, *words) == "scorebook.not_signed"
    assert "新记录 1 项" in office.record(path)


def test_a_stranger_changes_nothing(tmp_path):
    make_account("stranger", place="350100")
    make_cases(make_round(source=SHORT), 1)
    office = Office(tmp_path, account="stranger")

    assert refusal_of(office.run, "withdraw", "xm-7-0001", "--reason", "示例") == "case.not_yours"
