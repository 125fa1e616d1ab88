"""Whom the rulebook tells and no letter reaches, the office tells outside, and says when and how."""

from datetime import date

import pytest
from django.utils import timezone

from factories import (
    AFTER,
    OFFICE,
    SHORT,
    SUPERVISOR,
    attest_all,
    make_account,
    make_cases,
    make_round,
)
from zhiheng.casework import actions
from zhiheng.casework.models import Task
from zhiheng.casework.queries.desk import duties_of
from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.ledger.models import Line
from zhiheng.post.models import Mail

pytestmark = pytest.mark.django_db
TODAY = AFTER.date()
TOLD = "tells: {who: cut, how: written, within: {working_days: 5}}, within: {working_days: 10}, correction"
STAGE = {"round_code": "short-1", "stage": "conformity"}
PAGE = "/desk/rounds/short-1/conformity/"


def told_source(tells=TOLD):
    """The short procedure, whose check tells its result."""
    return SHORT.replace("within: {working_days: 10}, correction", tells)


def checked(source, *, fails=2, now=AFTER):
    """Close the check of three cases, of which the first ones are not met."""
    round_ = make_round("short-1", source=source, session="1")
    cases = make_cases(round_, 3)
    actions.open_stage(**STAGE, by=OFFICE, now=AFTER)
    attest_all(round_, cases[:fails], holds=False)
    attest_all(round_, cases[fails:])
    make_account("applicant", Role.APPLICANT, cases[0].subject)
    actions.close_stage(**STAGE, by=OFFICE, now=now)
    return cases


def owed():
    """Return for which cases the office still owes to tell."""
    rows = Task.objects.filter(role="office", case__isnull=False, done_at=None).order_by("case__number")
    return list(rows.values_list("case__number", flat=True))


def told(case, day=TODAY, how="示例函〔2025〕2号", by=OFFICE, now=AFTER):
    return actions.record_told(**STAGE, given=[actions.ToldOutside(case.code, day, how)], by=by, now=now)


def test_who_has_no_account_is_told_by_the_office_and_who_has_one_by_letter(regions):
    checked(told_source())

    assert Mail.objects.filter(template="result").count() == 1
    assert owed() == [2]
    (duty,) = [one for one in duties_of(OFFICE, AFTER) if one.case]
    assert (duty.what.zh, duty.case, duty.stage, str(duty.due_at.date())) == (
        "书面告知“符合性审查”的结果", "short-1-0002", "conformity", "2025-04-09",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tells", "numbers"),
    [("tells: {who: all}, correction", [2, 3]), ("within: {working_days: 10}, correction", [])],
)
def test_a_rulebook_that_tells_all_or_nothing_owes_that(regions, tells, numbers):
    checked(told_source(tells))
    assert owed() == numbers


def test_what_was_told_is_a_ledger_line_and_is_owed_no_more(regions):
    cases = checked(told_source())
    assert told(cases[1]) == 1
    line = Line.objects.get(act="casework.told_outside")

    assert (owed(), line.about) == ([], "short-1-0002")
    assert line.body == {"stage": "conformity", "day": "2025-04-01", "how": "示例函〔2025〕2号"}
    assert [one for one in duties_of(OFFICE, AFTER) if one.case] == []


@pytest.mark.parametrize(
    ("position", "given", "code"),
    [
        (0, {}, "telling.not_owed"), (1, {"day": date(2025, 3, 31)}, "telling.day"),
        (1, {"day": date(2025, 4, 2)}, "telling.day"), (1, {"how": " "}, "telling.no_way"),
        (1, {"by": SUPERVISOR}, "telling.not_yours"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_stays_owed(regions, position, given, code):
    cases = checked(told_source())
    with pytest.raises(Refused) as refusal:
        told(cases[position], **given)
    assert (refusal.value.code, owed()) == (code, [2])


def test_the_page_of_the_closed_stage_takes_who_was_told_and_shows_it(reader, regions):
    now = timezone.now()
    checked(told_source(TOLD), now=now)
    client = reader()
    desk = client.get("/desk/").content.decode()
    page = client.get(PAGE).content.decode()
    given = {"cases": ["short-1-0002"], "day": str(timezone.localdate(now)), "how": "电话"}
    wrong = client.post(f"{PAGE}told/", {**given, "day": "2999-01-01"})
    right = client.post(f"{PAGE}told/", given)
    after = client.get(PAGE).content.decode()

    assert ("书面告知“符合性审查”的结果" in desk, "须另行告知" in page, "示例02号有限公司" in page) == (
        True,
        True,
        True,
    )
    assert (wrong.status_code, 'value="电话"' in wrong.content.decode()) == (400, True)
    assert (right.status_code, "没有待告知的单位。" in after, "电话" in after) == (302, True, True)


def test_the_supervisor_reads_who_waits_and_is_shown_no_form(reader, regions):
    checked(told_source(), now=timezone.now())
    page = reader(Role.SUPERVISOR).get(PAGE).content.decode()
    assert ("须另行告知" in page, "/told/" in page) == (True, False)
