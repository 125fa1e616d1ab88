"""The API answers each role as the policies say: who passes which door is written here by hand."""

import pytest

from web.api_world import at, build, headers
from zhiheng.web.api import urls  # noqa: F401 - fills the table
from zhiheng.web.api.operations import OPERATIONS

BY_NAME = {one.name: one for one in OPERATIONS.values()}
PUBLIC = {
    "rounds", "round_in_full", "stages", "notices", "honours", "rulebooks", "rulebook", "rulebook_source",
    "ledger", "object_to",
}  # fmt: skip
PAPERS = {"office", "supervisor"}
WHO = {
    "cases": {*PAPERS, "applicant"},
    "case": {*PAPERS, "applicant"},
    "tasks": {"office", "stranger", "supervisor", "applicant", "assessor", "idle", "committee", "department", "government"},
    "progress": PAPERS,
    "preview": {"office"},
    "objections": PAPERS,
    "late_requests": PAPERS,
    "marks": {"assessor"},
    "proof": PAPERS,
    "line_proof": PAPERS,
    "open_stage": {"office"},
    "close_stage": {"office"},
    "attest": {"office"},
    "give_replies": set(),  # the stage asks no department: there is nothing to reply to
    "record_surveys": set(),  # nor is it a survey
    "give_approvals": {"office", "government"},
    "decide_objection": {"office"},
    "withdraw": {"office", "applicant"},
    "restore": {"office"},
    "ask_correction": {"office"},
    "answer_correction": {"office", "applicant"},
    "request_late_entry": {"office", "applicant"},
    "decide_late_request": {"office"},
    "give_marks": {"assessor"},
    "sign_scorebook": {"assessor"},
    "hand_in_scorebooks": {"office", "assessor"},
    "cast_ballot": set(),  # no ballot is open
    "import_workbook": {"office"},
}  # fmt: skip
ABSENT = {"honour", "checkpoints"}  # nothing of the sort is there yet
ROLES = [
    "office",
    "stranger",
    "supervisor",
    "applicant",
    "assessor",
    "idle",
    "committee",
    "department",
    "government",
    "",
]
STRANGE = {
    "round_code": "zz-9", "case_code": "zz-9-0001", "objection": 999_999, "late": 999_999, "book": "999999",
    "subject": "org-none", "stage": "nowhere", "condition": "nothing", "department": "nobody",
}  # fmt: skip


@pytest.fixture
def world(regions):
    """The small world."""
    return build()


def ask(client, world, one, role, address):
    """Ask an operation with an empty body, which changes nothing."""
    shown = headers(world.secrets[role]) if role else {}
    if one.is_act:
        return client.post(address, data="{}", content_type="application/json", headers=shown)
    return client.get(address, headers=shown)


def test_every_operation_is_in_the_table_of_who_may():
    assert {*WHO, *PUBLIC, *ABSENT} == set(BY_NAME)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_passes_the_doors_that_are_its_and_no_other(client, world, role):
    with at():
        passed = {
            name for name, one in BY_NAME.items()
            if ask(client, world, one, role, world.address(one)).status_code != 404
        }  # fmt: skip
    assert passed == {*PUBLIC, *(name for name, who in WHO.items() if role in who)}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_forbidden_and_what_is_absent_are_one_answer(client, world, role):
    with at():
        nowhere = client.get("/api/nothing/here")
        for name, who in WHO.items():
            one = BY_NAME[name]
            strange = ask(client, world, one, role, world.address(one, **STRANGE))
            there = ask(client, world, one, role, world.address(one))
            if "{" in one.path and name != "line_proof":
                assert (name, strange.status_code, strange.content) == (name, 404, nowhere.content)
            if role not in who:
                assert (name, there.status_code, there.content) == (name, 404, nowhere.content)
                assert (name, dict(there.headers)) == (name, dict(strange.headers))


def test_an_office_finds_nothing_of_another_authority_by_its_numbers(client, world):
    with at():
        for name in ("decide_objection", "decide_late_request", "withdraw", "ask_correction"):
            one = BY_NAME[name]
            assert ask(client, world, one, "stranger", world.address(one)).status_code == 404


def test_an_objection_is_not_found_under_another_round_that_the_office_runs(client, world):
    with at():
        one = BY_NAME["decide_objection"]
        other = world.address(one, round_code=world.judged.round.code, stage="documents")
        assert ask(client, world, one, "office", other).status_code == 404


def test_an_objection_names_only_what_is_published(client, world):
    one = BY_NAME["object_to"]
    hidden = world.address(one, case_code=world.judged.codes[0], stage="documents")
    with at():
        there, nowhere = (
            ask(client, world, one, "", where) for where in (hidden, world.address(one, case_code="zz-1"))
        )
    assert (
        (there.status_code, there.content) == (nowhere.status_code, nowhere.content) == (404, nowhere.content)
    )
