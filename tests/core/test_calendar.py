"""Legal periods end on the right day, to the second, and say what was counted."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.calendar import (
    SHANGHAI,
    LegalDay,
    Status,
    Unit,
    Within,
    WorkCalendar,
    Year,
    china_calendar,
)
from zhiheng.core.refusal import Refused

CALENDAR = china_calendar()
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
days = st.dates(FIRST, date(2026, 6, 30))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(start, kind, n, **more):
    return CALENDAR.due(at(start), Within(kind, n), **more)


def test_every_day_of_the_announced_years_agrees_with_the_oracle():
    every = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]

    differing = [day for day in every if CALENDAR.is_working_day(day) is not chinese_calendar.is_workday(day)]

    assert differing == []


def test_table_lies_within_its_years_and_make_up_days_are_weekends():
    assert {day.year for day in [*CALENDAR.off, *CALENDAR.work]} == set(CALENDAR.years)
    assert all(day.weekday() >= 5 for day in CALENDAR.work)
    assert not CALENDAR.off.keys() & CALENDAR.work.keys()


def test_every_announced_year_names_its_source_and_day():
    announced = [year for year in CALENDAR.years.values() if year.status is Status.ANNOUNCED]

    assert [year.year for year in announced] == list(range(2019, 2027))
    assert all(year.source and year.published and year.published.year == year.year - 1 for year in announced)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2026-02-22", False),
        ("2026-10-10", True),
        ("2026-03-07", False),
    ],
)
def test_spring_festival_is_off_and_make_up_weekends_are_worked(day, worked):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is worked


# Working days.


def test_ten_working_days_over_the_spring_festival_say_what_was_counted():
    found = due("2026-02-10T09:00:00", "working_days", 10)

    assert (found.last_day, found.ends_at) == (date(2026, 3, 2), at("2026-03-03T00:00:00"))
    assert found.counted.zh == (
        "10 个工作日：自 2026-02-10 次日起，跳过周末，跳过春节放假（2026-02-15 至 2026-02-23），"
        "计入调休上班（2026-02-14、2026-02-28），至 2026-03-02 24:00 止"
    )
    assert found.counted.en == (
        "10 working days: from the day after 2026-02-10, skipping weekends, skipping Spring Festival "
        "(2026-02-15 to 2026-02-23), counting make-up days (2026-02-14, 2026-02-28), until 2026-03-02 24:00"
    )


def test_day_of_the_event_is_not_counted_at_whatever_hour_it_happens():
    ends = {
        due(f"2026-11-16T{time}", "working_days", 1).ends_at for time in ("00:00:00", "12:00:00", "23:59:59")
    }

    assert ends == {at("2026-11-18T00:00:00")}


def test_last_second_is_in_time_and_the_next_is_not():
    found = due("2026-11-16T10:00:00", "working_days", 5)

    assert found.is_in_time(at("2026-11-23T23:59:59"))
    assert not found.is_in_time(at("2026-11-24T00:00:00"))


def test_deadline_is_a_local_midnight_whatever_zone_the_instant_is_written_in():
    found = due("2026-11-16T10:00:00", "working_days", 5)

    assert found.is_in_time(datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC))
    assert not found.is_in_time(datetime(2026, 11, 23, 16, 0, 0, tzinfo=UTC))


def test_event_late_in_the_evening_by_utc_belongs_to_the_next_local_day():
    start = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)

    assert CALENDAR.due(start, Within(Unit.WORKING_DAYS, 1)).last_day == date(2026, 11, 18)
    assert CALENDAR.due(start, Within(Unit.WORKING_DAYS, 1), tz=ZoneInfo("UTC")).last_day == date(
        2026, 11, 17
    )


@given(days, st.integers(1, 60))
def test_adding_working_days_and_counting_them_are_inverse(day, n):
    last = CALENDAR.add_working_days(day, n).day

    assert CALENDAR.is_working_day(last)
    assert CALENDAR.working_days_between(day, last) == n


@given(days, st.integers(1, 30), st.integers(1, 30))
def test_working_days_add_up(day, a, b):
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(day, a).day, b) == CALENDAR.add_working_days(
        day, a + b
    )


@given(days, st.integers(0, 90))
def test_count_agrees_with_an_independent_one(day, length):
    end = day + timedelta(length)
    oracle = chinese_calendar.get_workdays(day + timedelta(1), end) if length else []

    assert CALENDAR.working_days_between(day, end) == len(oracle)


@given(days)
def test_next_working_day_is_the_first_one_not_before(day):
    found = CALENDAR.next_working_day(day)

    between = [day + timedelta(n) for n in range((found.day - day).days)]
    assert CALENDAR.is_working_day(found.day)
    assert not any(CALENDAR.is_working_day(other) for other in between)


def test_end_before_the_start_is_an_error():
    with pytest.raises(ValueError, match="lies before"):
        CALENDAR.working_days_between(date(2026, 3, 2), date(2026, 3, 1))


# Days, months, hours.


def test_last_day_that_is_a_holiday_moves_to_the_next_working_day_and_says_so():
    found = due("2026-09-18T09:00:00", "days", 15)

    assert found.last_day == date(2026, 10, 8)
    assert found.counted.zh == (
        "15 日：自 2026-09-18 次日起，届满日 2026-10-03 为休息日，顺延，至 2026-10-08 24:00 止"
    )


def test_last_day_stays_where_the_rule_says_that_it_does_not_move():
    assert due("2026-09-18T09:00:00", "days", 15, moves=False).last_day == date(2026, 10, 3)


def test_make_up_saturday_is_a_good_last_day():
    assert due("2026-02-07T09:00:00", "days", 7).last_day == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-15", 11, "2026-12-15"),
    ],
)
def test_month_ends_on_the_corresponding_day_or_the_last_of_a_shorter_month(start, months, last):
    assert due(f"{start}T09:00:00", "months", months, moves=False).last_day == date.fromisoformat(last)


def test_hours_run_from_the_instant_to_the_second():
    found = due("2026-11-20T16:30:05", "hours", 48)

    assert found.ends_at == at("2026-11-22T16:30:05")
    assert found.counted.zh == "48 小时：自 2026-11-20 16:30:05 起，至 2026-11-22 16:30:05 止"


@given(days, st.integers(1, 24))
def test_months_never_skip_a_month(day, n):
    last = due(f"{day}T09:00:00", "months", n, moves=False).last_day

    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == n
    assert last.day == day.day or (last.day < day.day and (last + timedelta(1)).day == 1)


# Years that are not announced, and input that makes no sense.


def test_period_that_reaches_a_year_not_announced_is_refused_with_a_remedy():
    with pytest.raises(Refused) as refusal:
        due("2026-12-28T09:00:00", "working_days", 5)

    assert refusal.value.code == "calendar.not_announced"
    assert refusal.value.message.zh == (
        "国务院办公厅尚未公布 2027 年放假安排，不能确定涉及 2027-01-01 的法定期限；"
        "请在公布后更新日历，或者明确同意按推算日期办理。"
    )


def test_projected_date_is_marked_when_the_caller_accepts_one():
    found = due("2026-12-28T09:00:00", "working_days", 5, projected=True)

    assert (found.last_day, found.projected) == (date(2027, 1, 5), True)
    assert found.counted.zh.endswith("至 2027-01-05 24:00 止（含推算日期）")


def test_count_through_a_projected_year_is_marked_even_if_it_ends_in_an_announced_one():
    years = {2026: Year(2026, Status.PROJECTED, ""), 2027: Year(2027, Status.ANNOUNCED, "")}
    calendar = WorkCalendar({}, {}, years)

    assert calendar.add_working_days(date(2026, 12, 30), 2, projected=True) == LegalDay(
        date(2027, 1, 1), True
    )


def test_date_that_stays_in_announced_years_is_never_marked():
    assert CALENDAR.add_working_days(date(2026, 12, 25), 4, projected=True) == LegalDay(
        date(2026, 12, 31), False
    )


def test_projected_year_has_only_statutory_holidays_and_no_make_up_days():
    assert CALENDAR.status(2027) is Status.PROJECTED
    assert sum(day.year == 2027 for day in CALENDAR.off) == 13
    assert not any(day.year == 2027 for day in CALENDAR.work)


def test_calendar_days_that_do_not_move_need_no_announcement():
    assert due("2026-12-28T09:00:00", "days", 10, moves=False).last_day == date(2027, 1, 7)


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2028, 1, 3)])
def test_year_outside_the_table_is_refused_even_for_a_projection(day):
    with pytest.raises(Refused) as refusal:
        CALENDAR.is_working_day(day, projected=True)

    assert refusal.value.code == "calendar.year_unknown"


@pytest.mark.parametrize(
    ("kind", "n"), [("days", 0), ("days", -1), ("days", True), ("days", 1.5), ("weeks", 1)]
)
def test_senseless_period_is_an_error(kind, n):
    with pytest.raises(ValueError, match=r"whole number|weeks"):
        Within(kind, n)


def test_instant_without_a_time_zone_is_an_error():
    with pytest.raises(ValueError, match="no time zone"):
        CALENDAR.due(datetime(2026, 11, 16, 10), Within(Unit.DAYS, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="no time zone"):
        due("2026-11-16T10:00:00", "days", 1).is_in_time(datetime(2026, 11, 16, 10))  # noqa: DTZ001


def test_calendar_cannot_be_changed():
    with pytest.raises(TypeError):
        CALENDAR.off[date(2026, 3, 2)] = "放假"
