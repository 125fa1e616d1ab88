"""Every address has one door, and what may not be seen is answered like what does not exist."""

import pytest
from django.urls import URLPattern, get_resolver

from factories import make_account
from zhiheng.core.actor import Role


def views(patterns=None, prefix=""):
    """Yield every address of the site with its view."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        where = f"{prefix}{one.pattern}"
        if isinstance(one, URLPattern):
            yield where, one.callback
        else:
            yield from views(one.url_patterns, where)


def test_every_address_of_the_site_has_a_door():
    found = dict(views())
    assert len(found) > 10
    assert [where for where, view in found.items() if not callable(getattr(view, "door", None))] == []


def test_only_signing_in_and_out_and_the_language_accept_a_form(client, db):
    accepting = [where for where, view in views() if _accepts_a_form(view)]
    assert sorted(accepting) == [
        "language/",
        "sign-in/",
        "sign-in/forgotten/",
        "sign-in/passkey/",
        "sign-in/second/",
        "sign-out/",
    ]


def _accepts_a_form(view):
    from django.contrib.auth.models import AnonymousUser
    from django.http import Http404
    from django.test import RequestFactory

    request = RequestFactory().post("/")
    request.user = AnonymousUser()
    try:
        return view(request).status_code != 405
    except (Http404, TypeError):  # a door with something to find, or for those who have signed in
        return False
    except AttributeError:  # it wants a session: it accepts
        return True


STRANGERS = [
    (Role.OFFICE, "350100"),
    (Role.SUPERVISOR, "330400"),
    (Role.ASSESSOR, "350200"),
    (Role.COMMITTEE, "350200"),
    (Role.DEPARTMENT, "350200/taxation"),
    (Role.GOVERNMENT, "350200"),
]


def test_a_case_is_absent_byte_for_byte_to_a_reader_without_an_account(client, running):
    _, cases = running
    there, nowhere = client.get(f"/cases/{cases[0].code}/"), client.get("/cases/xm-7-9999/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content == nowhere.content == client.get("/nothing-here/").content


@pytest.mark.parametrize(("role", "place"), STRANGERS)
def test_a_case_is_absent_byte_for_byte_to_other_roles(reader, running, role, place):
    _, cases = running
    client = reader(role, place)
    there, nowhere = client.get(f"/cases/{cases[0].code}/"), client.get("/cases/xm-7-9999/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content == nowhere.content


def test_an_applicant_reads_its_own_case_and_no_other(reader, running):
    _, cases = running
    client = reader(Role.APPLICANT, cases[0].subject)
    assert client.get(f"/cases/{cases[0].code}/").status_code == 200
    assert client.get(f"/cases/{cases[1].code}/").content == client.get("/cases/xm-7-9999/").content


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISOR])
def test_the_office_and_the_supervisor_read_every_case(reader, running, role):
    _, cases = running
    client = reader(role)
    assert [client.get(f"/cases/{case.code}/").status_code for case in cases] == [200, 200, 200]


def test_an_account_that_was_closed_reads_nothing_more(reader, running):
    from django.utils import timezone

    from zhiheng.registers.actions import close_account
    from zhiheng.registers.models import Account

    client, (_, cases) = reader(), running
    code = Account.objects.get(username="reader").code
    close_account(account=code, by="system", now=timezone.now())
    assert client.get(f"/cases/{cases[0].code}/").status_code == 404


def test_how_many_cases_a_round_has_shows_nowhere_to_the_public(client, running):
    from zhiheng.casework.models import Case

    round_, _ = running
    before = client.get(f"/rounds/{round_.code}/").content
    Case.objects.filter(number=3).delete()
    assert client.get(f"/rounds/{round_.code}/").content == before


def test_a_role_that_ended_opens_no_case(client, running):
    from factories import OPENS
    from zhiheng.registers.actions import end_role
    from zhiheng.registers.models import Account

    code = make_account("former")
    end_role(account=code, role=Role.OFFICE, place="350200", day=OPENS.date(), by="system", now=OPENS)
    client.force_login(Account.objects.get(code=code))
    assert client.get(f"/cases/{running[1][0].code}/").status_code == 404
