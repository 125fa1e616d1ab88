"""One round from the call to the honours: every role does its part in the browser, and nobody anything else.

Four organisations apply. One is struck by a record that a department reports, one by an objection that the office
upholds, and two are honoured. The clock is the journey's; everything else is as it will be.
"""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from factories import LOCAL, OPENS, PASSWORD, RULEBOOKS, make_account, make_organisation
from zhiheng.casework.models import Notice, Stage
from zhiheng.core.actor import Actor, Role
from zhiheng.ledger.verify import verify_book

from .clock import Clock

sys.path.append(str(Path(__file__).resolve().parents[1] / "programmes" / "awards"))

from applying import fill, handed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(600),
]
BOOK = RULEBOOKS / "350200" / "sample-award" / "2026.yaml"
SEAL = "厦门市评审办"
ROUND = "all-1"
ASSESSORS = ("panel-a", "panel-b", "panel-c")
MEMBERS = ("member-a", "member-b", "member-c")
DEPARTMENTS = ("market_regulation", "taxation", "ecology", "emergency_management", "human_resources")


@pytest.fixture
def clock(monkeypatch):
    """The present moment of the site, set by the journey."""
    made = Clock(OPENS.replace(hour=9))
    monkeypatch.setattr("django.utils.timezone.now", made.now)
    return made


@pytest.fixture
def people(transactional_db, regions, clock):
    """Everybody who will take part, with an account each; four organisations."""
    make_account("office")
    make_account("government", Role.GOVERNMENT)
    make_account("supervisor", Role.SUPERVISOR)
    for name in ASSESSORS:
        make_account(name, Role.ASSESSOR)
    for name in MEMBERS:
        make_account(name, Role.COMMITTEE)
    for name in DEPARTMENTS:
        make_account(name.replace("_", "-"), Role.DEPARTMENT, f"350200/{name}")
    organisations = [make_organisation(number) for number in (71, 72, 73, 74)]
    for number, one in enumerate(organisations, start=71):
        make_account(f"applicant-{number}", Role.APPLICANT, one.code)
    return organisations


@pytest.fixture
def enter(chromium, live_server, people, clock):
    """A function that opens a page as somebody, each in a browser of their own, signed in by the hour."""
    known = {}

    def entered(username, address, *, scripts=True):
        page, since = known.get((username, scripts), (None, None))
        if page is None:
            context = chromium.new_context(
                viewport={"width": 1280, "height": 900}, locale="zh-CN", java_script_enabled=scripts,
                base_url=live_server.url,
            )  # fmt: skip
            page = context.new_page()
            page.set_default_timeout(20_000)
        if username and (since is None or clock.now() - since > timedelta(hours=1)):
            page.context.clear_cookies()
            page.goto("/sign-in/")
            page.fill("input[name=username]", username)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_load_state()
            since = clock.now()
        known[(username, scripts)] = (page, since)
        page.goto(address)
        return page

    yield entered
    for page, _since in known.values():
        page.context.close()


def stage(name: str) -> str:
    """Return the address of a stage's page."""
    return f"/desk/rounds/{ROUND}/{name}/"


def send(page) -> None:
    """Press the button that ends the page's form, and wait for the answer."""
    with page.expect_navigation():
        page.locator("main form:not(.filter) button[type=submit]:not(.secondary):not(.plain)").last.press(
            "Enter"
        )


def begin(enter, name: str) -> None:
    """Let the office begin a stage under its name."""
    page = enter("office", f"{stage(name)}begin/", scripts=False)
    page.fill("input[name=office]", SEAL)
    send(page)
    assert Stage.objects.get(round__code=ROUND, stage=name).state == "open", page.locator("main").inner_text()


def close(enter, name: str, *, on: int, off: int) -> None:
    """Let the office read the preview and close a stage on exactly that result."""
    page = enter("office", f"{stage(name)}close/", scripts=False)
    lead = page.locator("main .lead").inner_text()
    assert re.findall(r"\d+", lead)[:2] == [str(on), str(off)], page.locator("main").inner_text()
    page.fill("input[name=office]", SEAL)
    send(page)
    assert Stage.objects.get(round__code=ROUND, stage=name).state == "closed", page.locator(
        "main"
    ).inner_text()


def test_every_role_carries_one_round_from_the_call_to_the_honours(enter, people, clock):
    _open_the_round(enter, clock)
    _apply(enter, people, clock)
    _check(enter, clock)
    _inquire(enter, clock)
    _survey(enter)
    _mark(enter, clock, "documents", percent=60)
    _mark(enter, clock, "site", percent=65)
    _hear(enter)
    _consult(enter, clock)
    _vote(enter)
    _publish_and_object(enter, clock)
    _approve_and_grant(enter)
    _read_what_came_of_it(enter)
    assert verify_book("350200").ok


def _open_the_round(enter, clock):
    page = enter("office", "/desk/rounds/open/", scripts=False)
    book = BOOK.read_text(encoding="utf-8").replace("assessors: 5", "assessors: 3")
    page.fill("textarea[name=source]", book.replace("at_most: 5", "at_most: 3"))
    page.fill("input[name=code]", ROUND)
    page.fill("input[name=session]", "1")
    page.fill("input[name=opens_day]", "2025-02-18")
    page.fill("input[name=closes_day]", "2025-03-17")
    send(page)
    page.locator("main form input[type=text]").last.fill(_authority_asked(page))
    send(page)
    clock.to("2025-02-18")


def _authority_asked(page):
    return SEAL if page.get_by_text(SEAL).count() else "厦门市"


def _apply(enter, people, clock):
    from zhiheng.programmes.awards.queries.drafts import place_of
    from zhiheng.registers.models import Account

    for number, one in enumerate(people, start=71):
        by = Actor(
            Account.objects.get(username=f"applicant-{number}").code, frozenset({(Role.APPLICANT, one.code)})
        )
        place = place_of(ROUND, one.code)
        if number == 71:
            fill(place, by, clock.now(), but=("contact",))
            _finish_the_application(enter, one)
        else:
            handed_in(place, by, clock.now())
    clock.to("2025-03-18")


def _finish_the_application(enter, organisation):
    root = f"/applications/{ROUND}/{organisation.code}/"
    page = enter("applicant-71", f"{root}sections/contact/")
    page.fill("input[name=contact]", "联系人甲")
    page.fill("input[name=phone]", "0592-0000001")
    page.locator("#saved-state", has_text=re.compile(r"已保存 \d")).wait_for()
    page.goto(f"{root}submit/")
    for tick in page.locator("main form input[type=checkbox]").all():
        tick.check()
    send(page)
    expect(page.locator("h1")).to_have_text("申报回执", use_inner_text=True)


def _check(enter, clock):
    begin(enter, "conformity")
    page = enter("office", stage("conformity"), scripts=False)
    page.locator("input[name=scope][value=waiting]").check()
    page.locator("input[name=holds][value=yes]").check()
    page.fill("[name=evidence]", "行业排名证明")
    with page.expect_navigation():
        page.get_by_role("button", name="预览").click()
    send(page)
    close(enter, "conformity", on=4, off=0)


def _inquire(enter, clock):
    begin(enter, "credit")
    for department in DEPARTMENTS:
        page = enter(department.replace("_", "-"), f"/departments/{ROUND}/credit/", scripts=False)
        if department == "taxation":
            page.locator("tbody tr").nth(3).locator("input[type=checkbox]").check()
            page.locator("tbody tr").nth(3).locator("textarea").fill("2024年欠税，尚未缴清")
        page.locator("input[name=confirmed]").check()
        send(page)
    close(enter, "credit", on=3, off=1)


def _survey(enter):
    begin(enter, "satisfaction")
    page = enter("office", stage("satisfaction"), scripts=False)
    for row in page.locator("main table tbody tr").all():
        row.locator("input").nth(0).fill("120")
        row.locator("input").nth(1).fill("88.5")
    send(page)
    close(enter, "satisfaction", on=3, off=0)


def _mark(enter, clock, name, *, percent):
    if name == "documents":
        _register_experts(enter)
    _form_the_panel(enter, name)
    begin(enter, name)
    for place, username in enumerate(ASSESSORS):
        _declare_no_interest(enter, username, name)
        for number in (1, 2, 3):
            _fill_the_sheet(enter, username, f"{ROUND}-{number:04d}", name, percent + 5 * place - 5 * number)
    close(enter, name, on=3, off=0)


def _register_experts(enter):
    for username in (*ASSESSORS, *MEMBERS):
        page = enter("office", "/experts/350200/register/", scripts=False)
        page.fill("input[name=name]", f"示例专家{username}")
        page.fill("input[name=username]", username)
        send(page)


def _form_the_panel(enter, name):
    page = enter("office", f"/panels/{ROUND}/{name}/form/", scripts=False)
    page.fill("input[name=name]", "一组")
    for place, username in enumerate(ASSESSORS):
        choice = page.locator(f"select[name=seat-{place}] option", has_text=username).get_attribute("value")
        page.select_option(f"select[name=seat-{place}]", choice)
    if page.locator("select[name=lead]").count():
        page.select_option("select[name=lead]", "0")
    for tick in page.locator("input[name=cases]").all():
        tick.check()
    send(page)


def _declare_no_interest(enter, username, name):
    page = enter(username, f"/review/interests/{ROUND}/{name}/", scripts=False)
    if page.locator("main form button[type=submit]").count():
        for tick in page.locator("main form input[type=checkbox]").all():
            tick.check()
        send(page)


def _fill_the_sheet(enter, username, case, name, percent):
    page = enter(username, f"/review/{case}/{name}/")
    fields = page.locator("input[name^='mark-']")
    fields.first.focus()
    for _ in range(fields.count()):
        page.keyboard.type(str(percent))
        page.keyboard.press("Enter")
    page.locator("#saved[data-state=saved]").wait_for()
    page.goto(f"/review/{case}/{name}/sign/")
    page.locator("input[name=own]").check()
    send(page)
    expect(page.get_by_text("已签署").first).to_be_attached()


def _hear(enter):
    _form_the_panel(enter, "hearing")
    begin(enter, "hearing")
    for place, username in enumerate(ASSESSORS):
        for number in (1, 2, 3):
            page = enter(username, f"/review/{ROUND}-{number:04d}/hearing/hearing/", scripts=False)
            page.fill("input[name=points]", str(90 - 5 * number + place))
            send(page)
    close(enter, "hearing", on=3, off=0)


def _consult(enter, clock):
    begin(enter, "opinions")
    page = enter("ecology", f"/departments/{ROUND}/opinions/", scripts=False)
    page.locator("input[name=confirmed]").check()
    send(page)
    clock.past(Stage.objects.get(round__code=ROUND, stage="opinions").due_at)
    close(enter, "opinions", on=3, off=0)


def _vote(enter):
    begin(enter, "plenary")
    page = enter("office", f"/ballots/{ROUND}/plenary/desk/", scripts=False)
    for username in MEMBERS:
        for name in ("eligible", "present"):
            page.locator("label", has_text=username).locator(f"input[name={name}]").check()
    send(page)
    for username in MEMBERS:
        _declare_no_interest(enter, username, "plenary")
        page = enter(username, f"/ballots/{ROUND}/plenary/", scripts=False)
        for row in page.locator("main table tbody tr").all():
            row.locator("input[value=yes]").check()
        send(page)
        page.get_by_role("button", name="投出此票").press("Enter")
        page.wait_for_load_state()
        expect(page.locator("code")).to_have_count(3)
    page = enter("office", f"/ballots/{ROUND}/plenary/close/", scripts=False)
    page.get_by_label("办理机关").fill("厦门市评审办")
    page.get_by_role("button", name="结束表决").press("Enter")
    page.wait_for_load_state()
    close(enter, "plenary", on=3, off=0)


def _publish_and_object(enter, clock):
    begin(enter, "notice")
    running = Notice.objects.get(stage__round__code=ROUND)
    clock.set_to(running.starts_at.astimezone(LOCAL).replace(hour=10))
    page = enter("", f"/notices/{ROUND}/notice/object/", scripts=False)
    page.select_option("select[name=case]", label="示例73号有限公司")
    page.fill("textarea[name=grounds]", "营业收入与年报不符，附年报第12页。")
    page.fill("input[name=name]", "林知行")
    page.fill("input[name=contact]", "0592-0000000")
    send(page)
    receipt = page.url
    page = enter("office", stage("notice"), scripts=False)
    page.locator("main table a[href*='/objections/']").first.press("Enter")
    page.wait_for_load_state()
    page.locator("input[name=upheld][value=yes]").check()
    page.fill("textarea[name=decision]", "经核查属实。")
    page.fill("input[name=office]", SEAL)
    send(page)
    page = enter("", receipt, scripts=False)
    expect(page.get_by_text("经核查属实。")).to_have_count(1)
    clock.past(running.ends_at)
    close(enter, "notice", on=2, off=1)


def _approve_and_grant(enter):
    begin(enter, "approval")
    page = enter("government", stage("approval"), scripts=False)
    page.locator("input[name=scope][value=waiting]").check()
    page.locator("input[name=approved][value=yes]").check()
    page.fill("input[name=document]", "厦府〔2025〕1号")
    page.get_by_role("button", name="预览").press("Enter")
    page.wait_for_load_state()
    page.fill("input[name=office]", "厦门市人民政府")
    send(page)
    close(enter, "approval", on=2, off=0)
    begin(enter, "granting")
    close(enter, "granting", on=2, off=0)


def _read_what_came_of_it(enter):
    page = enter("", "/honours/?organisation=示例7", scripts=False)
    winners = [cell for cell in page.locator("main tbody tr").all_inner_texts() if "示例7" in cell]
    assert [re.search(r"示例\d+号", one)[0] for one in winners] == ["示例71号", "示例72号"]
    page = enter("applicant-74", f"/cases/{ROUND}-0004/", scripts=False)
    expect(page.get_by_text("2024年欠税，尚未缴清").first).to_be_attached()
    page = enter("supervisor", f"/desk/rounds/{ROUND}/recompute/", scripts=False)
    page.get_by_role("button", name="重新计算").press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_text("重算结果与记录完全相同")).to_have_count(1)
