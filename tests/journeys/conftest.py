"""A real browser on the real pages."""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

from factories import PASSWORD, conclude, make_account, make_cases, make_round, pass_check
from machine import need
from zhiheng.core.actor import Role

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop in this thread
expect.set_options(timeout=20_000)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium():
    """One browser for all journeys of this process."""
    path = need("chromium", "chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db, regions, live_server):
    """A site with a running round, a concluded one, past honours and three accounts."""
    from factories import OPENS
    from zhiheng.registers.actions import import_honours

    import_honours(now=OPENS)
    running = make_round(is_sample=True)
    cases = make_cases(running, 3)
    pass_check(running, cases)
    conclude()
    make_account("office")
    make_account("applicant", Role.APPLICANT, cases[0].subject)
    return live_server.url


@pytest.fixture
def visit(chromium, site):
    """A function that opens a page as a reader with a width, a language and a theme."""
    contexts = []

    def opened(address="/", *, width=1280, language="zh-CN", scripts=True, theme="light", username=""):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, locale=language, java_script_enabled=scripts,
            color_scheme=theme, base_url=site,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        if username:
            sign_in(page, username)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page, username):
    """Sign in through the page."""
    page.goto("/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")


def send(page, button):
    """Press a button that leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
