"""Kills an action between any two of its statements and looks at what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction


class Killed(BaseException):
    """The process ends here."""


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of the house."""
    return {
        model._meta.db_table: sorted(model.objects.values_list(), key=repr)
        for model in apps.get_models()
        if model.__module__.startswith("zhiheng.")
    }


def kill_between_statements(act: Callable[[], object]) -> int:
    """Run *act* again and again, killed before its 1st, 2nd, ... statement, until it completes.

    After each kill the whole database is as before. Returns how many kills that took.
    """
    before = everything()
    for kills in range(10_000):
        try:
            with transaction.atomic(), connection.execute_wrapper(_killer(kills)):
                act()
            return kills
        except Killed:
            assert everything() == before
    raise AssertionError("the action never completed")


def _killer(after: int) -> Callable[..., Any]:
    done = 0

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal done
        if done >= after and not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            raise Killed
        done += 1
        return execute(sql, params, many, context)

    return wrapper
