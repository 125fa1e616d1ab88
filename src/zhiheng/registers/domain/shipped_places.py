"""The names of the places that are shipped with the house, for readers who have no database at hand."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def place_names() -> Mapping[str, str]:
    """Return the Chinese name of every shipped place by its code; a code that was given again keeps the latest name."""
    table = (files("zhiheng.registers") / "data" / "regions.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(table.splitlines()), key=lambda row: row["valid_from"] or "")
    return {row["code"]: row["name_zh"] for row in rows}
