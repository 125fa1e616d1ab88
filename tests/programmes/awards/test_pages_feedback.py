"""The feedback report: who may read it, from when, and what stands in it."""

import json

import pytest
import time_machine
from django.test import Client

from factories import AFTER, make_account, make_organisation
from review.conftest import ITEMS, Judged
from zhiheng.casework.models import Round
from zhiheng.core.actor import Role
from zhiheng.ledger.models import Line
from zhiheng.registers.models import Account
from zhiheng.review import actions

READ = "awards.feedback_read"


def browser(code):
    """Return a browser in which an account has signed in."""
    client = Client()
    client.force_login(Account.objects.get(code=code))
    return client


@pytest.fixture
def judged(regions, home):
    """Five cases after the document review: the first three go on, the others have ended."""
    judged = Judged(5)
    for code in (judged.codes[0], judged.codes[4]):
        actions.give_comment(
            case_code=code, stage="documents", item=ITEMS[0], kind="strength", text="方法系统完整",
            by=judged.actors[0], now=AFTER,
        )  # fmt: skip
    judged.hand_in({code: (p, p, p) for code, p in zip(judged.codes, (80, 70, 60, 50, 40), strict=True)})
    judged.close("documents")
    with time_machine.travel(AFTER, tick=False):
        yield judged


def address(case, rest=""):
    """Return the address of a case's report."""
    return f"/applications/{case.round.code}/{case.subject}/feedback/{rest}"


def applicant(case, username="amy"):
    """Return a browser of the case's own organisation."""
    return browser(make_account(username, Role.APPLICANT, case.subject))


def conclude(judged):
    """End the round as its last stage would."""
    Round.objects.filter(pk=judged.round.pk).update(state="concluded")


def page(client, where, status=200):
    """Return a page in Chinese."""
    answer = client.get(where, headers={"accept-language": "zh-hans"})
    assert answer.status_code == status
    return answer.content.decode()


def test_while_the_case_runs_its_applicant_is_told_to_wait(judged):
    client = applicant(judged.cases[0])
    told = page(client, address(judged.cases[0]))
    assert "反馈报告尚未发布" in told
    assert "方法系统完整" not in told
    assert client.get(address(judged.cases[0], "feedback.json")).status_code == 404


def test_an_ended_case_is_told_at_once_but_not_how_the_others_did(judged):
    told = page(applicant(judged.cases[4]), address(judged.cases[4]))
    assert "方法系统完整" in told
    assert "中位数</th>" not in told
    assert "示例专家" not in told


def test_with_the_end_of_the_round_comes_the_median_of_five_cases(judged):
    conclude(judged)
    content = json.loads(applicant(judged.cases[0]).get(address(judged.cases[0], "feedback.json")).content)
    part = content["parts"][0]
    assert {(share["own"], share["median"]) for one in part["categories"] for share in one["shares"]} == {
        (80, 60)
    }
    assert part["categories"][0]["items"][0]["strengths"] == ["方法系统完整"]
    assert [stage["stage"] for stage in part["stages"]] == ["documents"]
    assert not {"A1", *judged.codes[1:]} & set(json.dumps(content).replace('"', " ").split())


def test_a_withdrawn_case_waits_for_the_end_of_the_round_as_it_could_return(judged):
    type(judged.cases[1]).objects.filter(pk=judged.cases[1].pk).update(state="withdrawn")
    client = applicant(judged.cases[1])
    assert "反馈报告尚未发布" in page(client, address(judged.cases[1]))
    conclude(judged)
    assert "反馈报告尚未发布" not in page(client, address(judged.cases[1]))


def test_the_office_sees_a_preview_and_leaves_one_line_a_day(judged):
    office = browser(make_account("office"))
    told = page(office, address(judged.cases[0]))
    page(office, address(judged.cases[0]))
    assert "预览" in told
    assert "方法系统完整" in told
    assert [line.about for line in Line.objects.filter(act=READ)] == [judged.codes[0]]


def test_reading_the_own_report_leaves_no_line(judged):
    page(applicant(judged.cases[4]), address(judged.cases[4]))
    assert not Line.objects.filter(act=READ).exists()


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.COMMITTEE, Role.DEPARTMENT, Role.GOVERNMENT])
def test_for_those_who_judge_there_is_no_such_page(judged, role):
    conclude(judged)
    place = "350200/taxation" if role is Role.DEPARTMENT else "350200"
    client = browser(make_account("other", role, place))
    assert client.get(address(judged.cases[0])).content == client.get("/nothing/").content
    assert client.get(address(judged.cases[0], "feedback.json")).status_code == 404


def test_another_organisation_and_a_stranger_see_nothing(judged):
    conclude(judged)
    rival = browser(make_account("rival", Role.APPLICANT, make_organisation(90).code))
    assert rival.get(address(judged.cases[0])).status_code == 404
    assert Client().get(address(judged.cases[0])).status_code == 404


def test_the_application_and_the_case_lead_to_the_report_once_it_is_out(judged):
    client, case = applicant(judged.cases[4]), judged.cases[4]
    link = f'href="{address(case)}"'
    assert link in page(client, f"/applications/{case.round.code}/{case.subject}/")
    assert link in page(client, f"/cases/{case.code}/")
    running = judged.cases[0]
    other = applicant(running, "ben")
    assert address(running) not in page(other, f"/applications/{running.round.code}/{running.subject}/")
    assert address(running) not in page(other, f"/cases/{running.code}/")


def test_an_application_without_a_case_has_no_report(judged):
    one = make_organisation(91)
    client = browser(make_account("new", Role.APPLICANT, one.code))
    assert client.get(f"/applications/{judged.round.code}/{one.code}/feedback/").status_code == 404


def test_fewer_than_five_cases_are_not_compared(regions, home):
    judged = Judged(4)
    judged.hand_in(dict.fromkeys(judged.codes, (50, 50, 50)))
    judged.close("documents")
    conclude(judged)
    with time_machine.travel(AFTER, tick=False):
        told = page(applicant(judged.cases[0]), address(judged.cases[0]))
    assert "不足五个" in told
    assert 'class="median"' not in told
