"""Find the header of a sheet and say which of its columns is which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.domain.listing import EXPORTED
from zhiheng.programmes.awards.workbook.cells import Merge, Row, Sheet, letter
from zhiheng.programmes.awards.workbook.wrong import PASTE_VALUES, Found

LOOKED_AT: Final = 10
LEAST: Final = 3
ALIKE: Final = 50
ALIKE_IF_OPTIONAL: Final = 75
UNMERGE: Final = Text("请取消合并单元格，逐格填写。", "Unmerge the cells and fill in each one.")


@dataclass(frozen=True, slots=True)
class Header:
    """The row of the header, and where each column stands (positions count from 0)."""

    row: int
    columns: dict[int, Column]

    def letters(self) -> dict[str, str]:
        """Return the letters of each column by its key."""
        return {column.key: letter(position) for position, column in self.columns.items()}


def find_header(sheet: Sheet, columns: Sequence[Column], found: Found) -> Header | None:
    """Return the header among the first rows, in any order of columns; every problem with it is added.

    Without a usable header nothing below can be read, so ``None`` stops the reading.
    """
    titles = _titles(columns)
    best = max(sheet.rows[:LOOKED_AT], key=lambda row: len(_matched(row, titles)), default=None)
    if best is None or len(_matched(best, titles)) < LEAST:
        _no_header(columns, found)
        return None
    before = len(found.problems) + found.more
    positions = _positions(best, titles, found)
    _merged(best, sheet.merges, found)
    _others(best, columns, positions, found)
    if len(found.problems) + found.more > before:
        return None
    return Header(best.number, positions)


def _titles(columns: Sequence[Column]) -> dict[str, Column]:
    return {key: column for column in columns for key in (_key(column.title.zh), _key(column.title.en))}


def _key(title: str) -> str:
    """Return a title as it is compared: first line, half-width, without spaces, stars and （必填）."""
    line = unicodedata.normalize("NFKC", title.strip().split("\n", 1)[0])
    return re.sub(r"\((?:必填|选填|required|optional)\)|[\s*:]", "", line, flags=re.IGNORECASE).casefold()


_EXPORTED: Final = frozenset(_key(title) for said in EXPORTED for title in (said.zh, said.en))


def _matched(row: Row, titles: dict[str, Column]) -> set[str]:
    keys = {_key(cell.value) for cell in row.cells.values()}
    return {titles[key].key for key in keys if key in titles}


def _positions(row: Row, titles: dict[str, Column], found: Found) -> dict[int, Column]:
    positions: dict[int, Column] = {}
    seen: dict[str, int] = {}
    for position, cell in sorted(row.cells.items()):
        column = titles.get(_key(cell.value))
        where = {"row": row.number, "column": letter(position)}
        if cell.is_formula:
            found.add(
                "header_formula",
                Text("表头是公式。", "The header holds a formula."),
                PASTE_VALUES,
                **where,  # type: ignore[arg-type]
            )
        elif column is not None and column.key in seen:
            first = letter(seen[column.key])
            found.add(
                "header_repeated",
                Text(
                    f"列“{column.title.zh}”与 {first} 列重复。",
                    f"Column “{column.title.en}” repeats column {first}.",
                ),
                Text("请保留其中一列。", "Keep one of them."),
                **where,  # type: ignore[arg-type]
            )
        elif column is not None:
            seen[column.key] = position
            positions[position] = column
    return positions


def _merged(row: Row, merges: Sequence[Merge], found: Found) -> None:
    for merge in merges:
        if merge.first_row <= row.number <= merge.last_row:
            found.add(
                "header_merged",
                Text("表头有合并单元格。", "The header has merged cells."),
                UNMERGE,
                row=merge.first_row,
                column=letter(merge.first_column),
            )


def _others(row: Row, columns: Sequence[Column], positions: dict[int, Column], found: Found) -> None:
    """Report missing columns; one with another title nearby is asked about, an unknown one is only named."""
    present = {column.key for column in positions.values()}
    missing = [column for column in columns if column.key not in present]
    unknown = [
        (at, cell.value.strip().split("\n", 1)[0])
        for at, cell in sorted(row.cells.items())
        if at not in positions and not cell.is_formula and _key(cell.value) not in _titles(columns)
    ]
    unknown = [one for one in unknown if _key(one[1]) not in _EXPORTED]
    meant: set[int] = set()
    for column in missing:
        near = max(unknown, key=lambda one: _alike(one[1], column), default=None)
        enough = ALIKE if column.required else ALIKE_IF_OPTIONAL
        if near is not None and near[0] not in meant and _alike(near[1], column) >= enough:
            meant.add(near[0])
            _renamed(row.number, near, column, found)
        elif column.required:
            _absent(row.number, column, found)
    for at, title in unknown:
        if at not in meant:
            _ignored(row.number, at, title, found)


def _alike(title: str, column: Column) -> float:
    key = _key(title)
    return max(fuzz.ratio(key, _key(column.title.zh)), fuzz.ratio(key, _key(column.title.en)))


def _renamed(row: int, near: tuple[int, str], column: Column, found: Found) -> None:
    at, title = near
    found.add(
        "header_renamed",
        Text(
            f"没有“{column.title.zh}”列；这一列的标题是“{title[:40]}”。",
            f"There is no column “{column.title.en}”; this one is titled “{title[:40]}”.",
        ),
        Text(
            f"是否应为“{column.title.zh}”？请改回原标题。",
            f"Did you mean “{column.title.en}”? Restore the title.",
        ),
        row=row,
        column=letter(at),
        field=column.title.zh,
    )


def _absent(row: int, column: Column, found: Found) -> None:
    found.add(
        "header_missing",
        Text(f"缺少“{column.title.zh}”列。", f"The column “{column.title.en}” is missing."),
        Text("请按模板补上这一列并填写。", "Add it as in the template and fill it in."),
        row=row,
        field=column.title.zh,
    )


def _ignored(row: int, at: int, title: str, found: Found) -> None:
    found.warn(
        "column_ignored",
        Text(
            f"模板中没有“{title[:40]}”列，未读取。",
            f"The template has no column “{title[:40]}”; it was not read.",
        ),
        Text("如有需要，请填入“备注”。", "Put what matters into the remark."),
        row=row,
        column=letter(at),
    )


def _no_header(columns: Sequence[Column], found: Found) -> None:
    names = "、".join(column.title.zh for column in columns[:LEAST])
    names_en = ", ".join(column.title.en for column in columns[:LEAST])
    found.add(
        "no_header",
        Text(f"前 {LOOKED_AT} 行中没有表头。", f"There is no header in the first {LOOKED_AT} rows."),
        Text(f"请使用模板；表头含{names}等列。", f"Use the template; its header has {names_en} and others."),
    )
