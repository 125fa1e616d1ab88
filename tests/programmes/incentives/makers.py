"""Makers of what the tests of the reward need; everything is plainly invented."""

from datetime import date, datetime, timedelta

from factories import LOCAL, RULEBOOKS
from zhiheng.calc.sharing import Action
from zhiheng.casework import actions as casework
from zhiheng.casework.queries.rounds import notice_ends_at, round_of, run_of, stage_of
from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.codes import sample_uscc
from zhiheng.programmes.incentives import actions
from zhiheng.programmes.incentives.actions import PrecheckGiven
from zhiheng.programmes.incentives.domain.claims import ClaimGiven, UnitGiven
from zhiheng.registers import actions as registers
from zhiheng.rules.load import read_rulebook

SOURCE = (RULEBOOKS / "350206" / "standards-reward" / "synthetic.yaml").read_text(encoding="utf-8")
BOOK = read_rulebook(SOURCE, "synthetic")
AUTHORITY = "350206"
CODE = "hl-2021"
OPENS = datetime(2022, 7, 1, tzinfo=LOCAL)
CLOSES = datetime(2022, 8, 1, tzinfo=LOCAL)
DURING = datetime(2022, 7, 15, 10, tzinfo=LOCAL)
AFTER = datetime(2022, 8, 1, 9, tzinfo=LOCAL)
PUBLISHED = date(2021, 5, 21)

OFFICE = Actor("acct-office", frozenset({(Role.OFFICE, "350206")}))
SUPERVISOR = Actor("acct-super", frozenset({(Role.SUPERVISOR, "350206")}))
OTHER_OFFICE = Actor("acct-other", frozenset({(Role.OFFICE, "350203")}))
FIRST_STREET = Actor("acct-street", frozenset({(Role.STREET, "350206/示例一街道")}))
SECOND_STREET = Actor("acct-street2", frozenset({(Role.STREET, "350206/示例二街道")}))


def name_of(n):
    return f"示例标{n:03d}号有限公司"


def enterprise(n=1, **given):
    """Register the n-th invented enterprise and return its code."""
    known = {"region": "350206", "founded_day": date(2012, 3, 1), "legal_person": True, **given}
    row = registers.register_organisation(
        name=name_of(n), uscc=sample_uscc("350206", 700_000 + n), by=SYSTEM, now=OPENS, **known
    )
    return row.code


def claim_of(subject, n=1, *, number="GB/T 99901-2021", rank=1, units=None, **given):
    """Return the claim of the n-th enterprise at a rank; the other units are invented institutes."""
    own = name_of(n)
    names = units or [
        own if place == rank else f"示例{place}号研究院" for place in range(1, max(rank, 3) + 1)
    ]
    known = {
        "level": "national", "title": "示例标准", "action": Action.FORMULATE, "street": "示例一街道",
        "published_day": PUBLISHED, "papers": ("application_form", "published_standard"),
    }  # fmt: skip
    return ClaimGiven(
        subject=subject,
        number=number,
        rank=rank,
        units=tuple(UnitGiven(name) for name in names),
        **{**known, **given},
    )


def open_reward(code=CODE, source=SOURCE, session="2021", **given):
    known = {"opens_at": OPENS, "closes_at": CLOSES, "by": OFFICE, "now": OPENS, **given}
    return casework.open_round(code=code, source=source, session=session, **known)


def submit(*given, code=CODE, by=OFFICE, now=DURING):
    return actions.submit_claims(round_code=code, given=given, by=by, now=now).cases


def running(stage, code=CODE):
    round_ = round_of(code)
    return [case.code for case in run_of(round_, stage_of(round_, stage)).cases]


def begin(stage, now=AFTER, code=CODE):
    casework.open_stage(round_code=code, stage=stage, by=OFFICE, now=now)


def finish(stage, now=AFTER, code=CODE):
    casework.close_stage(round_code=code, stage=stage, by=OFFICE, now=now)


def precheck(*given, by=FIRST_STREET, now=AFTER, code=CODE):
    return actions.give_prechecks(round_code=code, stage="street_check", given=given, by=by, now=now)


def to_street(code=CODE):
    """Bring the claims of a round to the open street check."""
    begin("claim", code=code)
    finish("claim", code=code)
    begin("street_check", code=code)


def to_notice(code=CODE):
    """Bring the claims of a round to the open notice; the street and the panel pass what they may."""
    to_street(code)
    precheck(*(PrecheckGiven(case, "pass") for case in running("street_check", code)), code=code)
    finish("street_check", code=code)
    begin("panel_check", code=code)
    finish("panel_check", code=code)
    begin("notice", code=code)


def to_payment(code=CODE):
    """Bring the claims of a round to the open payment and return the instant at which it opened."""
    to_notice(code)
    now = notice_ends_at(stage_of(round_of(code), "notice").pk) + timedelta(hours=9)
    finish("notice", now, code)
    begin("approval", now, code)
    given = [casework.ApprovalGiven(case, True, "示例文") for case in running("approval", code)]
    casework.give_approvals(round_code=code, stage="approval", given=given, by=OFFICE, now=now)
    finish("approval", now, code)
    begin("payment", now, code)
    return now


def pay(now, code=CODE, by=OFFICE, document="示例拨付单"):
    return actions.pay(round_code=code, stage="payment", document=document, by=by, now=now)
