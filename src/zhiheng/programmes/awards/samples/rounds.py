"""Open each sample round, take its applications in, and bring it to the stage that is left open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from zhiheng.casework import actions as casework
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.programmes.awards.actions.applications import import_applications
from zhiheng.programmes.awards.data.sample import APPLICANT, LATECOMER, sample_workbook
from zhiheng.programmes.awards.demo import Told, demo_accounts
from zhiheng.programmes.awards.samples import applicant, letters, scenes
from zhiheng.programmes.awards.simulate import Simulation, run_round

CALL: Final = "demo-call"
CLOSED: Final = "demo-closed"
ROUNDS: Final[dict[str, tuple[str, str | None]]] = {
    CALL: ("演示·申报中", None),
    CLOSED: ("演示·已截止", None),
    "demo-check": ("演示·符合性审查", "conformity"),
    "demo-credit": ("演示·信用查询", "credit"),
    "demo-survey": ("演示·满意度测评", "satisfaction"),
    "demo-review": ("演示·材料评审", "documents"),
    "demo-hearing": ("演示·答辩", "hearing"),
    "demo-vote": ("演示·评委会", "plenary"),
    "demo-notice": ("演示·公示", "notice"),
    "demo-approval": ("演示·政府批准", "approval"),
}
BEFORE_TODAY: Final = {"demo-notice": timedelta(days=2), "demo-approval": timedelta(days=24)}
"""How long ago the stages of a round were done, where the last of them has to run by now."""
GOOD: Final = 78.0


def open_samples(*, rulebook: Path, seed: int, now: datetime, home: Path, told: Told) -> list[str]:
    """Clear earlier sample rounds away and open them afresh as of *now*; return their codes."""
    office, source = demo_accounts(home, now), rulebook.read_text(encoding="utf-8")
    applicant.act_for_sample(office, now)
    for code, (session, until) in ROUNDS.items():
        told(Text(f"演示届次 {code}（{session}）", f"Sample round {code}"))
        with transaction.atomic():
            casework.discard_sample_round(round_code=code, by=office, now=now)
            _open(code, session, source, office, now)
            _fill(code, until, seed, office, now)
    letters.write_letters(ROUNDS, now)
    return list(ROUNDS)


def _open(code: str, session: str, source: str, office: Actor, now: datetime) -> None:
    today = now.astimezone(SHANGHAI).date()
    done = today - BEFORE_TODAY.get(code, timedelta(0))
    opens = _midnight(today - timedelta(days=5) if code == CALL else done - timedelta(days=40))
    closes = _midnight(today + timedelta(days=21) if code == CALL else done - timedelta(days=2))
    casework.open_round(
        code=code, source=source, session=session, opens_at=opens, closes_at=closes,
        by=office, now=opens, is_sample=True,
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)


def _fill(code: str, until: str | None, seed: int, office: Actor, now: datetime) -> None:
    """Take applications in as of a month ago, that of the demonstration's applicant first, and go on from there."""
    done = now - BEFORE_TODAY.get(code, timedelta(0))
    before = _midnight(done.astimezone(SHANGHAI).date() - timedelta(days=30))
    if code == CALL:
        applicant.begin(code, now - timedelta(hours=3))
        return
    if code == CLOSED:
        applicant.begin(code, before)
    else:
        applicant.hand_in(code, before, in_full=until in ("conformity", "documents"))
    content = sample_workbook(code, seed, without=(APPLICANT, LATECOMER))
    import_applications(code, content, "示例申报名单.xlsx", office, before)
    own = f"{code}-0001"
    sim = Simulation(
        code,
        office,
        seed,
        done,
        stands_still=True,
        quality={own: GOOD},
        spared=frozenset({own}),
        is_commented=True,
    )
    if until is None:
        scenes.after_the_deadline(sim)
        return
    run = run_round(sim, until=until)
    assert run is not None
    sim.now = now
    scenes.at_open_stage(sim, run)
