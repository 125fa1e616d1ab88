from datetime import date

import pytest

from registers.conftest import NOON, OFFICE, TODAY, grant, organisation
from zhiheng.registers import actions, queries
from zhiheng.registers.domain.kinds import Relation, Standing

pytestmark = pytest.mark.usefixtures("places")


def family():
    """Return a parent with two subsidiaries."""
    parent, first, second = organisation(1), organisation(2), organisation(3)
    for child in (first, second):
        actions.correct_organisation(code=child.code, parent=parent.code, by=OFFICE, now=NOON)
    return parent, first, second


def relations(row, as_of=TODAY):
    return {(fact.code, fact.relation) for fact in queries.facts_about([row.code], as_of)[row.code].honours}


def test_facts_are_as_of_their_day():
    row = organisation()
    for day in (date(2024, 1, 1), date(2025, 1, 1)):
        actions.record_event(
            organisation=row.code,
            event="penalty",
            day=day,
            source=f"{day}号",
            authority="350200",
            by=OFFICE,
            now=NOON,
        )

    facts = queries.facts_about([row.code], date(2024, 12, 31))[row.code]

    assert [event.day for event in facts.events] == [date(2024, 1, 1)]
    assert facts.organisation == queries.organisation(row.code)


def test_honours_of_the_family_come_with_their_relation():
    parent, first, second = family()
    honour = grant(first)

    assert relations(first) == {(honour, Relation.SELF)}
    assert relations(parent) == {(honour, Relation.SUBSIDIARY)}
    assert relations(second) == {(honour, Relation.GROUP)}


def test_a_parents_honour_reaches_its_subsidiaries():
    parent, first, _ = family()
    honour = grant(parent)

    assert relations(first) == {(honour, Relation.PARENT)}


def test_an_honour_granted_later_is_not_a_fact_yet():
    row = organisation()
    grant(row)

    assert relations(row, date(2026, 11, 19)) == set()


def test_a_revoked_honour_stays_a_fact_with_that_standing():
    row = organisation()
    honour = grant(row, valid_to=date(2027, 1, 1))

    after = queries.facts_about([row.code], date(2027, 1, 1))[row.code].honours

    assert [(fact.code, fact.standing, fact.day_is_exact) for fact in after] == [
        (honour, Standing.EXPIRED, True)
    ]


def test_an_unknown_organisation_has_no_facts():
    assert queries.facts_about(["org-none"], TODAY) == {}


@pytest.mark.parametrize("count", [1, 3, 12])
def test_facts_take_four_statements_for_any_number_of_organisations(count, django_assert_num_queries):
    rows = [organisation(number) for number in range(count)]
    for row in rows:
        grant(row, case=row.code)

    with django_assert_num_queries(4):
        facts = queries.facts_about([row.code for row in rows], TODAY)

    assert len(facts) == count
