"""A plenary by sheet: who came, who stays away, and papers without names."""

from __future__ import annotations

import pytest
from stage_sheets import (
    ROUND,
    add_row,
    at_stage,
    cells,
    declare,
    only_stage,
    problems,
    put,
    recorded,
    written,
)

from factories import AFTER, OFFICE, OPENS, make_account
from interruptions import everything, kill_between_statements
from zhiheng.casework.queries.rounds import round_of, stage_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.ledger.queries import lines_about
from zhiheng.review import actions as review
from zhiheng.review import queries
from zhiheng.review.domain.values import NewExpert

# ruff: noqa: E501
pytestmark = pytest.mark.usefixtures("regions")
VOTING = '{id: plenary, kind: ballot, title: {zh: 全体会议, en: Plenary}, secret: true, quorum: "2/3", passes: {share: "2/3", of: present}, over: votes, art: "9"}'
CASES = {"xm-7-0001": "示例01号有限公司", "xm-7-0002": "示例02号有限公司"}
COLUMNS = [f"{code} {name}" for code, name in CASES.items()]


def stage_pk():
    return stage_of(round_of(ROUND), "plenary").pk


@pytest.fixture
def plenary(tmp_path):
    at_stage(tmp_path, "plenary", only_stage(VOTING), count=2)
    return written(tmp_path)


def meet(path, came=3, away=1, **recused):
    """Write the members; the first of them come."""
    for number in range(1, came + away + 1):
        add_row(
            path, "到会", 姓名=f"示例评委{number}", 应到="是", 实到="是" if number <= came else "否",
            回避的办件=recused.get(f"m{number}"),
        )  # fmt: skip


def vote(path, *papers):
    """Write papers of two words; an empty word is a case left out."""
    for words in papers:
        pairs = zip(COLUMNS, words, strict=True)
        add_row(path, "表决票", **{column: word for column, word in pairs if word})


def counts():
    return {
        code: (n["yes"], n["no"], n["abstain"], n["eligible"], n["present"])
        for code, n in queries.ballot_counts(stage_pk(), CASES).items()
    }


def test_a_meeting_is_recorded_and_closed_in_one_go(plenary):
    meet(plenary)
    vote(plenary, ("同意", "反对"), ("同意", "弃权"), ("反对", "同意"))

    assert recorded(plenary).counts()["new"] == 3
    assert counts() == {"xm-7-0001": (2, 1, 0, 4, 3), "xm-7-0002": (1, 1, 1, 4, 3)}
    assert queries.ballot_progress(stage_pk()).is_closed


def test_the_same_file_again_votes_nothing_and_another_is_refused(plenary):
    meet(plenary)
    vote(plenary, ("同意", "反对"), ("同意", "弃权"), ("反对", "同意"))
    recorded(plenary)
    before = everything()
    assert recorded(plenary).counts()["unchanged"] == 3
    assert everything() == before

    put(plenary, "表决票", "B2", "弃权")

    assert [code for code, *_ in problems(plenary)] == ["ballot_closed"]


def test_a_recused_member_leaves_the_case_out_and_does_not_count_there(plenary):
    meet(plenary, m1="xm-7-0002")
    vote(plenary, ("同意", "同意"), ("同意", "同意"), ("同意", None))

    recorded(plenary)

    assert counts() == {"xm-7-0001": (3, 0, 0, 4, 3), "xm-7-0002": (2, 0, 0, 3, 2)}


def test_a_member_recused_from_every_case_has_no_paper(plenary):
    meet(plenary, m1="xm-7-0001、xm-7-0002", away=0)
    vote(plenary, ("同意", "同意"), ("同意", "反对"))

    assert recorded(plenary).counts()["new"] == 2


def test_nothing_in_the_ledger_or_the_urn_leads_from_a_paper_to_a_member(plenary):
    meet(plenary, m1="xm-7-0002")
    vote(plenary, ("同意", "同意"), ("同意", "同意"), ("反对", None))
    recorded(plenary)

    lines = list(lines_about("350200", f"{ROUND}/plenary").filter(act="review.ballot_cast"))

    assert {(line.actor, line.body_json) for line in lines} == {("acct-office", '{"on_paper":true}')}
    assert len(lines) == 3
    assert (
        "file_sha256"
        not in lines_about("350200", f"{ROUND}/plenary").get(act="awards.sheet_recorded").body_json
    )


@pytest.mark.parametrize(
    ("sheet", "address", "value", "expected"),
    [
        ("表决票", "B2", "赞成一半", ("choice", "表决票", 2, "B")),
        ("表决票", "B2", None, ("votes", "表决票", 2, "B")),
        ("表决票", "B5", "同意", ("papers", "表决票", 2, "A")),
        ("到会", "A2", None, ("required", "到会", 2, "A")),
        ("到会", "A3", "示例评委1", ("repeated", "到会", 3, "A")),
        ("到会", "D2", None, ("required", "到会", 2, "D")),
        ("到会", "E2", None, ("required", "到会", 2, "E")),
        ("到会", "D2", "否", ("not_eligible", "到会", 2, "E")),
        ("到会", "F2", "xm-7-0009", ("case_unknown", "到会", 2, "F")),
    ],
)
def test_a_bad_meeting_is_named_and_leaves_nothing(plenary, sheet, address, value, expected):
    meet(plenary)
    vote(plenary, ("同意", "反对"), ("同意", "弃权"), ("反对", "同意"))
    put(plenary, sheet, address, value)

    assert expected in problems(plenary)
    assert queries.ballot_progress(stage_pk()) is None
    assert queries.experts_at("350200") == ()


def test_a_meeting_without_its_quorum_is_refused(plenary):
    meet(plenary, came=1, away=3)
    vote(plenary, ("同意", "同意"))

    with pytest.raises(Refused) as refusal:
        recorded(plenary)

    assert refusal.value.code == "ballot.not_quorate"
    assert queries.experts_at("350200") == ()


def test_members_of_the_committee_are_written_into_the_sheet(plenary, tmp_path):
    account = make_account("member", Role.COMMITTEE)
    new = [NewExpert("示例评委甲", account=account), NewExpert("只是专家")]
    codes = review.register_experts(authority="350200", experts=new, by=OFFICE, now=OPENS)

    path = written(tmp_path)

    assert [name for name in cells(path, "到会", "姓名") if name] == ["示例评委甲"]
    assert cells(path, "到会", "专家编号")[0] == codes[0]


def test_papers_are_refused_once_somebody_has_voted_alone(plenary, tmp_path):
    account = make_account("member", Role.COMMITTEE)
    new = [NewExpert("示例评委1", account=account), NewExpert("示例评委2")]
    codes = review.register_experts(authority="350200", experts=new, by=OFFICE, now=OPENS)
    review.open_ballot(round_code=ROUND, stage="plenary", eligible=codes, present=codes, by=OFFICE, now=AFTER)
    voter = Actor(account, frozenset({(Role.COMMITTEE, "350200")}))
    declare(codes[0], account)
    review.cast_ballot(
        round_code=ROUND, stage="plenary", choices=dict.fromkeys(CASES, "yes"), by=voter, now=AFTER
    )
    path = written(tmp_path)
    vote(path, ("同意", "同意"), ("同意", "同意"))

    with pytest.raises(Refused) as refusal:
        recorded(path)

    assert refusal.value.code == "ballot.papers"
    assert queries.ballot_progress(stage_pk()).voted == 1


def test_a_meeting_that_is_open_keeps_its_members(plenary, tmp_path):
    codes = review.register_experts(
        authority="350200", experts=[NewExpert("甲"), NewExpert("乙")], by=OFFICE, now=OPENS
    )
    review.open_ballot(
        round_code=ROUND, stage="plenary", eligible=codes, present=codes[:1], by=OFFICE, now=AFTER
    )
    path = written(tmp_path)
    names = cells(path, "到会", "姓名")
    assert sorted(names) == ["乙", "甲"]

    add_row(path, "到会", 姓名="丙", 应到="是", 实到="是")
    vote(path, ("同意", "同意"), ("同意", "同意"))

    assert ("members", "到会", 4, "A") in problems(path)


def test_killed_in_the_middle_of_a_meeting_nothing_of_it_is_left(plenary):
    meet(plenary, m1="xm-7-0002")
    vote(plenary, ("同意", "同意"), ("同意", "同意"), ("反对", None))

    assert kill_between_statements(lambda: recorded(plenary)) > 30
    assert queries.ballot_progress(stage_pk()).voted == 3


def test_a_ballot_on_one_case_has_a_sheet_of_two_columns(tmp_path):
    at_stage(tmp_path, "plenary", only_stage(VOTING), count=1)
    path = written(tmp_path)
    meet(path, away=0)
    for word in ("同意", "同意", "反对"):
        add_row(path, "表决票", **{COLUMNS[0]: word})

    recorded(path)

    assert counts()["xm-7-0001"] == (2, 1, 0, 3, 3)


def test_a_second_round_is_written_for_those_who_missed_and_the_same_members(tmp_path):
    twice = VOTING.replace("over: votes", "over: votes, rounds: 2")
    at_stage(tmp_path, "plenary", only_stage(twice), count=2)
    first = written(tmp_path)
    meet(first)
    vote(first, ("同意", "反对"), ("同意", "弃权"), ("同意", "反对"))
    recorded(first)

    second = written(tmp_path)
    assert sorted(cells(second, "到会", "姓名")[:4]) == [f"示例评委{number}" for number in range(1, 5)]
    for _ in range(3):
        add_row(second, "表决票", **{COLUMNS[1]: "同意"})
    assert recorded(second).counts()["new"] == 3
    assert [one.cases for one in queries.rounds_held(stage_pk())] == [
        ("xm-7-0001", "xm-7-0002"),
        ("xm-7-0002",),
    ]
    assert queries.ballot_counts(stage_pk(), ["xm-7-0002"])["xm-7-0002"]["yes"] == 3
