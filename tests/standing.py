"""The region tree: loaded once in a run, kept beside the tables of the product, and copied into a test's own."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from factories import OPENS

TABLES = ("ledger_head", "ledger_line", "registers_region")


def keep(connection: BaseDatabaseWrapper) -> None:
    """Load the regions through their action, and put every row that this wrote aside."""
    from zhiheng.registers.actions import load_regions

    load_regions(now=OPENS)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")


def bring_back(connection: BaseDatabaseWrapper) -> None:
    """Copy the rows back into a database that has no region; another is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM registers_region LIMIT 1")
        if cursor.fetchone() is None:
            for table in TABLES:
                cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
