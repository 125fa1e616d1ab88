"""Calls, the pre-check and the record of an organisation, as anybody reads them."""

import re

import pytest
import time_machine
from applying import AFTER_CLOSING, DURING, applicant_of, make_place, signed_in

from factories import SHORT, conclude, make_round


@pytest.fixture
def during(regions, home):
    """The middle of the round."""
    with time_machine.travel(DURING, tick=False):
        yield


def text(client, address, language="zh-hans", status=200):
    """Return a page as text."""
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == status
    return response.content.decode()


def test_the_list_of_calls_says_until_when_and_how_long_is_left(client, during):
    make_round()
    page = text(client, "/calls/")
    assert "2025年3月31日（周一）24:00" in page
    assert "还有 28 天" in page


def test_a_call_that_is_over_is_listed_as_closed(client, regions):
    make_round()
    with time_machine.travel(AFTER_CLOSING, tick=False):
        page = text(client, "/calls/")
    assert "目前没有" in page
    assert re.search(r'/calls/xm-7/">.*?</a> <span class="when">已截止 ', page)
    assert "/calls/xm-7/check/" not in page


def test_a_call_demands_in_plain_words_with_articles_papers_criteria_and_calendar(client, during):
    make_round("short-1", source=SHORT, session="1")
    page = text(client, "/calls/short-1/")
    assert "登记地在本市行政区域内" in page
    assert "第4条第(1)项" in page
    assert "10 个工作日" in page
    make_round()
    assert "自我评价报告" in text(client, "/calls/xm-7/")
    assert "1000" in text(client, "/calls/xm-7/")


def test_a_call_counts_the_working_days_that_are_left(client, during):
    make_round()
    assert "今天之后还有 20 个工作日" in text(client, "/calls/xm-7/")


def test_there_is_no_call_for_a_programme_that_is_no_award_or_not_there(client, during):
    assert client.get("/calls/nothing/").status_code == 404


ANSWERS = {
    "ask": "1", "region": "350206", "legal_person": "yes", "founded_day": "2010-05-08", "event:accident": "no",
    "event:spot_check": "no", "event:honesty": "no", "event:penalty": "no", "honour:recent_winner": "no",
}  # fmt: skip


def verdicts(page):
    """Return how often each verdict stands on a page."""
    return [page.count(f'<li class="{one}">') for one in ("met", "not_met", "unknown")]


def check(client, **given):
    """Return the pre-check's page for some answers."""
    return client.get("/calls/xm-7/check/", {**ANSWERS, **given}).content.decode()


def test_the_pre_check_on_good_answers_leaves_only_what_others_must_say(client, during):
    make_round()
    assert verdicts(check(client)) == [8, 0, 2]


def test_the_pre_check_names_what_is_not_met_with_its_reason(client, during):
    make_round()
    page = check(client, region="350100", founded_day="2023-05-08")
    assert verdicts(page) == [6, 2, 2]
    assert "登记地福州市（350100），不属于厦门市（350200）" in page


def test_an_event_long_ago_does_not_exclude_and_a_late_one_does(client, during):
    make_round()
    given = {"event:accident": "yes", "when:event:accident": "2015-01-01"}
    assert verdicts(check(client, **given)) == [8, 0, 2]
    given["when:event:accident"] = "2024-12-01"
    assert verdicts(check(client, **given)) == [7, 1, 2]


def test_what_happened_without_a_day_is_asked_back(client, during):
    make_round()
    response = client.get("/calls/xm-7/check/", {**ANSWERS, "event:accident": "yes"})
    assert response.status_code == 400
    assert "请填写最近一次" in response.content.decode()


def test_open_answers_leave_conditions_open(client, during):
    make_round()
    page = client.get("/calls/xm-7/check/", {"ask": "1"}).content.decode()
    assert verdicts(page) == [0, 0, 10]


def test_the_pre_check_saves_nothing_and_needs_no_cookie(client, during):
    from zhiheng.ledger.models import Line

    make_round()
    before = Line.objects.count()
    response = client.get("/calls/xm-7/check/", ANSWERS)
    assert (Line.objects.count(), list(response.cookies)) == (before, [])


def test_whoever_acts_for_an_organisation_is_checked_by_the_registers(during):
    place = make_place()
    other = make_place(number=2)
    client = signed_in(applicant_of(place))
    page = text(client, f"/calls/xm-7/check/?organisation={place.organisation.code}")
    assert verdicts(page) == [8, 0, 2]
    foreign = text(client, f"/calls/xm-7/check/?organisation={other.organisation.code}")
    assert verdicts(foreign) == [0, 0, 0]
    assert other.organisation.name not in foreign


def test_an_organisation_has_a_record_only_with_an_honour(client, regions):
    _, cases = conclude()
    page = text(client, f"/organisations/{cases[0].subject}/")
    assert "示例短流程奖" in page
    place = make_place()
    there = client.get(f"/organisations/{place.organisation.code}/")
    nowhere = client.get("/organisations/org-nothing/")
    assert there.status_code == 404
    assert there.content == nowhere.content


@pytest.mark.parametrize("address", ["/calls/", "/calls/xm-7/", "/calls/xm-7/check/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_public_page_has_one_heading_no_script_and_no_cookie(client, during, address, language):
    make_round()
    response = client.get(address, headers={"accept-language": language})
    page = response.content.decode()
    assert (page.count("<h1"), "<script" in page, list(response.cookies)) == (1, False, [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_calls_costs_the_same_statements_for_one_and_three(
    client, during, count, django_assert_num_queries
):
    for number in range(count):
        make_round(f"xm-{number}", session=str(number))
    with django_assert_num_queries(1 + count):
        client.get("/calls/")
