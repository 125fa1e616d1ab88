from datetime import date, timedelta

import pytest

from registers.conftest import NOON, OFFICE, TODAY, acts, organisation
from zhiheng.core.refusal import Refused
from zhiheng.registers import actions, queries

pytestmark = pytest.mark.usefixtures("places")


def record(row, **more):
    stated = {
        "event": "penalty",
        "day": date(2025, 3, 1),
        "source": "厦市监罚〔2025〕1号",
        "authority": "350200",
    }
    return actions.record_event(organisation=row.code, by=OFFICE, now=NOON, **(stated | more))


def test_a_recorded_event_stands_with_its_source_in_the_authoritys_book():
    row = organisation()

    code = record(row)

    assert [(one.code, one.event) for one in queries.events_of(row.code, TODAY)] == [(code, "penalty")]
    assert acts()[-1] == ("350200", "registers.event_recorded", row.code)


def test_the_same_event_recorded_twice_is_one():
    row = organisation()

    assert record(row) == record(row)
    assert len(acts()) == 2


def test_a_withdrawn_event_is_kept_and_no_fact_any_more():
    row = organisation()
    code = record(row)

    for _ in range(2):
        actions.withdraw_event(event=code, ground="复议撤销", by=OFFICE, now=NOON)

    assert queries.events_of(row.code, TODAY) == ()
    assert [act for _, act, _ in acts()].count("registers.event_withdrawn") == 1
    assert record(row) != code


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"event": "major_acident"}, "event.kind_unknown"),
        ({"source": " "}, "event.no_source"),
        ({"day": TODAY + timedelta(days=1)}, "event.day_to_come"),
        ({"document": "doc-none"}, "document.unknown"),
        ({"authority": "999999"}, "region.unknown"),
    ],
)
def test_a_wrong_record_is_refused(more, code):
    row = organisation()

    with pytest.raises(Refused) as refusal:
        record(row, **more)

    assert refusal.value.code == code
    assert queries.events_of(row.code, TODAY) == ()


def test_a_kind_that_a_rulebook_adds_can_be_recorded():
    row = organisation()

    record(row, event="typhoon_damage", terms=["typhoon_damage"])

    assert [one.event for one in queries.events_of(row.code, TODAY)] == ["typhoon_damage"]


def test_a_withdrawal_without_a_ground_is_refused():
    row = organisation()
    code = record(row)

    with pytest.raises(Refused) as refusal:
        actions.withdraw_event(event=code, ground="", by=OFFICE, now=NOON)

    assert refusal.value.code == "event.no_ground"
