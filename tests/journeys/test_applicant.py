"""An organisation applies: from the call to the receipt, with colleagues, without scripts, over a broken line."""

import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from factories import LOCAL, XIAMEN, make_round

sys.path.append(str(Path(__file__).resolve().parents[1] / "programmes" / "awards"))

from applying import applicant_of, docx, fill, make_place, pdf

pytestmark = pytest.mark.browser
ITEM = "sections/item-4.1.2/"


@pytest.fixture
def place(site, home):
    """Where an organisation can apply today, with the accounts amy and bob."""
    now = timezone.now()
    source = XIAMEN.read_text(encoding="utf-8").replace("to: 2025-09-30", "to: null")
    closes = (now + timedelta(days=12)).astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    make_round(
        "xm-9", source=source, session="9", opens_at=now - timedelta(days=9), closes_at=closes, now=now
    )
    place = make_place("xm-9", 41)
    for name in ("amy", "bob"):
        applicant_of(place, name)
    return place


def root(place):
    """Return the address of the application."""
    return f"/applications/xm-9/{place.organisation.code}/"


def written(place, but=()):
    """Let amy write what is not at issue."""
    from zhiheng.core.actor import Actor, Role
    from zhiheng.registers.models import Account

    holds = frozenset({(Role.APPLICANT, place.organisation.code)})
    fill(place, Actor(Account.objects.get(username="amy").code, holds), timezone.now(), but=but)


def told(page, words):
    """Wait until the saved state says something."""
    page.locator("#saved-state", has_text=re.compile(words)).wait_for(timeout=20000)


def test_from_the_call_to_the_receipt_without_scripts(visit, place):
    written(place, but=("contact",))
    page = visit("/calls/", username="amy", scripts=False)
    page.get_by_role("link", name="厦门市质量奖 第9届").click()
    page.get_by_role("link", name="填写申报").click()
    page.get_by_role("link", name="联系方式").click()
    page.get_by_label("联系人").fill("联系人甲")
    page.get_by_label("联系电话").fill("0592-0000001")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#saved-state")).to_contain_text("已保存", use_inner_text=True)
    page.get_by_role("link", name="厦门市质量奖 第9届").click()
    page.get_by_role("link", name="查看缺项并提交申报").click()
    page.get_by_label("本单位承诺").check()
    page.get_by_role("button", name="提交申报").click()
    expect(page.locator("h1")).to_have_text("申报回执", use_inner_text=True)
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", page.locator(".receipt").inner_text())


def test_typing_saves_by_itself_and_says_when(visit, place):
    page = visit(root(place) + ITEM, username="amy")
    page.get_by_label("正文").fill("我们的使命")
    expect(page.locator("#saved-state")).to_contain_text("尚未保存", use_inner_text=True)
    told(page, r"已保存 \d")

    page.reload()
    expect(page.get_by_label("正文")).to_have_value("我们的使命")


def test_text_survives_a_lost_connection_and_a_reload_and_is_saved_when_the_line_is_back(visit, place):
    page = visit(root(place) + ITEM, username="amy")
    page.route(
        "**/sections/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.get_by_label("正文").fill("断线时写下的文字")
    told(page, "连接中断")
    page.reload()
    expect(page.get_by_label("正文")).to_have_value("断线时写下的文字")
    page.unroute("**/sections/**")
    told(page, r"已保存 \d")


def test_text_survives_an_expired_sign_in(visit, place):
    page = visit(root(place) + ITEM, username="amy")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("正文").fill("登录过期时写下的文字")
    told(page, "重新登录")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("textarea")).to_have_value("登录过期时写下的文字")


def test_two_colleagues_on_one_section_see_each_other_and_both_texts(visit, place):
    amy = visit(root(place) + ITEM, username="amy")
    amy.get_by_label("正文").fill("甲的文字")
    amy.get_by_role("button", name="保存", exact=True).click()
    bob = visit(root(place) + ITEM, username="bob")
    expect(bob.locator("#others")).to_contain_text("amy 也打开了这一部分", use_inner_text=True)
    bob.get_by_label("正文").fill("乙的文字")
    bob.get_by_role("button", name="保存", exact=True).click()
    amy.get_by_label("正文").fill("甲的新文字")
    told(amy, "同事")
    amy.get_by_role("button", name="保存", exact=True).click()
    expect(amy.locator(".theirs pre")).to_have_text("乙的文字", use_inner_text=True)
    expect(amy.get_by_label("正文")).to_have_value("甲的新文字")
    amy.get_by_role("button", name="保存我的文字").click()
    expect(amy.locator("#saved-state")).to_contain_text("已保存", use_inner_text=True)


def test_a_file_goes_up_in_pieces_goes_on_after_a_break_and_is_cleaned(visit, place):
    page = visit(root(place) + "files/", username="amy")
    broken = []

    def once(route):
        if broken:
            route.continue_()
        else:
            broken.append(1)
            route.abort()

    page.route("**/arriving/**", once)
    page.set_input_files(
        "#id_file", {"name": "自评.docx", "mimeType": "application/octet-stream", "buffer": docx()}
    )
    page.get_by_role("button", name="上传").click()
    page.wait_for_selector("article.document", timeout=20000)
    assert broken == [1]
    page.get_by_role("button", name="替换为清除属性的副本").click()
    expect(page.get_by_text("张三")).to_have_count(0)


def test_a_file_that_is_too_large_is_not_even_sent(visit, place):
    page = visit(root(place) + "files/", username="amy")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    big = Path(page.evaluate("'/tmp'")) / f"big-{id(page)}.pdf"
    with big.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    page.set_input_files("#id_file", str(big))
    page.get_by_role("button", name="上传").click()
    page.get_by_text("文件超过 30 MiB").wait_for()
    big.unlink()
    assert sent == []


def test_a_file_goes_up_without_scripts_too(visit, place):
    page = visit(root(place) + "files/", username="amy", scripts=False)
    page.set_input_files("#id_file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.get_by_role("button", name="上传").click()
    expect(page.locator("article.document h2")).to_have_text("a.pdf", use_inner_text=True)


def test_the_pre_check_by_keyboard_alone(visit, place):
    page = visit("/calls/xm-9/check/")
    page.get_by_label("登记地").focus()
    page.keyboard.type("350206")
    page.keyboard.press("Enter")
    page.wait_for_url("**ask=1**")
    expect(page.locator("li.met strong")).to_have_text(["在本市登记注册"], use_inner_text=True)


PAGES = ("", ITEM, "sections/contact/", "files/", "submit/", "withdraw/")


@pytest.mark.looks
@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "zh-CN"), (375, "dark", "en-GB")])
def test_no_page_has_a_barrier_or_scrolls_sideways(visit, place, width, theme, language):
    written(place)
    page = visit("/applications/", username="amy", width=width, theme=theme, language=language)
    found = {}
    for address in (
        "/applications/",
        "/calls/",
        "/calls/xm-9/",
        "/calls/xm-9/check/",
        *(root(place) + one for one in PAGES),
    ):
        page.goto(address)
        grave = [one["id"] for one in Axe().run(page).response["violations"] if one["impact"] != "minor"]
        if grave or page.evaluate("document.documentElement.scrollWidth") > width:
            found[address] = grave
    assert found == {}
