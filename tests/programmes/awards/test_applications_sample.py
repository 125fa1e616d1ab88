"""The sample workbook: plainly invented, and made so that the conformity review has something to decide."""

import re
from datetime import datetime

import pytest
from workbooks import BOOK, read

from factories import AFTER, CLOSES, LOCAL, OFFICE, attest_all, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case, Finding
from zhiheng.core.actor import SYSTEM
from zhiheng.core.codes import is_sample_uscc
from zhiheng.programmes.awards.actions.applications import import_applications
from zhiheng.programmes.awards.data.sample import (
    closing_day,
    invented_rows,
    sample_events,
    sample_honours,
    sample_workbook,
)
from zhiheng.programmes.awards.workbook.template import Values
from zhiheng.registers import actions as registers
from zhiheng.registers.queries import organisation_by_uscc
from zhiheng.rules.vocabulary import EVENTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


IN_2024 = {"opens_at": datetime(2024, 3, 4, tzinfo=LOCAL), "closes_at": datetime(2024, 4, 1, tzinfo=LOCAL)}


def sample_round():
    """Open the sample round of 2024, for which the founding days are made, and take in workbook, events and honours."""
    round_ = make_round(**IN_2024)
    import_applications("xm-7", sample_workbook("xm-7", 7), "示例.xlsx", OFFICE, IN_2024["opens_at"])
    for one in sample_events("xm-7"):
        registers.record_event(
            organisation=organisation_by_uscc(one.uscc).code, event=one.event, day=one.day, source=one.source,
            authority="350200", by=SYSTEM, now=AFTER,
        )  # fmt: skip
    for honour in sample_honours("xm-7"):
        registers.grant_honour(
            award=honour.award, authority=honour.authority, session=honour.session, year=honour.year, tier=honour.tier,
            organisation=organisation_by_uscc(honour.uscc).code, day=honour.day, valid_to=None, round_code="example",
            case_code="example-0001", by=SYSTEM, now=AFTER,
        )  # fmt: skip
    return round_


def test_every_applicant_is_plainly_invented():
    make_round()
    rows = read(sample_workbook("xm-7", 1)).rows

    assert len(rows) == 24
    assert all(
        "示例" in row.name and is_sample_uscc(row.uscc) and row.uscc[2:8] == row.region for row in rows
    )
    assert all(re.fullmatch(r"0592-0000\d{3}", row.contact.phone) for row in rows)
    assert all(row.contact.email.endswith("@example.invalid") for row in rows)


def test_seed_decides_the_order_and_nothing_else():
    make_round()
    first, again, other = (sample_workbook("xm-7", seed) for seed in (1, 1, 2))

    assert first == again
    assert [row.name for row in read(first).rows] != [row.name for row in read(other).rows]
    assert {row.uscc for row in read(first).rows} == {row.uscc for row in read(other).rows}


def test_conformity_review_refuses_six_of_the_24_for_six_different_rules():
    round_ = sample_round()
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    attest_all(round_, list(Case.objects.all()))
    casework.close_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)

    failed = Finding.objects.filter(goes_on=False).select_related("case")
    rules = {one.case.name: [cite["rule"] for cite in one.cites] for one in failed}
    assert rules == {
        "示例晨光照明电器有限公司": ["spot_check"], "示例绿源化工有限公司": ["penalty"],
        "示例恒正检验认证有限公司": ["recent_winner"], "示例新芽智能科技有限公司": ["operating"],
        "示例悦来酒店管理有限公司": ["report"], "示例芗城家具有限公司": ["registered"],
    }  # fmt: skip


def test_events_are_of_kinds_that_rulebooks_know_and_lie_in_the_past():
    make_round()
    events = sample_events("xm-7")

    assert {event.event for event in events} <= EVENTS.keys()
    assert all(event.day < closing_day(CLOSES) for event in events)
    assert len(events) == 4


def test_any_number_of_applicants_can_be_invented():
    rows: list[Values] = list(invented_rows(BOOK, 500, closing_day(CLOSES)))

    assert len({row["uscc"] for row in rows}) == len({row["name"] for row in rows}) == 500
