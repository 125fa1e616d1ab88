"""What is found at the stage that a sample round was left at: half of the work done, and the rest to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Final

from zhiheng.casework import actions as casework
from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.queries.rounds import case_of, cases_of, round_of
from zhiheng.core.actor import Actor
from zhiheng.programmes.awards.data.sample import LATECOMER, sample_organisation
from zhiheng.programmes.awards.demo import ASSESSOR, MEMBER, SECOND_ASSESSOR
from zhiheng.programmes.awards.simulate import Simulation, simulated_committee, simulated_experts
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as registers_queries
from zhiheng.review import actions as review
from zhiheng.review import queries as review_queries
from zhiheng.review.domain.values import HearingGiven, NewExpert, PanelPlan, SeatPlan
from zhiheng.rules.model import Attested

ASKS: Final = "请在“4.4.3 财务资源”中补充上一年度经营数据的说明，并补交自我评价报告的签字页。（演示）"
SURVEYED: Final = Decimal("86.40")


def after_the_deadline(sim: Simulation) -> None:
    """Leave a late request waiting for the office, and one application withdrawn."""
    late = registers.register_organisations([sample_organisation(LATECOMER)], by=sim.office, now=sim.now)[0]
    casework.request_late_entry(
        round_code=sim.round_code, subject=late.code, by=sim.office, now=sim.now,
        reason="截止当日单位所在园区停电，未能在线提交。（演示）",
    )  # fmt: skip
    case = str(cases_of(round_of(sim.round_code))[-1]["case"])
    casework.withdraw_case(case_code=case, reason="单位计划下一届申报。（演示）", by=sim.office, now=sim.now)


def at_open_stage(sim: Simulation, run: StageRun) -> None:
    """Do at the stage that is open what the sample shows there; nothing for the other kinds."""
    if (scene := _SCENES.get(run.rule.kind)) is not None:
        scene(sim, run)


def _check(sim: Simulation, run: StageRun) -> None:
    """Attest half of the cases, return two files, and have one of them answered."""
    conditions = [one for one in (*run.book.entry, *run.book.exclusion) if isinstance(one, Attested)]
    given = [
        casework.AttestationGiven(case.code, condition.id, True, "演示数据：由模拟评审办认定")
        for case in run.cases[2::2]
        for condition in conditions
    ]
    casework.attest(round_code=sim.round_code, given=given, by=sim.office, now=sim.now)
    for case in run.cases[:2]:
        casework.ask_correction(
            case_code=case.code, stage=run.rule.id, asks=ASKS, by=sim.office, now=sim.now - timedelta(days=1)
        )
    second = case_of(run.cases[1].code)
    casework.answer_correction(
        case_code=second.code, declared=second.declared, by=sim.office, now=sim.now - timedelta(hours=2)
    )


def _survey(sim: Simulation, run: StageRun) -> None:
    given = [
        casework.SurveyGiven(case.code, 60 + 7 * number, SURVEYED - number)
        for number, case in enumerate(run.cases[::2])
    ]
    casework.record_surveys(
        round_code=sim.round_code, stage=run.rule.id, given=given, by=sim.office, now=sim.now
    )


def _seat_assessors(sim: Simulation, run: StageRun) -> list[str]:
    """Form one panel with the demonstration's two assessors and invented ones; return the labels of its seats."""
    own = [
        _expert(username, name, run.authority, sim)
        for username, name in ((ASSESSOR, "演示评审员"), (SECOND_ASSESSOR, "演示评审员二"))
    ]
    others = simulated_experts(sim, run.authority, run.rule.panel.assessors - len(own))
    seats = tuple(SeatPlan(expert, is_lead=expert == own[0]) for expert in (*own, *others))
    plan = PanelPlan(name="演示组", seats=seats, cases=tuple(case.code for case in run.cases))
    labels = review.form_panels(
        round_code=sim.round_code, stage=run.rule.id, panels=[plan], by=sim.office, now=sim.now
    )
    return labels[plan.name]


def _declare(username: str, sim: Simulation, run: StageRun) -> None:
    """Let a demonstration account have declared that nothing ties it to the applicants, so that its sheets open."""
    account = registers_queries.account_named(username)
    assert account is not None
    expert = review_queries.expert_of(run.authority, account.code)
    assert expert is not None
    review.declare_for_round(
        round_code=sim.round_code, expert=expert.code, organisations=[case.subject for case in run.cases],
        by=Actor(account.code), now=sim.now,
    )  # fmt: skip


def _score(sim: Simulation, run: StageRun) -> None:
    """Let the first assessor begin with the sheets at once, and the second be asked to declare first."""
    _seat_assessors(sim, run)
    _declare(ASSESSOR, sim, run)


def _hear(sim: Simulation, run: StageRun) -> None:
    """Let the last invented seat have given its points to the first two cases already; the assessors declared."""
    label = _seat_assessors(sim, run)[-1]
    _declare(ASSESSOR, sim, run)
    given = [
        HearingGiven(case.code, label, Decimal(84 - number)) for number, case in enumerate(run.cases[:2])
    ]
    review.give_hearing_points(
        round_code=sim.round_code, stage=run.rule.id, given=given, by=sim.office, now=sim.now
    )


def _vote(sim: Simulation, run: StageRun) -> None:
    own = _expert(MEMBER, "演示评委", run.authority, sim)
    members = [own, *(code for code, _account in simulated_committee(sim, run.authority))]
    review.open_ballot(
        round_code=sim.round_code, stage=run.rule.id, eligible=members, present=members, by=sim.office, now=sim.now
    )  # fmt: skip
    _declare(MEMBER, sim, run)


def _publish(sim: Simulation, run: StageRun) -> None:
    casework.object_to(
        case_code=run.cases[-1].code, stage=run.rule.id, name="示例异议人（虚构）", contact="0592-0000999",
        grounds="申报材料所述的顾客满意度与公开信息不一致，请核实。（演示）", now=sim.now,
    )  # fmt: skip


def _expert(username: str, name: str, authority: str, sim: Simulation) -> str:
    """Return the pool's expert behind a demonstration account."""
    account = registers_queries.account_named(username)
    assert account is not None
    known = review_queries.expert_of(authority, account.code)
    if known is not None:
        return known.code
    new = NewExpert(name=name, account=account.code, is_simulated=True)
    return review.register_experts(authority=authority, experts=[new], by=sim.office, now=sim.now)[0]


_SCENES: Final[dict[str, Callable[[Simulation, StageRun], None]]] = {
    "check": _check,
    "survey": _survey,
    "score": _score,
    "hearing": _hear,
    "ballot": _vote,
    "notice": _publish,
}
