"""A committee meeting in a real browser: the office conducts, members vote in secret and check their receipts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from factories import PASSWORD, make_account
from review.conftest import Judged, cast
from zhiheng.core.actor import Role
from zhiheng.review.models import MemberVoted

from .conftest import send
from .test_assessor import admit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BALLOT = "/ballots/xm-7/plenary/"
LEAVE = f"{BALLOT}candidates/xm-7-0001/step-back/"


@pytest.fixture
def meeting(transactional_db, regions):
    """Nine members at an open vote on three cases, with an office and a supervisor."""
    judged = Judged()
    judged.committee = judged.to_ballot()
    admit(judged.committee[0][1], Role.COMMITTEE)
    make_account("office")
    make_account("supervisor", Role.SUPERVISOR)
    return judged


@pytest.fixture
def enter(chromium, live_server, meeting):
    """A function that signs somebody in and opens a page, in a browser context of its own."""
    contexts = []

    def opened(username, address, *, width=1280, scripts=True, theme="light", language="zh-CN"):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, locale=language, java_script_enabled=scripts,
            color_scheme=theme, base_url=live_server.url,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_load_state()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_member_votes_keeps_the_receipt_and_checks_it_after_the_office_has_ended_the_vote(enter, meeting):
    page = enter("member0", "/review/", scripts=False)
    page.get_by_role("link", name="前往表决").click()
    for choice in ("同意", "反对", "弃权"):
        row = page.get_by_role("row").nth(("同意", "反对", "弃权").index(choice) + 1)
        row.get_by_label(choice).check()
    send(page, "核对表决票")
    send(page, "投出此票")
    numbers = page.locator("code").all_inner_texts()
    assert [len(number) for number in numbers] == [64, 64, 64]
    for _, account in meeting.committee[1:]:
        cast(account, dict.fromkeys(meeting.codes[:3], "yes"))
    office = enter("office", f"{BALLOT}desk/", scripts=False)
    office.get_by_role("link", name="结束表决").click()
    office.get_by_label("办理机关").fill("厦门市评审办")
    send(office, "结束表决")
    page.goto(f"{BALLOT}receipt/")
    page.get_by_label("候选单位").select_option(label="示例02号有限公司")
    page.get_by_label("您的选择").select_option(label="反对")
    page.get_by_label("回执上的选票编号").fill(numbers[1])
    send(page, "核验选票")
    expect(page.get_by_role("status")).to_have_text(
        "核验通过：该编号、该选择的选票已经计入。", use_inner_text=True
    )


def test_a_member_votes_by_keyboard_alone_and_may_change_the_paper_before_it_is_cast(enter):
    page = enter("member0", BALLOT)
    page.locator("input[type=radio]").first.focus()
    for _ in range(3):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        while page.locator("main a:focus").count():  # a candidate's papers stand between two votes
            page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/confirm/")
    expect(page.locator("h1")).to_have_text("请确认您的表决票", use_inner_text=True)
    page.get_by_role("button", name="返回修改").press("Enter")
    expect(page.locator("input:checked")).to_have_count(3)
    assert MemberVoted.objects.count() == 0


def test_a_doubled_click_shows_the_receipt_and_casts_one_paper(enter):
    page = enter("member0", BALLOT)
    for row in range(1, 4):
        page.get_by_role("row").nth(row).get_by_label("同意").check()
    send(page, "核对表决票")
    page.get_by_role("button", name="投出此票").dblclick()
    page.wait_for_selector("text=您的表决票已投入票箱")
    expect(page.locator("code")).to_have_count(3)
    assert MemberVoted.objects.count() == 1


MEMBER = (BALLOT, "/review/", LEAVE, "/review/interests/xm-7/plenary/")
OFFICE = ("/panels/xm-7/documents/", "/panels/xm-7/defence/", f"{BALLOT}desk/", f"{BALLOT}close/", f"{BALLOT}receipt/",
          "/experts/", "/experts/350200/register/", "/experts/350200/interests/", "/panels/xm-7/defence/form/",
          "/review/xm-7-0001/documents/marks/", "/panels/xm-7/documents/recuse/",
          "/panels/xm-7/documents/recuse/xm-7-0001/", "/panels/xm-7/defence/refill/")  # fmt: skip


@pytest.mark.looks
@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "zh-CN"), (375, "dark", "en-GB")])
def test_no_page_of_the_meeting_has_a_barrier_or_scrolls_sideways(enter, width, theme, language):
    found = {}
    look = {"width": width, "theme": theme, "language": language}
    for username, addresses in (
        ("member0", (BALLOT, "/review/", LEAVE, "/review/interests/xm-7/plenary/")),
        ("office", OFFICE),
    ):
        page = enter(username, "/", **look)
        for address in addresses:
            assert page.goto(address).status == 200
            violations = Axe().run(page).response["violations"]
            bad = [one["id"] for one in violations if one["impact"] in ("serious", "critical", "moderate")]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                bad.append("sideways")
            if bad:
                found[address] = bad
    assert found == {}
