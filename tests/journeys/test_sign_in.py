"""Signing in with a real browser: password, lock-out, a code generator, a passkey, visits; also by keyboard."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from factories import OPENS, PASSWORD
from zhiheng.core.actor import Role
from zhiheng.registers.actions import give_role
from zhiheng.registers.queries import account_named
from zhiheng.signin.domain.keys import code_at, step_of

from .conftest import send, sign_in

pytestmark = pytest.mark.browser
PAGES = ("/account/", "/account/security/", "/account/password/", "/account/mail/", "/account/visits/",
         "/account/factors/", "/account/factors/generator/", "/account/factors/passkey/", "/account/factors/codes/",
         "/invitations/", "/mails/")  # fmt: skip
OUTSIDE = ("/sign-in/", "/sign-in/passkey/", "/sign-in/forgotten/", "/sign-in/forgotten/asked/", "/reset/x/")


@pytest.fixture
def authenticator():
    """A function that gives a page a passkey device that always agrees."""

    def given(page):
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return devtools, made["authenticatorId"]

    return given


def add_passkey(page, name="办公室电脑"):
    """Add a passkey through the page."""
    page.goto("/account/factors/passkey/")
    page.get_by_label("通行密钥的名称").fill(name)
    page.get_by_label("当前密码").fill(PASSWORD)
    page.get_by_role("button", name="生成通行密钥").click()


def test_a_wrong_password_is_told_and_after_five_the_account_is_locked_here(visit):
    page = visit("/sign-in/", scripts=False)
    for _ in range(6):
        page.get_by_label("用户名").fill("office")
        page.get_by_label("密码", exact=True).fill("wrong")
        send(page, "登录")
    expect(page.get_by_role("alert")).to_contain_text("尝试次数过多", use_inner_text=True)
    expect(page.get_by_label("用户名")).to_have_value("office")


def test_a_code_generator_is_set_up_and_used_without_scripts(visit):
    page = visit("/account/factors/generator/", username="office", scripts=False)
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("验证码").fill(code_at(secret, step_of(time.time()) - 1))
    page.get_by_label("当前密码").fill(PASSWORD)
    send(page, "添加该应用")
    recovery = page.locator(".codes code").first.inner_text()
    other = visit("/sign-in/", scripts=False)
    other.get_by_label("用户名").fill("office")
    other.get_by_label("密码", exact=True).fill(PASSWORD)
    send(other, "登录")
    expect(other.locator("h1")).to_have_text("第二步验证", use_inner_text=True)
    other.get_by_label("验证码").fill(recovery)
    send(other, "核验验证码")
    expect(other.get_by_role("link", name="office")).to_have_count(1)


def test_a_passkey_is_made_and_signs_in_alone_and_as_second_step(visit, authenticator):
    page = visit("/account/factors/passkey/", username="office")
    authenticator(page)
    add_passkey(page)
    page.wait_for_url("**/account/factors/codes/")
    page.goto("/account/")
    send(page, "退出登录")
    page.goto("/sign-in/passkey/")
    page.get_by_role("button", name="使用通行密钥").click()
    page.get_by_role("link", name="office").wait_for()
    page.goto("/account/visits/")
    expect(page.locator("table")).to_contain_text("通行密钥", use_inner_text=True)
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill("office")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="使用通行密钥").click()
    page.get_by_role("link", name="office").wait_for()


def test_a_passkey_of_another_device_or_a_refusal_of_the_device_lets_nobody_in(visit, authenticator):
    page = visit("/account/factors/passkey/", username="office")
    devtools, device = authenticator(page)
    add_passkey(page)
    page.wait_for_url("**/account/factors/codes/")
    page.context.clear_cookies()
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/sign-in/passkey/")
    page.get_by_role("button", name="使用通行密钥").click()
    page.get_by_text("没有读到通行密钥").wait_for()
    assert page.goto("/account/").status == 404


def test_without_scripts_a_passkey_page_says_what_to_use_instead(visit):
    page = visit("/sign-in/passkey/", scripts=False)
    expect(page.get_by_role("button", name="使用通行密钥")).to_have_count(0)
    page.get_by_role("link", name="使用密码登录").click()
    expect(page.locator("h1")).to_have_text("登录", use_inner_text=True)


def test_a_visit_elsewhere_is_seen_and_ended(visit):
    here, there = visit(username="office"), visit(username="office")
    here.goto("/account/visits/")
    expect(here.locator("tbody tr")).to_have_count(2)
    here.get_by_role("button", name=re.compile("^结束该登录")).click()
    expect(here.locator("tbody tr")).to_have_count(1)
    assert there.goto("/account/").status == 404


def test_who_serves_two_chooses_and_the_header_says_for_whom(visit, site):
    code = account_named("office").code
    give_role(
        account=code, role=Role.SUPERVISOR, place="350100", from_day=OPENS.date(), by="system", now=OPENS
    )
    page = visit("/acting/", username="office", scripts=False)
    page.get_by_label("福州市").check()
    send(page, "代表所选单位办理")
    expect(page.get_by_role("link", name="当前代表 福州市")).to_have_count(1)
    assert page.goto("/cases/xm-7-0001/").status == 404
    page.goto("/acting/")
    page.get_by_label("厦门市").check()
    send(page, "代表所选单位办理")
    assert page.goto("/cases/xm-7-0001/").status == 200


def test_signing_in_and_out_works_by_keyboard_alone(visit):
    page = visit("/sign-in/")
    page.get_by_label("用户名").focus()
    page.keyboard.type("office")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="office").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="退出登录").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="登录").wait_for()


@pytest.mark.looks
@pytest.mark.parametrize(("width", "language"), [(1280, "zh-CN"), (375, "en-GB")])
def test_no_page_of_signing_in_has_a_barrier_or_scrolls_sideways(visit, width, language):
    page, found = visit(width=width, language=language), {}
    for address in (*OUTSIDE, *PAGES):
        if address == PAGES[0]:
            sign_in(page, "office")
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        serious = [one["id"] for one in Axe().run(page).response["violations"]]
        if serious or wide > width:
            found[address] = (serious, wide)
    assert found == {}
