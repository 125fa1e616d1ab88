"""Books to write into, and hands that know how to tamper with them."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from zhiheng.ledger import actions, seals

NOON = datetime(2026, 11, 20, 4, 0, 0, 123456, tzinfo=UTC)
BOOK = "350200"


@pytest.fixture
def sealed(db):
    """Seal the tables for this test (undone with its transaction)."""
    seals.seal(connection)


def write(about="hl-001", *, book=BOOK, act="case.opened", actor="u-1", at=NOON, cites=(), body=None):
    """Write one line in a transaction of its own."""
    with transaction.atomic():
        return actions.write(book=book, act=act, actor=actor, about=about, at=at, cites=cites, body=body)
