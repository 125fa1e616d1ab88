"""Working days, calendar days and months: when a legal period ends, and how that was counted.

Periods follow the Civil Code, Book I, Chapter 10: the day of the event is not counted, the period
ends at 24:00 of its last day, a month ends on the corresponding day or, where there is none, on the
last day of the month, and a last day that is not a working day moves to the next one. The table of
holidays and make-up working days is ours (``core/data``), a year at a time, with its source. A year
that the State Council has not announced is *projected*: only the holidays fixed by statute, no
swapped days; a legal date that depends on it is refused unless the caller says that a projection will do.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text, joined

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)


class Status(StrEnum):
    """Whether the State Council has announced the holidays of a year."""

    ANNOUNCED = "announced"
    PROJECTED = "projected"


class Unit(StrEnum):
    """What a period is counted in; working days and calendar days are never mixed."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


_UNIT_WORDS = {
    Unit.WORKING_DAYS: ("个工作日", "working day"),
    Unit.DAYS: ("日", "day"),
    Unit.HOURS: ("小时", "hour"),
    Unit.MONTHS: ("个月", "month"),
}

_HOLIDAYS = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}


@dataclass(frozen=True, slots=True)
class Within:
    """A period as an instrument states it: a unit and a whole number of at least 1."""

    kind: Unit
    n: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Unit(self.kind))
        if isinstance(self.n, bool) or not isinstance(self.n, int) or self.n < 1:
            raise ValueError(f"a period is a whole number of at least 1, not {self.n!r}")

    def text(self) -> Text:
        """Return "10 个工作日" / "10 working days"."""
        zh, en = _UNIT_WORDS[self.kind]
        return Text(f"{self.n} {zh}", f"{self.n} {en}{'' if self.n == 1 else 's'}")


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the table: its status, the notice it rests on, and whether that number is confirmed."""

    year: int
    status: Status
    source: str
    published: date | None = None
    unverified: bool = True


@dataclass(frozen=True, slots=True)
class LegalDay:
    """A day that was counted, and whether the count rests on a projected year."""

    day: date
    projected: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a period, half-open: a thing handed in at ``at`` is in time iff ``at < ends_at``.

    A period in days, working days or months that ends "at 24:00 of 10 March" has
    ``last_day`` 10 March and ``ends_at`` 11 March 00:00 local time.
    """

    ends_at: datetime
    last_day: date
    counted: Text
    projected: bool = False

    def is_in_time(self, at: datetime) -> bool:
        """Tell whether an instant lies before the end; an instant without a time zone is an error."""
        return _aware(at) < self.ends_at


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked: Monday to Friday, but for the days off and the make-up days of the table."""

    off: Mapping[date, str]
    work: Mapping[date, str]
    years: Mapping[int, Year]

    def status(self, year: int) -> Status:
        """Return whether a year is announced or projected; a year outside the table is refused."""
        return self._year(year).status

    def is_working_day(self, day: date, *, projected: bool = False) -> bool:
        """Tell whether a day is worked; a day of a projected year is refused unless *projected*."""
        self._refuse_unless_known(day, projected)
        return self._is_worked(day)

    def next_working_day(self, day: date, *, projected: bool = False) -> LegalDay:
        """Return the day itself if it is worked, otherwise the first working day after it."""
        rests_on_projection = False
        while True:
            rests_on_projection |= self._refuse_unless_known(day, projected)
            if self._is_worked(day):
                return LegalDay(day, rests_on_projection)
            day += _DAY

    def add_working_days(self, day: date, n: int, *, projected: bool = False) -> LegalDay:
        """Return the n-th working day after *day*, which itself is not counted; n is at least 1."""
        Within(Unit.WORKING_DAYS, n)
        rests_on_projection = False
        for _ in range(n):
            found = self.next_working_day(day + _DAY, projected=projected)
            day, rests_on_projection = found.day, rests_on_projection or found.projected
        return LegalDay(day, rests_on_projection)

    def working_days_between(self, start: date, end: date, *, projected: bool = False) -> int:
        """Count the working days after *start* up to and including *end*.

        The inverse of :meth:`add_working_days`. An end before the start is an error.
        """
        if end < start:
            raise ValueError(f"{end} lies before {start}")
        days = (start + _DAY * i for i in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day, projected=projected) for day in days)

    def due(
        self,
        start: datetime,
        within: Within,
        *,
        tz: ZoneInfo = SHANGHAI,
        moves: bool = True,
        projected: bool = False,
    ) -> Due:
        """Return when a period that begins with an event at *start* ends, and how it was counted.

        *start* carries a time zone; its day is the local day in *tz*. Hours run from the instant
        itself. With *moves* (Civil Code, art. 203) a period in days or months whose last day is not
        worked ends on the next working day; without it the holiday table is not needed at all.
        """
        _aware(start)
        if within.kind is Unit.HOURS:
            return _hours(start, within, tz)
        first = start.astimezone(tz).date()
        if within.kind is Unit.WORKING_DAYS:
            last = self.add_working_days(first, within.n, projected=projected)
            remarks = self._remarks(first, last.day)
        else:
            plain = first + _DAY * within.n if within.kind is Unit.DAYS else _months_later(first, within.n)
            last = self.next_working_day(plain, projected=projected) if moves else LegalDay(plain)
            remarks = _moved(plain, last.day)
        counted = _counted(within, first, remarks, last)
        return Due(_midnight(last.day + _DAY, tz), last.day, counted, last.projected)

    def _is_worked(self, day: date) -> bool:
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def _year(self, year: int) -> Year:
        if year in self.years:
            return self.years[year]
        first, last = min(self.years), max(self.years)
        raise Refused(
            "calendar.year_unknown",
            Text(
                f"日历没有 {year} 年的放假安排（现有 {first} 至 {last} 年），请先补充该年数据。",
                f"The calendar has no holidays for {year} (only {first} to {last}); add that year first.",
            ),
        )

    def _refuse_unless_known(self, day: date, projected: bool) -> bool:
        """Refuse a day whose year is unknown or not announced; return whether it is projected."""
        if self._year(day.year).status is Status.ANNOUNCED:
            return False
        if projected:
            return True
        raise Refused(
            "calendar.not_announced",
            Text(
                f"国务院办公厅尚未公布 {day.year} 年放假安排，不能确定涉及 {day} 的法定期限；"
                "请在公布后更新日历，或者明确同意按推算日期办理。",
                f"The holidays of {day.year} have not been announced, so a legal period that reaches {day} "
                "cannot be fixed; update the calendar after the notice, or accept a projected date.",
            ),
        )

    def _remarks(self, first: date, last: date) -> list[Text]:
        """Say what lay between: weekends, named holidays, make-up working days."""
        days = [first + _DAY * i for i in range(1, (last - first).days + 1)]
        remarks = []
        if any(d.weekday() >= 5 and d not in self.off and d not in self.work for d in days):
            remarks.append(Text("跳过周末", "skipping weekends"))
        for run in _runs([d for d in days if d in self.off]):
            name = self.off[run[0]]
            name_en = " and ".join(_HOLIDAYS.get(part, part) for part in name.split("、"))
            zh, en = _span(run, " 至 "), _span(run, " to ")
            remarks.append(Text(f"跳过{name}放假（{zh}）", f"skipping {name_en} ({en})"))
        made_up = [str(d) for d in days if d in self.work]
        if made_up:
            remarks.append(
                Text(f"计入调休上班（{'、'.join(made_up)}）", f"counting make-up days ({', '.join(made_up)})")
            )
        return remarks


@cache
def china_calendar() -> WorkCalendar:
    """Return the calendar of mainland China from the project's own table, read once."""
    off: dict[date, str] = {}
    work: dict[date, str] = {}
    for row in _rows("calendar_cn.csv"):
        {"off": off, "work": work}[row["kind"]][date.fromisoformat(row["day"])] = row["name_zh"]
    years = {int(row["year"]): _read_year(row) for row in _rows("calendar_cn_years.csv")}
    return WorkCalendar(MappingProxyType(off), MappingProxyType(work), MappingProxyType(years))


def _rows(name: str) -> list[dict[str, str]]:
    text = files("zhiheng.core").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _read_year(row: Mapping[str, str]) -> Year:
    published = date.fromisoformat(row["published"]) if row["published"] else None
    return Year(int(row["year"]), Status(row["status"]), row["source"], published, row["unverified"] == "yes")


def _aware(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no time zone")
    return at


def _midnight(day: date, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=tz)


def _months_later(day: date, months: int) -> date:
    """Return the corresponding day, or the last day of a month that has none (Civil Code, art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _runs(days: list[date]) -> list[list[date]]:
    """Split ascending days into runs without a gap."""
    runs = [days[:1]] if days else []
    for before, day in pairwise(days):
        if day - before == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _span(run: list[date], to: str) -> str:
    return str(run[0]) if len(run) == 1 else f"{run[0]}{to}{run[-1]}"


def _moved(plain: date, last: date) -> list[Text]:
    if plain == last:
        return []
    return [Text(f"届满日 {plain} 为休息日，顺延", f"the last day {plain} is not worked and moves on")]


def _counted(within: Within, first: date, remarks: list[Text], last: LegalDay) -> Text:
    total = within.text()
    begin = Text(f"自 {first} 次日起", f"from the day after {first}")
    end = Text(f"至 {last.day} 24:00 止", f"until {last.day} 24:00")
    said = joined([begin, *remarks, end], zh="，", en=", ")
    mark = Text("（含推算日期）", " (rests on projected days)") if last.projected else Text("", "")
    return Text(f"{total.zh}：{said.zh}{mark.zh}", f"{total.en}: {said.en}{mark.en}")


def _hours(start: datetime, within: Within, tz: ZoneInfo) -> Due:
    ends_at = (start.astimezone(ZoneInfo("UTC")) + timedelta(hours=within.n)).astimezone(tz)
    begin, end = (f"{at.astimezone(tz):%Y-%m-%d %H:%M:%S}" for at in (start, ends_at))
    total = within.text()
    counted = Text(f"{total.zh}：自 {begin} 起，至 {end} 止", f"{total.en}: from {begin} until {end}")
    return Due(ends_at, ends_at.date(), counted)
