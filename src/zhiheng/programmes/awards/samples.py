"""Sample rounds in progress: one for each place at which somebody has work to do.

They run under a synthetic rulebook over the invented applicants of the demonstration, up to the stage that is left
open; panels and ballot hold the demonstration's accounts, so that every role can be tried in the browser.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction

from zhiheng.casework import actions as casework
from zhiheng.casework.domain.values import StageRun
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.programmes.awards.actions.applications import import_applications
from zhiheng.programmes.awards.data.sample import sample_workbook
from zhiheng.programmes.awards.demo import ASSESSOR, MEMBER, Told, demo_accounts
from zhiheng.programmes.awards.simulate import Simulation, run_round, simulated_committee, simulated_experts
from zhiheng.registers import queries as registers_queries
from zhiheng.review import actions as review
from zhiheng.review import queries as review_queries
from zhiheng.review.domain.values import NewExpert, PanelPlan, SeatPlan
from zhiheng.rules.load import load_rulebook

ROUNDS: dict[str, tuple[str, str | None]] = {
    "demo-call": ("演示·申报中", None),
    "demo-credit": ("演示·信用查询", "credit"),
    "demo-review": ("演示·材料评审", "documents"),
    "demo-vote": ("演示·评委会", "plenary"),
}


def open_samples(*, rulebook: Path, seed: int, now: datetime, home: Path, told: Told) -> list[str]:
    """Clear earlier sample rounds away and open them afresh as of *now*; return their codes."""
    office = demo_accounts(home, now)
    for code, (session, until) in ROUNDS.items():
        told(Text(f"演示届次 {code}（{session}）", f"Sample round {code}"))
        with transaction.atomic():
            casework.discard_sample_round(round_code=code, by=office, now=now)
            _open(code, session, until, rulebook, office, now)
        if until is not None:
            _bring_to(code, until, seed, office, now)
    return list(ROUNDS)


def _open(code: str, session: str, until: str | None, rulebook: Path, office: Actor, now: datetime) -> None:
    today = now.astimezone(SHANGHAI).date()
    opens = _midnight(today - timedelta(days=40 if until else 5))
    closes = _midnight(today - timedelta(days=2)) if until else _midnight(today + timedelta(days=21))
    casework.open_round(
        code=code, source=load_rulebook(rulebook).source, session=session, opens_at=opens, closes_at=closes,
        by=office, now=opens, is_sample=True,
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)


def _bring_to(code: str, until: str, seed: int, office: Actor, now: datetime) -> None:
    opened = _midnight(now.astimezone(SHANGHAI).date() - timedelta(days=30))
    import_applications(code, sample_workbook(code, seed), "示例申报名单.xlsx", office, opened)
    run = run_round(Simulation(code, office, seed, now, stands_still=True), until=until)
    assert run is not None
    sim = Simulation(code, office, seed, now, stands_still=True)
    if run.rule.kind == "score":
        _seat_the_assessor(sim, run)
    elif run.rule.kind == "ballot":
        _open_the_ballot(sim, run)


def _seat_the_assessor(sim: Simulation, run: StageRun) -> None:
    own = _expert(ASSESSOR, "演示评审员", run.authority, sim)
    others = simulated_experts(sim, run.authority, run.rule.panel.assessors - 1)
    seats = tuple(SeatPlan(expert, is_lead=expert == own) for expert in (own, *others))
    plan = PanelPlan(name="演示组", seats=seats, cases=tuple(case.code for case in run.cases))
    review.form_panels(
        round_code=sim.round_code, stage=run.rule.id, panels=[plan], by=sim.office, now=sim.now
    )


def _open_the_ballot(sim: Simulation, run: StageRun) -> None:
    own = _expert(MEMBER, "演示评委", run.authority, sim)
    members = [own, *(code for code, _account in simulated_committee(sim, run.authority))]
    review.open_ballot(
        round_code=sim.round_code,
        stage=run.rule.id,
        eligible=members,
        present=members,
        by=sim.office,
        now=sim.now,
    )


def _expert(username: str, name: str, authority: str, sim: Simulation) -> str:
    """Return the pool's expert behind a demonstration account."""
    account = registers_queries.account_named(username)
    assert account is not None
    known = review_queries.expert_of(authority, account.code)
    if known is not None:
        return known.code
    new = NewExpert(name=name, account=account.code, is_simulated=True)
    return review.register_experts(authority=authority, experts=[new], by=sim.office, now=sim.now)[0]
