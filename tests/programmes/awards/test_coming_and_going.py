"""Cases leave and return in any order, at any moment of a whole round: places, findings and the proof stay whole."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from factories import AFTER, DECLARED, OFFICE, OPENS, make_organisation, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case, Finding, Notice, Stage
from zhiheng.casework.queries.rounds import notice_ends_at, round_of, run_of, stage_of
from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards.domain.recompute import recompute
from zhiheng.programmes.awards.queries.export import proof_file
from zhiheng.registers import actions as registers
from zhiheng.review import actions as review
from zhiheng.review.domain.values import NewExpert

# ruff: noqa: E501 - the rulebook below
SOURCE = """\
rulebook: 350200/coming-award/2025
title: {zh: 示例来去奖管理办法, en: Sample coming award measures}
kind: award
authority: "350200"
in_force: {from: 2025-01-01, to: null}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise]
tiers:
  - {id: award, title: {zh: 示例奖, en: Sample award}, quota: {at_most: 2}, from: nomination, art: "3"}
  - {id: nomination, title: {zh: 示例提名奖, en: Sample nomination}, quota: {at_most: 4}, art: "3"}
pool: {id: all, at_most: 5, art: "3"}
entry:
  - {id: leading, rule: attested, by: office, says: {zh: 行业领先, en: Leads its industry}, title: {zh: 行业领先, en: Leading}, art: "4"}
stages:
  - {id: conformity, kind: check, title: {zh: 符合性审查, en: Conformity}, art: "6"}
  - {id: credit, kind: inquiry, title: {zh: 信用查询, en: Credit}, asks: [taxation], art: "6"}
  - {id: satisfaction, kind: survey, title: {zh: 满意度测评, en: Survey}, after: conformity, least_answers: 10, scored: true, art: "6"}
  - {id: listed, kind: shortlist, title: {zh: 初选, en: Shortlist}, after: [credit, satisfaction], order: {order: [{stage: satisfaction}], ties: shared}, keep: {at_most: 5}, art: "6"}
  - {id: nominating, kind: ballot, title: {zh: 表决提名, en: Nominations}, secret: true, quorum: "1/2", passes: {share: "1/2", of: present}, elects: nomination, art: "7"}
  - {id: settling, kind: gate, title: {zh: 审议, en: Settling}, by: committee, art: "9"}
  - {id: awarding, kind: ballot, title: {zh: 表决质量奖, en: Award}, secret: true, quorum: "1/2", passes: {share: "1/2", of: present}, elects: award, over: votes, art: "10"}
  - {id: notice, kind: notice, title: {zh: 公示, en: Notice}, for: {working_days: 5}, objections: {named: true, written: true}, art: "11"}
  - {id: approval, kind: approve, title: {zh: 批准, en: Approval}, art: "12"}
  - {id: granting, kind: grant, title: {zh: 授奖, en: Granting}, art: "13"}
ranking: {order: [{stage: satisfaction}], ties: shared, art: "7"}
"""
CODE, CASES, MINUTE = "coming", 7, timedelta(minutes=1)
STEPS = (
    ("conformity",), ("credit", "satisfaction"), ("listed",), ("nominating",), ("settling",), ("awarding",),
    ("notice",), ("approval",), ("granting",),
)  # fmt: skip
PAUSES = 3 * len(STEPS) + 1
LEAVE, RETURN = "withdraw", "restore"


@dataclass
class Played:
    """A round that goes on by its clock, with who comes and goes at each of its pauses."""

    moves: list[tuple[int, int, str]]
    all_return: bool
    voters: dict[str, Actor]
    now: datetime = AFTER
    pause: int = 0
    ballots: dict[str, list[str]] = field(default_factory=dict)
    refused: Counter = field(default_factory=Counter)

    def pausing(self):
        """Withdraw and restore as drawn; where all return, whoever is out returns before the round goes on."""
        for pause, position, act in self.moves:
            if pause == self.pause:
                self.move(f"{CODE}-{position + 1:04d}", act)
        if self.all_return:
            for code in list(Case.objects.filter(state="withdrawn").values_list("code", flat=True)):
                self.move(code, RETURN)
        self.pause += 1
        self.now += MINUTE

    def move(self, code, act):
        """Carry out one move; a refusal is an answer too, and changes nothing."""
        before = state_of(code)
        try:
            if act == LEAVE:
                casework.withdraw_case(case_code=code, reason="示例", by=OFFICE, now=self.now)
            else:
                casework.restore_case(case_code=code, by=OFFICE, now=self.now)
                begun = Stage.objects.exclude(opened_at=None).order_by("-opened_at", "-position").first()
                assert state_of(code) == ("running", begun.stage if begun else "")
        except Refused as refusal:
            self.refused[refusal.code] += 1
            assert state_of(code) == before

    def play(self):
        """Take the round through all its stages, pausing before, within and after each."""
        for together in STEPS:
            self.pausing()
            for stage in together:
                casework.open_stage(round_code=CODE, stage=stage, by=OFFICE, now=self.now)
            self.pausing()
            for stage in together:
                self.act(stage)
            self.pausing()
            for stage in reversed(together):
                self.close(stage)
        self.pausing()

    def act(self, stage):
        """Let everybody do their part for whoever is in the round."""
        run = run_of(round_of(CODE), stage_of(round_of(CODE), stage))
        if run.rule.kind in ACTS:
            ACTS[run.rule.kind](self, run)

    def close(self, stage):
        """Close a stage; it has a finding for exactly the cases that are in the round, and published those it lists."""
        self.act(stage)
        here = list(Case.objects.filter(state="running").order_by("code").values_list("code", flat=True))
        casework.close_stage(round_code=CODE, stage=stage, by=OFFICE, now=self.now)
        found = Finding.objects.filter(stage__stage=stage, withdrawn_at=None).order_by("case__code")
        assert list(found.values_list("case__code", flat=True)) == here
        for notice in Notice.objects.filter(stage__stage=stage):
            assert set(here) <= {entry["case"] for entry in notice.entries}


def state_of(code):
    """Return the state of a case and the stage at which it is."""
    return Case.objects.values_list("state", "at_stage").get(code=code)


def check(played, run):
    known = [casework.AttestationGiven(case.code, "leading", True, "示例佐证") for case in run.cases]
    casework.attest(round_code=CODE, given=known, by=OFFICE, now=played.now)


def ask(played, run):
    told = [casework.ReplyGiven(case.code) for case in run.cases]
    about = {"round_code": CODE, "stage": run.rule.id, "department": "taxation"}
    casework.give_replies(given=told, by=OFFICE, now=played.now, **about)


def survey(played, run):
    told = [casework.SurveyGiven(case.code, 30, Decimal(60 + int(case.code[-1]))) for case in run.cases]
    casework.record_surveys(round_code=CODE, stage=run.rule.id, given=told, by=OFFICE, now=played.now)


def vote(played, run):
    """Open the vote with one paper cast; the second time cast the others and end it. Odd cases are liked more."""
    about = {"round_code": CODE, "stage": run.rule.id, "now": played.now}
    experts, (first, *others) = list(played.voters), played.voters.values()
    if run.rule.id in played.ballots:
        for voter in others:
            review.cast_ballot(choices=dict.fromkeys(played.ballots[run.rule.id], "yes"), by=voter, **about)
        review.close_ballot(by=OFFICE, **about)
        return
    review.open_ballot(eligible=experts, present=experts, by=OFFICE, **about)
    listed = played.ballots[run.rule.id] = [case.code for case in run.cases]
    likes = {code: "yes" if int(code[-1]) % 2 else "no" for code in listed}
    review.cast_ballot(choices=likes, by=first, **about)


def publish(played, run):
    played.now = max(played.now, notice_ends_at(run.pk))


def approve(played, run):
    told = [casework.ApprovalGiven(case.code, True, "示例函") for case in run.cases]
    casework.give_approvals(round_code=CODE, stage=run.rule.id, given=told, by=OFFICE, now=played.now)


ACTS = {
    "check": check, "inquiry": ask, "survey": survey, "ballot": vote, "notice": publish, "gate": approve,
    "approve": approve,
}  # fmt: skip


@pytest.fixture
def voters(regions, home):
    """A round with its applicants, and three members by their expert codes who declared to have no interest."""
    make_round(CODE, source=SOURCE)
    rows = [make_organisation(number) for number in range(1, CASES + 1)]
    new = [casework.NewCase(one.code, one.name, one.region, DECLARED) for one in rows]
    casework.open_cases(round_code=CODE, by=OFFICE, now=OPENS, cases=new)
    found = {}
    for name in ("member-1", "member-2", "member-3"):
        account = registers.open_account(username=name, person=name, by=SYSTEM, now=OPENS).code
        experts = [NewExpert(name=name, account=account)]
        (expert,) = review.register_experts(authority="350200", experts=experts, by=OFFICE, now=OPENS)
        found[expert] = Actor(account, frozenset({(Role.COMMITTEE, "350200")}))
        applicants = {one.code for one in rows}
        about = {"round_code": CODE, "expert": expert, "organisations": applicants}
        review.declare_for_round(by=found[expert], now=OPENS, **about)
    return found


def tiers_at(stage):
    """Return the tier that a stage gave each case that it gave one."""
    rows = Finding.objects.filter(stage__stage=stage).values_list("case__code", "details")
    return {code: details["tier"] for code, details in rows if details.get("tier")}


def assert_whole(played):
    """What must hold at the end, whoever came and went."""
    states = dict(Case.objects.values_list("code", "state"))
    ended = set(Finding.objects.filter(goes_on=False).values_list("case__code", flat=True))
    given_to = tiers_at("granting")
    left = {code for code, state in states.items() if state == "withdrawn"}
    assert {code for code, state in states.items() if state == "ended"} == ended
    assert {code for code, state in states.items() if state == "completed"} == given_to.keys()
    assert len(states) == CASES == len(left) + len(ended) + len(given_to)
    decided = tiers_at("nominating") | tiers_at("awarding")
    assert given_to == {code: tier for code, tier in decided.items() if code not in left}
    counted = Counter(decided.values())
    assert (counted["award"] <= 2, counted["nomination"] <= 4, len(decided) <= 5) == (True, True, True)
    ledger.publish_checkpoint(book="350200", at=played.now)
    assert recompute(json.loads(json.dumps(proof_file(CODE)))).differences == ()


MOVES = st.lists(
    st.tuples(st.integers(0, PAUSES - 1), st.integers(0, CASES - 1), st.sampled_from([LEAVE, LEAVE, RETURN])),
    max_size=14,
)
UNTOUCHED = {f"{CODE}-{n:04d}": "award" if n in (5, 7) else "nomination" for n in (4, 5, 6, 7)}
BEFORE_A_LIST = [(pause, place, LEAVE) for pause, place in ((9, 3), (18, 6))]


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES, all_return=st.booleans())
@example(moves=[(0, place, LEAVE) for place in range(CASES)], all_return=False)
@example(moves=[*BEFORE_A_LIST, (11, 3, RETURN), (19, 6, RETURN)], all_return=False)
def test_who_comes_and_goes_moves_no_place_and_leaves_nobody_without_an_end(voters, moves, all_return):
    with transaction.atomic():
        played = Played(moves, all_return, voters)
        played.play()
        assert_whole(played)
        if all_return:
            assert tiers_at("granting") == UNTOUCHED
        transaction.set_rollback(True)
