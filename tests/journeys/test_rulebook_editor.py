"""An office writes a rulebook in the browser: completes, sees an error at its line, mends it, saves a new version."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from factories import SHORT, XIAMEN

pytestmark = [pytest.mark.browser, pytest.mark.looks]
SEAL = "厦门市评审办"


@pytest.fixture
def writing(visit):
    """A function that opens the editor with a text in it, as the office."""

    def opened(text=SHORT, **more):
        page = visit("/rulebooks/edit/", username="office", **more)
        put(page, text)
        return page

    return opened


def put(page, text):
    """Put a text where the old one stood, as a paste does."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def status(page, told):
    """Wait until the editor says what it found."""
    page.locator(".saved-state", has_text=told).wait_for()


def chosen(page, word):
    """Take a completion; the list takes no key in the moment in which it opens."""
    page.locator(".cm-tooltip-autocomplete li[aria-selected]", has_text=word).wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")


def test_from_a_mistake_at_its_line_to_a_version_from_which_a_round_can_be_opened(writing):
    page = writing(SHORT.replace("kind: award", "kind: prize", 1))
    status(page, "发现 1 处问题")
    expect(page.locator(".cm-lintRange-error")).to_have_text("prize", use_inner_text=True)
    page.get_by_role("button", name="第 3 行").click()
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.insert_text("award")
    status(page, "没有问题")
    expect(page.locator(".readable svg.narrow")).to_be_visible()
    page.get_by_label("办理机关（单位）名称").fill(SEAL)
    page.get_by_role("button", name="保存这个版本").click()
    page.wait_for_url("**/rulebooks/350200/short-award/2025/")
    expect(page.locator("h1")).to_have_text("示例短流程奖管理办法", use_inner_text=True)
    page.goto("/desk/rounds/open/")
    choices = page.get_by_label("现有规则书").locator("option").all_inner_texts()
    assert any("350200/short-award/2025" in choice for choice in choices)


def test_keys_and_words_are_completed_where_they_may_stand(writing):
    page = writing(SHORT)
    page.keyboard.press("Control+End")
    page.keyboard.type("ranking:\n  ti")
    page.keyboard.press("Control+Space")
    chosen(page, "ties")
    page.keyboard.type("sh")
    chosen(page, "shared")
    assert page.locator(".cm-content").inner_text().rstrip().endswith("ties: shared")


def test_the_keyboard_leaves_the_text_by_escape_and_tab(writing):
    page = writing()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("cm-content")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "check"


def test_unsaved_text_outlives_the_window_and_is_offered_again(writing):
    page = writing(SHORT.replace("示例奖", "未保存的奖"))
    status(page, "没有问题")
    page.goto("/rulebooks/")
    page.goto("/rulebooks/edit/")
    page.get_by_role("button", name="取用留存的正文").click()
    expect(page.locator(".cm-content")).to_contain_text("未保存的奖", use_inner_text=True)
    status(page, "没有问题")


def test_no_style_is_refused_and_no_script_fails(visit):
    page = visit("/", username="office")
    wrong = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto("/rulebooks/edit/")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("prize: 1")
    status(page, "发现 1 处问题")
    page.locator(".cm-lintRange-error").hover()
    page.locator(".cm-tooltip-lint").wait_for()
    assert wrong == []
    assert page.evaluate("getComputedStyle(document.querySelector('.cm-scroller')).display") == "flex"


def test_without_scripts_the_same_is_a_field_a_check_and_a_seal(visit):
    page = visit("/rulebooks/edit/", username="office", scripts=False)
    field = page.get_by_label("规则书正文（YAML）")
    field.fill(SHORT.replace("kind: award", "kind: prize", 1))
    page.get_by_role("button", name="检查正文").click()
    expect(page.get_by_role("region", name="问题")).to_contain_text("第 3 行", use_inner_text=True)
    page.get_by_label("规则书正文（YAML）").fill(SHORT)
    page.get_by_label("办理机关（单位）名称").fill(SEAL)
    page.get_by_role("button", name="保存这个版本").click()
    expect(page).to_have_url(re.compile(re.escape("/rulebooks/350200/short-award/2025/") + "$"))


@pytest.mark.looks
@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "zh-CN"), (375, "dark", "en-GB")])
def test_no_page_of_rulebooks_has_a_barrier_or_scrolls_sideways(visit, width, theme, language):
    import hashlib

    digest = hashlib.sha256(XIAMEN.read_bytes()).hexdigest()
    page = visit("/", username="office", width=width, theme=theme, language=language)
    found = {}
    rest = ("", "350200/quality-award/2020/", f"compare/?a={digest}&b=350200/quality-award/2025&round=short-1",
            f"text/{digest}/simulate/?applicants=20&rounds=3&seed=1", f"edit/?from={digest}")  # fmt: skip
    for address in rest:
        page.goto(f"/rulebooks/{address}")
        if address.startswith("edit"):
            page.locator(".readable svg.narrow").wait_for()
        grave = [one["id"] for one in Axe().run(page).response["violations"] if one["impact"] != "minor"]
        if grave or page.evaluate("document.documentElement.scrollWidth") > width:
            found[re.sub("[0-9a-f]{64}", "…", address)] = grave
    assert found == {}
