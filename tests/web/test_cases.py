"""A case's page answers where it is, who owes what by when, what was decided under which article, and why."""

import pytest

from factories import AFTER, OFFICE, attest_all, conclude, make_cases, make_round
from zhiheng.casework import actions as casework


def page_of(client, case, language="zh-hans"):
    """Return a case's page as text."""
    headers = {"accept-language": language}
    return client.get(f"/cases/{case.code}/", headers=headers).content.decode()


def test_a_running_case_says_what_is_owed_by_whom_and_by_when(reader, running):
    page = page_of(reader(), running[1][0])
    assert '<strong class="outcome">进行中</strong>' in page
    assert "<td>评审办</td>" in page
    assert "10 个工作日：自 2025-04-01 次日起" in page


def test_a_case_waits_for_a_condition_that_nobody_attested(reader, running):
    assert "尚待评审办确认：质量管理和经营绩效居同行业前列。" in page_of(reader(), running[1][0])


def test_a_case_that_failed_says_why_under_which_rule_and_opens_it_in_the_pinned_text(reader, regions):
    round_ = make_round()
    cases = make_cases(round_, 2)
    casework.open_stage(round_code=round_.code, stage="conformity", by=OFFICE, now=AFTER)
    attest_all(round_, cases[:1])
    attest_all(round_, cases[1:], holds=False)
    casework.close_stage(round_code=round_.code, stage="conformity", by=OFFICE, now=AFTER)
    page = page_of(reader(), cases[1])
    assert "已终止" in page
    assert 'href="#finding-conformity">为什么？' in page
    assert f'href="/rulebooks/text/{round_.rulebook.digest}/#leading"' in page
    assert "信用查询" not in page


def test_the_rule_that_a_finding_cites_is_an_anchor_in_the_pinned_text(client, concluded):
    round_, _ = concluded
    law = client.get(f"/rulebooks/text/{round_.rulebook.digest}/").content.decode()
    assert [law.count(f'id="{rule}"') for rule in ("registered", "leading", "notice", "granting")] == [1] * 4


def test_a_completed_case_shows_every_finding_with_its_article(reader, concluded):
    page = page_of(reader(), concluded[1][0])
    assert "程序已全部完成，没有待办。" in page
    assert [page.count(f'id="finding-{stage}"') for stage in ("conformity", "notice", "granting")] == [
        1,
        1,
        1,
    ]
    assert "授予示例奖。" in page
    assert "第9条" in page


def test_a_withdrawn_case_says_when_and_owes_nothing(reader, running):
    case = running[1][0]
    casework.withdraw_case(case_code=case.code, reason="经营计划调整", by=OFFICE, now=AFTER)
    page = page_of(reader(), case)
    assert "申报单位已撤回，没有待办。" in page
    assert "经营计划调整" in page


def test_a_case_is_told_in_english_with_its_name_marked_as_chinese(reader, concluded):
    page = page_of(reader(), concluded[1][0], "en")
    assert "The procedure is complete; nothing is owed." in page
    assert '<h1><span lang="zh-Hans">示例51号有限公司</span></h1>' in page
    assert "Given: Sample award." in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_case_costs_the_same_statements_beside_one_and_beside_three_others(
    reader, regions, django_assert_num_queries, count
):
    _, cases = conclude("short-1", count)
    client = reader()
    with django_assert_num_queries(12):
        client.get(f"/cases/{cases[0].code}/")
