"""One factory per thing that tests need; everything is plainly invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case, Round
from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.codes import sample_uscc
from zhiheng.registers import actions as registers
from zhiheng.registers.domain.rows import OrganisationRow

LOCAL = ZoneInfo("Asia/Shanghai")
RULEBOOKS = Path(__file__).resolve().parents[1] / "rulebooks"
XIAMEN = RULEBOOKS / "350200" / "quality-award" / "2020.yaml"
OPENS = datetime(2025, 2, 17, tzinfo=LOCAL)
CLOSES = datetime(2025, 4, 1, tzinfo=LOCAL)
AFTER = datetime(2025, 4, 1, 9, tzinfo=LOCAL)

OFFICE = Actor("acct-office", frozenset({(Role.OFFICE, "350200")}))
OTHER_OFFICE = Actor("acct-other", frozenset({(Role.OFFICE, "350100")}))
SUPERVISOR = Actor("acct-super", frozenset({(Role.SUPERVISOR, "350200")}))
DECLARED: dict[str, Any] = {
    "papers": ["application_form", "self_assessment_report"],
    "measures": {},
    "holds": [],
}


def make_organisation(number: int = 1, **given: Any) -> OrganisationRow:
    """Register an invented organisation of Huli."""
    known: dict[str, Any] = {
        "name": f"示例{number:02d}号有限公司", "uscc": sample_uscc("350206", number), "region": "350206",
        "founded_day": date(2010, 5, 8), "legal_person": True, "by": SYSTEM, "now": OPENS,
    }  # fmt: skip
    return registers.register_organisation(**{**known, **given})


def make_round(code: str = "xm-7", *, source: str | None = None, **given: Any) -> Round:
    """Open a round of the Xiamen award."""
    known: dict[str, Any] = {
        "session": "7", "opens_at": OPENS, "closes_at": CLOSES, "by": OFFICE, "now": OPENS,
    }  # fmt: skip
    return casework.open_round(
        code=code, source=source or XIAMEN.read_text(encoding="utf-8"), **{**known, **given}
    )


def make_cases(round_: Round, count: int = 1, *, first: int = 1) -> list[Case]:
    """Open cases of invented organisations."""
    organisations = [make_organisation(number) for number in range(first, first + count)]
    return casework.open_cases(
        round_code=round_.code, by=OFFICE, now=OPENS,
        cases=[casework.NewCase(one.code, one.name, one.region, DECLARED) for one in organisations],
    )  # fmt: skip


def attest_all(round_: Round, cases: Sequence[Case], *, holds: bool = True) -> None:
    """Let the office attest that each case leads its industry."""
    casework.attest(
        round_code=round_.code, by=OFFICE, now=AFTER,
        given=[casework.AttestationGiven(case.code, "leading", holds, "示例佐证") for case in cases],
    )  # fmt: skip


def pass_check(round_: Round, cases: Sequence[Case]) -> None:
    """Take cases through the conformity review."""
    casework.open_stage(round_code=round_.code, stage="conformity", by=OFFICE, now=AFTER)
    attest_all(round_, cases)
    casework.close_stage(round_code=round_.code, stage="conformity", by=OFFICE, now=AFTER)


def reply_all(round_: Round, stage: str, cases: Sequence[Case], now: datetime = AFTER) -> None:
    """Let every department reply that nothing is known against the cases."""
    from zhiheng.casework.queries.rounds import rulebook_of

    for department in rulebook_of(round_).stage(stage).asks:
        casework.give_replies(
            round_code=round_.code, stage=stage, department=department, by=OFFICE, now=now,
            given=[casework.ReplyGiven(case.code) for case in cases],
        )  # fmt: skip


def at_notice(round_: Round, count: int = 2) -> tuple[Round, list[Case]]:
    """Bring cases of a short procedure (check, notice, approve, grant) to an open notice."""
    cases = make_cases(round_, count)
    pass_check(round_, cases)
    casework.open_stage(round_code=round_.code, stage="notice", by=OFFICE, now=AFTER)
    return round_, cases


# ruff: noqa: E501
SHORT = """\
rulebook: 350200/short-award/2025
title: {zh: 示例短流程奖管理办法, en: Sample short award measures}
kind: award
authority: "350200"
in_force: {from: 2025-01-01, to: null}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise]
tiers:
  - {id: award, title: {zh: 示例奖, en: Sample award}, quota: {at_most: 5}, art: "3"}
entry:
  - {id: registered, rule: registered_within, region: "350200", art: "4(1)"}
  - {id: leading, rule: attested, by: office, says: {zh: 行业领先, en: Leads its industry}, art: "4(2)"}
exclusion:
  - {id: accident, rule: event_within, event: major_accident, years: 3, art: "5(1)"}
stages:
  - {id: conformity, kind: check, title: {zh: 符合性审查, en: Conformity}, within: {working_days: 10}, correction: {times: 1, within: {working_days: 5}}, art: "6"}
  - {id: notice, kind: notice, title: {zh: 公示, en: Notice}, for: {working_days: 5}, objections: {named: true, written: true}, art: "7"}
  - {id: approval, kind: approve, title: {zh: 批准, en: Approval}, art: "8"}
  - {id: granting, kind: grant, title: {zh: 授奖, en: Granting}, art: "9"}
after:
  title_valid: {years: 5, art: "10"}
"""


PASSWORD = "a-long-word-for-tests"


def make_account(username: str = "office", role: Role = Role.OFFICE, place: str = "350200") -> str:
    """Open an account that holds one role, and return its code; it signs in with ``PASSWORD``."""
    account = registers.open_account(username=username, by=SYSTEM, now=OPENS, password=PASSWORD)
    registers.give_role(
        account=account.code, role=role, place=place, from_day=OPENS.date(), by=SYSTEM, now=OPENS
    )
    return account.code


def conclude(code: str = "short-1", count: int = 2, *, first: int = 51) -> tuple[Round, list[Case]]:
    """Take cases of the short procedure through all its stages; every one is honoured."""
    round_ = make_round(code, source=SHORT, session="1")
    cases = make_cases(round_, count, first=first)
    pass_check(round_, cases)
    later = AFTER + timedelta(days=30)
    given = [casework.ApprovalGiven(case.code, True, "示府〔2025〕1号") for case in cases]
    for stage, opened_at in (("notice", AFTER), ("approval", later), ("granting", later)):
        casework.open_stage(round_code=code, stage=stage, by=OFFICE, now=opened_at)
        if stage == "approval":
            casework.give_approvals(round_code=code, stage=stage, by=OFFICE, now=later, given=given)
        casework.close_stage(round_code=code, stage=stage, by=OFFICE, now=later)
    return round_, cases
