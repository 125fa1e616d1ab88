"""No case opens before the interests are declared: what is recorded, what is asked, what is refused."""

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE, OTHER_OFFICE
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.ledger import queries as ledger
from zhiheng.review import actions, queries
from zhiheng.review.domain.values import HearingGiven, InterestGiven
from zhiheng.review.models import Declaration, Interest

from .conftest import ROUND, Judged, cast, declare_all
from .test_pages import let_in, sheet

pytestmark = pytest.mark.django_db
ASKED = reverse("review:interests", args=[ROUND, "documents"])


@pytest.fixture
def silent(regions):
    """Two cases before a panel that has declared nothing."""
    return Judged(2, declared=False)


@pytest.fixture
def expert(client, silent):
    """The first assessor, signed in."""
    return let_in(client, silent.experts[0][1])


def stated():
    """Return the ledger's lines about declarations."""
    return ledger.lines_of("350200").filter(act="review.interests_stated")


@pytest.mark.parametrize("page", ["scorebook", "sign"])
def test_a_case_leads_to_the_declaration_until_it_is_made(expert, silent, page):
    assert expert.get(sheet(silent, page)).url == ASKED
    assert "申报之前，您不能打开本届任何办件" in expert.get(ASKED).content.decode()
    assert expert.post(ASKED, {"complete": "on"}).url == "/review/"
    assert expert.get(sheet(silent, page)).status_code == 200
    assert "您已就本环节全部申报单位作出申报" in expert.get(ASKED).content.decode()


def test_a_mark_before_the_declaration_is_refused_in_a_sentence(expert, silent):
    answer = expert.post(sheet(silent, "mark"), {"item": "4.1.2", "percent": "60", "base": ""})
    assert (answer.status_code, answer.json()["code"]) == (409, "mark.not_yours")
    assert "请先申报您与本届申报单位的利害关系" in answer.json()["detail"]


def test_that_there_is_no_interest_is_one_row_an_applicant_and_one_line_with_a_commitment(expert, silent):
    for _ in range(2):
        expert.post(ASKED, {"complete": "on"})
    assert Declaration.objects.count() == 2
    [line] = stated()
    body = ledger.content_of(line)[-1]
    assert (line.about, body["round"], body["organisations"]) == (silent.experts[0][0], ROUND, 2)
    assert len(body["commitment"]) == 64
    assert Interest.objects.count() == 0


def test_a_declaration_that_is_not_called_complete_records_nothing(expert, silent):
    answer = expert.post(ASKED, {f"relation-{silent.cases[0].subject}": "kin"})
    assert (answer.status_code, "请确认申报完整" in answer.content.decode()) == (409, True)
    assert (Declaration.objects.count(), Interest.objects.count()) == (0, 0)


def test_a_relation_closes_its_own_case_and_opens_the_others(expert, silent):
    expert.post(ASKED, {f"relation-{silent.cases[0].subject}": "kin", "complete": "on"})
    assert expert.get(sheet(silent)).status_code == 404
    assert expert.get(sheet(silent, case=1)).status_code == 200


def test_the_office_records_what_was_declared_on_paper_and_the_line_says_so(silent):
    declare = {"round_code": ROUND, "expert": silent.experts[0][0], "now": AFTER}
    subjects = [case.subject for case in silent.cases]
    assert actions.declare_for_round(**declare, organisations=subjects, by=OFFICE) == 2
    assert actions.declare_for_round(**declare, organisations=subjects, by=OFFICE) == 0
    assert [ledger.content_of(line)[-1]["on_paper"] for line in stated()] == [True]


def test_nobody_declares_for_somebody_else(silent):
    for stranger in (OTHER_OFFICE, Actor(silent.experts[1][1])):
        with pytest.raises(Refused) as refusal:
            actions.declare_for_round(
                round_code=ROUND, expert=silent.experts[0][0], organisations=[silent.cases[0].subject],
                by=stranger, now=AFTER,
            )  # fmt: skip
        assert refusal.value.code == "interest.not_yours"


def test_a_relation_with_somebody_not_listed_is_refused(silent):
    code = silent.experts[0][0]
    given = [InterestGiven(code, silent.cases[1].subject, "kin")]
    with pytest.raises(Refused) as refusal:
        actions.declare_for_round(
            round_code=ROUND, expert=code, organisations=[silent.cases[0].subject], interests=given,
            by=OFFICE, now=AFTER,
        )  # fmt: skip
    assert refusal.value.code == "declaration.other"


def test_an_applicant_that_came_later_is_asked_about_by_itself(silent):
    declare_all(silent.experts[:1], silent.cases[:1])
    account = silent.experts[0][1]
    subjects = {case.subject for case in silent.cases}
    assert queries.undeclared(silent.round.pk, account, subjects) == {silent.cases[1].subject}


def test_the_panels_page_names_who_has_not_declared(client, silent):
    from .test_pages import reader

    declare_all(silent.experts[:2], silent.cases)
    page = reader(client, Role.OFFICE).get(reverse("review:panels", args=[ROUND, "documents"]))
    assert "1 名评审员尚未申报利害关系，不能打开办件： 示例专家2" in page.content.decode()


def test_a_member_declares_before_voting(client, judged):
    committee = judged.to_ballot()
    Declaration.objects.filter(expert__code=committee[0][0]).delete()
    member = let_in(client, committee[0][1], Role.COMMITTEE)
    address = reverse("review:ballot", args=[ROUND, "plenary"])
    page = member.get(address).content.decode()
    assert ("投票之前，请先申报" in page, "核对表决票" in page) == (True, False)
    with pytest.raises(Refused) as refusal:
        cast(committee[0][1], dict.fromkeys(judged.codes[:3], "yes"))
    assert refusal.value.code == "ballot.not_yours"
    assert (
        member.post(reverse("review:interests", args=[ROUND, "plenary"]), {"complete": "on"}).status_code
        == 302
    )
    assert "核对表决票" in member.get(address).content.decode()


def test_points_of_a_hearing_wait_for_the_declaration(silent):
    from zhiheng.casework import actions as casework

    from .conftest import panel_of

    actions.form_panels(
        round_code=ROUND,
        stage="defence",
        panels=[panel_of(silent.experts, silent.cases)],
        by=OFFICE,
        now=AFTER,
    )
    silent.hand_in(dict.fromkeys(silent.codes, (60, 55, 50)))
    silent.close("documents")
    casework.open_stage(round_code=ROUND, stage="defence", by=OFFICE, now=AFTER)
    given = [HearingGiven(silent.codes[0], "A1", 80)]
    with pytest.raises(Refused) as refusal:
        actions.give_hearing_points(
            round_code=ROUND, stage="defence", given=given, by=silent.actors[0], now=AFTER
        )
    assert "申报" in refusal.value.message.zh
