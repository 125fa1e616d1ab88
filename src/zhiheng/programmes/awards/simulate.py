"""A whole round in which everybody does their part by seeded chance: for demonstrations and measurements.

Marks, replies and votes are invented by a seeded generator; everything that follows from them is done by the same
actions as in a real round. The clock is simulated too and moves in working days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from decimal import Decimal
from random import Random

import numpy as np
from numpy.typing import NDArray

from zhiheng.casework import actions as casework
from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.queries.rounds import notice_ends_at, round_of, run_of, stages_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import SHANGHAI, china_calendar
from zhiheng.core.text import Text
from zhiheng.programmes.awards.data.comments import sample_comments
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as registers_queries
from zhiheng.review import actions as review
from zhiheng.review import queries as review_queries
from zhiheng.review.domain.values import HearingGiven, NewExpert, PanelPlan, ScorebookGiven, SeatPlan
from zhiheng.rules.criteria import CriteriaModel, criteria_of
from zhiheng.rules.model import Attested

PANEL_CASES = 40
COMMITTEE = 13


@dataclass
class Simulation:
    """The state of a simulated round: who acts, the clock, the generator, and how good each case really is."""

    round_code: str
    office: Actor
    seed: int
    now: datetime
    told: Callable[[Text], None] = lambda _text: None
    quality: dict[str, float] = field(default_factory=dict)
    stands_still: bool = False
    spared: frozenset[str] = frozenset()
    """The cases that chance does not take out: they are attested, and no department speaks against them."""
    is_commented: bool = False
    """Whether assessors write comments too, as sample text."""

    def chance(self, *about: object) -> Random:
        """Return a generator that depends on the seed and on what it is for, not on what ran before."""
        return Random(f"{self.seed}/" + "/".join(str(part) for part in about))  # noqa: S311 - a simulation

    def later(self, working_days: int, hour: int = 9) -> None:
        """Move the clock to a working day's hour, unless it stands still."""
        if self.stands_still:
            return
        day = (
            china_calendar()
            .add_working_days(self.now.astimezone(SHANGHAI).date(), working_days, projected=True)
            .day
        )
        self.now = datetime.combine(day, time(hour), SHANGHAI)

    def quality_of(self, code: str) -> float:
        """Return how good a case really is, as a percent; the assessors see it with their own error."""
        if code not in self.quality:
            self.quality[code] = min(90.0, max(25.0, self.chance("quality", code).gauss(60, 11)))
        return self.quality[code]


def run_round(sim: Simulation, *, until: str | None = None) -> StageRun | None:
    """Take the round through every stage that is still waiting, and close each.

    With *until*, that stage is opened and left to whoever does its work; it is returned.
    """
    for stage in stages_of(round_of(sim.round_code)):
        if stage.state != "waiting":
            continue
        sim.later(1)
        casework.open_stage(round_code=sim.round_code, stage=stage.stage, by=sim.office, now=sim.now)
        round_ = round_of(sim.round_code)
        run = run_of(round_, next(row for row in stages_of(round_) if row.stage == stage.stage))
        if stage.stage == until:
            return run
        sim.told(
            Text(
                f"{run.rule.title.zh}：{len(run.cases)} 个办件",
                f"{run.rule.title.en}: {len(run.cases)} cases",
            )
        )
        ACTS.get(stage.kind, _nothing)(sim, run)
        sim.later(1, hour=17)
        casework.close_stage(round_code=sim.round_code, stage=stage.stage, by=sim.office, now=sim.now)
    return None


def _nothing(_sim: Simulation, _run: StageRun) -> None:
    """Let a stage that asks nobody pass."""


def _check(sim: Simulation, run: StageRun) -> None:
    conditions = [c for c in (*run.book.entry, *run.book.exclusion) if isinstance(c, Attested)]
    given = [
        casework.AttestationGiven(
            case.code, condition.id,
            case.code in sim.spared or sim.chance("attest", case.code, condition.id).random() > 0.06,
            "演示数据：由模拟评审办认定",
        )
        for case in run.cases for condition in conditions
    ]  # fmt: skip
    casework.attest(round_code=sim.round_code, given=given, by=sim.office, now=sim.now)


def _ask(sim: Simulation, run: StageRun) -> None:
    adverse_share = 0.012 if run.rule.kind == "inquiry" else 0.0
    for department in run.rule.asks:
        given = []
        for case in run.cases:
            drawn = sim.chance("reply", run.rule.id, department, case.code).random()
            adverse = drawn < adverse_share and case.code not in sim.spared
            given.append(
                casework.ReplyGiven(case.code, adverse, "演示数据：查有未了结事项" if adverse else "")
            )
        casework.give_replies(
            round_code=sim.round_code,
            stage=run.rule.id,
            department=department,
            given=given,
            by=sim.office,
            now=sim.now,
        )


def _survey(sim: Simulation, run: StageRun) -> None:
    given = []
    for case in run.cases:
        chance = sim.chance("survey", case.code)
        answers = chance.randint(18, 240)
        score = Decimal(str(round(min(99.0, 55 + sim.quality_of(case.code) * 0.5 + chance.gauss(0, 3)), 2)))
        given.append(casework.SurveyGiven(case.code, answers, score))
    casework.record_surveys(
        round_code=sim.round_code, stage=run.rule.id, given=given, by=sim.office, now=sim.now
    )


def _score(sim: Simulation, run: StageRun) -> None:
    if not run.cases:
        return
    panel_of, labels = _form_panels(sim, run)
    model = criteria_of(run.book, run.rule)
    items = list(model.items)
    percents = _percents(sim, run, panel_of, len(items))
    given = [
        _scorebook(sim, run, model, ScorebookGiven(case.code, label, dict(zip(items, row, strict=True))))
        for case, panel, table in zip(run.cases, panel_of, percents.tolist(), strict=True)
        for label, row in zip(labels[panel], table, strict=True)
    ]
    review.hand_in_scorebooks(
        round_code=sim.round_code, stage=run.rule.id, scorebooks=given, by=sim.office, now=sim.now
    )


def _scorebook(sim: Simulation, run: StageRun, model: CriteriaModel, book: ScorebookGiven) -> ScorebookGiven:
    """Return a scorebook with comments, where the simulation has its assessors write any."""
    if not sim.is_commented:
        return book
    chance = sim.chance("comment", run.rule.id, book.case, book.seat)
    return replace(book, comments=sample_comments(model, book.marks, chance))


def _percents(sim: Simulation, run: StageRun, panel_of: list[int], items: int) -> NDArray[np.int64]:
    """Return marks in steps of five, shaped cases x seats x items: quality, an assessor's leniency, and noise."""
    seats = run.rule.panel.assessors
    rng = np.random.default_rng([sim.seed, *run.rule.id.encode()])
    quality = np.array([sim.quality_of(case.code) for case in run.cases])[:, None, None]
    leniency = rng.normal(0, 4, size=(max(panel_of) + 1, seats))[np.array(panel_of)][:, :, None]
    noise = rng.normal(0, 8, size=(len(run.cases), seats, items))
    percents: NDArray[np.int64] = (np.clip(np.rint((quality + leniency + noise) / 5), 0, 20) * 5).astype(
        np.int64
    )
    return percents


def _form_panels(sim: Simulation, run: StageRun) -> tuple[list[int], list[list[str]]]:
    """Form panels of the rule's size over the cases; return each case's panel and each panel's seat labels."""
    size = run.rule.panel.assessors
    panel_of = [position // PANEL_CASES for position in range(len(run.cases))]
    count = panel_of[-1] + 1
    experts = _experts_for(sim, run, count * size)
    plans = [
        PanelPlan(
            name=f"{number + 1}",
            seats=tuple(
                SeatPlan(expert, is_lead=place < run.rule.panel.lead)
                for place, expert in enumerate(experts[number * size : (number + 1) * size])
            ),
            cases=tuple(
                case.code for case, panel in zip(run.cases, panel_of, strict=True) if panel == number
            ),
        )
        for number in range(count)
    ]
    if run.rule.panel.drawn:
        return panel_of, [_draw(sim, run, plan) for plan in plans]
    labels = review.form_panels(
        round_code=sim.round_code, stage=run.rule.id, panels=plans, by=sim.office, now=sim.now
    )
    return panel_of, [labels[plan.name] for plan in plans]


def _draw(sim: Simulation, run: StageRun, plan: PanelPlan) -> list[str]:
    """Let a panel be drawn by lot, as its rule demands, and return its labels."""
    named = {"round_code": sim.round_code, "stage": run.rule.id, "panel": plan.name}
    review.announce_draw(**named, cases=plan.cases, source="演示种子", by=sim.office, now=sim.now)
    return review.draw_panel(**named, seed=f"{sim.seed}/{plan.name}", by=sim.office, now=sim.now)


def _experts_for(sim: Simulation, run: StageRun, wanted: int) -> list[str]:
    """Return simulated assessors whom the stage's rule lets sit: those of another stage, or none of theirs."""
    rule = run.rule.panel
    if rule is not None and rule.same_as is not None:
        return sorted(review_queries.seated_at(sim.round_code, [rule.same_as]))[:wanted]
    kept_off = set(review_queries.seated_at(sim.round_code, list((rule and rule.apart_from) or ())))
    pool = simulated_experts(sim, run.authority, wanted + len(kept_off))
    return [code for code in pool if code not in kept_off][:wanted]


def simulated_experts(sim: Simulation, authority: str, wanted: int) -> list[str]:
    """Return simulated assessors of the pool, taking in as many as are missing."""
    pool = [one for one in review_queries.experts_at(authority) if one.is_simulated and not one.account]
    codes = [one.code for one in sorted(pool, key=lambda one: (one.name, one.code))]
    new = [
        NewExpert(name=f"模拟专家{number + 1:04d}", is_simulated=True) for number in range(len(codes), wanted)
    ]
    if new:
        codes += review.register_experts(authority=authority, experts=new, by=sim.office, now=sim.now)
    return codes[:wanted]


def _hear(sim: Simulation, run: StageRun) -> None:
    if not run.cases:
        return
    panel_of, labels = _form_panels(sim, run)
    given = [
        HearingGiven(case.code, label, _hearing_points(sim, case.code, label, run.rule.points))
        for case, panel in zip(run.cases, panel_of, strict=True)
        for label in labels[panel]
    ]
    review.give_hearing_points(
        round_code=sim.round_code, stage=run.rule.id, given=given, by=sim.office, now=sim.now
    )


def _hearing_points(sim: Simulation, code: str, label: str, full: int) -> Decimal:
    share = (sim.quality_of(code) + 15 + sim.chance("hearing", code, label).gauss(0, 5)) / 100
    return Decimal(round(full * min(1.0, max(0.0, share))))


def _vote(sim: Simulation, run: StageRun) -> None:
    """Let a committee of thirteen vote, of whom twelve come; a better case more often gets a yes."""
    if not run.cases:
        return
    members = simulated_committee(sim, run.authority)
    subjects = {case.subject for case in run.cases}
    for code, account in members[:-1]:
        review.declare_for_round(
            round_code=sim.round_code, expert=code, organisations=subjects, by=Actor(account), now=sim.now
        )
    while (due := review_queries.round_to_hold(run)) is not None:
        _hold_round(sim, run, due.number, members)


def _hold_round(sim: Simulation, run: StageRun, number: int, members: list[tuple[str, str]]) -> None:
    stage, codes = run.rule.id, [code for code, _account in members]
    review.open_ballot(
        round_code=sim.round_code, stage=stage, eligible=codes, present=codes[:-1], by=sim.office, now=sim.now
    )
    on = sorted(review_queries.ballot_cases(run.pk))
    for member, (_code, account) in enumerate(members[:-1]):
        choices = {case: _choice(sim, member, case, number) for case in on}
        voter = Actor(account, frozenset({(Role.COMMITTEE, run.authority)}))
        review.cast_ballot(round_code=sim.round_code, stage=stage, choices=choices, by=voter, now=sim.now)
    review.close_ballot(round_code=sim.round_code, stage=stage, by=sim.office, now=sim.now)


def simulated_committee(sim: Simulation, authority: str) -> list[tuple[str, str]]:
    """Return simulated members as (expert, account), opening an account for each that is not there yet."""
    members = []
    for number in range(1, COMMITTEE + 1):
        username, name = f"simulated-member-{number:02d}", f"模拟评委{number:02d}"
        account = registers_queries.account_named(username) or registers.open_account(
            username=username, person=name, by=sim.office, now=sim.now
        )
        known = review_queries.expert_of(authority, account.code)
        if known is None:
            new = NewExpert(name=name, account=account.code, is_simulated=True)
            code = review.register_experts(authority=authority, experts=[new], by=sim.office, now=sim.now)[0]
        else:
            code = known.code
        members.append((code, account.code))
    return members


def _choice(sim: Simulation, member: int, code: str, number: int) -> str:
    again = (number,) if number > 1 else ()
    chance = sim.chance("vote", member, code, *again).random()
    if chance < 0.03:
        return "abstain"
    return "yes" if chance < 0.35 + sim.quality_of(code) / 125 else "no"


def _publish(sim: Simulation, run: StageRun) -> None:
    """Wait until the notice has run its term; a clock that stands still is set to its end."""
    ends_at = notice_ends_at(run.pk)
    if sim.stands_still:
        sim.now = max(sim.now, ends_at)
    while sim.now < ends_at:
        sim.later(1)


def _approve(sim: Simulation, run: StageRun) -> None:
    given = [casework.ApprovalGiven(case.code, True, "演示批文（模拟）") for case in run.cases]
    casework.give_approvals(
        round_code=sim.round_code, stage=run.rule.id, given=given, by=sim.office, now=sim.now
    )


ACTS: dict[str, Callable[[Simulation, StageRun], None]] = {
    "check": _check,
    "inquiry": _ask,
    "consult": _ask,
    "survey": _survey,
    "score": _score,
    "hearing": _hear,
    "ballot": _vote,
    "notice": _publish,
    "gate": _approve,
    "approve": _approve,
}
