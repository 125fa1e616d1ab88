"""A round in which people judge: three assessors a panel, a committee of nine, everything plainly invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from factories import AFTER, OFFICE, OPENS, make_cases, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.queries.rounds import round_of, stage_of
from zhiheng.core.actor import Actor, Role
from zhiheng.registers import actions as registers
from zhiheng.review import actions
from zhiheng.review.domain.values import HearingGiven, NewExpert, PanelPlan, ScorebookGiven, SeatPlan
from zhiheng.rules.criteria import criteria_model

ITEMS = tuple(criteria_model("gbt19580_2012").items)
ROUND = "xm-7"

# ruff: noqa: E501
JUDGED = """\
rulebook: 350200/judged-award/2025
title: {zh: 示例评审奖管理办法, en: Sample judged award measures}
kind: award
authority: "350200"
in_force: {from: 2025-01-01, to: null}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise]
tiers:
  - {id: award, title: {zh: 示例奖, en: Sample award}, quota: {at_most: 1}, art: "3"}
  - {id: nomination, title: {zh: 示例提名奖, en: Sample nomination}, quota: {at_most: 1}, art: "3"}
stages:
  - {id: documents, kind: score, title: {zh: 材料评审, en: Documents}, by: assessor, criteria: gbt19580_2012, panel: {assessors: 3, lead: 1}, combine: trimmed_mean, keep: {at_most: 3}, art: "6"}
  - {id: defence, kind: hearing, title: {zh: 答辩, en: Defence}, by: assessor, minutes: {present: 15, answer: 15}, points: 100, panel: {assessors: 3, lead: 1}, combine: mean, art: "7"}
  - {id: listing, kind: shortlist, title: {zh: 择优, en: Listing}, order: {order: [{sum: {documents: "0.9", defence: {weight: "0.1", scale_to: 1000}}}]}, keep: {at_most: 3}, art: "8"}
  - {id: plenary, kind: ballot, title: {zh: 评委会审议, en: Plenary}, secret: true, quorum: "2/3", passes: {share: "2/3", of: present}, art: "9"}
  - {id: granting, kind: grant, by: committee, title: {zh: 授奖, en: Granting}, art: "11"}
ranking: {order: [{sum: {documents: "0.9", defence: {weight: "0.1", scale_to: 1000}}}], ties: refused, art: "10"}
"""


def assessor(expert_account: str) -> Actor:
    """Return the actor behind an assessor's account."""
    return Actor(expert_account, frozenset({(Role.ASSESSOR, "350200")}))


def member(account: str) -> Actor:
    """Return the actor behind a committee member's account."""
    return Actor(account, frozenset({(Role.COMMITTEE, "350200")}))


def make_experts(count: int, prefix: str = "expert", **given) -> list[tuple[str, str]]:
    """Register experts with accounts; return (expert code, account) of each."""
    accounts = [
        registers.open_account(username=f"{prefix}{n}", by="system", now=OPENS).code for n in range(count)
    ]
    new = [
        NewExpert(name=f"示例专家{n}", account=a, is_simulated=True, **given) for n, a in enumerate(accounts)
    ]
    codes = actions.register_experts(authority="350200", experts=new, by=OFFICE, now=OPENS)
    return list(zip(codes, accounts, strict=True))


def panel_of(experts, cases, name="一组") -> PanelPlan:
    """Plan one panel whose first expert leads."""
    seats = tuple(SeatPlan(code, is_lead=position == 0) for position, (code, _) in enumerate(experts))
    return PanelPlan(name, seats, tuple(case.code for case in cases))


def marks(percent: int = 50, **other: int) -> dict[str, int]:
    """Return a percent for every item."""
    return dict.fromkeys(ITEMS, percent) | {key.replace("_", "."): value for key, value in other.items()}


def stage_pk(stage: str) -> int:
    """Return the row of a stage of the round."""
    return stage_of(round_of(ROUND), stage).pk


def declare_all(experts, cases) -> None:
    """Let experts declare that nothing ties them to the applicants."""
    for code, account in experts:
        actions.declare_for_round(
            round_code=ROUND, expert=code, organisations=[case.subject for case in cases], by=Actor(account), now=AFTER
        )  # fmt: skip


class Judged:
    """A round with cases at an open document review before one panel of three."""

    def __init__(self, count: int = 4, source: str = JUDGED, *, declared: bool = True) -> None:
        self.round = make_round(source=source)
        self.cases = make_cases(self.round, count)
        self.codes = [case.code for case in self.cases]
        self.experts = make_experts(3)
        self.actors = [assessor(account) for _, account in self.experts]
        actions.form_panels(
            round_code=ROUND,
            stage="documents",
            panels=[panel_of(self.experts, self.cases)],
            by=OFFICE,
            now=AFTER,
        )
        casework.open_stage(round_code=ROUND, stage="documents", by=OFFICE, now=AFTER)
        if declared:
            declare_all(self.experts, self.cases)

    def hand_in(self, percents: dict[str, tuple[int, int, int]]) -> None:
        """Hand in every seat's scorebook with one percent on all items."""
        given = [
            ScorebookGiven(code, f"A{seat}", marks(percent))
            for code, own in percents.items()
            for seat, percent in enumerate(own, start=1)
        ]
        actions.hand_in_scorebooks(
            round_code=ROUND, stage="documents", scorebooks=given, by=OFFICE, now=AFTER
        )

    def to_ballot(self, members: int = 9, present: int = 9) -> list[tuple[str, str]]:
        """Bring three cases (60, 55 and 50 percent, equal hearings) to an open ballot; return the members."""
        self.hand_in({code: (p, p, p) for code, p in zip(self.codes, (60, 55, 50, 45), strict=True)})
        self.close("documents")
        running = self.cases[:3]
        plan = panel_of(self.experts, running)
        actions.form_panels(round_code=ROUND, stage="defence", panels=[plan], by=OFFICE, now=AFTER)
        casework.open_stage(round_code=ROUND, stage="defence", by=OFFICE, now=AFTER)
        given = [HearingGiven(case.code, f"A{n}", Decimal("80.00")) for case in running for n in (1, 2, 3)]
        actions.give_hearing_points(round_code=ROUND, stage="defence", given=given, by=OFFICE, now=AFTER)
        self.close("defence")
        casework.open_stage(round_code=ROUND, stage="listing", by=OFFICE, now=AFTER)
        self.close("listing")
        casework.open_stage(round_code=ROUND, stage="plenary", by=OFFICE, now=AFTER)
        committee = make_experts(members, "member")
        declare_all(committee, running)
        self.open_ballot(committee, present)
        return committee

    def open_ballot(self, committee, present: int) -> None:
        """Open the vote with the first members present."""
        codes = [code for code, _ in committee]
        actions.open_ballot(
            round_code=ROUND, stage="plenary", eligible=codes, present=codes[:present], by=OFFICE, now=AFTER
        )

    def close(self, stage: str) -> None:
        """Close a stage."""
        casework.close_stage(round_code=ROUND, stage=stage, by=OFFICE, now=AFTER)


def cast(account: str, choices: dict[str, str]):
    """Cast one paper."""
    return actions.cast_ballot(
        round_code=ROUND, stage="plenary", choices=choices, by=member(account), now=AFTER
    )


@pytest.fixture
def judged(regions) -> Judged:
    """Four cases at an open document review."""
    return Judged()
