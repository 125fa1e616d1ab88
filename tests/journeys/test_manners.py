"""Every page serves everybody: no serious barrier, no sideways scrolling, nothing that the browser had to block."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from zhiheng.web.pages.design import PARTS, STATES

pytestmark = pytest.mark.browser
PUBLIC = (
    "/",
    "/rounds/",
    "/rounds/short-1/",
    "/rulebooks/",
    "/rulebooks/350200/quality-award/2020/",
    "/honours/",
    "/honours/?region=朝阳",
    "/honours/?organisation=无此单位",
    "/ledger/",
    "/sign-in/",
    "/nothing/",
)
LEFT = "net::ERR_ABORTED"  # the next page was opened before the browser had fetched, say, the tab's icon
DESIGN = (
    "/design/",
    *(f"/design/{part}/" for part in PARTS),
    *(f"/design/states/{state}/" for state in STATES),
)
OFFICE = ("/rounds/xm-7/", "/cases/xm-7-0001/", "/cases/short-1-0001/", "/account/")


def pages(visit, **reader):
    """Yield every page, the public ones as anybody and the others as the office."""
    page = visit(**reader)
    for address in PUBLIC:
        page.goto(address)
        yield address, page
    page = visit(**reader, username="office")
    for address in OFFICE:
        page.goto(address)
        yield address, page


def barriers(page):
    """Return what axe finds on a page and does not call minor."""
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical", "moderate")]


@pytest.mark.looks
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_has_a_serious_barrier(visit, width, theme):
    found = {address: barriers(page) for address, page in pages(visit, width=width, theme=theme)}
    assert {address: told for address, told in found.items() if told} == {}


@pytest.mark.looks
@pytest.mark.parametrize(("width", "theme"), [(1280, "dark"), (375, "light")])
def test_no_component_and_no_state_is_a_barrier_or_scrolls_sideways(visit, width, theme):
    page, found = visit(width=width, theme=theme), {}
    for address in DESIGN:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        if told := [*barriers(page), *(["too wide"] if wide else [])]:
            found[address] = told
    assert found == {}


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.looks
@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_scrolls_sideways(visit, width, language):
    wide = {}
    for address, page in pages(visit, width=width, language=language):
        if (n := page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[address] = n
    assert wide == {}


@pytest.mark.looks
def test_no_page_asks_for_anything_that_its_own_policy_blocks_or_that_is_missing(visit):
    page = visit("/")
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("requestfailed", lambda one: None if one.failure == LEFT else told.append(one.url))
    page.on(
        "response",
        lambda answer: told.append(answer.url) if "static" in answer.url and answer.status >= 400 else None,
    )
    for address in PUBLIC[:-1]:
        page.goto(address, wait_until="networkidle")
    assert [one for one in told if "400 (Bad Request)" not in one] == []
