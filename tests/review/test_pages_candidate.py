"""A candidate as a member of the ballot studies it: papers, findings and reports, and who may not."""

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE, make_account
from zhiheng.core.actor import Role
from zhiheng.ledger import queries as ledger
from zhiheng.registers import actions as registers
from zhiheng.registers.models import Account
from zhiheng.review import actions
from zhiheng.review.domain.values import InterestGiven, RecusalGiven
from zhiheng.review.models import Declaration

from .conftest import ROUND
from .test_pages import let_in
from .written_pdf import pdf_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(judged):
    """Nine members at an open vote on three candidates, of whom the first was found strong by one assessor."""
    actions.give_comment(
        case_code=judged.codes[0], stage="documents", item="4.1.2", kind="strength",
        text="战略目标逐级分解到部门。", by=judged.actors[0], now=AFTER,
    )  # fmt: skip
    return judged.to_ballot()


@pytest.fixture
def paper(judged, home):
    """A report declared with the first candidate."""
    case = judged.cases[0]
    code = registers.keep_document(
        pdf_of("质量报告"), "自评报告.pdf", OFFICE, AFTER, authority="350200", organisation=case.subject
    )
    declared = {**case.declared, "documents": {"self_assessment_report": code}}
    type(case).objects.filter(pk=case.pk).update(declared=declared)
    return code


@pytest.fixture
def member(client, committee):
    """The first member, signed in."""
    return let_in(client, committee[0][1], Role.COMMITTEE)


def at(judged, position=0, *document):
    name = "candidate_paper" if document else "candidate"
    return reverse(f"review:{name}", args=[ROUND, "plenary", judged.codes[position], *document])


def lines(act):
    return list(ledger.lines_of("350200").filter(act=act).values_list("about", flat=True))


def test_a_member_reads_papers_findings_and_reports_without_names(member, judged, paper):
    agenda = member.get(reverse("review:ballot", args=[ROUND, "plenary"])).content.decode()
    assert f'href="{at(judged)}"' in agenda
    page = member.get(at(judged)).content.decode()

    assert f'href="{at(judged, 0, paper)}"' in page
    assert "材料评审得分 600.00 分，第 1 名" in page
    assert "80.00、80.00、80.00" in page
    assert "战略目标逐级分解到部门。" in page
    assert [one for one in ("A1", "示例专家0", *(code for code, _ in judged.experts)) if one in page] == []


def test_reading_leaves_a_line_a_day_for_the_dossier_and_for_each_paper(member, judged, paper):
    for _ in range(2):
        member.get(at(judged))
        assert member.get(at(judged, 0, paper)).status_code == 200

    assert lines("review.dossier_read") == [judged.codes[0]]
    assert lines("review.paper_read") == [f"{judged.codes[0]}/{paper}"]


def test_an_interest_declared_closes_the_candidate_until_the_office_dismisses_it(
    member, committee, judged, paper
):
    given = InterestGiven(committee[0][0], judged.cases[0].subject, "adviser")
    code = actions.declare_interest(authority="350200", given=given, by=OFFICE, now=AFTER)

    assert [member.get(one).status_code for one in (at(judged), at(judged, 0, paper), at(judged, 1))] == [
        404, 404, 200,
    ]  # fmt: skip
    assert (
        f'href="{at(judged)}"'
        not in member.get(reverse("review:ballot", args=[ROUND, "plenary"])).content.decode()
    )
    actions.adjudicate_interest(interest=code, stands=False, ground="早已终止", by=OFFICE, now=AFTER)
    assert member.get(at(judged)).status_code == 200


def test_a_recused_member_does_not_see_the_candidate(member, committee, judged):
    given = [RecusalGiven(judged.codes[0], committee[0][0], "亲属任职")]
    actions.recuse(round_code=ROUND, recusals=given, by=OFFICE, now=AFTER)

    assert (member.get(at(judged)).status_code, member.get(at(judged, 1)).status_code) == (404, 200)


def test_who_has_not_declared_is_asked_to_first_and_gets_no_paper(member, judged, paper):
    Declaration.objects.all().delete()

    assert member.get(at(judged)).url == reverse("review:interests", args=[ROUND, "plenary"])
    assert member.get(at(judged, 0, paper)).status_code == 404
    assert lines("review.dossier_read") == []


def test_a_case_that_is_not_on_the_ballot_and_other_people_find_nothing(client, member, judged, paper):
    assert member.get(at(judged, 3)).status_code == 404
    assert member.get(at(judged, 1, paper)).status_code == 404
    make_account("stranger", Role.COMMITTEE)
    client.force_login(Account.objects.get(username="stranger"))
    assert client.get(at(judged)).status_code == 404
