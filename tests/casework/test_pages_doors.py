"""Every page of the procedures, asked for by every role, by nobody, and with what belongs to others."""

import pytest
from django.urls import get_resolver

from factories import AFTER, CLOSES, make_organisation
from zhiheng.casework.models import LateRequest
from zhiheng.core.actor import Role

ROLES = {
    "nobody": None,
    "office": (Role.OFFICE, "350200"),
    "supervisor": (Role.SUPERVISOR, "350200"),
    "applicant": (Role.APPLICANT, "own"),
    "rival": (Role.APPLICANT, "other"),
    "taxation": (Role.DEPARTMENT, "350200/taxation"),
    "customs": (Role.DEPARTMENT, "350200/customs"),
    "government": (Role.GOVERNMENT, "350200"),
    "assessor": (Role.ASSESSOR, "350200"),
    "committee": (Role.COMMITTEE, "350200"),
    "street": (Role.STREET, "350206"),
    "other_office": (Role.OFFICE, "350100"),
    "other_supervisor": (Role.SUPERVISOR, "350100"),
    "other_taxation": (Role.DEPARTMENT, "350100/taxation"),
}
BOTH = {"office", "supervisor"}
OWN = {"office", "applicant"}
SIGNED_IN = set(ROLES) - {"nobody"}
STAGE = "/desk/rounds/xm-7/credit/"
PAGES = {
    "/desk/": SIGNED_IN,
    "/desk/rounds/xm-7/": BOTH,
    "/desk/rounds/xm-7/cases/": BOTH,
    "/desk/rounds/xm-7/cases.xlsx": BOTH,
    "/desk/rounds/xm-7/late-requests/{late}/": BOTH,
    STAGE: BOTH,
    "/desk/rounds/xm-7/satisfaction/begin/": {"office"},
    f"{STAGE}close/": {"office"},
    f"{STAGE}replies/taxation/": {"office"},
    f"{STAGE}cases/xm-7-0001/": BOTH,
    "/departments/xm-7/credit/": {"taxation"},
    "/supervision/xm-7/": BOTH,
    "/cases/xm-7-0001/correction/": OWN,
    "/cases/xm-7-0001/withdraw/": {"office"},
    "/cases/xm-7-0001/restore/": {"office"},
    "/notices/": set(ROLES),
}
ABSENT = (
    "/desk/rounds/nowhere/",
    "/desk/rounds/xm-7/nowhere/",
    f"{STAGE}replies/customs/",
    f"{STAGE}cases/nowhere-0001/",
    f"{STAGE}objections/1/",
    "/desk/rounds/xm-7/late-requests/99999/",
    "/departments/xm-7/conformity/",
    "/departments/xm-7/opinions/",
    "/notices/xm-7/notice/",
    "/notices/xm-7/credit/object/",
    "/supervision/nowhere/",
    "/cases/nowhere-0001/withdraw/",
)


@pytest.fixture
def late(asking):
    """The number of a request for late entry that was made before review began."""
    subject = make_organisation(9).code
    asked = LateRequest.objects.create(round=asking[0], subject=subject, reason="示例", asked_at=CLOSES)
    return asked.pk


def visitor(reader, client, cases, name):
    """Return the client signed in as one of the roles."""
    held = ROLES[name]
    if held is None:
        return client
    place = {"own": cases[0].subject, "other": cases[1].subject}.get(held[1], held[1])
    return reader(held[0], place, name.replace("_", "-"))


@pytest.mark.parametrize("name", ROLES)
def test_each_page_opens_to_exactly_the_roles_it_is_for(reader, client, asking, late, name):
    who = visitor(reader, client, asking[1], name)
    opened = {address for address in PAGES if who.get(address.format(late=late)).status_code == 200}
    assert opened == {address for address, allowed in PAGES.items() if name in allowed}


@pytest.mark.parametrize("name", ROLES)
def test_what_a_role_may_not_see_is_absent_byte_for_byte(reader, client, asking, late, name):
    who = visitor(reader, client, asking[1], name)
    nothing = who.get("/nothing/").content
    shut = [address for address, allowed in PAGES.items() if name not in allowed]
    assert [one for one in (*shut, *ABSENT) if who.get(one.format(late=late)).content != nothing] == []


@pytest.mark.parametrize("name", ["nobody", "rival", "taxation", "government", "supervisor", "other_office"])
def test_no_form_of_the_office_is_taken_from_another_role(reader, client, asking, late, name):
    who = visitor(reader, client, asking[1], name)
    forms = ("/desk/rounds/xm-7/satisfaction/begin/", f"{STAGE}close/", f"{STAGE}replies/taxation/",
             f"{STAGE}survey/", f"{STAGE}approve/", "/cases/xm-7-0001/restore/")  # fmt: skip
    given = {"office": "350200", "confirmed": "on"}
    assert {one: who.post(one, given).status_code for one in forms} == dict.fromkeys(forms, 404)


def test_a_case_of_another_round_is_absent_at_a_stage_of_this_one(reader, asking):
    from factories import make_cases, make_round

    make_cases(make_round("other", session="8"), 1, first=20)
    client = reader()
    assert client.get(f"{STAGE}cases/other-0001/").status_code == 404


def test_a_withdrawn_department_role_opens_the_list_no_more(reader, asking):
    from zhiheng.registers.actions import end_role
    from zhiheng.registers.models import Account

    client = reader(Role.DEPARTMENT, "350200/taxation", "tax")
    code = Account.objects.get(username="tax").code
    end_role(
        account=code, role=Role.DEPARTMENT, place="350200/taxation", day=AFTER.date(), by="system", now=AFTER
    )
    assert client.get("/departments/xm-7/credit/").status_code == 404


def test_this_table_knows_every_page_of_the_room():
    known = {address.format(late=1).strip("/") for address in PAGES}
    resolver = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "casework")
    elsewhere = {"attest", "survey", "approve", "decide", "return_case", "notice", "objection", "receipt",
                 "record_objection", "told"}  # fmt: skip
    asked = [one for address in known for one in (address, f"{address}/")]
    missing = {
        page.name
        for page in resolver.url_patterns
        if page.name not in elsewhere and not any(page.pattern.regex.search(one) for one in asked)
    }
    assert missing == set()
