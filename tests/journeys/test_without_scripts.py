"""A browser that runs no script does all that a visitor does, and an applicant writes its draft."""

import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from factories import LOCAL, PASSWORD, XIAMEN, make_round

sys.path.append(str(Path(__file__).resolve().parents[1] / "programmes" / "awards"))

from applying import applicant_of, make_place

from .conftest import send

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.fixture
def plain(visit):
    """A function that opens a page without scripts."""
    return lambda address, **more: visit(address, scripts=False, **more)


@pytest.fixture
def place(site, home):
    """Where an organisation can apply today, with the account amy."""
    now = timezone.now()
    source = XIAMEN.read_text(encoding="utf-8").replace("to: 2025-09-30", "to: null")
    closes = (now + timedelta(days=12)).astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    make_round(
        "xm-9", source=source, session="9", opens_at=now - timedelta(days=9), closes_at=closes, now=now
    )
    place = make_place("xm-9", 41)
    applicant_of(place, "amy")
    return place


def test_signing_in_from_an_absent_page_comes_back_to_it(plain):
    page = plain("/cases/xm-7-0001/")
    page.get_by_role("link", name="登录并返回本页").click()
    page.get_by_label("用户名").fill("office")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    send(page, "登录")
    expect(page).to_have_url(re.compile(re.escape("/cases/xm-7-0001/") + "$"))
    expect(page.locator("h1")).to_have_text("示例01号有限公司", use_inner_text=True)


def test_changing_the_language(plain):
    page = plain("/rounds/")
    send(page, "English")
    expect(page.locator("h1")).to_have_text("Rounds", use_inner_text=True)


def test_searching_the_honours_and_turning_the_page(plain):
    page = plain("/honours/")
    page.get_by_label("等次").select_option("award")
    send(page, "查询荣誉")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("main")).to_contain_text("第 2 页", use_inner_text=True)
    page.get_by_label("获奖者").fill("海尔集团")
    send(page, "查询荣誉")
    page.get_by_role("link", name="海尔集团公司").first.click()
    expect(page.locator("h1")).to_have_text("海尔集团公司", use_inner_text=True)


def test_reading_a_rule_behind_a_stage(plain):
    page = plain("/rulebooks/350200/quality-award/2020/")
    page.get_by_role("link", name="材料评审", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape("#documents") + "$"))
    expect(page.locator("li:target")).to_be_visible()


def test_making_a_token(plain):
    page = plain("/account/tokens/", username="office")
    page.get_by_label("令牌用途").fill("每日备份")
    page.get_by_label("查看本人待办").check()
    page.get_by_label("当前密码").fill(PASSWORD)
    send(page, "开立令牌")
    assert page.locator("#new-token").inner_text().startswith("zhh_")
    page.reload()
    expect(page.locator("#new-token")).to_have_count(0)


def test_an_applicant_opens_a_draft_and_saves_a_section(plain, place):
    page = plain("/calls/", username="amy")
    page.get_by_role("link", name="厦门市质量奖 第9届").click()
    page.get_by_role("link", name="填写申报").click()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    page.goto(f"/applications/xm-9/{place.organisation.code}/sections/item-4.1.2/")
    page.locator("main textarea").first.fill("战略目标逐级分解。")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    page.goto(f"/applications/xm-9/{place.organisation.code}/sections/item-4.1.2/")
    expect(page.locator("main textarea").first).to_have_value("战略目标逐级分解。")
