"""Photograph every page as every role, in both languages and both widths, into ``docs/pictures/``.

``make pictures`` sets up a throwaway home with the demonstration rounds, serves it and signs in as each demo
account. ``python tests/pictures.py office assessor-scorebook --home DIR`` takes some pictures only, and keeps
(or uses again) a home. What could not be photographed is printed, and the exit code is then 1.
"""

from __future__ import annotations

import argparse
import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from machine import _free_port, need, wait_for
from shots import SHOTS, Shot

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
ZHIHENG = Path(sys.executable).with_name("zhiheng")
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
WIDTHS = (1280, 375)
PATIENCE, SLOWEST = 30_000, 120_000  # milliseconds; a machine that does other work too is slow
TALLEST, LARGEST, QUALITIES = 1600, 40_000, (40, 30, 20)
LIGHT_AND_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                   "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


def _wrong_password(page: Page) -> None:
    page.fill("input[name=username]", "nobody")
    page.fill("input[name=password]", "not the password")
    page.click("main button[type=submit]")


def _wrong_mark(page: Page) -> None:
    page.locator("input[type=number]").first.fill("83")
    page.locator("button[type=submit]").first.click()


def _fill_ballot(page: Page) -> None:
    for fieldset in page.locator("td.vote fieldset").all():
        fieldset.locator("input").first.check()
    page.click("main button[type=submit]")


def _begin_draft(page: Page) -> None:
    begin = page.locator("main form button[type=submit]")
    if begin.count() and not page.locator("main a[href*='/sections/']").count():
        begin.first.click()


def _simulate(page: Page) -> None:
    page.click("main button[type=submit]")
    page.wait_for_selector("#result")


def _follow(selector: str) -> Any:
    def deed(page: Page) -> None:
        target = page.locator(selector).first.get_attribute("href", timeout=3000) or ""
        page.goto(page.evaluate("to => new URL(to, location.href).href", target))

    return deed


DEEDS = {
    "wrong_password": _wrong_password,
    "wrong_mark": _wrong_mark,
    "fill_ballot": _fill_ballot,
    "to_document": _follow("a[href='#document']"),
    "to_sign": _follow("a[href$='/sign/']"),
    "to_step_back": _follow("a[href$='/step-back/']"),
    "to_record": _follow("main a[href*='/organisations/']"),
    "to_feedback": _follow("main a[href$='/feedback/']"),
    "begin_draft": _begin_draft,
    "simulate": _simulate,
}


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a home that holds the demonstration rounds, set up if it is empty, and yield its address."""
    environment = {**os.environ, "ZHIHENG_HOME": str(home), "ZHIHENG_LANG": "zh"}
    if not (home / "demo-accounts.txt").exists():
        for work in (["setup"], ["round", "samples"], ["round", "demo"], ["incentives", "demo"]):
            subprocess.run([ZHIHENG, *work], env=environment, check=True, stdout=subprocess.DEVNULL)
    port = _free_port()
    server = subprocess.Popen(
        [ZHIHENG, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port, 60)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def accounts(home: Path) -> dict[str, tuple[str, str]]:
    """Return name and password of each demo account by its role."""
    lines = (home / "demo-accounts.txt").read_text(encoding="utf-8").split("\n")
    pairs = [tuple(line.split()[:2]) for line in lines if line.startswith("demo-")]
    return {name.removeprefix("demo-"): (name, password) for name, password in pairs}


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in through the page."""
    page.goto("/sign-in/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def photograph(page: Page, width: int, target: Path) -> None:
    """Write a picture of the whole page, cut where it is longer than 1,600 px, as small as it must be."""
    height = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST), "scale": 1}
    session = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        answer = session.send("Page.captureScreenshot", {
            "format": "webp", "quality": quality, "clip": clip, "captureBeyondViewport": True,
        })  # fmt: skip
        content = base64.b64decode(answer["data"])
        if len(content) <= LARGEST:
            break
    session.detach()
    target.write_bytes(content)


def take(page: Page, shot: Shot) -> str:
    """Bring a page to what a shot shows, and return what is wrong with it, or nothing."""
    answer = page.goto(shot.address)
    if shot.follow:
        target = page.locator(shot.follow).first.get_attribute("href", timeout=3000)
        answer = page.goto(page.evaluate("to => new URL(to, location.href).href", target))
    status = answer.status if answer else 0
    if status != shot.expects:
        return f"answered {status}, not {shot.expects}"
    if shot.does:
        DEEDS[shot.does](page)
    page.wait_for_load_state("networkidle" if page.locator("script[src]").count() else "load")
    return ""


def framed(page: Page, width: int) -> str:
    """Give the window a width, and return by how much the page is wider than it, or nothing."""
    page.set_viewport_size({"width": width, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return f"scrolls sideways by {wide} px" if wide > 0 else ""


@contextmanager
def visits(browser: Browser, site: str, role: str, known: dict[str, tuple[str, str]]) -> Iterator[list[Any]]:
    """Sign in once as a role, and yield a page for each language with that language's name."""
    pages, state = [], None
    for language, locale in LANGUAGES.items():
        context = browser.new_context(locale=locale, base_url=site, storage_state=state)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.set_default_navigation_timeout(SLOWEST)
        if role in known and state is None:
            sign_in(page, *known[role])
            state = context.storage_state()
        pages.append((language, page))
    yield pages
    for _, page in pages:
        page.context.close()


def pictures(
    browser: Browser, site: str, known: dict[str, tuple[str, str]], wanted: list[Shot]
) -> Iterator[str]:
    """Take every picture, and yield a line for each that failed or shows a page that is not right."""
    for role in dict.fromkeys(shot.role for shot in wanted):
        with visits(browser, site, role, known) as pages:
            for shot in (one for one in wanted if one.role == role):
                for language, page in pages:
                    yield from photographed(page, shot, language)


def photographed(page: Page, shot: Shot, language: str) -> Iterator[str]:
    """Photograph one page in one language at every width, loaded once, and yield what is wrong with it."""
    name = f"{shot.stem}-{language}"
    try:
        if told := take(page, shot):
            yield f"{name}: {told}"
            return
        for width in WIDTHS:
            if told := framed(page, width):
                yield f"{name}-{width}: {told}"
            photograph(page, width, PICTURES / f"{name}-{width}.webp")
    except (BrowserError, ValueError) as error:
        yield f"{name}: {str(error).partition(chr(10))[0]}"


def listing() -> str:
    """Return the list of all pictures, page by page."""
    rows = []
    for shot in SHOTS:
        cells = []
        for language in LANGUAGES:
            for width in WIDTHS:
                name = f"{shot.stem}-{language}-{width}.webp"
                cells.append(f"[{width}]({name})" if (PICTURES / name).exists() else "–")
        if set(cells) != {"–"}:
            rows.append(
                f"| {shot.role} | {shot.name} | `{shot.address}` | {' '.join(cells[:2])} | {' '.join(cells[2:])} |"
            )
    head = (
        "# Pictures of the pages\n\nMade by `make pictures` from the demonstration rounds (invented data). Each page at"
        " 1280 and 375 px,\nin Chinese and English; cut where it is longer than 1,600 px.\n\n"
        "| Role | Page | Address (or where the link to it is) | 中文 | English |\n|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def main() -> int:
    """Take the pictures that were asked for, all of them if none was named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="a role, or role-page; all if none is given")
    parser.add_argument("--home", type=Path, help="the home to serve; a throwaway one if none is given")
    given = parser.parse_args()
    wanted = [shot for shot in SHOTS if not given.names or {shot.role, shot.stem} & set(given.names)]
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zhiheng-pictures-") as temporary:
        home = given.home or Path(temporary)
        with served(home) as site, sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=need("chromium", "chromium"), args=LIGHT_AND_QUIET
            )
            failed = 0
            for line in pictures(browser, site, accounts(home), wanted):
                failed += 1
                sys.stderr.write(f"{line}\n")
            browser.close()
    (PICTURES / "README.md").write_text(listing(), encoding="utf-8")
    found = sorted(PICTURES.glob("*.webp"))
    size = sum(path.stat().st_size for path in found) // 1024
    sys.stdout.write(f"{len(found)} pictures, {size} KB, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
