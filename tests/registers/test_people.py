from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate

from registers.conftest import NOON, OFFICE, TODAY, acts, organisation
from zhiheng.core.actor import SYSTEM, Role
from zhiheng.core.refusal import Refused
from zhiheng.registers import actions, queries
from zhiheng.registers.models import Account

pytestmark = pytest.mark.usefixtures("places")
SECRET = "correct horse battery"


def opened(username="li.ming", **more):
    return actions.open_account(username=username, by=SYSTEM, now=NOON, **more)


def give(account, role=Role.OFFICE, place="350200", **more):
    days = {"from_day": TODAY, "to_day": None}
    return actions.give_role(
        account=account.code, role=role, place=place, by=SYSTEM, now=NOON, **(days | more)
    )


def test_an_account_signs_in_with_its_password_however_its_name_is_typed():
    account = opened(password=SECRET)

    assert authenticate(username="Ｌｉ.Ming", password=SECRET).code == account.code
    assert authenticate(username="li.ming", password="wrong") is None


def test_a_password_is_kept_strongly_hashed():
    opened(password=SECRET)

    assert Account.objects.get().password.partition("$")[0] in {"argon2", "pbkdf2_sha256"}


def test_nobody_signs_in_to_an_account_without_a_password():
    opened()

    assert authenticate(username="li.ming", password="") is None
    assert not Account.objects.get().has_usable_password()


def test_the_ledger_holds_codes_and_never_names(django_assert_num_queries):
    from zhiheng.ledger.models import Line

    opened(password=SECRET, person="李明")

    written = "".join(f"{line.about}{line.body_json}" for line in Line.objects.all())
    assert "李明" not in written
    assert "li.ming" not in written
    assert acts()[0][:2] == ("house", "registers.account_opened")


@pytest.mark.parametrize(
    ("username", "password", "code"),
    [
        ("LI.MING", SECRET, "account.username_taken"),
        ("a b", SECRET, "account.username_wrong"),
        ("x", SECRET, "account.username_wrong"),
        ("wang", "short", "account.password_weak"),
        ("wang", "password123", "account.password_weak"),
    ],
)
def test_a_bad_account_is_refused(username, password, code):
    opened()

    with pytest.raises(Refused) as refusal:
        opened(username, password=password)

    assert refusal.value.code == code
    assert Account.objects.count() == 1


def test_there_is_no_superuser():
    assert not {"is_superuser", "is_staff"} & {field.name for field in Account._meta.get_fields()}


def test_an_actor_holds_a_role_from_its_first_day_until_the_day_it_ends():
    account = opened()
    give(account, to_day=TODAY + timedelta(days=2))

    held = [queries.actor_of(account.code, TODAY + timedelta(days=n)).holds for n in (-1, 0, 1, 2)]

    role = frozenset({(Role.OFFICE, "350200")})
    assert held == [frozenset(), role, role, frozenset()]


def test_a_closed_account_acts_in_no_role():
    account = opened()
    give(account)
    actions.close_account(account=account.code, by=SYSTEM, now=NOON)

    assert queries.actor_of(account.code, TODAY).holds == frozenset()
    assert queries.roles_at("350200", Role.OFFICE, TODAY) == ()


def test_ending_a_role_ends_it_on_its_day():
    account = opened()
    give(account)
    actions.end_role(account=account.code, role=Role.OFFICE, place="350200", day=TODAY, by=SYSTEM, now=NOON)

    assert queries.actor_of(account.code, TODAY).holds == frozenset()
    with pytest.raises(Refused) as refusal:
        actions.end_role(
            account=account.code, role=Role.OFFICE, place="350200", day=TODAY, by=SYSTEM, now=NOON
        )
    assert refusal.value.code == "role.not_held"


def test_the_same_role_given_twice_is_one():
    account = opened()

    assert give(account) == give(account)
    assert acts()[1:] == [("350200", "registers.role_given", account.code)]


@pytest.mark.parametrize(
    ("role", "place", "more", "code"),
    [
        (Role.OFFICE, "350200", {"from_day": date(2027, 1, 1)}, "role.held_already"),
        (Role.SUPERVISOR, "350200", {}, "role.apart"),
        (Role.DEPARTMENT, "999999/taxation", {}, "role.place_unknown"),
        (Role.DEPARTMENT, "350200/", {}, "role.place_unknown"),
        (Role.APPLICANT, "350200", {}, "role.place_unknown"),
        (Role.ASSESSOR, "350200", {"to_day": TODAY}, "role.days_wrong"),
    ],
)
def test_a_wrong_role_is_refused(role, place, more, code):
    account = opened()
    give(account)

    with pytest.raises(Refused) as refusal:
        give(account, role, place, **more)

    assert refusal.value.code == code


def test_nobody_gives_a_role_to_itself():
    account = opened()

    with pytest.raises(Refused) as refusal:
        actions.give_role(
            account=account.code, role=Role.OFFICE, place="350200", from_day=TODAY, by=account.code, now=NOON
        )

    assert refusal.value.code == "role.own_gift"


def test_roles_reach_departments_and_organisations():
    account, row = opened(), organisation()
    give(account, Role.DEPARTMENT, "350200/taxation")
    give(account, Role.APPLICANT, row.code)

    actor = queries.actor_of(account.code, TODAY)

    assert actor.has(Role.DEPARTMENT, "350200/taxation")
    assert actor.places(Role.APPLICANT) == {row.code}


@pytest.mark.parametrize("count", [1, 3])
def test_reading_an_actor_takes_one_statement(count, django_assert_num_queries):
    account = opened()
    for role in (Role.OFFICE, Role.ASSESSOR, Role.COMMITTEE)[:count]:
        give(account, role)

    with django_assert_num_queries(1):
        assert len(queries.actor_of(account.code, TODAY).holds) == count


def test_a_new_password_replaces_the_old_one():
    account = opened(password=SECRET)
    actions.change_password(account=account.code, password="another long secret", by=OFFICE, now=NOON)

    assert authenticate(username="li.ming", password=SECRET) is None
    assert authenticate(username="li.ming", password="another long secret").code == account.code
