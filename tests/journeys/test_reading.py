"""What people come to read: a citizen an honour, an applicant its case, an official a round."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import send

pytestmark = [pytest.mark.browser, pytest.mark.looks]


def test_a_citizen_finds_an_honour_and_its_source_without_scripts(visit):
    page = visit("/", scripts=False)
    page.get_by_label("获奖者").fill("海尔集团")
    send(page, "查询荣誉")
    page.get_by_role("link", name="海尔集团公司").first.click()
    expect(page.locator("h1")).to_have_text("海尔集团公司", use_inner_text=True)
    expect(page.get_by_text("关于首届中国质量奖的授奖决定")).to_have_count(1)


def test_a_citizen_follows_a_round_to_the_rule_behind_a_stage(visit):
    page = visit("/")
    page.get_by_role("link", name="示例短流程奖").click()
    expect(page.get_by_role("heading", name="获奖名单")).to_have_count(1)
    page.get_by_role("row", name=re.compile("公示")).get_by_role("link", name="第7条").click()
    expect(page).to_have_url(re.compile(re.escape("#notice") + "$"))
    expect(page.locator("li:target h3")).to_have_text("公示", use_inner_text=True)


def test_an_applicant_signs_in_and_reads_why_in_one_click(visit):
    page = visit("/cases/xm-7-0001/", username="applicant", scripts=False)
    page.get_by_role("navigation", name="环节").get_by_role("link", name="通过").click()
    expect(page).to_have_url(re.compile(re.escape("#finding-conformity") + "$"))
    expect(page.locator("#finding-conformity li")).to_have_count(10)
    assert page.goto("/cases/xm-7-0002/").status == 404


def test_an_official_finds_a_case_in_its_round_and_signs_out(visit):
    page = visit("/rounds/xm-7/", username="office", scripts=False)
    page.get_by_role("link", name="示例02号有限公司").click()
    expect(page.locator("h1")).to_have_text("示例02号有限公司", use_inner_text=True)
    page.get_by_role("link", name="office").click()
    send(page, "退出登录")
    assert page.goto("/cases/xm-7-0002/").status == 404


def test_the_language_changes_where_one_stands_and_stays(visit):
    page = visit("/honours/?year=2013", scripts=False)
    send(page, "English")
    expect(page).to_have_url(re.compile(re.escape("/honours/?year=2013") + "$"))
    expect(page.locator("h1")).to_have_text("Honours", use_inner_text=True)
    page.get_by_role("link", name="Rounds").click()
    expect(page.locator("h1")).to_have_text("Rounds", use_inner_text=True)


def test_everything_is_reached_by_keyboard_and_the_first_stop_skips_to_the_content(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文", use_inner_text=True)
    page.keyboard.press("Enter")
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
        )
    assert reached[:3] == ["organisation", "查询荣誉", reached[2]]
    assert {"厦门市质量奖", "示例短流程奖", "总账"} <= set(reached)
