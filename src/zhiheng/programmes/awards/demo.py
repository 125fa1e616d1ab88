"""The demonstration: a whole round of the Xiamen award over invented applicants, with simulated marks and votes.

It runs on the same actions as a real round. Its clock is simulated, its applicants and experts are invented, and the
round is marked as a sample, so that it can be cleared away and run afresh.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from zhiheng.casework import actions as casework
from zhiheng.casework.queries.rounds import round_of
from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.post import actions as post
from zhiheng.programmes.awards.actions.applications import import_applications
from zhiheng.programmes.awards.data.sample import APPLICANT as NUMBER
from zhiheng.programmes.awards.data.sample import (
    sample_events,
    sample_honours,
    sample_organisation,
    sample_workbook,
)
from zhiheng.programmes.awards.simulate import Simulation, run_round
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as registers_queries
from zhiheng.rules.load import load_rulebook

ROUND = "demo-xm"
BEFORE = "demo-xm-before"
AUTHORITY = "350200"
SESSION = "演示"
OPENS = datetime(2024, 3, 4, 9, tzinfo=SHANGHAI)
CLOSES = datetime(2024, 4, 1, tzinfo=SHANGHAI)
APPLICANT, COLLEAGUE = "demo-applicant", "demo-colleague"
ASSESSOR, SECOND_ASSESSOR, MEMBER = "demo-assessor", "demo-assessor2", "demo-member"
DEPARTMENT, GOVERNMENT = "demo-taxation", "demo-government"
MAILBOXES = "demo.example.invalid"
ROLES = {
    "demo-office": (Role.OFFICE, AUTHORITY),
    "demo-supervisor": (Role.SUPERVISOR, AUTHORITY),
    ASSESSOR: (Role.ASSESSOR, AUTHORITY),
    SECOND_ASSESSOR: (Role.ASSESSOR, AUTHORITY),
    MEMBER: (Role.COMMITTEE, AUTHORITY),
    DEPARTMENT: (Role.DEPARTMENT, f"{AUTHORITY}/taxation"),
    GOVERNMENT: (Role.GOVERNMENT, AUTHORITY),
}

Told = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration left: the round and the checkpoint under which its result stands."""

    round_code: str
    size: int
    root: str


def run_demo(*, rulebook: Path, seed: int, now: datetime, home: Path, told: Told) -> Demonstration:
    """Clear an earlier demonstration away, set everything up, and run the round to its honours.

    ``now`` is the real instant, for accounts and the checkpoint; the round's own clock begins in 2024.
    """
    told(Text("载入行政区划和历届荣誉", "Loading regions and past honours"))
    registers.load_regions(now=now)
    registers.import_honours(now=now)
    office = demo_accounts(home, now)
    _clear_away(office, now)
    told(Text("按规则书开启届次并导入申报名单", "Opening the round and importing its applications"))
    _open_round(office, rulebook)
    _take_in(office, seed)
    sim = Simulation(ROUND, office, seed, CLOSES.replace(hour=9), told, is_commented=True)
    run_round(sim)
    _give_applicant_account(now)
    checkpoint = ledger.publish_checkpoint(book=round_of(ROUND).authority, at=now)
    return Demonstration(ROUND, checkpoint.size, checkpoint.root)


def demo_accounts(home: Path, now: datetime) -> Actor:
    """Open the demonstration's accounts with random passwords, kept in a file that only its owner reads."""
    file = home / "demo-accounts.txt"
    passwords = dict(line.split(" ", 1) for line in file.read_text().splitlines()) if file.exists() else {}
    for username in (*ROLES, APPLICANT, COLLEAGUE):
        passwords[username] = _account(username, passwords.get(username), now)
        _give_mailbox(username, now)
    for username, (role, place) in ROLES.items():
        give_role(username, role, place, now)
    file.touch(mode=0o600)
    file.write_text("".join(f"{username} {password}\n" for username, password in passwords.items()))
    office = registers_queries.account_named("demo-office")
    assert office is not None
    return Actor(office.code, frozenset({(Role.OFFICE, AUTHORITY)}))


def _account(username: str, password: str | None, now: datetime) -> str:
    """Open an account, or give one whose password is not known any more a new one; return its password."""
    account = registers_queries.account_named(username)
    if account is not None and password is not None:
        return password
    password = secrets.token_urlsafe(12)
    if account is None:
        registers.open_account(username=username, password=password, by=SYSTEM, now=now)
    else:
        registers.change_password(account=account.code, password=password, by=SYSTEM, now=now)
    return password


def _give_mailbox(username: str, now: datetime) -> None:
    """Let an account be written to at an address that no mail ever reaches."""
    account = registers_queries.account_named(username)
    assert account is not None
    post.set_mailbox(
        account=account.code, address=f"{username}@{MAILBOXES}", language="zh", by=SYSTEM, now=now
    )


def give_role(username: str, role: Role, place: str, now: datetime) -> None:
    """Let a demonstration account hold a role from long ago; again changes nothing."""
    account = registers_queries.account_named(username)
    assert account is not None
    registers.give_role(
        account=account.code, role=role, place=place, from_day=OPENS.date(), by=SYSTEM, now=now
    )


def _clear_away(office: Actor, now: datetime) -> None:
    with transaction.atomic():
        casework.discard_sample_round(round_code=ROUND, by=office, now=now)
        for round_code in (ROUND, BEFORE):
            registers.discard_sample_honours(round_code=round_code, by=office, now=now)


def _open_round(office: Actor, rulebook: Path) -> None:
    casework.open_round(
        code=ROUND, source=load_rulebook(rulebook).source, session=SESSION, opens_at=OPENS, closes_at=CLOSES,
        by=office, now=OPENS, is_sample=True,
    )  # fmt: skip


def _take_in(office: Actor, seed: int) -> None:
    """Import the sample workbook, and record what the registers know of its applicants."""
    import_applications(ROUND, sample_workbook(ROUND, seed), "示例申报名单.xlsx", office, OPENS)
    for event in sample_events(ROUND):
        registers.record_event(
            organisation=_code(event.uscc), event=event.event, day=event.day, source=event.source,
            authority=AUTHORITY, by=office, now=OPENS,
        )  # fmt: skip
    for number, honour in enumerate(sample_honours(ROUND), start=1):
        registers.grant_honour(
            award=honour.award, authority=honour.authority, session=honour.session, year=honour.year,
            tier=honour.tier, organisation=_code(honour.uscc), day=honour.day, valid_to=None,
            round_code=BEFORE, case_code=f"{BEFORE}-{number:04d}", by=office, now=OPENS, is_sample=True,
        )  # fmt: skip


def _code(uscc: str) -> str:
    found = registers_queries.organisation_by_uscc(uscc)
    assert found is not None
    return found.code


def _give_applicant_account(now: datetime) -> None:
    """Let the demonstration's applicant and a colleague act for one of its organisations."""
    subject = _code(str(sample_organisation(NUMBER).uscc))
    for username in (APPLICANT, COLLEAGUE):
        give_role(username, Role.APPLICANT, subject, now)
