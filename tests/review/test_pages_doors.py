"""Every page of the room asked for by every role, by nobody, and with the codes of another authority."""

import re

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE, OPENS
from zhiheng.core.actor import SYSTEM, Role
from zhiheng.registers import actions as registers
from zhiheng.review import actions
from zhiheng.review.domain.values import InterestGiven
from zhiheng.review.urls import urlpatterns

from .conftest import ROUND
from .test_pages import let_in, reader

pytestmark = pytest.mark.django_db
OF_CASE = ("scorebook", "mark", "note", "state", "sign", "marks", "step_back", "withdraw_note", "penalties")
OF_STAGE = ("panels", "form_panel", "draw", "draw_now", "refill", "recuse", "interests")
OF_BALLOT = ("ballot", "confirm", "cast", "receipt", "ballot_desk", "open_vote", "presence", "close_vote")
OF_POOL = ("experts", "register", "undecided")
POSTED = ("mark", "note", "withdraw_note", "confirm", "cast", "open_vote", "presence", "draw_now")
ADDRESS = (
    rb'name="next" value="[^"]*"|next=[^"]*"| aria-current="true"'  # what follows from the address alone
)
HERE = {  # who is let in where, with an account of this authority that holds nothing else
    Role.OFFICE: {"panels", "form_panel", "draw", "draw_now", "refill", "recuse", "recuse_seat", "reopen", "experts",
                  "register", "undecided", "decide", "link", "penalties", "pools", "ballot_desk", "open_vote",
                  "presence", "close_vote", "receipt"},
    Role.SUPERVISOR: {"panels", "ballot_desk", "receipt"},
    Role.ASSESSOR: {"tasks"},
    Role.COMMITTEE: {"tasks"},
    Role.APPLICANT: set(), Role.DEPARTMENT: set(), Role.GOVERNMENT: set(), Role.STREET: set(),
}  # fmt: skip
AWAY = {  # the same roles at another authority: only what is about themselves
    Role.OFFICE: {"pools"}, Role.ASSESSOR: {"tasks"}, Role.COMMITTEE: {"tasks"},
}  # fmt: skip


@pytest.fixture
def addresses(judged):
    """Every page with codes that exist, by name."""
    given = InterestGiven(judged.experts[0][0], judged.cases[3].subject, "kin")
    interest = actions.declare_interest(authority="350200", given=given, by=OFFICE, now=AFTER)
    case, stage = judged.codes[0], "documents"
    return {
        "tasks": reverse("review:tasks"),
        "pools": reverse("review:pools"),
        **{name: reverse(f"review:{name}", args=[case, stage]) for name in OF_CASE},
        **{name: reverse(f"review:{name}", args=[ROUND, stage]) for name in OF_STAGE},
        **{name: reverse(f"review:{name}", args=[ROUND, "plenary"]) for name in OF_BALLOT},
        **{name: reverse(f"review:{name}", args=["350200"]) for name in OF_POOL},
        "recuse_seat": reverse("review:recuse_seat", args=[ROUND, stage, case]),
        "candidate": reverse("review:candidate", args=[ROUND, "plenary", case]),
        "candidate_paper": reverse("review:candidate_paper", args=[ROUND, "plenary", case, "doc-1"]),
        "leave": reverse("review:leave", args=[ROUND, "plenary", case]),
        "link": reverse("review:link", args=["350200", judged.experts[0][0]]),
        "reopen": reverse("review:reopen", args=[case, stage, "A1"]),
        "decide": reverse("review:decide", args=["350200", interest]),
        "hearing": reverse("review:hearing", args=[case, "defence"]),
        "paper": reverse("review:paper", args=[case, stage, "doc-1"]),
    }


def opened(client, addresses):
    """Return the names of the pages that answer with anything but absence."""
    asked = {
        name: (client.post if name in POSTED else client.get)(address) for name, address in addresses.items()
    }
    return {name for name, answer in asked.items() if answer.status_code != 404}


def test_the_matrix_covers_every_address_of_the_room(addresses):
    assert addresses.keys() == {pattern.name for pattern in urlpatterns}


def test_nobody_gets_in_anywhere(client, addresses):
    assert opened(client, addresses) == set()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_of_this_authority_opens_its_own_pages_and_no_other(client, judged, addresses, role):
    place = judged.cases[0].subject if role is Role.APPLICANT else "350200"
    assert opened(reader(client, role, place), addresses) == HERE[role]


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISOR, Role.ASSESSOR, Role.COMMITTEE])
def test_the_same_roles_of_another_authority_find_nothing_here(client, addresses, role):
    assert opened(reader(client, role, "350100"), addresses) == AWAY.get(role, set())


def test_a_seated_assessor_opens_the_own_sheet_and_none_of_the_offices_pages(client, judged, addresses):
    expert = let_in(client, judged.experts[0][1])
    own = {
        "tasks",
        "scorebook",
        "mark",
        "note",
        "withdraw_note",
        "state",
        "sign",
        "marks",
        "step_back",
        "interests",
        "penalties",
    }
    assert opened(expert, addresses) == own


def test_an_assessor_with_a_seat_and_no_role_any_more_finds_nothing(client, judged, addresses):
    account = judged.experts[0][1]
    expert = let_in(client, account)
    registers.end_role(
        account=account, role=Role.ASSESSOR, place="350200", day=OPENS.date(), by=SYSTEM, now=OPENS
    )
    assert opened(expert, addresses) == set()


def test_what_may_not_be_seen_is_answered_byte_for_byte_like_what_is_not_there(client, judged, addresses):
    stranger = reader(client, Role.ASSESSOR)
    pages = {stranger.get(addresses[name]).content for name in ("scorebook", "panels", "ballot", "experts")}
    pages |= {
        stranger.get(one).content for one in ("/review/xm-7-9999/documents/", "/panels/no/no/", "/nothing/")
    }
    assert len({re.sub(ADDRESS, b"", page) for page in pages}) == 1


def test_an_assessor_sees_the_marks_of_the_others_only_once_the_stage_has_closed(client, judged):
    address = reverse("review:marks", args=[judged.codes[0], "documents"])
    judged.hand_in(dict.fromkeys(judged.codes[:3], (60, 55, 50)))
    expert = let_in(client, judged.experts[0][1])
    before = expert.get(address).content.decode()
    assert (before.count("600.00"), before.count("550.00")) == (1, 0)
    judged.hand_in({judged.codes[3]: (60, 55, 50)})
    judged.close("documents")
    after = expert.get(address).content.decode()
    assert (after.count("600.00"), after.count("550.00"), after.count("500.00")) == (1, 1, 1)


def test_what_another_seat_does_changes_no_byte_of_an_assessors_pages(client, judged):
    expert = let_in(client, judged.experts[0][1])
    pages = (reverse("review:scorebook", args=[judged.codes[0], "documents"]), "/review/")
    token = rb'value="[A-Za-z0-9]{64}"'
    before = [re.sub(token, b"", expert.get(page).content) for page in pages]
    judged.hand_in({})
    for actor in judged.actors[1:]:
        actions.give_marks(
            case_code=judged.codes[0], stage="documents", marks={"4.1.2": 95}, by=actor, now=AFTER
        )
    assert [re.sub(token, b"", expert.get(page).content) for page in pages] == before
