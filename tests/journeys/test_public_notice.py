"""A citizen reads a notice, objects, keeps the receipt; the office upholds it; the receipt tells."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from factories import DECLARED, OFFICE, SHORT, attest_all, make_organisation, make_round
from zhiheng.casework import actions as casework

from .conftest import send

pytestmark = pytest.mark.browser


@pytest.fixture
def noticed(site):
    """A notice that runs today with two cases on it."""
    now = timezone.now()
    opens_at, begun = now - timedelta(days=30), now - timedelta(days=2)
    round_ = make_round(
        "now-1", source=SHORT, session="2", opens_at=opens_at, closes_at=now - timedelta(days=5), now=opens_at
    )
    new = [
        casework.NewCase(one.code, one.name, one.region, DECLARED)
        for one in (make_organisation(number) for number in (71, 72))
    ]
    cases = casework.open_cases(round_code="now-1", by=OFFICE, now=opens_at, cases=new)
    casework.open_stage(round_code="now-1", stage="conformity", by=OFFICE, now=begun)
    attest_all(round_, cases)
    casework.close_stage(round_code="now-1", stage="conformity", by=OFFICE, now=begun)
    casework.open_stage(round_code="now-1", stage="notice", by=OFFICE, now=begun)
    return cases


def test_a_citizen_objects_without_scripts_and_the_receipt_tells_the_decision(visit, noticed):
    page = visit("/notices/", scripts=False, width=375)
    page.get_by_role("link", name="示例短流程奖").first.click()
    page.get_by_role("link", name="提出异议").click()
    page.get_by_label("异议对象").select_option(label="示例71号有限公司")
    page.get_by_label("事实和理由").fill("营业收入与年报不符。")
    page.get_by_label("姓名或单位名称").fill("林知行")
    page.get_by_label("联系电话或地址").fill("0592-0000000")
    send(page, "提交异议")
    receipt = page.url
    expect(page.get_by_role("heading", name="异议回执")).to_have_count(1)
    _uphold(visit)
    page.goto(receipt)
    expect(page.get_by_text("经核查属实。")).to_have_count(1)
    assert "林知行" not in page.content()
    page.goto("/notices/now-1/notice/")
    expect(page.get_by_text("经核查属实。")).to_have_count(1)
    assert "林知行" not in page.content()


def test_the_office_takes_a_letter_down_and_prints_its_receipt(visit, noticed):
    page = visit("/desk/rounds/now-1/notice/", username="office", scripts=False, width=375)
    page.get_by_role("link", name="录入书面异议").click()
    page.get_by_label("异议对象").select_option(label="示例72号有限公司")
    received = timezone.localtime() - timedelta(hours=1)
    page.get_by_label("收到时间").fill(f"{received:%Y-%m-%dT%H:%M}")
    page.get_by_label("异议人姓名或单位名称").fill("陈某")
    page.get_by_label("异议人的联系电话或地址").fill("厦门市某路1号")
    page.get_by_label("事实和理由（照录原文）").fill("专利不属于该单位。")
    page.get_by_label("随附的证据材料").fill("专利登记簿副本1份")
    page.get_by_label("办理机关（单位）名称").fill("厦门市评审办")
    send(page, "录入异议")
    page.get_by_role("link", name="打开并打印").click()
    expect(page.get_by_role("heading", name="异议回执")).to_have_count(1)


def _uphold(visit):
    page = visit("/desk/rounds/now-1/notice/", username="office", scripts=False)
    page.get_by_role("table").get_by_role("link", name="示例71号有限公司").click()
    page.get_by_label("异议成立，公示环节结束时终止该办件").check()
    page.get_by_label("查明的情况和处理理由").fill("经核查属实。")
    page.get_by_label("办理机关（单位）名称").fill("厦门市评审办")
    send(page, "作出处理决定")
    expect(page.get_by_text("异议已处理。")).to_have_count(1)


PUBLIC = ("/notices/", "/notices/now-1/notice/", "/notices/now-1/notice/object/")
INSIDE = (
    "/desk/",
    "/desk/rounds/now-1/",
    "/desk/rounds/now-1/cases/",
    "/desk/rounds/now-1/notice/",
    "/desk/rounds/now-1/notice/close/",
    "/desk/rounds/now-1/notice/objections/record/",
    "/desk/rounds/xm-7/credit/",
    "/desk/rounds/now-1/conformity/",
    "/desk/rounds/xm-7/credit/begin/",
    "/cases/now-1-0001/withdraw/",
    "/supervision/now-1/",
)


@pytest.mark.looks
@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "zh-CN"), (375, "dark", "en-GB")])
def test_no_page_of_the_procedures_has_a_barrier_or_scrolls_sideways(visit, noticed, width, theme, language):
    found = {}
    for username, addresses in (("", PUBLIC), ("office", INSIDE)):
        page = visit(width=width, theme=theme, language=language, username=username)
        for address in addresses:
            page.goto(address)
            violations = Axe().run(page).response["violations"]
            serious = [
                one["id"] for one in violations if one["impact"] in ("serious", "critical", "moderate")
            ]
            wide = page.evaluate("document.documentElement.scrollWidth") > width
            if serious or wide:
                found[address] = (serious, wide)
    assert found == {}
