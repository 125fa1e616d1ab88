"""Read a table of past honours: every row a honour not yet saved, or every problem with its place."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime

from zhiheng.core.refusal import InputRefused, Place, Problem
from zhiheng.core.text import Text
from zhiheng.registers.domain.codes import code_from
from zhiheng.registers.domain.kinds import HonourStatus
from zhiheng.registers.domain.names import folded, name_key
from zhiheng.registers.domain.places import Places
from zhiheng.registers.models import Honour, Region

COLUMNS = (
    "award_zh", "award_en", "authority_region_code", "level", "session", "year", "tier", "winner_kind",
    "winner_name_zh", "winner_region", "source_url", "source_title_or_publisher", "source_date", "status",
)  # fmt: skip


def honours_of(content: bytes, name: str, now: datetime) -> list[Honour]:
    """Return the rows of the table as honours, not yet saved; refuses the whole with every bad row."""
    rows = _rows(content, name)
    places = Places(Region.objects.values_list("code", "name", "path"))
    problems = [
        problem
        for line, row in enumerate(rows, 2)
        for problem in _problems(row, places, Place(name, row=line))
    ]
    if problems:
        zh, en = f"荣誉表有 {len(problems)} 处问题。", f"The table of honours has {len(problems)} problems."
        raise InputRefused("honours.refused", Text(zh, en), problems)
    return [_honour(row, places, now) for row in rows]


def _rows(content: bytes, name: str) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(content.decode("utf-8-sig").splitlines(), strict=True)
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error):
        rows, reader = [], csv.DictReader([])
    if tuple(reader.fieldnames or ()) != COLUMNS or any(None in row or None in row.values() for row in rows):
        problem = Problem(
            "honours.columns_wrong", Place(name),
            Text("不是所需格式的荣誉表。", "This is not a table of honours."),
            Text(f"须为 UTF-8 编码的 CSV，列为：{'、'.join(COLUMNS)}。", f"CSV in UTF-8 with: {', '.join(COLUMNS)}."),
        )  # fmt: skip
        raise InputRefused("honours.refused", problem.message, [problem])
    return rows


def _problems(row: Mapping[str, str], places: Places, place: Place) -> list[Problem]:
    checks = (
        ("award_zh", bool(row["award_zh"].strip())),
        ("authority_region_code", row["authority_region_code"] in places),
        ("year", row["year"].isdecimal() and 1900 <= int(row["year"]) <= 2200),
        ("winner_name_zh", bool(row["winner_name_zh"].strip())),
        ("status", row["status"] in set(HonourStatus)),
    )
    return [
        Problem(
            "honours.value_wrong",
            Place(place.file, row=place.row, column=column),
            Text(f"“{row[column]}”不是有效的值。", f"“{row[column]}” is not a valid value."),
            Text("请改正后重新导入。", "Correct it and import again."),
        )
        for column, is_right in checks
        if not is_right
    ]


def _honour(row: Mapping[str, str], places: Places, now: datetime) -> Honour:
    authority, winner = row["authority_region_code"], row["winner_name_zh"].strip()
    identity = (authority, row["award_zh"], row["session"], row["year"], row["tier"], winner)
    return Honour(
        code=code_from("hon", *identity), award=row["award_zh"], award_en=row["award_en"], authority_id=authority,
        level=row["level"], session=row["session"], year=int(row["year"]), tier=row["tier"],
        winner_kind=row["winner_kind"], winner_name=winner, winner_key=name_key(winner),
        search_text=folded(winner), winner_place=row["winner_region"],
        winner_region_id=places.found(row["winner_region"], authority), status=row["status"],
        source_url=row["source_url"], source_title=row["source_title_or_publisher"],
        source_date=row["source_date"], recorded_at=now,
    )  # fmt: skip
