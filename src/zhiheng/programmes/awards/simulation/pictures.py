"""Pictures of a report as SVG text: a funnel of the stages, a calendar, and how many places are given how often.

They take their colour from the text around them and from the house's variables, so that they are read on light and
dark paper; each has a title and a description for those who hear it. No scripts, no styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any, NamedTuple

from zhiheng.core.text import Text
from zhiheng.programmes.awards.simulation.drawing import (
    Words,
    bar,
    line,
    picture,
    row_top,
    shortened,
    text,
    tick,
)


class Sheet(NamedTuple):
    """How wide a picture is, how much of it the titles take at the left, and how high a row is.

    Where there is no room at the left the title stands above its bar.
    """

    width: int
    left: int
    row: int

    @property
    def down(self) -> int:
        """Return how far below the top of its row a bar begins."""
        return 3 if self.left else 22


WIDE, NARROW = Sheet(720, 200, 30), Sheet(340, 0, 50)
_MONTH_ROOM = 60
"""How far apart two names of months are at least."""


def funnel(report: dict[str, Any], language: str, sheet: Sheet = WIDE, *, name: str = "funnel") -> str:
    """Return the cases left after each stage as horizontal bars; a thin line spans nine tenths of the rounds."""
    stages = [stage for stage in report["stages"] if stage["rounds"]]
    most = max([report["applicants"], 1])
    room = sheet.width - sheet.left - (70 if sheet.left else 110)
    first = Text("申报", "Applicants").in_(language)
    count = report["applicants"]
    rows = [(first, {"low": count, "middle": count, "high": count})]
    rows += [(_title(stage, language), stage["standing"]) for stage in stages]
    drawn: list[str] = []
    for number, (title, left) in enumerate(rows):
        drawn += _funnel_row(sheet, number, title, left, room / most)
    said = "；" if language == "zh" else "; "
    words = Words(
        Text("各环节之后余下的申报", "Cases left after each stage").in_(language),
        said.join(f"{title} {left['middle']}" for title, left in rows),
    )
    return picture(name, sheet.width, row_top(len(rows), sheet.row) + 8, words, drawn)


def _funnel_row(sheet: Sheet, number: int, title: str, left: dict[str, Any], scale: float) -> Iterable[str]:
    top, middle = row_top(number, sheet.row) + sheet.down, left["middle"]
    low, high = sheet.left + left["low"] * scale, sheet.left + left["high"] * scale
    yield _row_title(sheet, number, title)
    yield bar(sheet.left, top, max(middle * scale, 1), 16, tip=f"{title}: {middle}")
    if left["low"] != left["high"]:
        yield line(low, top + 8, high, top + 8)
        yield tick(low, top + 4, top + 12)
        yield tick(high, top + 4, top + 12)
    yield text(max(high, sheet.left + middle * scale) + 8, top + 12, _span(left))


def _row_title(sheet: Sheet, number: int, title: str) -> str:
    top = row_top(number, sheet.row) + 15
    if sheet.left:
        return text(sheet.left - 10, top, shortened(title, 24), anchor="end", full=title)
    return text(0, top, shortened(title, 44), full=title)


def _span(three: dict[str, Any]) -> str:
    low, middle, high = three["low"], three["middle"], three["high"]
    return str(middle) if low == high else f"{middle} ({low}–{high})"


def calendar(report: dict[str, Any], language: str, sheet: Sheet = WIDE, *, name: str = "calendar") -> str:
    """Return the stages in the calendar; a lighter bar stands for a time that is only assumed."""
    stages = [stage for stage in report["stages"] if stage["first_day"]]
    title = Text("日程", "Calendar").in_(language)
    if not stages:
        return picture(name, sheet.width, 24, Words(title, ""), [])
    begins = date.fromisoformat(min(stage["first_day"] for stage in stages))
    ends = date.fromisoformat(max(stage["last_day"] for stage in stages))
    scale = (sheet.width - sheet.left - 124) / ((ends - begins).days + 1)
    drawn = list(_months(begins, ends, sheet.left, scale, row_top(len(stages), sheet.row)))
    for number, stage in enumerate(stages):
        drawn += _calendar_row(sheet, number, stage, begins, scale, language)
    said = "；" if language == "zh" else "; "
    listed = said.join(f"{_title(s, language)} {s['first_day']}–{s['last_day']}" for s in stages)
    return picture(name, sheet.width, row_top(len(stages), sheet.row) + 26, Words(title, listed), drawn)


def _calendar_row(
    sheet: Sheet, number: int, stage: dict[str, Any], begins: date, scale: float, language: str
) -> Iterable[str]:
    top, title = row_top(number, sheet.row) + sheet.down, _title(stage, language)
    first, last = date.fromisoformat(stage["first_day"]), date.fromisoformat(stage["last_day"])
    left = sheet.left + (first - begins).days * scale
    width = ((last - first).days + 1) * scale
    days = Text(f"{stage['working_days']} 个工作日", f"{stage['working_days']} working days").in_(language)
    tip = f"{title}: {first} – {last}"
    yield _row_title(sheet, number, title)
    yield bar(left, top, max(width, 2), 16, tip=tip, faint=stage["time_is_assumed"])
    yield text(left + width + 6, top + 12, days)


def _months(begins: date, ends: date, margin: int, scale: float, bottom: int) -> Iterable[str]:
    """Draw the first of every month, and its name where there is room for it."""
    year, month, free = begins.year, begins.month + 1, 0.0
    while True:
        year, month = (year + 1, 1) if month > 12 else (year, month)
        day = date(year, month, 1)
        if day > ends:
            return
        left = margin + (day - begins).days * scale
        yield line(left, 4, left, bottom, faint=True)
        if left >= free:
            yield text(left + 3, bottom + 14, f"{year}-{month:02d}")
            free = left + _MONTH_ROOM
        month += 1


def chances(
    report: dict[str, Any], tier: str, language: str, sheet: Sheet = WIDE, *, name: str = "chances"
) -> str:
    """Return in how many rounds how many places of a tier were given."""
    found = next(one for one in report["places"] if one["tier"] == tier)
    counted = {int(n): times for n, times in found["rounds_by_number_given"].items()}
    numbers = list(range(min(counted), max(counted) + 1)) if counted else []
    title = Text(
        f"{Text.of(found['title']).zh}：每届授出的个数", f"{Text.of(found['title']).en}: given in a round"
    ).in_(language)
    step = min(64, (sheet.width - 40) / max(len(numbers), 1))
    drawn = list(_columns(numbers, counted, report["finished"], step))
    said = "；" if language == "zh" else "; "
    listed = said.join(_chance(n, counted.get(n, 0), report["finished"], language) for n in numbers)
    return picture(name, sheet.width, 190, Words(title, listed), drawn)


def _columns(numbers: Sequence[int], counted: dict[int, int], rounds: int, step: float) -> Iterable[str]:
    yield line(20, 150, 20 + step * len(numbers), 150)
    most = max(counted.values(), default=1)
    for place, number in enumerate(numbers):
        times = counted.get(number, 0)
        height = 120 * times / most
        left = 20 + place * step
        yield bar(left + step * 0.15, 150 - height, step * 0.7, height, tip=f"{number}: {times}/{rounds}")
        yield text(left + step / 2, 168, str(number), anchor="middle")
        if times:
            yield text(left + step / 2, 145 - height, _percent(times, rounds), anchor="middle")


def _percent(times: int, rounds: int) -> str:
    """Return a share as a whole percent, rounded half up; what is little but not nothing stays visible."""
    whole = (200 * times + rounds) // (2 * rounds)
    return f"{whole}%" if whole or not times else "<1%"


def _chance(number: int, times: int, rounds: int, language: str) -> str:
    share = _percent(times, rounds)
    return Text(f"{number} 个：{share}", f"{number} given: {share}").in_(language)


def _title(stage: dict[str, Any], language: str) -> str:
    return Text.of(stage["title"]).in_(language)


def every_picture(report: dict[str, Any], language: str, sheet: Sheet = WIDE) -> dict[str, str]:
    """Return all pictures of a report by name, each a whole SVG document; those for a narrow page say so in their ids."""
    ending = "" if sheet is WIDE else "-narrow"
    found = {
        "funnel": funnel(report, language, sheet, name=f"funnel{ending}"),
        "calendar": calendar(report, language, sheet, name=f"calendar{ending}"),
    }
    for one in report["places"]:
        key = f"chances-{escape(one['tier'])}"
        found[key] = chances(report, one["tier"], language, sheet, name=f"{key}{ending}")
    return found
