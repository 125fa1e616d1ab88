"""A small world for the API: two rounds of one authority, somebody in every role, a token for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from time_machine import travel

from factories import (
    AFTER,
    OFFICE,
    OPENS,
    SHORT,
    make_cases,
    make_organisation,
    make_round,
    pass_check,
)
from review.conftest import Judged
from zhiheng.casework import actions as casework
from zhiheng.core.actor import SYSTEM, Role
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as registered
from zhiheng.shell.tokens import actions as tokens
from zhiheng.shell.tokens.domain import SCOPES
from zhiheng.web.api.operations import NAMES, Operation

NOW = AFTER + timedelta(days=1)
HERE = "350200"


def token_for(account: str, place: str = HERE, scopes=tuple(SCOPES), **given: Any) -> str:
    """Open a token for an account and return its secret."""
    now = given.pop("now", OPENS)
    actor = registered.actor_of(account, now.date())
    expires_at = given.get("expires_at", now + timedelta(days=366))
    return tokens.open_token(
        name="test", place=place, scopes=scopes, expires_at=expires_at, by=actor, now=now
    )[1]


@dataclass
class World:
    """Rounds, cases, accounts and their tokens by role; ``known`` fills the addresses of operations."""

    accounts: dict[str, str]
    secrets: dict[str, str]
    known: dict[str, dict[str, Any]]
    judged: Judged
    published: list[Any]
    late: int
    objection: int

    def address(self, one: Operation, **other: Any) -> str:
        """Return the address of an operation on something that exists."""
        parts = {**self.known["all"], **self.known.get(one.name, {}), **other}
        return "/api" + NAMES.sub(lambda found: str(parts[found.group(1)]), one.path)


def build() -> World:
    """Make the world; the region tree must be loaded."""
    judged = Judged()
    round_, published, late = _notice()
    said = casework.object_to(
        case_code=published[0].code, stage="notice", name="李示例", contact="138", grounds="示例事实", now=NOW
    )
    accounts = _accounts(judged, published)
    secrets = {
        role: token_for(code, PLACES.get(role, HERE))
        for role, code in accounts.items()
        if role != "applicant"
    }
    secrets["applicant"] = token_for(accounts["applicant"], published[0].subject)
    known = {
        "all": {"round_code": round_.code, "stage": "notice", "case_code": published[0].code,
                "objection": said.pk, "late": late.pk, "subject": published[0].subject, "condition": "leading",
                "department": "taxation", "book": HERE, "seq": 1, "honour_code": "hon-none", "digest": "0" * 64},
        "round_in_full": {"round_code": round_.code},
        "rulebook": {"digest": round_.rulebook.digest},
        "rulebook_source": {"digest": round_.rulebook.digest},
        **_judged_places(judged),
        "give_approvals": {"stage": "approval"},
    }  # fmt: skip
    return World(accounts, secrets, known, judged, published, late.pk, said.pk)


PLACES = {"stranger": "350100", "department": HERE}


def _notice():
    round_ = make_round("short-1", source=SHORT, session="1")
    cases = make_cases(round_, 2, first=31)
    made = make_organisation(90)
    late = casework.request_late_entry(  # before the review begins, which ends late entries
        round_code=round_.code, subject=made.code, reason="示例", by=OFFICE, now=AFTER
    )
    pass_check(round_, cases)
    casework.open_stage(round_code=round_.code, stage="notice", by=OFFICE, now=AFTER)
    return round_, cases, late


def _accounts(judged: Judged, published: list[Any]) -> dict[str, str]:
    assessor = judged.experts[0][1]
    registers.give_role(
        account=assessor, role=Role.ASSESSOR, place=HERE, from_day=OPENS.date(), by=SYSTEM, now=OPENS
    )
    held = {
        "office": (Role.OFFICE, HERE),
        "stranger": (Role.OFFICE, "350100"),
        "supervisor": (Role.SUPERVISOR, HERE),
        "applicant": (Role.APPLICANT, published[0].subject),
        "idle": (Role.ASSESSOR, HERE),
        "committee": (Role.COMMITTEE, HERE),
        "department": (Role.DEPARTMENT, f"{HERE}/taxation"),
        "government": (Role.GOVERNMENT, HERE),
    }
    return {"assessor": assessor} | {name: account_with(name, *role) for name, role in held.items()}


def account_with(username: str, role: Role, place: str) -> str:
    """Open an account that holds one role and has no password, whose hash would take long, and return its code."""
    code = registers.open_account(username=username, by=SYSTEM, now=OPENS).code
    registers.give_role(account=code, role=role, place=place, from_day=OPENS.date(), by=SYSTEM, now=OPENS)
    return code


def _judged_places(judged: Judged) -> dict[str, dict[str, Any]]:
    at = {"round_code": judged.round.code, "case_code": judged.codes[0], "stage": "documents"}
    names = ("marks", "give_marks", "sign_scorebook", "hand_in_scorebooks", "progress")
    return dict.fromkeys(names, at) | {"cast_ballot": {**at, "stage": "plenary"}}


def headers(secret: str) -> dict[str, str]:
    """Return the header with which a program shows its token."""
    return {"authorization": f"Bearer {secret}"}


def at(moment: datetime = NOW):
    """Stop the server's clock at a moment."""
    return travel(moment, tick=False)
