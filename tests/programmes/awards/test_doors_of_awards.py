"""Every page of the room asked by every other role and by nobody, with what is theirs and what is not."""

import pytest
import time_machine
from applying import DURING, applicant_of, handed_in, make_place, pdf, signed_in
from django.test import Client

from factories import make_account
from zhiheng.core.actor import Actor, Role
from zhiheng.programmes.awards.actions import uploads

APPLICANT_PAGES = (
    "", "sections/contact/", "sections/item-4.1.2/", "files/", "files/{document}/", "submit/", "receipts/1/",
    "receipts/1/content.json", "late/", "withdraw/",
)  # fmt: skip
ACTS = ("sections/contact/here/", "files/begin/", "files/{document}/remove/", "files/{document}/clean/")
DESK_PAGES = ("applications/", "applications/workbook.xlsx", "recompute/", "proof.json")
OFFICE_PAGES = ("applications/template.xlsx", "applications/import/")
STRANGERS = [
    None, (Role.OFFICE, "350100"), (Role.SUPERVISOR, "330400"), (Role.ASSESSOR, "350200"), (Role.COMMITTEE, "350200"),
    (Role.DEPARTMENT, "350200/taxation"), (Role.GOVERNMENT, "350200"), (Role.STREET, "350200"), "other",
]  # fmt: skip


@pytest.fixture
def place(regions, home):
    """An application that was handed in, with a file."""
    with time_machine.travel(DURING, tick=False):
        place = make_place()
        amy = applicant_of(place)
        uploads.take_file(place=place, content=pdf(), name="a.pdf", paper="other", by=amy, now=DURING)
        handed_in(place, amy)
        yield place


def document_of(place):
    """Return the code of the file that was handed in."""
    from zhiheng.programmes.awards.models import DraftFile

    return DraftFile.objects.get(draft__subject=place.organisation.code).document


def addresses(place, pages):
    """Return addresses of an application."""
    root = f"/applications/xm-7/{place.organisation.code}/"
    return [root + one.format(document=document_of(place)) for one in pages]


def browser(who):
    """Return the browser of a role, of another applicant, or of nobody."""
    if who is None:
        return Client()
    if who == "other":
        return signed_in(applicant_of(make_place(number=2), "other"))
    role, where = who
    return signed_in(Actor(make_account("stranger", role, where)))


def bodies(client, wanted, method="get"):
    """Return the set of (status, body without the visitor's corner)."""
    import re

    found = [getattr(client, method)(address) for address in wanted]
    corner = r'<div class="visitor">.*?</div>|name="csrfmiddlewaretoken" value="[^"]*"'
    return {(one.status_code, re.sub(corner, "", one.content.decode(), flags=re.DOTALL)) for one in found}


@pytest.mark.parametrize("who", STRANGERS, ids=str)
def test_an_application_is_absent_byte_for_byte_to_everybody_else(place, who):
    client = browser(who)
    nowhere = bodies(client, ["/applications/xm-7/org-nothing/", "/applications/nothing/org-nothing/files/"])
    there = bodies(client, addresses(place, APPLICANT_PAGES))
    assert [status for status, _ in nowhere] == [404]
    assert there == nowhere
    assert bodies(client, addresses(place, ACTS), "post") == nowhere


@pytest.mark.parametrize("who", STRANGERS, ids=str)
def test_the_desk_of_a_round_is_absent_to_everybody_but_its_office_and_supervisor(place, who):
    client = browser(who)
    desk = [f"/desk/rounds/xm-7/{one}" for one in (*DESK_PAGES, *OFFICE_PAGES)]
    assert {status for status, _ in bodies(client, desk)} == {404}
    assert bodies(client, desk) == bodies(client, ["/desk/rounds/nothing/applications/"])
    assert client.post("/desk/rounds/xm-7/dossier.zip").status_code == 404


def test_the_supervisor_reads_and_neither_writes_nor_imports(place):
    client = browser((Role.SUPERVISOR, "350200"))
    assert [client.get(f"/desk/rounds/xm-7/{one}").status_code for one in DESK_PAGES] == [200] * 4
    assert [client.get(f"/desk/rounds/xm-7/{one}").status_code for one in OFFICE_PAGES] == [404] * 2
    own = addresses(place, ("files/{document}/", "receipts/1/", "receipts/1/content.json"))
    assert [client.get(one).status_code for one in own] == [200] * 3
    closed = addresses(place, ("", "sections/contact/", "files/", "submit/", "late/", "withdraw/"))
    assert [client.get(one).status_code for one in closed] == [404] * 6


def test_the_office_does_not_see_what_was_not_handed_in(place):
    other = make_place(number=3)
    amy = applicant_of(other, "zoe")
    uploads.take_file(place=other, content=pdf("x"), name="b.pdf", paper="other", by=amy, now=DURING)
    client = browser((Role.OFFICE, "350200"))
    assert bodies(client, addresses(other, ("", "files/{document}/", "receipts/1/"))) == bodies(
        client, ["/applications/xm-7/org-nothing/"]
    )


def test_the_owner_reaches_every_page(place):
    from zhiheng.registers.models import Account

    client = Client()
    client.force_login(Account.objects.get(username="amy"))
    assert [client.get(one).status_code for one in addresses(place, APPLICANT_PAGES)] == [200] * len(
        APPLICANT_PAGES
    )
    assert client.get("/applications/").status_code == 200


@pytest.mark.parametrize("who", [None, (Role.ASSESSOR, "350200"), "other"], ids=str)
def test_only_an_office_opens_rounds_and_only_applicants_have_a_list(place, who):
    client = browser(who)
    assert client.get("/desk/rounds/open/").status_code == 404
    assert client.get("/applications/").status_code == (200 if who == "other" else 404)


def test_a_public_page_says_nothing_about_who_applied(place):
    from zhiheng.casework.models import Case

    client = Client()
    before = [client.get(one).content for one in ("/calls/", "/calls/xm-7/", "/calls/xm-7/check/")]
    Case.objects.all().delete()
    assert [client.get(one).content for one in ("/calls/", "/calls/xm-7/", "/calls/xm-7/check/")] == before


def test_a_form_too_large_or_without_its_token_tells_a_stranger_nothing_about_what_is_there(place):
    strict = Client(enforce_csrf_checks=True)
    nowhere = bodies(strict, ["/applications/xm-7/org-nothing/files/"], "post")
    assert bodies(strict, addresses(place, ("files/",)), "post") == nowhere
