"""The triggers by which the database itself refuses to change or remove lines and checkpoints.

They stop accidents and casual hands. Who may drop a trigger may also change a line: that is what
the chain, the tree and the published checkpoints show.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("ledger_line", "ledger_checkpoint")
_VERBS = ("update", "delete")

_POSTGRESQL_REFUSAL = """
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is sealed: % refused', TG_TABLE_NAME, TG_OP; END $$
"""


def seal(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers."""
    unseal(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_REFUSAL)
        for table in TABLES:
            for verb in _VERBS:
                cursor.execute(_trigger(connection.vendor, table, verb))


def unseal(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for the way back of the migration, and for test databases that are emptied."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for verb in _VERBS:
                of = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{of}")


def is_sealed(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether every trigger is there."""
    if connection.vendor == "postgresql":
        listing = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    else:
        listing = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(listing)
        found = {name for (name,) in cursor.fetchall()}
    return found >= {f"{table}_no_{verb}" for table in TABLES for verb in _VERBS}


def _trigger(vendor: str, table: str, verb: str) -> str:
    opening = f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}"
    if vendor == "postgresql":
        return f"{opening} FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
    return f"{opening} BEGIN SELECT RAISE(ABORT, '{table} is sealed: {verb.upper()} refused'); END"
