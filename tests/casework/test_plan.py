"""Planned days: one stage after another, each counted from the end of the day on which the former ends."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import AFTER, CLOSES, LOCAL, OFFICE, SHORT, attest_all, make_cases, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.domain.plan import due_of, plan
from zhiheng.casework.models import Notice, Stage
from zhiheng.core.calendar import china_calendar
from zhiheng.rules.load import read_rulebook

CALENDAR = china_calendar()


def chain(days):
    """Return a rulebook whose checks follow one another, each with so many working days, before the granting."""
    head, tail = SHORT.split("stages:\n")
    checks = "".join(
        f"  - {{id: c{n}, kind: check, title: {{zh: 审查, en: Check}}, "
        f'within: {{working_days: {many}}}, art: "6"}}\n'
        for n, many in enumerate(days)
    )
    checks += '  - {id: granting, kind: grant, by: committee, title: {zh: 授奖, en: Granting}, art: "9"}\n'
    return read_rulebook(f"{head}stages:\n{checks}after:{tail.split('after:')[1]}", "chain")


UNHURRIED = settings(deadline=None, max_examples=40)
PERIODS = st.lists(st.integers(1, 30), min_size=1, max_size=4)
MIDNIGHTS = st.dates(datetime(2025, 1, 2).date(), datetime(2025, 9, 30).date())  # noqa: DTZ001


@UNHURRIED
@given(PERIODS, MIDNIGHTS)
def test_a_chain_of_stages_adds_their_working_days_one_after_another(days, closing):
    closes_at = datetime(closing.year, closing.month, closing.day, tzinfo=LOCAL)
    day = closing.fromordinal(closing.toordinal() - 1)  # the deadline is 24:00 of the day before
    expected = []
    for many in days:
        day = CALENDAR.add_working_days(day, many, projected=True).day
        expected.append(day)
    assert [one.due_day for one in plan(chain(days), closes_at, CALENDAR)][:-1] == expected


@UNHURRIED
@given(PERIODS, MIDNIGHTS, st.integers(0, 23))
def test_a_stage_opened_at_its_planned_moment_is_due_when_planned(days, closing, hour):
    closes_at = datetime(closing.year, closing.month, closing.day, hour, tzinfo=LOCAL)
    book = chain(days)
    planned = plan(book, closes_at, CALENDAR)[:-1]
    assert [due_of(book.stage(one.stage), one.starts_at, CALENDAR) for one in planned] == [
        one.due for one in planned
    ]


def test_a_deadline_at_noon_has_its_own_day_as_event_day():
    noon = datetime(2025, 3, 31, 12, tzinfo=LOCAL)
    assert plan(chain([1]), noon, CALENDAR)[0].due_day == plan(chain([1]), CLOSES, CALENDAR)[0].due_day


@pytest.mark.parametrize("opened_at", [CLOSES, AFTER])
def test_a_notice_ends_with_its_stage_also_when_it_begins_at_midnight(regions, opened_at):
    round_ = make_round("short-1", source=SHORT, session="1")
    cases = make_cases(round_, 1)
    casework.open_stage(round_code="short-1", stage="conformity", by=OFFICE, now=CLOSES)
    attest_all(round_, cases)
    casework.close_stage(round_code="short-1", stage="conformity", by=OFFICE, now=CLOSES)
    casework.open_stage(round_code="short-1", stage="notice", by=OFFICE, now=opened_at)
    stage, notice = Stage.objects.get(round=round_, stage="notice"), Notice.objects.get()
    starts = datetime(2025, 4, 1 if opened_at == CLOSES else 2, tzinfo=LOCAL)
    assert (notice.ends_at, notice.starts_at) == (stage.due_at, starts)
