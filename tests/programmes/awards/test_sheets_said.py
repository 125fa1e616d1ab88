"""What departments, surveyed people, the public and the deciding body say, by sheet; bad input for each."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from stage_sheets import ROUND, add_row, at_stage, cells, edit, only_stage, problems, put, recorded, written

from factories import AFTER, LOCAL, OFFICE, SHORT, make_cases, make_round, pass_check
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Approval, Correction, Notice, Objection, Reply, SurveyReturn
from zhiheng.core.refusal import Refused
from zhiheng.ledger.queries import lines_about

# ruff: noqa: E501
pytestmark = pytest.mark.usefixtures("regions")
ASKING = '{id: credit, kind: %s, title: {zh: 信用查询, en: Credit}, asks: [taxation, ecology], within: {working_days: 10}, art: "6"}'
SURVEYING = '{id: satisfaction, kind: survey, title: {zh: 测评, en: Survey}, least_answers: 30, art: "6"}'
APPROVING = '{id: word, kind: approve, title: {zh: 批准, en: Word}, art: "6"}'
TAX, SURVEY, APPROVAL = "税务部门", "满意度测评", "批准"
IN_TIME = "2025-04-03 10:00"


def begun(folder, line, stage):
    at_stage(folder, stage, only_stage(line))
    return written(folder)


# --- corrections at a check


@pytest.fixture
def check(tmp_path):
    at_stage(tmp_path, "conformity", SHORT)
    return written(tmp_path)


def test_a_correction_is_asked_once_and_told_with_its_limit(check):
    put(check, "符合性审查", "E2", "请补交自我评价报告")
    assert recorded(check).counts()["new"] == 1
    assert recorded(check).counts()["new"] == 0
    assert Correction.objects.get().asks == "请补交自我评价报告"

    put(check, "符合性审查", "E2", "再补一份")

    assert problems(check) == [("correction", "符合性审查", 2, "E")]


# --- inquiry and consultation


def test_each_department_has_its_own_sheet_and_its_own_reply(tmp_path):
    path = begun(tmp_path, ASKING % "inquiry", "credit")
    put(path, TAX, "C2", "无")
    put(path, "生态环境部门", "C3", "有")
    put(path, "生态环境部门", "D3", "有一起处罚")

    assert recorded(path).counts() == {"new": 2, "changed": 0, "unchanged": 0, "blank": 4}
    assert sorted(Reply.objects.values_list("department", "is_adverse", "opinion")) == [
        ("ecology", True, "有一起处罚"), ("taxation", False, ""),
    ]  # fmt: skip
    assert cells(written(tmp_path), TAX, "有无不良记录") == ["无", None, None]


def test_a_consultation_asks_for_objections_and_takes_a_change(tmp_path):
    path = begun(tmp_path, ASKING % "consult", "credit")
    edit(path, TAX, lambda row: setattr(row["有无反对意见"], "value", "无"))
    recorded(path)
    put(path, TAX, "C2", "有")
    put(path, TAX, "D2", "另有意见")

    assert recorded(path).counts()["changed"] == 1
    assert Reply.objects.get(withdrawn_at=None, is_adverse=True).opinion == "另有意见"


@pytest.mark.parametrize(
    ("choice", "opinion", "expected"),
    [
        ("有", None, ("required", TAX, 2, "D")),
        (None, "没有填", ("required", TAX, 2, "C")),
        ("不清楚", None, ("choice", TAX, 2, "C")),
    ],
)
def test_a_reply_without_its_reason_or_word_is_named(tmp_path, choice, opinion, expected):
    path = begun(tmp_path, ASKING % "inquiry", "credit")
    put(path, TAX, "C2", choice)
    put(path, TAX, "D2", opinion)

    assert problems(path) == [expected]
    assert not Reply.objects.exists()


# --- survey


def test_a_survey_is_recorded_exactly(tmp_path):
    path = begun(tmp_path, SURVEYING, "satisfaction")
    for address, value in {"C2": 180, "D2": 88.125, "C3": 0}.items():
        put(path, SURVEY, address, value)

    assert recorded(path).counts() == {"new": 2, "changed": 0, "unchanged": 0, "blank": 1}
    assert sorted(SurveyReturn.objects.values_list("answers", "score")) == [
        (0, None),
        (180, Decimal("88.125")),
    ]
    assert cells(written(tmp_path), SURVEY, "得分") == [88.125, None, None]


@pytest.mark.parametrize(
    ("answers", "score", "expected"),
    [
        (-1, None, "C"), (1.5, 80, "C"), (None, 80, "C"), ("很多", 80, "C"),
        (30, None, "D"), (0, 80, "D"), (30, 100.5, "D"), (30, 80.0001, "D"),
    ],
)  # fmt: skip
def test_a_survey_out_of_its_range_is_named(tmp_path, answers, score, expected):
    path = begun(tmp_path, SURVEYING, "satisfaction")
    put(path, SURVEY, "C2", answers)
    put(path, SURVEY, "D2", score)

    assert [(row, column) for _, _, row, column in problems(path)] == [(2, expected)]


# --- approval


def test_an_approval_is_recorded_with_its_document(tmp_path):
    path = begun(tmp_path, APPROVING, "word")
    for address, value in {
        "C2": "是",
        "D2": "示例函〔2025〕1号",
        "C3": "否",
        "D3": "示例函〔2025〕1号",
        "E3": "示例理由",
    }.items():
        put(path, APPROVAL, address, value)

    assert recorded(path).counts()["new"] == 2
    assert sorted(Approval.objects.values_list("approved", "reason")) == [(False, "示例理由"), (True, "")]
    assert cells(written(tmp_path), APPROVAL, "是否批准") == ["是", "否", None]


@pytest.mark.parametrize(
    ("approved", "document", "column"), [("是", None, "D"), ("否", "函", "E"), (None, "函", "C")]
)
def test_an_approval_that_lacks_something_is_named(tmp_path, approved, document, column):
    path = begun(tmp_path, APPROVING, "word")
    put(path, APPROVAL, "C2", approved)
    put(path, APPROVAL, "D2", document)

    assert problems(path) == [("required", APPROVAL, 2, column)]


# --- objections


@pytest.fixture
def notice(tmp_path):
    round_ = make_round(source=SHORT)
    pass_check(round_, make_cases(round_, 2))
    casework.open_stage(round_code=ROUND, stage="notice", by=OFFICE, now=AFTER)
    return written(tmp_path)


LATER = datetime(2025, 4, 5, 9, tzinfo=LOCAL)
SAID = {
    "办件编号": "xm-7-0001", "异议人姓名或单位": "示例甲", "联系方式": "0592-0", "事由": "示例事由", "收到时间": IN_TIME,
}  # fmt: skip


def objected(path, **given):
    add_row(path, "异议", **{**SAID, **given})


def test_an_objection_is_taken_as_of_the_instant_it_was_received_and_only_once(notice):
    objected(notice)

    assert recorded(notice, now=LATER).counts()["new"] == 1
    assert recorded(notice, now=LATER).counts()["unchanged"] == 1
    one = Objection.objects.get()
    assert (one.name, one.state, one.given_at.astimezone(LOCAL).isoformat()) == (
        "示例甲", "open", "2025-04-03T10:00:00+08:00",
    )  # fmt: skip


def test_an_objection_is_decided_in_the_sheet_that_lists_it(notice, tmp_path):
    objected(notice)
    recorded(notice, now=LATER)
    path = written(tmp_path)
    assert cells(path, "异议", "事由") == ["示例事由"]

    put(path, "异议", "H2", "不成立")
    put(path, "异议", "I2", "查无实据")

    assert recorded(path, now=LATER).counts()["changed"] == 1
    assert recorded(path, now=LATER).counts()["unchanged"] == 1
    assert Objection.objects.get().state == "rejected"


def test_a_decision_comes_with_a_new_objection_in_one_go(notice):
    objected(notice, 处理="成立", 处理意见="属实")

    recorded(notice, now=LATER)

    assert (Objection.objects.get().state, Objection.objects.get().decision) == ("upheld", "属实")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"办件编号": "xm-7-0009"}, ("not_published", "异议", 2, "B")),
        ({"异议人姓名或单位": None}, ("required", "异议", 2, "D")),
        ({"联系方式": None}, ("required", "异议", 2, "E")),
        ({"事由": None}, ("required", "异议", 2, "F")),
        ({"收到时间": None}, ("required", "异议", 2, "G")),
        ({"收到时间": "四月三日"}, ("instant", "异议", 2, "G")),
        ({"收到时间": "2025-04-01 23:59:59"}, ("out_of_time", "异议", 2, "G")),
        ({"收到时间": "2025-04-06 09:00"}, ("day_to_come", "异议", 2, "G")),
        ({"处理": "成立"}, ("required", "异议", 2, "I")),
        ({"处理意见": "查无实据"}, ("required", "异议", 2, "H")),
        ({"登记号": 77}, ("objection_unknown", "异议", 2, "A")),
    ],
)
def test_an_objection_that_cannot_be_taken_is_named(notice, given, expected):
    objected(notice, **given)

    assert problems(notice, now=LATER) == [expected]
    assert not Objection.objects.exists()


def test_an_objection_at_the_end_of_the_notice_is_too_late_by_a_second(notice):
    ends_at = Notice.objects.get().ends_at.astimezone(LOCAL)
    objected(notice, 收到时间=ends_at.strftime("%Y-%m-%d %H:%M:%S"))
    assert problems(notice, now=ends_at + timedelta(days=1)) == [("out_of_time", "异议", 2, "G")]

    put(notice, "异议", "G2", (ends_at - timedelta(seconds=1)).replace(tzinfo=None))

    assert recorded(notice, now=ends_at + timedelta(days=1)).counts()["new"] == 1


def test_what_was_recorded_of_an_objection_stays_as_it_is(notice, tmp_path):
    objected(notice, 处理="成立", 处理意见="属实")
    recorded(notice, now=LATER)
    path = written(tmp_path)

    put(path, "异议", "F2", "别的事由")
    assert problems(path, now=LATER) == [("objection_altered", "异议", 2, "F")]
    put(path, "异议", "F2", "示例事由")
    put(path, "异议", "H2", "不成立")
    assert problems(path, now=LATER) == [("objection_decided", "异议", 2, "H")]


def test_who_objects_stays_out_of_the_ledger(notice):
    objected(notice)
    recorded(notice, now=LATER)

    bodies = "".join(line.body_json for line in lines_about("350200", "xm-7"))
    bodies += "".join(line.body_json for line in lines_about("350200", "xm-7-0001"))

    assert "示例甲" not in bodies
    assert "file_sha256" not in bodies


def test_the_notice_is_told_with_its_end_and_closes_without_a_sheet(notice):
    with pytest.raises(Refused) as refusal:
        casework.close_stage(round_code=ROUND, stage="notice", by=OFFICE, now=LATER)

    assert refusal.value.code == "stage.awaits"
    assert cells(notice, "异议", "办件编号") == []
