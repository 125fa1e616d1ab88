import pytest

from registers.conftest import NOON, OFFICE, organisation
from registers.samples import PDF
from zhiheng.core.actor import NOBODY, SYSTEM, Actor, Role
from zhiheng.registers import actions, policy

pytestmark = pytest.mark.usefixtures("places", "home")
OWNER = Actor("acct-owner")


def someone(role, place):
    return Actor("acct-someone", frozenset({(role, place)}))


@pytest.fixture
def row():
    return organisation()


@pytest.fixture
def code(row):
    return actions.keep_document(PDF, "a.pdf", OWNER, NOON, authority="350200", organisation=row.code)


def test_the_owner_the_office_the_supervisor_and_the_applicants_read_a_document(row, code):
    readers = [
        OWNER,
        OFFICE,
        someone(Role.SUPERVISOR, "350200"),
        someone(Role.APPLICANT, row.code),
    ]

    assert [policy.may_read_document(reader, code).allowed for reader in readers] == [True] * 4


@pytest.mark.parametrize("role", list(Role))
def test_no_role_elsewhere_reads_a_document(role, code):
    other = organisation(2)

    assert not policy.may_read_document(someone(role, "330400"), code)
    assert not policy.may_read_document(someone(role, "350000"), code)
    assert not policy.may_read_document(someone(role, other.code), code)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE, Role.SUPERVISOR}))
def test_no_other_role_at_the_authority_reads_a_document(role, code):
    assert not policy.may_read_document(someone(role, "350200"), code)


def test_what_is_absent_and_what_is_forbidden_get_the_same_answer(code, django_assert_num_queries):
    stranger = someone(Role.ASSESSOR, "350200")

    with django_assert_num_queries(1):
        forbidden = policy.may_read_document(stranger, code)
    with django_assert_num_queries(1):
        absent = policy.may_read_document(stranger, "doc-0000000000")

    assert forbidden == absent
    assert policy.may_see_facts(stranger, "org-none", "350200") == policy.may_see_facts(
        stranger, code, "350200"
    )


@pytest.mark.parametrize("nobody", [NOBODY, SYSTEM, Actor("acct-else")])
def test_nobody_reads_by_default(nobody, code):
    loose = actions.keep_document(PDF, "b.pdf", OWNER, NOON)

    assert not policy.may_read_document(nobody, code)
    assert not policy.may_read_document(nobody, loose)
    assert not policy.may_read_document(someone(Role.OFFICE, ""), loose)


def test_a_higher_room_can_add_readers(code, monkeypatch):
    monkeypatch.setattr(policy, "_document_rules", [])
    policy.let_read_documents(lambda actor, row: row.code == code and actor.has(Role.ASSESSOR, "350200"))

    assert policy.may_read_document(someone(Role.ASSESSOR, "350200"), code)
    assert not policy.may_read_document(someone(Role.ASSESSOR, "330400"), code)


def test_facts_are_seen_by_the_organisation_the_office_and_the_supervisor(row):
    def sees(actor):
        return policy.may_see_facts(actor, row.code, "350200").allowed

    assert sees(OFFICE)
    assert sees(someone(Role.SUPERVISOR, "350200"))
    assert sees(someone(Role.APPLICANT, row.code))
    assert not sees(someone(Role.ASSESSOR, "350200"))
    assert not sees(someone(Role.OFFICE, "330400"))


@pytest.mark.parametrize("role", list(Role))
def test_an_office_gives_only_the_roles_of_its_rounds(role):
    gives = policy.may_give_role(OFFICE, role, "350200").allowed

    assert gives == (role not in {Role.OFFICE, Role.SUPERVISOR, Role.GOVERNMENT})
    assert not policy.may_give_role(OFFICE, role, "330400")
    assert policy.may_give_role(SYSTEM, role, "350200")


@pytest.mark.parametrize(
    "may", [policy.may_record_event, policy.may_register_organisation, policy.may_revoke_honour]
)
def test_only_the_office_changes_the_registers_of_its_authority(may):
    assert may(OFFICE, "350200")
    assert not may(OFFICE, "330400")
    assert not may(OFFICE, "")
    assert not may(someone(Role.SUPERVISOR, "350200"), "350200")


def test_documents_are_uploaded_for_ones_own_organisation_or_authority(row):
    assert policy.may_keep_document(someone(Role.APPLICANT, row.code), organisation=row.code)
    assert policy.may_keep_document(someone(Role.DEPARTMENT, "350200/taxation"), authority="350200")
    assert not policy.may_keep_document(someone(Role.APPLICANT, row.code), organisation="org-other")
    assert not policy.may_keep_document(someone(Role.DEPARTMENT, "330400/taxation"), authority="350200")
    assert not policy.may_keep_document(OWNER)
