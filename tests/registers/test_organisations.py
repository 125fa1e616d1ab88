from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from registers.conftest import NOON, OFFICE, TODAY, acts, organisation
from zhiheng.core.codes import sample_uscc
from zhiheng.core.refusal import InputRefused, Place, Refused
from zhiheng.registers import actions, queries
from zhiheng.registers.domain.intake import NewOrganisation
from zhiheng.registers.models import Organisation

pytestmark = pytest.mark.usefixtures("places")


def new(number, name=None, **more):
    return NewOrganisation(name or f"第{number}有限公司", sample_uscc("350206", number), "350206", **more)


def refused(**more):
    with pytest.raises(Refused) as refusal:
        organisation(**more)
    return refusal.value


def test_registering_returns_the_row_and_leaves_one_line():
    row = organisation(1, "厦门甲有限公司", founded_day=date(2001, 2, 3), legal_person=True, size="small")

    assert row.regions == ("350206", "350200", "350000", "000000")
    assert queries.organisation(row.code) == row
    assert queries.organisation_by_uscc(row.uscc.lower()) == row
    assert acts() == [("house", "registers.organisation_registered", row.code)]


def test_the_same_credit_code_and_name_is_the_same_organisation():
    row = organisation(1, "厦门市甲（集团）有限责任公司")

    assert organisation(1, "厦门甲(集团)有限公司") == row
    assert Organisation.objects.count() == len(acts()) == 1


def test_the_same_credit_code_with_another_name_is_refused_and_names_the_holder():
    row = organisation(1, "厦门甲有限公司")

    refusal = refused(number=1, name="厦门乙有限公司")

    assert refusal.code == "organisation.uscc_taken"
    assert row.code in refusal.message.zh
    assert "厦门甲有限公司" in refusal.message.en


def test_a_name_variant_with_another_credit_code_is_refused_unless_confirmed():
    row = organisation(1, "厦门甲有限公司")

    refusal = refused(number=2, name="厦门市甲有限责任公司")
    namesake = organisation(2, "厦门市甲有限责任公司", namesake=True)

    assert refusal.code == "organisation.namesake"
    assert row.code in refusal.message.zh
    assert namesake.code != row.code


def test_the_table_itself_refuses_a_second_unconfirmed_holder_of_a_name():
    row = organisation(1, "厦门甲有限公司")
    one = Organisation.objects.get(code=row.code)
    one.pk, one.code, one.uscc = None, "org-other", None

    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)


def test_a_former_name_still_belongs_to_its_organisation():
    row = organisation(1, "厦门甲有限公司")
    actions.rename_organisation(code=row.code, name="厦门新甲有限公司", from_day=TODAY, by=OFFICE, now=NOON)

    assert organisation(1, "厦门甲有限公司").code == row.code
    assert refused(number=2, name="厦门甲有限公司").code == "organisation.namesake"
    assert [one.name for one in queries.names_of(row.code)] == ["厦门甲有限公司", "厦门新甲有限公司"]
    assert [one.code for one in queries.organisations_like("厦门市甲有限公司")] == [row.code]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"uscc": "91350206M0000000XX"}, "organisation.uscc_wrong"),
        ({"region": "999999", "uscc": None}, "organisation.region_unknown"),
        ({"name": "（）"}, "organisation.name_wrong"),
        ({"name": "甲" * 121}, "organisation.name_wrong"),
        ({"kind": "empire"}, "organisation.value_unknown"),
        ({"size": "huge"}, "organisation.value_unknown"),
    ],
)
def test_a_wrong_statement_is_refused_and_nothing_is_saved(more, code):
    assert refused(**more).code == code
    assert not Organisation.objects.exists()
    assert acts() == []


def test_an_intake_is_taken_whole_or_not_at_all_with_every_problem_in_its_place():
    intake = [
        new(1),
        replace(new(2), region="999999", place=Place(row=3)),
        replace(new(1, "另名"), place=Place(row=4)),
    ]

    with pytest.raises(InputRefused) as refusal:
        actions.register_organisations(intake, by=OFFICE, now=NOON)

    found = [(problem.place.row, problem.code) for problem in refusal.value.problems]
    assert found == [(3, "organisation.region_unknown"), (4, "organisation.uscc_taken")]
    assert not Organisation.objects.exists()


def test_the_same_organisation_twice_in_one_intake_is_registered_once():
    first, again = actions.register_organisations(
        [new(1, "甲有限公司"), new(1, "甲有限责任公司")], by=OFFICE, now=NOON
    )

    assert first == again
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3, 60])
def test_an_intake_takes_the_same_statements_for_any_number_of_rows(count, django_assert_num_queries):
    actions.register_organisations([new(900)], by=OFFICE, now=NOON)

    with django_assert_num_queries(11):
        actions.register_organisations([new(number) for number in range(count)], by=OFFICE, now=NOON)


def test_a_credit_code_can_be_added_and_never_changed():
    row = organisation(1, uscc=None)
    added = actions.correct_organisation(code=row.code, uscc=sample_uscc("350206", 7), by=OFFICE, now=NOON)

    with pytest.raises(Refused) as refusal:
        actions.correct_organisation(code=row.code, uscc=sample_uscc("350206", 8), by=OFFICE, now=NOON)

    assert added.uscc == sample_uscc("350206", 7)
    assert refusal.value.code == "organisation.uscc_fixed"


def test_a_correction_that_says_nothing_new_leaves_no_line():
    row = organisation(1, size="small")

    actions.correct_organisation(code=row.code, size="small", by=OFFICE, now=NOON)

    assert len(acts()) == 1


def test_owners_in_a_circle_are_refused():
    top, below = organisation(1), organisation(2)
    actions.correct_organisation(code=below.code, parent=top.code, by=OFFICE, now=NOON)

    with pytest.raises(Refused) as refusal:
        actions.correct_organisation(code=top.code, parent=below.code, by=OFFICE, now=NOON)

    assert refusal.value.code == "organisation.parent_circle"
    assert queries.organisation(below.code).parent == top.code


def test_a_name_of_another_organisation_cannot_be_taken():
    one, other = organisation(1, "甲有限公司"), organisation(2, "乙有限公司")

    with pytest.raises(Refused) as refusal:
        actions.rename_organisation(
            code=other.code, name="甲有限责任公司", from_day=TODAY, by=OFFICE, now=NOON
        )

    assert one.code in refusal.value.message.zh
    assert queries.organisation(other.code) == other
