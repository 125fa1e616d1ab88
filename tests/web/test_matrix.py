"""Every address of the site asked by every role: what each gets is written in one table, by hand.

Whoever adds an address says here who may see it. ``who`` is a list of roles, ``anyone`` or ``signed in``;
``where`` names the parts of the address (``everybody.gather``); the last is what who may come in gets, if not 200.
Everybody else gets 404, byte for byte the page for what does not exist.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse

from factories import OPENS
from web.everybody import NOW, at_noon, gather
from zhiheng.registers.actions import load_regions
from zhiheng.web.api import urls  # noqa: F401 - fills the table of operations
from zhiheng.web.api.operations import NAMES, OPERATIONS

pytestmark = pytest.mark.django_db
ANYONE, SIGNED_IN = "anyone", "signed in"
PAPERS, OFFICE, OWN = "office, supervisor", "office", "applicant"
EVERY_ROLE = (
    "applicant, other applicant, office, other office, department, department not asked, assessor, "
    "assessor without seat, member, member not on the ballot, supervisor, government"
)
OFFICES, APPLICANTS = "office, other office", "applicant, other applicant"
ACT = 405  # an address that only takes a form
TABLE = {
    "web:home": (ANYONE, ""),
    "web:rounds": (ANYONE, ""),
    "web:round": (ANYONE, "notice"),
    "web:case": ("applicant, office, supervisor", "own case"),
    "web:rulebooks": (ANYONE, ""),
    "web:rulebook": (ANYONE, "rulebook"),
    "web:rulebook_text": (ANYONE, "rulebook"),
    "web:rulebook_file": (ANYONE, "rulebook"),
    "web:compare": (ANYONE, ""),
    "web:rulebook_schema": (ANYONE, ""),
    "web:edit_rulebook": (OFFICES, ""),
    "web:check_rulebook": (OFFICES, "", ACT),
    "web:simulate_rulebook": (f"{OFFICES}, supervisor", "rulebook"),
    "web:honours": (ANYONE, ""),
    "web:honour": (ANYONE, "honour"),
    "web:ledger": (ANYONE, ""),
    "web:book": (ANYONE, "book"),
    "web:note": (ANYONE, "book"),
    "web:language": (ANYONE, "", 302),
    "web:sign_in": (ANYONE, "", 200, 302),
    "web:sign_out": (ANYONE, "", ACT),
    "web:second_factor": (ANYONE, "", 302),
    "web:passkey": (ANYONE, ""),
    "web:forgotten": (ANYONE, ""),
    "web:reset_asked": (ANYONE, ""),
    "web:reset": (ANYONE, "key", 410),
    "web:invitation": (ANYONE, "key", 410),
    "web:confirm_address": (ANYONE, "key", 410),
    "web:account": (SIGNED_IN, ""),
    "web:acting": (SIGNED_IN, ""),
    "web:start": (SIGNED_IN, "", 302),
    "web:tokens": (SIGNED_IN, ""),
    "web:revoke_token": (SIGNED_IN, "invitation", ACT),
    "web:security": (SIGNED_IN, ""),
    "web:password": (SIGNED_IN, ""),
    "web:mail_address": (SIGNED_IN, ""),
    "web:visits": (SIGNED_IN, ""),
    "web:factors": (SIGNED_IN, ""),
    "web:add_generator": (SIGNED_IN, ""),
    "web:generator_picture": (SIGNED_IN, ""),
    "web:add_passkey": (SIGNED_IN, ""),
    "web:recovery_codes": (SIGNED_IN, ""),
    "web:invitations": (f"{OFFICES}, {APPLICANTS}", ""),
    "web:withdraw_invitation": (f"{OFFICES}, {APPLICANTS}", "invitation", ACT),
    "web:mails": (OFFICES, ""),
    "web:mail": (OFFICE, "mail"),
    "design:index": (ANYONE, ""),
    "design:part": (ANYONE, "design"),
    "design:state": (ANYONE, "design"),
    "awards:calls": (ANYONE, ""),
    "awards:call": (ANYONE, "draft"),
    "awards:check": (ANYONE, "draft"),
    "awards:organisation": (ANYONE, "organisation"),
    "awards:mine": (APPLICANTS, ""),
    "awards:choose": (ANYONE, "draft", 200, 302),
    "awards:application": (OWN, "draft"),
    "awards:section": (OWN, "draft"),
    "awards:here": (OWN, "draft", ACT),
    "awards:files": (OWN, "draft"),
    "awards:begin_upload": (OWN, "draft", ACT),
    "awards:piece": (OWN, "draft", ACT),
    "awards:file": ("applicant, office, supervisor", "draft"),
    "awards:remove_file": (OWN, "draft", ACT),
    "awards:clean_file": (OWN, "draft", ACT),
    "awards:submit": (OWN, "draft"),
    "awards:receipt": ("applicant, office, supervisor", "draft"),
    "awards:content": ("applicant, office, supervisor", "draft"),
    "awards:feedback": ("applicant, office, supervisor", "draft"),
    "awards:feedback_json": ("office, supervisor", "draft"),  # the case runs: its subject waits
    "awards:why": ("applicant, office, supervisor", "own case"),
    "awards:late": (OWN, "draft"),
    "awards:withdraw": (OWN, "draft"),
    "awards:open_round": (OFFICES, ""),
    "awards:applications": (PAPERS, "notice"),
    "awards:applications_workbook": (PAPERS, "notice"),
    "awards:template": (OFFICE, "notice"),
    "awards:take_in": (OFFICE, "notice"),
    "awards:recompute": (PAPERS, "notice"),
    "awards:proof": (PAPERS, "notice"),
    "awards:dossier": (PAPERS, "notice", ACT),
    "incentives:withdraw": (OWN, "claim"),
    "incentives:withdrawn": ("applicant, office, supervisor", "claim"),
    "casework:desk": (SIGNED_IN, ""),
    "casework:round": (PAPERS, "notice"),
    "casework:cases": (PAPERS, "notice"),
    "casework:cases_xlsx": (PAPERS, "notice"),
    "casework:supervision": (PAPERS, "notice"),
    "casework:stage": (PAPERS, "notice"),
    "casework:begin": (OFFICE, "notice", 302),
    "casework:close": (OFFICE, "notice"),
    "casework:attest": (OFFICE, "inquiry", ACT),
    "casework:survey": (OFFICE, "survey", ACT),
    "casework:approve": ("office, government", "approval", ACT),
    "casework:told": (OFFICE, "notice", ACT),
    "casework:paper": (OFFICE, "inquiry"),
    "casework:department": ("department", "inquiry"),
    "casework:decide": (PAPERS, "objection"),
    "casework:decide_late": (PAPERS, "late"),
    "casework:checked_case": (PAPERS, "notice"),
    "casework:return_case": (OFFICE, "notice", ACT),
    "casework:record_objection": (OFFICE, "notice"),
    "casework:correction": ("applicant, office", "own case"),
    "casework:withdraw": (OFFICE, "own case"),
    "casework:restore": (OFFICE, "own case"),
    "casework:notices": (ANYONE, ""),
    "casework:notice": (ANYONE, "notice"),
    "casework:objection": (ANYONE, "notice"),
    "casework:receipt": (ANYONE, "notice"),
    "review:tasks": ("assessor, assessor without seat, member, member not on the ballot", ""),
    "review:interests": ("assessor", "judged"),
    "review:scorebook": ("assessor", "judged"),
    "review:mark": ("assessor", "judged", ACT),
    "review:note": ("assessor", "judged", ACT),
    "review:withdraw_note": ("assessor", "judged", ACT),
    "review:state": ("assessor", "judged"),
    "review:sign": ("assessor", "judged", 302),
    "review:marks": ("office, assessor, supervisor", "judged"),
    "review:hearing": ("assessor", "heard"),
    "review:penalties": ("office, assessor", "judged"),
    "review:step_back": ("assessor", "judged"),
    "review:paper": ("assessor", "judged"),
    "review:reopen": (OFFICE, "judged"),
    "review:ballot": ("member", "ballot"),
    "review:confirm": ("member", "ballot", ACT),
    "review:cast": ("member", "ballot", ACT),
    "review:receipt": ("office, member, supervisor", "ballot"),
    "review:ballot_desk": (PAPERS, "ballot"),
    "review:open_vote": (OFFICE, "ballot", ACT),
    "review:presence": (OFFICE, "ballot", ACT),
    "review:close_vote": (OFFICE, "ballot"),
    "review:candidate": ("member", "ballot"),
    "review:candidate_paper": ("member", "ballot"),
    "review:leave": ("member", "ballot"),
    "review:panels": (PAPERS, "judged"),
    "review:form_panel": (OFFICE, "judged"),
    "review:draw": (OFFICE, "judged"),
    "review:draw_now": (OFFICE, "judged", ACT),
    "review:refill": (OFFICE, "judged"),
    "review:recuse": (OFFICE, "judged"),
    "review:recuse_seat": (OFFICE, "judged"),
    "review:link": (OFFICE, "pool"),
    "review:pools": (OFFICES, "", 302),
    "review:experts": (OFFICE, "pool"),
    "review:register": (OFFICE, "pool"),
    "review:undecided": (OFFICE, "pool"),
    "review:decide": (OFFICE, "pool"),
}
API = {
    "rounds": (ANYONE,),
    "round_in_full": (ANYONE,),
    "stages": (ANYONE,),
    "notices": (ANYONE,),
    "honours": (ANYONE,),
    "honour": (ANYONE,),
    "rulebooks": (ANYONE,),
    "rulebook": (ANYONE,),
    "rulebook_source": (ANYONE,),
    "ledger": (ANYONE,),
    "checkpoints": (ANYONE,),
    "tasks": (EVERY_ROLE,),
    "case": ("applicant, office, supervisor",),
    "cases": (f"{PAPERS}, {APPLICANTS}",),  # an applicant is shown its own alone
    "late_requests": (PAPERS,),
    "proof": (PAPERS,),
    "line_proof": (PAPERS,),
    "progress": (PAPERS, "api stage"),
    "objections": (PAPERS, "api notice"),
    "preview": (OFFICE, "api stage"),
    "marks": ("assessor, office, supervisor", "api marks"),
}
READS = {one.name: one for one in OPERATIONS.values() if not one.is_act}
WITHOUT_A_TOKEN = {"web:language": 302}  # it changes nothing but a cookie
INLINE = r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:"
TRACE = r"Traceback \(most recent|site-packages|Exception Value"


def addresses(patterns=None, space="") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the site by its name; those of the API have a table of their own."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLPattern):
            yield f"{space}:{one.name}", one
        else:
            yield from addresses(one.url_patterns, one.namespace or space)


PAGES = {name: one for name, one in addresses() if not name.startswith("api:")}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Everybody and everything, made once for the questions of this module and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic(), at_noon():
        load_regions(now=OPENS)
        yield gather()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def cells(world):
    """The answer to every role for every address that the table knows."""
    return {
        (name, role): browser.get(address(name, world.here))
        for name in PAGES if name in TABLE
        for role, browser in world.browsers.items()
    }  # fmt: skip


def address(name, parts):
    """Return a real address of a page."""
    known = parts[TABLE[name][1]]
    return reverse(name, kwargs={part: known[part] for part in PAGES[name].pattern.converters})


def may(name, role):
    """Tell whether the table lets a role in."""
    who = TABLE[name][0]
    return who == ANYONE or (role != "nobody" if who == SIGNED_IN else role in who.split(", "))


def body(answer):
    """Return what an answer says, whether it comes whole or in pieces."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_every_address_says_in_the_table_who_may_see_it():
    assert sorted(PAGES.keys() - TABLE.keys()) == []
    assert sorted(TABLE.keys() - PAGES.keys()) == []


def test_no_address_stands_in_the_way_of_another(world):
    taken = {name: resolve(address(name, world.here)).view_name for name in PAGES if name in TABLE}
    assert {name: by for name, by in taken.items() if by != name} == {}


def test_every_role_gets_exactly_what_the_table_says(cells):
    wrong = {}
    for (name, role), answer in cells.items():
        expected = (TABLE[name][2:] or (200,)) if may(name, role) else (404,)
        if answer.status_code not in expected:
            wrong[f"{name} as {role}"] = answer.status_code
    assert wrong == {}


def test_what_may_not_be_seen_is_byte_for_byte_what_does_not_exist(world, cells):
    nowhere = {role: browser.get("/nothing-here/").content for role, browser in world.browsers.items()}
    closed = {(name, role): body(answer) for (name, role), answer in cells.items() if not may(name, role)}
    assert len(closed) > 700
    assert [cell for cell, content in closed.items() if content != nowhere[cell[1]]] == []


def test_what_belongs_to_another_authority_is_absent_to_everybody_from_here(world):
    seen, asked = [], 0
    for name, (who, where, *_) in TABLE.items():
        if who in (ANYONE, SIGNED_IN) or where not in world.there:
            continue
        for role, browser in world.browsers.items():
            if role != "other office":
                asked += 1
                answer = browser.get(address(name, world.there))
                nowhere = browser.get("/nothing-here/").content
                seen += [(name, role)] if (answer.status_code, body(answer)) != (404, nowhere) else []
    assert seen == []
    assert asked > 500


def test_the_other_authority_has_something_that_could_be_seen(world):
    theirs = (
        "casework:round",
        "casework:stage",
        "awards:applications",
        "review:panels",
        "review:experts",
        "web:case",
    )
    browser = world.browsers["other office"]
    assert [browser.get(address(name, world.there)).status_code for name in theirs] == [200] * len(theirs)


def test_no_answer_is_broken_or_tells_how_it_was_made(cells):
    texts = {
        cell: (one.status_code, body(one))
        for cell, one in cells.items()
        if "text/html" in one["Content-Type"]
    }
    assert [cell for cell, (status, _) in texts.items() if status >= 500] == []
    assert [cell for cell, (_, text) in texts.items() if re.search(TRACE.encode(), text)] == []


def test_no_page_has_a_script_or_a_style_in_it(cells):
    pages = {cell: body(one) for cell, one in cells.items() if "text/html" in one["Content-Type"]}
    assert len(pages) > 1000
    assert [cell for cell, page in pages.items() if re.search(INLINE.encode(), page)] == []


def test_a_form_without_its_token_changes_nothing_wherever_it_is_sent(world):
    passed = {}
    for name in TABLE:
        for role, browser in world.browsers.items():
            strict = Client(enforce_csrf_checks=True)
            strict.cookies = browser.cookies
            if may(name, role) and (status := strict.post(address(name, world.here)).status_code) != 403:
                passed[name] = status
    assert passed == WITHOUT_A_TOKEN


def test_every_reading_operation_of_the_api_is_in_its_table():
    assert sorted(READS.keys() ^ API.keys()) == []


def test_a_sign_in_opens_the_same_doors_of_the_api_as_of_the_pages(world):
    wrong = {}
    for name, (who, *where) in API.items():
        known = world.here[where[0] if where else "api"]
        path = NAMES.sub(lambda found, known=known: str(known[found.group(1)]), READS[name].path)
        for role, browser in world.browsers.items():
            expected = 200 if who == ANYONE or role in who.split(", ") else 404
            if (status := browser.get(f"/api{path}").status_code) != expected:
                wrong[f"{name} as {role}"] = status
    assert wrong == {}


def test_the_components_are_shown_in_development_only(world, settings):
    browser = world.browsers["office"]
    assert browser.get("/design/").status_code == 200
    settings.PRODUCTION = True
    assert browser.get("/design/").content == browser.get("/nothing-here/").content
    assert browser.get("/design/work/").status_code == 404


def test_the_clock_of_the_matrix_stands_where_the_round_is_open(world):
    from django.utils import timezone

    assert timezone.now() == NOW
