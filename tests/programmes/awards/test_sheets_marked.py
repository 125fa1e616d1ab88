"""Panels, scorebooks and hearing points by sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from stage_sheets import (
    ROUND,
    add_row,
    at_stage,
    cells,
    declare,
    edit,
    only_stage,
    problems,
    put,
    recorded,
    written,
)

from factories import AFTER, OFFICE, OPENS, make_account, make_organisation
from zhiheng.casework.queries.rounds import round_of, stage_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.review import actions as review
from zhiheng.review import queries
from zhiheng.review.domain.values import HearingGiven, NewExpert, PanelPlan, ScorebookGiven, SeatPlan
from zhiheng.rules.criteria import criteria_model

# ruff: noqa: E501
pytestmark = pytest.mark.usefixtures("regions")
SCORING = '{id: documents, kind: score, title: {zh: 材料评审, en: Documents}, by: assessor, criteria: gbt19580_2012, panel: {assessors: 3, lead: 1}, combine: trimmed_mean, art: "6"}'
HEARING = '{id: defence, kind: hearing, title: {zh: 答辩, en: Defence}, by: assessor, minutes: {present: 15, answer: 15}, points: 100, art: "7"}'
ITEMS = criteria_model("gbt19580_2012").items
FIRST = ITEMS["4.1.2"]
TITLE = f"{FIRST.id} {FIRST.title.zh}"


def stage_pk(stage="documents"):
    return stage_of(round_of(ROUND), stage).pk


@pytest.fixture
def score(tmp_path):
    at_stage(tmp_path, "documents", only_stage(SCORING), count=2)
    return written(tmp_path)


def seat(path, **names):
    """Name the assessors by their labels; A1 leads."""

    def change(row):
        label = row["席位"].value
        row["姓名"].value = names.get(label, f"示例评审员{label}")
        row["是否组长"].value = "是" if label == "A1" else "否"

    edit(path, "评审员", change)


def mark(path, percent=60, only=None):
    """Give one percent on all items in every row, or in the rows of one seat."""

    def change(row):
        if row["办件编号"].value and only in (None, row["席位"].value):
            for item in ITEMS.values():
                row[f"{item.id} {item.title.zh}"].value = percent

    edit(path, "评分", change)


def test_one_file_forms_the_panel_and_hands_in_every_scorebook(score):
    seat(score)
    mark(score)

    assert recorded(score).counts() == {"new": 9, "changed": 0, "unchanged": 0, "blank": 0}
    assert len(queries.signed_seats(stage_pk())) == 6
    assert [one.name for one in sorted(queries.experts_at("350200"), key=lambda one: one.name)] == [
        "示例评审员A1", "示例评审员A2", "示例评审员A3",
    ]  # fmt: skip


def test_the_same_file_again_forms_and_signs_nothing(score):
    seat(score)
    mark(score)
    recorded(score)

    assert recorded(score).counts() == {"new": 0, "changed": 0, "unchanged": 9, "blank": 0}
    assert len(queries.experts_at("350200")) == 3


def test_a_panel_can_be_formed_before_anybody_has_marked(score, tmp_path):
    seat(score)

    assert recorded(score).counts() == {"new": 3, "changed": 0, "unchanged": 0, "blank": 6}
    path = written(tmp_path)
    mark(path, only="A2")
    assert recorded(path).counts() == {"new": 2, "changed": 0, "unchanged": 0, "blank": 4}


def test_no_mark_on_record_is_written_into_a_sheet(score, tmp_path):
    seat(score)
    mark(score)
    recorded(score)

    path = written(tmp_path)

    assert cells(path, "评分", "状态") == ["已有评分"] * 6
    assert set(cells(path, "评分", TITLE)) == {None}


def test_two_panels_share_the_cases(score, tmp_path):
    seat(score)
    for number in (4, 5, 6):
        add_row(
            score,
            "评审员",
            席位=f"A{number}",
            评审组="乙组",
            姓名=f"示例评审员{number}",
            是否组长="是" if number == 4 else "否",
        )
    put(score, "分组", "C3", "乙组")

    assert recorded(score).counts()["new"] == 6
    assert cells(written(tmp_path), "评分", "席位") == ["A1", "A2", "A3", "A4", "A5", "A6"]


def test_a_row_with_a_missing_item_is_told_in_a_dry_run_and_refused_on_record(score):
    seat(score)
    mark(score, only="A1")
    put(score, "评分", "E2", None)

    dry = recorded(score, dry=True)

    assert (dry.problems, len(dry.warnings)) == ((), 1)
    assert dry.warnings[0].message.zh == "未评条目：4.1.2；未评不按零分计。"
    assert problems(score) == [("incomplete", "评分", 2, "E")]
    assert queries.panel_names(stage_pk()) == ()


@pytest.mark.parametrize("percent", [62, 105, -5, 60.5, "优"])
def test_a_mark_off_the_scale_is_named(score, percent):
    seat(score)
    mark(score, only="A1")
    put(score, "评分", "E2", percent)

    assert next((row, column) for _, _, row, column in problems(score)) == (2, "E")


@pytest.mark.parametrize(
    ("sheet", "address", "value", "expected"),
    [
        ("评审员", "C2", None, ("required", "评审员", 2, "C")),
        ("评审员", "C3", "示例评审员A1", ("repeated", "评审员", 3, "C")),
        ("评审员", "A3", "A7", ("label", "评审员", 3, "A")),
        ("评审员", "F2", "否", ("panel_size", "评审员", 2, "F")),
        ("评审员", "E2", "exp-none", ("expert_unknown", "评审员", 2, "E")),
        ("分组", "C2", "丙组", ("panel_unknown", "分组", 2, "C")),
        ("评分", "C2", "A9", ("not_seated", "评分", 2, "C")),
        ("评分", "C3", "A1", ("repeated", "评分", 3, "A")),
    ],
)
def test_a_bad_panel_or_seat_is_named(score, sheet, address, value, expected):
    seat(score)
    mark(score)
    put(score, sheet, address, value)

    assert expected in problems(score)
    assert queries.experts_at("350200") == ()


def test_an_expert_of_the_pool_is_taken_by_name_and_a_namesake_by_code(score):
    new = [NewExpert("示例评审员A1"), NewExpert("同名"), NewExpert("同名")]
    codes = review.register_experts(authority="350200", experts=new, by=OFFICE, now=OPENS)
    seat(score, A2="同名")
    assert problems(score) == [("expert_unclear", "评审员", 3, "E")]

    put(score, "评审员", "E3", codes[2])
    recorded(score)

    seats = {one.label: one.expert for one in queries.seats_by_case(stage_pk())["xm-7-0001"]}
    assert (seats["A1"], seats["A2"]) == (codes[0], codes[2])
    assert len(queries.experts_at("350200")) == 4


def test_an_assessor_employed_by_an_applicant_is_kept_off_its_panel(score):
    seat(score)
    put(score, "评审员", "D2", "示例01号有限公司")

    with pytest.raises(Refused) as refusal:
        recorded(score)

    assert refusal.value.code == "panel.interest"
    assert queries.experts_at("350200") == ()


def test_an_employer_that_the_pool_does_not_know_is_declared_as_an_interest(score):
    code = review.register_experts(
        authority="350200", experts=[NewExpert("示例评审员A1")], by=OFFICE, now=OPENS
    )[0]
    make_organisation(77)
    seat(score)
    put(score, "评审员", "D2", "示例77号有限公司")
    put(score, "评审员", "E2", code)

    recorded(score)

    assert [one[1] for one in queries.undecided_interests("350200")] == [code]


def test_a_signed_scorebook_is_not_changed_but_reopened(score, tmp_path):
    seat(score)
    mark(score)
    recorded(score)
    mark(score, percent=65, only="A1")
    assert [code for code, *_ in problems(score)] == ["signed", "signed"]

    for case in ("xm-7-0001", "xm-7-0002"):
        review.reopen_scorebook(
            case_code=case, stage="documents", seat="A1", ground="示例", by=OFFICE, now=AFTER
        )

    assert recorded(score).counts()["new"] == 2


def test_the_office_learns_nothing_of_a_mark_that_it_did_not_hand_in(score, tmp_path):
    """Whether the office guesses right or wrong, it gets the same answer."""
    account = make_account("assessor", Role.ASSESSOR)
    new = [NewExpert("甲", account=account), NewExpert("乙"), NewExpert("丙")]
    codes = review.register_experts(authority="350200", experts=new, by=OFFICE, now=OPENS)
    plan = PanelPlan(
        "一", tuple(SeatPlan(code, code == codes[0]) for code in codes), ("xm-7-0001", "xm-7-0002")
    )
    review.form_panels(round_code=ROUND, stage="documents", panels=[plan], by=OFFICE, now=AFTER)
    own = Actor(account, frozenset({(Role.ASSESSOR, "350200")}))
    declare(codes[0], account)
    book = ScorebookGiven("xm-7-0001", "A1", dict.fromkeys(ITEMS, 60))
    review.hand_in_scorebooks(round_code=ROUND, stage="documents", scorebooks=[book], by=own, now=AFTER)
    answers = []
    for percent in (60, 65):
        path = written(tmp_path)
        mark(path, percent, only="A1")
        answers.append(problems(path))

    assert answers == [[("marked_by_own", "评分", 2, "C")]] * 2


# --- hearings


@pytest.fixture
def hearing(tmp_path):
    at_stage(tmp_path, "defence", only_stage(HEARING), count=2)
    path = written(tmp_path)
    for number in (1, 2):
        add_row(path, "评审员", 评审组="第1组", 姓名=f"示例评委{number}", 是否组长="否")
    recorded(path)
    return written(tmp_path)


def test_hearing_points_are_recorded_and_may_be_corrected(hearing):
    put(hearing, "评分", "E2", 81.25)
    put(hearing, "评分", "E3", 90)
    assert recorded(hearing).counts() == {"new": 2, "changed": 0, "unchanged": 0, "blank": 2}

    put(hearing, "评分", "E3", 91)

    assert recorded(hearing).counts() == {"new": 0, "changed": 1, "unchanged": 1, "blank": 2}
    assert queries.hearing_points_of(stage_pk("defence"))["xm-7-0001"] == {"A1": "81.25", "A2": "91.00"}


@pytest.mark.parametrize("points", [-1, 100.5, 80.125, "好"])
def test_points_out_of_range_are_named(hearing, points):
    put(hearing, "评分", "E2", points)

    assert [(row, column) for _, _, row, column in problems(hearing)] == [(2, "E")]


def test_points_that_a_member_gave_alone_are_not_overwritten(tmp_path):
    at_stage(tmp_path, "defence", only_stage(HEARING), count=1)
    account = make_account("assessor", Role.ASSESSOR)
    [code] = review.register_experts(
        authority="350200", experts=[NewExpert("甲", account=account)], by=OFFICE, now=OPENS
    )
    plan = PanelPlan("一", (SeatPlan(code),), ("xm-7-0001",))
    review.form_panels(round_code=ROUND, stage="defence", panels=[plan], by=OFFICE, now=AFTER)
    own = Actor(account, frozenset({(Role.ASSESSOR, "350200")}))
    declare(code, account)
    given = [HearingGiven("xm-7-0001", "A1", Decimal("80.00"))]
    review.give_hearing_points(round_code=ROUND, stage="defence", given=given, by=own, now=AFTER)
    path = written(tmp_path)
    put(path, "评分", "E2", 80)

    assert problems(path) == [("marked_by_own", "评分", 2, "C")]
