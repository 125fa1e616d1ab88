"""A few places, and hands that register what a test needs."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from zhiheng.core.actor import Actor, Role
from zhiheng.core.codes import sample_uscc
from zhiheng.ledger import seals
from zhiheng.ledger.models import Line
from zhiheng.registers import actions
from zhiheng.registers.models import Region

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
OFFICE = Actor("acct-office", frozenset({(Role.OFFICE, "350200")}))
PLACES = {
    "000000": ("全国", "country", None),
    "350000": ("福建省", "province", "000000"),
    "350200": ("厦门市", "prefecture", "350000"),
    "350206": ("湖里区", "county", "350200"),
    "330000": ("浙江省", "province", "000000"),
    "330400": ("嘉兴市", "prefecture", "330000"),
    "330424": ("海盐县", "county", "330400"),
}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let the test database be emptied between transactional tests: its ledger is not sealed here."""
    with django_db_blocker.unblock():
        seals.unseal(connection)


@pytest.fixture
def places(db):
    """Seven places: the country, two provinces and what lies in them."""
    for code, (name, level, parent) in PLACES.items():
        path = f"{Region.objects.get(code=parent).path}/{code}" if parent else code
        Region.objects.create(code=code, name=name, level=level, parent_id=parent, path=path, source="test")


def organisation(number=1, name=None, *, region="350206", **more):
    """Register an invented enterprise and return its row."""
    name = f"甲乙丙{number}号有限公司" if name is None else name
    uscc = more.pop("uscc") if "uscc" in more else sample_uscc(region, number)
    return actions.register_organisation(name=name, uscc=uscc, region=region, by=OFFICE, now=NOON, **more)


def grant(row, case="xm-001", **more):
    """Give an organisation the honour of a case."""
    given = {
        "award": "厦门市质量奖", "authority": "350200", "session": "8", "year": 2026, "tier": "award",
        "day": TODAY, "valid_to": date(2031, 11, 20), "round_code": "xm", "by": OFFICE, "now": NOON,
    }  # fmt: skip
    return actions.grant_honour(organisation=row.code, case_code=case, **(given | more))


def acts():
    """Return (book, act, about) of every ledger line, in order."""
    return list(Line.objects.order_by("pk").values_list("book", "act", "about"))
