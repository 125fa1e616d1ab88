"""An assessor at work in a real browser: nothing that was typed is lost."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from factories import AFTER, OPENS, PASSWORD
from review.conftest import ITEMS, Judged, marks
from zhiheng.core.actor import SYSTEM, Role
from zhiheng.registers import actions as registers
from zhiheng.registers.models import Account
from zhiheng.review import actions
from zhiheng.review.models import Comment, Declaration, Mark, Scorebook

from .conftest import send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHEET = "/review/xm-7-0001/documents/"
DEAF = """const add = window.addEventListener;
window.addEventListener = (name, ...more) => name === "storage" || add.call(window, name, ...more);"""  # another computer


def admit(account, role=Role.ASSESSOR):
    """Give an account a role and a password."""
    registers.give_role(
        account=account, role=role, place="350200", from_day=OPENS.date(), by=SYSTEM, now=OPENS
    )
    known = Account.objects.get(code=account)
    known.set_password(PASSWORD)
    known.save()


def sign_in(page):
    """Sign in where the page asks for it."""
    page.fill("input[name=username]", "expert0")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")


@pytest.fixture
def judged(transactional_db, regions):
    """Four cases at an open document review before one panel of three."""
    made = Judged()
    admit(made.experts[0][1])
    return made


@pytest.fixture
def enter(chromium, live_server, judged):
    """A function that signs the first assessor in and opens a page, in a browser context of its own."""
    contexts = []

    def opened(address=SHEET, *, width=1280, scripts=True, theme="light", language="zh-CN"):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, locale=language, java_script_enabled=scripts,
            color_scheme=theme, base_url=live_server.url,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        sign_in(page)
        page.wait_for_load_state()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def field(page, item):
    """Return the field of an item."""
    return page.locator(f'input[name="mark-{item}"]')


def saved(page):
    """Wait until the page says that everything is saved."""
    page.locator("#saved[data-state=saved]").wait_for()
    return page.locator("#saved").inner_text()


def standing():
    """Return the marks that stand."""
    return dict(Mark.objects.filter(withdrawn_at=None).values_list("item", "percent"))


def test_marks_are_given_by_keyboard_alone_saved_one_by_one_and_survive_a_reload(enter):
    page = enter()
    field(page, "4.1.2").focus()
    for percent in ("50", "45", "70"):
        page.keyboard.type(percent)
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    assert saved(page).startswith("已保存 ")
    assert standing() == {"4.1.2": 50, "4.1.3": 45, "4.1.4": 70, "4.2.2": 5}
    expect(page.locator("#total")).to_have_text("61.50", use_inner_text=True)
    page.reload()
    assert (page.locator("#total").inner_text(), field(page, "4.1.4").input_value()) == ("61.50", "70")
    expect(page.locator("#band-4\\.1\\.4")).to_contain_text("评价和学习成为关键管理手段", use_inner_text=True)


def test_a_lost_line_is_told_and_what_was_typed_is_sent_when_it_is_back(enter):
    page = enter()
    page.context.set_offline(True)
    field(page, "4.1.2").fill("60")
    page.locator("#saved[data-state=offline]").wait_for()
    expect(page.locator("#saved")).to_have_text("离线，将重试", use_inner_text=True)
    assert standing() == {}
    page.context.set_offline(False)
    saved(page)
    assert standing() == {"4.1.2": 60}


def test_a_browser_closed_without_a_line_sends_what_it_kept_when_it_comes_back(enter):
    page = enter()
    context = page.context
    context.set_offline(True)
    field(page, "4.1.2").fill("60")
    page.locator("#item-4\\.1\\.2 summary").click()
    page.locator("textarea[name='strength-4.1.2']").fill("尚未记入的评语")
    page.locator("#saved[data-state=offline]").wait_for()
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(SHEET)
    again.locator("#item-4\\.1\\.2.marked").wait_for()
    again.wait_for_timeout(800)
    assert standing() == {"4.1.2": 60}
    expect(again.locator("textarea[name='strength-4.1.2']")).to_have_value("尚未记入的评语")


def test_two_thousand_characters_outlive_a_sign_in_that_expired(enter):
    page, text = enter(), "质量" * 1000
    page.locator("#item-4\\.1\\.2 summary").click()
    page.locator("textarea[name='strength-4.1.2']").fill(text)
    page.context.clear_cookies(name="sessionid")
    field(page, "4.1.2").fill("60")
    page.locator("#saved[data-state=expired]").wait_for()
    page.locator("#saved a").click()
    sign_in(page)
    page.wait_for_url(f"**{SHEET}")
    page.wait_for_timeout(800)
    assert standing() == {"4.1.2": 60}
    page.locator("#item-4\\.1\\.2 button[data-record]").first.click()
    saved(page)
    assert [len(one) for one in Comment.objects.values_list("text", flat=True)] == [2000]
    expect(page.locator("textarea[name='strength-4.1.2']")).to_have_value("")


def test_two_tabs_are_told_of_each_other_and_the_assessor_chooses(enter):
    first = enter()
    second = first.context.new_page()
    second.add_init_script(DEAF)
    second.goto(SHEET)
    field(first, "4.1.2").fill("60")
    saved(first)
    field(second, "4.1.2").fill("45")
    note = second.locator("#item-4\\.1\\.2 .elsewhere")
    note.wait_for(state="visible")
    expect(note).to_contain_text("4.1.2（60%） 已在另一窗口或另一台电脑上改评", use_inner_text=True)
    assert standing() == {"4.1.2": 60}
    note.get_by_role("button", name="改用此处的").click()
    saved(second)
    assert standing() == {"4.1.2": 45}


def test_a_stage_that_closed_with_the_sheet_open_is_told_and_the_unsaved_mark_is_named(enter, judged):
    page = enter()
    judged.hand_in(dict.fromkeys(judged.codes, (50, 50, 50)))
    judged.close("documents")
    field(page, "4.1.2").fill("60")
    page.locator("#saved[data-state=closed]").wait_for()
    expect(page.locator("#saved")).to_contain_text("已经结束", use_inner_text=True)
    expect(page.locator("#saved")).to_contain_text("4.1.2: 60%", use_inner_text=True)
    assert not field(page, "4.1.3").is_editable()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_assessor_marks_signs_and_finds_the_next_case(enter, judged, scripts):
    given = {item: percent for item, percent in marks(50).items() if item != ITEMS[-1]}
    actions.give_marks(
        case_code=judged.codes[0], stage="documents", marks=given, by=judged.actors[0], now=AFTER
    )
    page = enter("/review/", scripts=scripts)
    page.get_by_role("link", name="继续评审下一办件").click()
    page.locator(".bar").get_by_role("link", name="签署评分手册").click()
    page.get_by_role("link", name="前往第一个未评条目").click()
    field(page, ITEMS[-1]).fill("50")
    page.locator(".bar").get_by_role("button", name="保存").click()
    page.locator("#saved", has_text="已保存").wait_for()
    page.wait_for_timeout(500)
    page.locator(".bar").get_by_role("link", name="签署评分手册").click()
    page.get_by_label("以上评分由本人").check()
    page.get_by_role("button", name="签署评分手册").click()
    expect(page.get_by_role("row").filter(has_text="23/23").get_by_text("已签署")).to_have_count(1)
    assert Scorebook.objects.exclude(signed_at=None).count() == 1


def test_a_fresh_sheet_is_neutral_and_its_signature_waits_for_every_mark(enter):
    page = enter()
    state, sign = page.locator("#saved"), page.locator(".bar a.sign")
    assert (state.get_attribute("data-state"), state.inner_text()) == ("none", "尚无保存内容")
    expect(sign).to_contain_class("outline")
    page.locator("#missing summary").click()
    expect(page.locator("#missing li:visible")).to_have_count(23)
    page.locator("#missing li a").first.click()
    expect(page).to_have_url(re.compile(re.escape("#item-4.1.2") + "$"))


def test_the_last_mark_makes_the_signature_the_next_step(enter, judged):
    given = {item: percent for item, percent in marks(50).items() if item != ITEMS[-1]}
    actions.give_marks(
        case_code=judged.codes[0], stage="documents", marks=given, by=judged.actors[0], now=AFTER
    )
    page = enter()
    expect(page.locator("#missing summary b")).to_have_text("1", use_inner_text=True)
    field(page, ITEMS[-1]).fill("50")
    page.locator("#missing").wait_for(state="hidden")
    expect(page.locator(".bar a.sign")).not_to_contain_class("outline")


@pytest.mark.parametrize("typed", ["47", "105", "-5"])
def test_a_wrong_percent_is_told_beside_its_field_in_a_sentence_of_ours(enter, typed):
    page = enter()
    field(page, "4.1.2").fill(typed)
    page.keyboard.press("Tab")
    told = page.locator("#id_mark-4\\.1\\.2-error")
    expect(told).to_have_text("请填写 0 至 100 之间 5 的整数倍。", use_inner_text=True)
    assert "id_mark-4.1.2-error" in field(page, "4.1.2").get_attribute("aria-describedby")
    expect(page.locator("#saved")).to_have_attribute("data-state", "wrong")
    field(page, "4.1.2").fill("45")
    saved(page)
    assert (told.inner_text(), standing()) == ("", {"4.1.2": 45})


def test_an_emptied_field_shows_again_what_stands(enter):
    page = enter()
    field(page, "4.1.2").fill("60")
    saved(page)
    field(page, "4.1.2").fill("")
    page.keyboard.press("Tab")
    expect(field(page, "4.1.2")).to_have_value("60")
    expect(page.locator("#id_mark-4\\.1\\.2-error")).to_contain_text("已恢复为 60%", use_inner_text=True)
    assert standing() == {"4.1.2": 60}


def test_leaving_is_questioned_only_while_something_is_unsaved(enter):
    page, asked = enter(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    field(page, "4.1.2").fill("60")
    saved(page)
    page.goto("/review/")
    assert asked == []
    page.goto(SHEET)
    page.locator("#item-4\\.1\\.2 summary").click()
    page.locator("textarea[name='strength-4.1.2']").fill("尚未记入")
    page.goto("/review/")
    assert asked == ["beforeunload"]


def test_the_scale_of_the_item_in_focus_is_at_hand_with_its_range(enter):
    page = enter()
    field(page, "4.1.2").focus()
    expect(page.locator("#guide b")).to_have_text("4.1.2 高层领导的作用", use_inner_text=True)
    expect(page.locator("#guide dt")).to_have_count(6)
    page.keyboard.type("45")
    expect(page.locator("#guide .here dt")).to_have_text("30–45%", use_inner_text=True)


def test_marks_typed_after_the_sign_in_ended_are_all_sent_after_the_next(enter):
    page = enter()
    page.context.clear_cookies(name="sessionid")
    for item, percent in (("4.1.2", "60"), ("4.1.3", "45"), ("4.7.2", "30")):
        field(page, item).fill(percent)
    page.locator("#saved[data-state=expired]").wait_for()
    page.close()
    again = page.context.new_page()
    again.goto("/sign-in/")
    sign_in(again)
    again.wait_for_load_state()
    again.goto(SHEET)
    saved(again)
    again.wait_for_timeout(800)
    assert standing() == {"4.1.2": 60, "4.1.3": 45, "4.7.2": 30}


def test_a_recorded_comment_is_withdrawn_without_leaving_the_sheet(enter):
    page = enter()
    page.locator("#item-4\\.1\\.2 summary").click()
    page.locator("textarea[name='strength-4.1.2']").fill("数据充分")
    page.locator("#item-4\\.1\\.2 button[data-record]").first.click()
    page.locator("#item-4\\.1\\.2 li[data-note]").wait_for()
    page.locator("#item-4\\.1\\.2 li[data-note] button").click()
    page.locator("#item-4\\.1\\.2 li[data-note]").wait_for(state="detached")
    assert Comment.objects.filter(withdrawn_at=None).count() == 0


def test_an_assessor_who_has_not_declared_is_asked_first_without_scripts_too(enter, judged):
    Declaration.objects.all().delete()
    page = enter(SHEET, scripts=False)
    page.wait_for_url("**/review/interests/xm-7/documents/")
    page.get_by_label("以上申报完整").check()
    send(page, "提交申报")
    page.goto(SHEET)
    assert field(page, "4.1.2").is_editable()


def test_on_a_telephone_document_and_sheet_are_tabs_without_scripts(enter):
    page = enter(width=375, scripts=False)
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#document")).to_be_hidden()
    page.get_by_role("link", name="材料", exact=True).click()
    expect(page.locator("#document")).to_be_visible()
    expect(page.locator("#sheet")).to_be_hidden()
    page.get_by_role("link", name="评分", exact=True).click()
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#document")).to_be_hidden()


PAGES = (
    "/review/",
    SHEET,
    f"{SHEET}#document",
    f"{SHEET}sign/",
    f"{SHEET}step-back/",
    "/review/interests/xm-7/documents/",
)


@pytest.mark.looks
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (375, "dark")])
def test_no_page_of_an_assessor_has_a_barrier_or_scrolls_sideways(enter, width, theme):
    page, found = enter(width=width, theme=theme, language="en-GB" if theme == "dark" else "zh-CN"), {}
    for address in PAGES:
        page.goto(address)
        violations = Axe().run(page).response["violations"]
        bad = [one["id"] for one in violations if one["impact"] in ("serious", "critical", "moderate")]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            bad.append("sideways")
        if bad:
            found[address] = bad
    assert found == {}
