"""A whole reward from call to payment on the shipped sample, with everybody's part simulated and a fixed clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from zhiheng.casework import actions as casework
from zhiheng.casework.queries.rounds import notice_ends_at, round_of, run_of, stage_of
from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.text import Text
from zhiheng.programmes.incentives import actions
from zhiheng.programmes.incentives.actions import PrecheckGiven
from zhiheng.programmes.incentives.domain.claims import ClaimGiven
from zhiheng.programmes.incentives.policy import street_place
from zhiheng.programmes.incentives.sample import REGION, Sample, read_sample
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as registered
from zhiheng.registers.domain.intake import NewOrganisation

CODE = "demo-hl"
RULEBOOK = Path("rulebooks") / REGION / "standards-reward" / "synthetic.yaml"
OFFICE = Actor("demo-office", frozenset({(Role.OFFICE, REGION)}))
GOVERNMENT = Actor("demo-government", frozenset({(Role.GOVERNMENT, REGION)}))


def _nothing(_told: Text) -> None:
    """Tell nobody."""


@dataclass
class Demonstration:
    """The state of a demonstration: the sample, the clock, and the case of each claim in the sample's order."""

    source: str
    round_code: str = CODE
    told: Callable[[Text], None] = _nothing
    sample: Sample = field(default_factory=read_sample)
    cases: list[str] = field(default_factory=list)
    claims: dict[str, ClaimGiven] = field(default_factory=dict)
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.sample.opens_at

    def run(self) -> None:
        """Clear away the former demonstration and take a new round from the call to the payment."""
        self.call()
        self.claim_stage()
        self.street_stage()
        self.panel_stage()
        self.notice_stage()
        self.approval_stage()
        self.payment_stage()

    def call(self) -> None:
        """Register the sample's enterprises, open the round, and let each enterprise hand in its claims."""
        sample, now = self.sample, self.sample.opens_at
        if registered.region(REGION) is None:
            registers.load_regions(now=now)
        casework.discard_sample_round(round_code=self.round_code, by=OFFICE, now=now)
        rows = registers.register_organisations(
            [
                NewOrganisation(one.name, one.uscc, REGION, founded_day=date(2012, 3, 1), legal_person=True)
                for one in sample.enterprises
            ],
            by=SYSTEM,
            now=now,
        )
        casework.open_round(
            code=self.round_code, source=self.source, session=sample.session, opens_at=sample.opens_at,
            closes_at=sample.closes_at, by=OFFICE, now=now, is_sample=True,
        )  # fmt: skip
        self.now = now + timedelta(days=14, hours=10)
        for one, row in zip(sample.enterprises, rows, strict=True):
            given = [claim.given(row.code, one) for claim in sample.claims if claim.of == one.id]
            applicant = Actor(f"demo-{one.id}", frozenset({(Role.APPLICANT, row.code)}))
            made = actions.submit_claims(round_code=self.round_code, given=given, by=applicant, now=self.now)
            self.cases += made.cases
            self.claims |= dict(zip(made.cases, given, strict=True))
        self.told(Text(f"申报：{len(rows)} 家企业 {len(self.cases)} 个项目。",
                       f"Claims: {len(rows)} enterprises, {len(self.cases)} projects."))  # fmt: skip

    def claim_stage(self) -> None:
        """After the call, end what can get nothing."""
        self.now = self.sample.closes_at + timedelta(hours=9)
        self._open("claim")
        self._close("claim", hours=8)

    def street_stage(self) -> None:
        """Let each street office check its list, with one return for correction."""
        self.now += timedelta(days=1)
        self._open("street_check")
        running = self._running("street_check")
        said = [
            (case, claim)
            for case, claim in zip(self.cases, self.sample.claims, strict=True)
            if case in running
        ]
        self.now += timedelta(days=2)
        for case, claim in said:
            decision = "return" if claim.returned else "refuse" if claim.refused else "pass"
            self._precheck(PrecheckGiven(case, decision, claim.returned or claim.refused))
        for case in [case for case, claim in said if claim.returned]:
            self._correct(case)
        self._close("street_check", hours=30)

    def panel_stage(self) -> None:
        """Let the panel re-check what the registers and the papers say."""
        self.now += timedelta(days=1)
        self._open("panel_check")
        self._close("panel_check", hours=7 * 24)

    def notice_stage(self) -> None:
        """Publish the list for the rulebook's term; nobody objects."""
        self.now += timedelta(days=1)
        self._open("notice")
        self.now = notice_ends_at(stage_of(round_of(self.round_code), "notice").pk)
        self._close("notice", hours=9)

    def approval_stage(self) -> None:
        """Let the district government approve every claim on the list."""
        self.now += timedelta(days=1)
        self._open("approval")
        given = [
            casework.ApprovalGiven(case, True, "示例府批〔2022〕8号")
            for case in sorted(self._running("approval"))
        ]
        casework.give_approvals(
            round_code=self.round_code, stage="approval", given=given, by=GOVERNMENT, now=self.now
        )
        self._close("approval", hours=6)

    def payment_stage(self) -> None:
        """Compute and pay every line."""
        self.now += timedelta(days=1)
        self._open("payment")
        self.now += timedelta(hours=4)
        paid = actions.pay(
            round_code=self.round_code,
            stage="payment",
            document="示例拨付单〔2022〕1号",
            by=OFFICE,
            now=self.now,
        )
        self.told(Text(f"拨付：{paid.payments} 个项目，共 {paid.amount} 元。",
                       f"Paid: {paid.payments} projects, {paid.amount} yuan."))  # fmt: skip

    def _open(self, stage: str) -> None:
        casework.open_stage(round_code=self.round_code, stage=stage, by=OFFICE, now=self.now)

    def _close(self, stage: str, *, hours: int) -> None:
        self.now += timedelta(hours=hours)
        before = len(self._running(stage))
        casework.close_stage(round_code=self.round_code, stage=stage, by=OFFICE, now=self.now)
        after = len(self._running(stage))
        title = run_of(round_of(self.round_code), stage_of(round_of(self.round_code), stage)).rule.title
        self.told(Text(f"{title.zh}：{before} 个项目，{after} 个进入下一环节。",
                       f"{title.en}: {before} projects, {after} go on."))  # fmt: skip

    def _running(self, stage: str) -> set[str]:
        round_ = round_of(self.round_code)
        return {case.code for case in run_of(round_, stage_of(round_, stage)).cases}

    def _precheck(self, given: PrecheckGiven) -> None:
        place = street_place(REGION, self.claims[given.case].street)
        street = Actor("demo-street", frozenset({(Role.STREET, place)}))
        actions.give_prechecks(
            round_code=self.round_code, stage="street_check", given=[given], by=street, now=self.now
        )

    def _correct(self, case: str) -> None:
        claim = self.claims[case]
        applicant = Actor("demo-applicant", frozenset({(Role.APPLICANT, claim.subject)}))
        self.now += timedelta(days=2)
        actions.correct_claim(case_code=case, given=claim, by=applicant, now=self.now)
        self.now += timedelta(hours=3)
        self._precheck(PrecheckGiven(case, "pass"))
