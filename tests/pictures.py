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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from machine import _free_port, need, wait_for

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
ZHIHENG = Path(sys.executable).with_name("zhiheng")
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
WIDTHS = (1280, 375)
TALLEST, LARGEST, QUALITIES = 1600, 40_000, (40, 30, 20)
LIGHT_AND_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                   "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
CALL, CREDIT, REVIEW, VOTE, DONE = "demo-call", "demo-credit", "demo-review", "demo-vote", "demo-xm"
CLOSED, CHECK, SURVEY, HEARING = "demo-closed", "demo-check", "demo-survey", "demo-hearing"
NOTICE, APPROVAL = "demo-notice", "demo-approval"
DESK = "/desk/rounds"


@dataclass(frozen=True)
class Shot:
    """A page to photograph; ``follow`` is the link (a CSS selector) to take from the address, if any.

    ``expects`` is the status of its answer; ``does`` names one of ``DEEDS``, done before the picture.
    """

    role: str
    name: str
    address: str
    follow: str = ""
    expects: int = 200
    does: str = ""

    @property
    def stem(self) -> str:
        """Return the first part of the picture's name."""
        return f"{self.role}-{self.name}"


SHOTS = [Shot(*row) for row in (
    ("public", "home", "/"),
    ("public", "calls", "/calls/"),
    ("public", "call", f"/calls/{CALL}/"),
    ("public", "check", f"/calls/{CALL}/check/"),
    ("public", "rounds", "/rounds/"),
    ("public", "round", f"/rounds/{DONE}/"),
    ("public", "notices", "/notices/"),
    ("public", "notice", f"/notices/{DONE}/notice/"),
    ("public", "objection", f"/notices/{DONE}/notice/object/"),
    ("public", "honours", "/honours/"),
    ("public", "honours-none", "/honours/?organisation=无此单位"),
    ("public", "honour", "/honours/", "td.main a"),
    ("public", "organisation", "/honours/?organisation=固德", "td.main a", 200, "to_record"),
    ("public", "rulebooks", "/rulebooks/"),
    ("public", "rulebook", "/rulebooks/350200/quality-award/2020/"),
    ("public", "ledger", "/ledger/"),
    ("public", "book", "/ledger/350200/"),
    ("public", "sign-in", "/sign-in/"),
    ("public", "sign-in-wrong", "/sign-in/", "", 200, "wrong_password"),
    ("public", "forgotten", "/sign-in/forgotten/"),
    ("public", "absent", "/nothing/", "", 404),
    ("public", "api", "/api/"),
    ("office", "desk", "/desk/"),
    ("office", "open-round", f"{DESK}/open/"),
    ("office", "round", f"{DESK}/{VOTE}/"),
    ("office", "cases", f"{DESK}/{VOTE}/cases/"),
    ("office", "stage-waiting", f"{DESK}/{VOTE}/notice/"),
    ("office", "stage-inquiry", f"{DESK}/{CREDIT}/credit/"),
    ("office", "stage-score", f"{DESK}/{REVIEW}/documents/"),
    ("office", "stage-closed", f"{DESK}/{VOTE}/conformity/"),
    ("office", "stage-notice-closed", f"{DESK}/{DONE}/notice/"),
    ("office", "close", f"{DESK}/{CREDIT}/credit/close/"),
    ("office", "close-other", f"{DESK}/{REVIEW}/documents/close/"),
    ("office", "paper-reply", f"{DESK}/{CREDIT}/credit/replies/taxation/"),
    ("office", "stage-check", f"{DESK}/{CHECK}/conformity/"),
    ("office", "case-returned", f"{DESK}/{CHECK}/conformity/cases/{CHECK}-0001/"),
    ("office", "stage-survey", f"{DESK}/{SURVEY}/satisfaction/"),
    ("office", "stage-hearing", f"{DESK}/{HEARING}/hearing/"),
    ("office", "stage-notice", f"{DESK}/{NOTICE}/notice/"),
    ("office", "objection", f"{DESK}/{NOTICE}/notice/", "main a[href*='/objections/']"),
    ("office", "stage-approval", f"{DESK}/{APPROVAL}/approval/"),
    ("office", "round-closed", f"{DESK}/{CLOSED}/"),
    ("office", "late-request", f"{DESK}/{CLOSED}/applications/", "main a[href*='/late-requests/']"),
    ("office", "applications", f"{DESK}/{CLOSED}/applications/"),
    ("office", "applications-begun", f"{DESK}/{VOTE}/applications/"),
    ("office", "import", f"{DESK}/{CALL}/applications/import/"),
    ("office", "recompute", f"{DESK}/{DONE}/recompute/"),
    ("office", "panels", f"/panels/{REVIEW}/documents/"),
    ("office", "panel-form", f"/panels/{REVIEW}/site/form/"),
    ("office", "panel-refill", f"/panels/{REVIEW}/documents/refill/"),
    ("office", "panel-recuse", f"/panels/{REVIEW}/documents/recuse/"),
    ("office", "marks", f"/panels/{VOTE}/documents/", "th.main a"),
    ("office", "ballot", f"/ballots/{VOTE}/plenary/desk/"),
    ("office", "experts", "/experts/350200/"),
    ("office", "expert-register", "/experts/350200/register/"),
    ("office", "interests", "/experts/350200/interests/"),
    ("office", "expert-link", "/experts/350200/", "main a[href*='/accounts/']"),
    ("office", "recuse-seat", f"/panels/{REVIEW}/documents/recuse/{REVIEW}-0001/"),
    ("office", "why", f"/cases/{DONE}-0004/why/"),
    ("office", "feedback", f"/cases/{DONE}-0004/", "main a[href$='/feedback/']"),
    ("office", "tokens", "/account/tokens/"),
    ("office", "case", f"/cases/{VOTE}-0003/"),
    ("office", "case-ended", f"/cases/{DONE}-0001/"),
    ("office", "case-honoured", f"/cases/{DONE}-0004/"),
    ("office", "invitations", "/invitations/"),
    ("office", "mails", "/mails/"),
    ("office", "account", "/account/"),
    ("office", "security", "/account/security/"),
    ("office", "factors", "/account/factors/"),
    ("office", "visits", "/account/visits/"),
    ("office", "password", "/account/password/"),
    ("supervisor", "desk", "/desk/"),
    ("supervisor", "round", f"{DESK}/{VOTE}/"),
    ("supervisor", "supervision", f"/supervision/{DONE}/"),
    ("supervisor", "stage", f"{DESK}/{VOTE}/documents/"),
    ("supervisor", "recompute", f"{DESK}/{DONE}/recompute/"),
    ("supervisor", "marks", f"/panels/{VOTE}/documents/", "th.main a"),
    ("supervisor", "ballot", f"/ballots/{VOTE}/plenary/desk/"),
    ("assessor", "desk", "/desk/"),
    ("assessor", "tasks", "/review/"),
    ("assessor", "scorebook", "/review/", "td.main a"),
    ("assessor", "scorebook-wrong", "/review/", "td.main a", 200, "wrong_mark"),
    ("assessor", "dossier", "/review/", "td.main a", 200, "to_document"),
    ("assessor", "sign", "/review/", "td.main a", 200, "to_sign"),
    ("assessor", "step-back", "/review/", "td.main a", 200, "to_step_back"),
    ("assessor", "start", "/start/"),
    ("assessor2", "interests", f"/review/interests/{REVIEW}/documents/"),
    ("assessor2", "tasks", "/review/"),
    ("member", "desk", "/desk/"),
    ("member", "tasks", "/review/"),
    ("member", "ballot", f"/ballots/{VOTE}/plenary/"),
    ("member", "leave", f"/ballots/{VOTE}/plenary/", "main a[href$='/step-back/']"),
    ("member", "ballot-confirm", f"/ballots/{VOTE}/plenary/", "", 200, "fill_ballot"),
    ("assessor", "hearing", f"/review/{HEARING}-0001/hearing/hearing/"),
    ("government", "desk", "/desk/"),
    ("government", "approval", f"{DESK}/{APPROVAL}/approval/"),
    ("taxation", "desk", "/desk/"),
    ("taxation", "reply", f"/departments/{CREDIT}/credit/?as=taxation"),
    ("applicant", "desk", "/desk/"),
    ("applicant", "applications", "/applications/"),
    ("applicant", "application", f"/applications/{CALL}/", "", 200, "begin_draft"),
    ("applicant", "section", f"/applications/{CALL}/", "main a[href*='/sections/contact']"),
    ("applicant", "section-report", f"/applications/{CALL}/", "main a[href*='/sections/item-']"),
    ("applicant", "files", f"/applications/{CALL}/", "main a[href$='/files/']"),
    ("applicant", "submit", f"/applications/{CALL}/", "main a[href$='/submit/']"),
    ("applicant", "handed-in", f"/applications/{REVIEW}/"),
    ("applicant", "returned", f"/applications/{CHECK}/"),
    ("applicant", "receipt", f"/applications/{CHECK}/", "main a[href*='/receipts/']"),
    ("applicant", "withdraw", f"/applications/{REVIEW}/", "main a[href$='/withdraw/']"),
    ("applicant", "late", f"/applications/{CLOSED}/"),
    ("applicant", "late-request", f"/applications/{CLOSED}/", "main a[href$='/late/']"),
    ("applicant", "over", f"/applications/{DONE}/"),
    ("applicant", "case", f"/cases/{REVIEW}-0001/"),
    ("applicant", "feedback", f"/applications/{DONE}/", "", 200, "to_feedback"),
    ("applicant", "why", f"/cases/{CHECK}-0001/why/"),
    ("applicant", "start", "/start/"),
    ("applicant", "account", "/account/"),
    ("design", "index", "/design/"),
    ("design", "work", "/design/work/"),
    ("design", "case", "/design/case/"),
    ("design", "sheet", "/design/sheet/"),
    ("design", "forms", "/design/forms/"),
    ("design", "document", "/design/document/"),
    ("design", "public", "/design/public/"),
    ("design", "figures", "/design/figures/"),
    ("design", "words", "/design/words/"),
)]  # fmt: skip


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
        wait_for(port)
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
    page.wait_for_url(lambda address: "/sign-in/" not in address, timeout=10_000)


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
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return f"scrolls sideways by {wide} px" if wide > 0 else ""


def pictures(
    browser: Browser, site: str, known: dict[str, tuple[str, str]], wanted: list[Shot]
) -> Iterator[str]:
    """Take every picture, and yield a line for each that failed or shows a page that is not right."""
    for role in dict.fromkeys(shot.role for shot in wanted):
        for language, locale in LANGUAGES.items():
            for width in WIDTHS:
                context = browser.new_context(
                    viewport={"width": width, "height": 800}, locale=locale, base_url=site
                )
                page = context.new_page()
                page.set_default_timeout(8000)
                if role in known:
                    sign_in(page, *known[role])
                for shot in (one for one in wanted if one.role == role):
                    name = f"{shot.stem}-{language}-{width}.webp"
                    try:
                        told = take(page, shot)
                        if not told or told.startswith("scrolls"):
                            photograph(page, width, PICTURES / name)
                    except (BrowserError, ValueError) as error:
                        told = str(error).partition("\n")[0]
                    if told:
                        yield f"{name}: {told}"
                context.close()


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
