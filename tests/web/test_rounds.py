"""A round's page: everybody sees its calendar and what it published, the office sees its numbers."""

import pytest

from factories import AFTER, SHORT, conclude, make_round
from zhiheng.core.actor import Role


def listed(client, django_assert_num_queries):
    """Return the page of rounds, which costs one statement."""
    with django_assert_num_queries(1):
        return client.get("/rounds/").content.decode()


def test_the_list_of_rounds_costs_one_statement_at_one_and_at_three_rows(
    client, regions, django_assert_num_queries
):
    make_round("one", session="1")
    assert listed(client, django_assert_num_queries).count("/rounds/one/") == 1
    make_round("two", session="2")
    make_round("three", source=SHORT, session="1")
    page = listed(client, django_assert_num_queries)
    assert [page.count(f"/rounds/{code}/") for code in ("one", "two", "three")] == [1, 1, 1]


def test_an_empty_list_of_rounds_says_why(client, regions):
    assert "尚未开启任何届次。" in client.get("/rounds/").content.decode()


def test_the_public_sees_calendar_articles_and_pinned_text_but_no_number_and_no_applicant(client, running):
    round_, cases = running
    page = client.get(f"/rounds/{round_.code}/").content.decode()
    assert "符合性审查" in page
    assert f'/rulebooks/text/{round_.rulebook.digest}/#conformity"' in page
    assert "10 个工作日" in page
    assert "进入" not in page
    assert [case.name for case in cases if case.name in page] == []


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISOR])
def test_the_office_sees_how_many_entered_and_went_on_and_every_case(reader, concluded, role):
    round_, cases = concluded
    page = reader(role).get(f"/rounds/{round_.code}/").content.decode()
    assert page.count('data-label="进入">2</td>') == page.count('data-label="晋级">2</td>') == 4
    assert [f"/cases/{case.code}/" in page for case in cases] == [True, True]


def test_a_concluded_round_names_its_winners_and_its_published_list(client, concluded):
    round_, cases = concluded
    page = client.get(f"/rounds/{round_.code}/").content.decode()
    assert "获奖名单" in page
    assert [page.count(case.name) for case in cases] == [2, 2]


def test_a_list_is_not_shown_before_the_day_on_which_it_is_published(client, regions):
    from time_machine import travel

    from factories import at_notice

    round_, cases = at_notice(make_round(source=SHORT))
    with travel(AFTER, tick=False):
        assert cases[0].name not in client.get(f"/rounds/{round_.code}/").content.decode()
    assert cases[0].name in client.get(f"/rounds/{round_.code}/").content.decode()


@pytest.mark.parametrize("code", ["short-1", "short-3"])
def test_a_round_costs_the_same_statements_with_one_winner_and_with_three(
    client, regions, django_assert_num_queries, code
):
    conclude(code, int(code[-1]))
    with django_assert_num_queries(8):
        client.get(f"/rounds/{code}/")


def test_cases_are_filtered_by_state_and_a_senseless_page_is_the_first(reader, running):
    client = reader()
    page = client.get("/rounds/xm-7/?state=withdrawn&page=99999999").content.decode()
    assert "没有处于该状态的办件。" in page
    assert "共 3 件" in client.get("/rounds/xm-7/?state=%00&page=-1").content.decode()


def test_a_round_whose_stored_rulebook_was_changed_says_so_and_shows_nothing_else(client, running):
    from zhiheng.casework.models import RulebookVersion

    RulebookVersion.objects.update(source="rulebook: other")
    response = client.get("/rounds/xm-7/")
    assert response.status_code == 409
    assert "规则书正文与开启时的摘要" in response.content.decode()


def test_a_round_that_does_not_exist_is_an_absent_page(client, db):
    assert client.get("/rounds/nothing/").status_code == 404
