"""Everything that the public and everybody with an account does is done by keyboard alone: Tab, Enter, Space, arrows."""

import re

import pytest
from playwright.sync_api import expect

from factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.looks]
MOST = 80  # stops before a thing counts as out of reach
NAME = """() => { const one = document.activeElement;
  const label = one.labels && one.labels.length ? one.labels[0].textContent : '';
  return (one.getAttribute('aria-label') || label || one.textContent || one.name || '').trim(); }"""
RING = """() => { const one = getComputedStyle(document.activeElement);
  return one.outlineStyle !== 'none' && one.outlineWidth !== '0px' || one.boxShadow !== 'none'; }"""


def press_through(page, name, *, key="Tab"):
    """Press Tab until what is called *name* has the focus, which must be seen on every stop."""
    for _ in range(MOST):
        page.keyboard.press(key)
        assert page.evaluate(RING), f"no ring around {page.evaluate(NAME)!r}"
        if page.evaluate(NAME).startswith(name):
            return
    pytest.fail(f"{name} is not reached by {key}")


def write(page, field, words):
    """Go to a field and type."""
    press_through(page, field)
    page.keyboard.type(words)


def test_signing_in_and_out(visit):
    page = visit("/")
    press_through(page, "登录")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/")
    write(page, "用户名", "office")
    write(page, "密码", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    press_through(page, "office")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/")
    press_through(page, "退出登录")
    page.keyboard.press("Space")
    page.get_by_role("link", name="登录").wait_for()
    assert page.goto("/account/").status == 404


def test_changing_the_language(visit):
    page = visit("/rounds/")
    press_through(page, "English")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Rounds").wait_for()
    press_through(page, "中文")
    page.keyboard.press("Space")
    page.get_by_role("heading", name="届次").wait_for()


def test_searching_the_honours(visit):
    page = visit("/honours/")
    write(page, "获奖者", "海尔")
    press_through(page, "等次")
    page.keyboard.press("ArrowDown")
    press_through(page, "查询荣誉")
    page.keyboard.press("Enter")
    page.wait_for_url("**tier=award**")
    press_through(page, "海尔集团公司")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="海尔集团公司").wait_for()


def test_reading_a_rule_behind_a_stage(visit):
    page = visit("/rulebooks/350200/quality-award/2020/")
    press_through(page, "材料评审")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape("#documents") + "$"))
    expect(page.locator("li:target")).to_be_visible()


def test_making_a_token_and_revoking_it(visit):
    page = visit("/account/", username="office")
    press_through(page, "接口令牌")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/tokens/")
    write(page, "令牌用途", "每日备份")
    press_through(page, "查看本人待办")
    page.keyboard.press("Space")
    press_through(page, "有效期")
    page.keyboard.press("ArrowDown")
    write(page, "当前密码", PASSWORD)
    press_through(page, "开立令牌")
    page.keyboard.press("Enter")
    page.get_by_text("新令牌只显示这一次").wait_for()
    assert page.locator("#new-token").inner_text().startswith("zhh_")
    press_through(page, "撤销")
    page.keyboard.press("Enter")
    page.get_by_text("已撤销").wait_for()


def test_the_way_back_leads_backwards_through_the_same_stops(visit):
    page = visit("/sign-in/")
    press_through(page, "忘记密码")
    press_through(page, "用户名", key="Shift+Tab")
    press_through(page, "跳到正文", key="Shift+Tab")
