"""A consulted department answers for its list in one form, on a telephone too."""

import pytest
from playwright.sync_api import expect

from factories import AFTER, OFFICE, make_account
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Reply
from zhiheng.core.actor import Role

from .conftest import send

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(site):
    """The credit inquiry of the running round is open and the tax department has an account."""
    casework.open_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    make_account("taxation", Role.DEPARTMENT, "350200/taxation")


@pytest.mark.parametrize("width", [1280, 375])
def test_a_department_comes_from_its_desk_marks_one_says_why_and_changes_it(visit, asked, width):
    page = visit("/desk/", username="taxation", scripts=False, width=width)
    page.get_by_role("link", name="答复").click()
    page.get_by_role("checkbox", name="有不良记录").nth(1).check()
    page.get_by_label("经查，名单中其余单位均无不良记录或反对意见。").check()
    send(page, "提交对 3 个办件的答复")
    expect(page.get_by_text("请写明该单位的不良记录或反对理由。")).to_have_count(2)
    page.get_by_label("示例02号有限公司：情况说明或意见").fill("2025年第一季度欠税公告")
    send(page, "提交对 3 个办件的答复")
    expect(page.get_by_text("已记录 3 个办件。")).to_have_count(1)
    expect(page.get_by_label("示例02号有限公司：情况说明或意见")).to_have_value("2025年第一季度欠税公告")
    page.get_by_role("checkbox", name="有不良记录").nth(1).uncheck()
    page.get_by_label("示例02号有限公司：情况说明或意见").fill("")
    page.get_by_label("经查，名单中其余单位均无不良记录或反对意见。").check()
    send(page, "更改答复")
    assert Reply.objects.filter(withdrawn_at=None, is_adverse=True).count() == 0
    assert Reply.objects.count() == 4


def test_the_list_is_answered_by_keyboard_alone(visit, asked):
    page = visit("/departments/xm-7/credit/", username="taxation")
    page.get_by_label("经查，名单中其余单位均无不良记录或反对意见。").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/departments/xm-7/credit/?as=taxation")
    assert Reply.objects.filter(withdrawn_at=None).count() == 3


def test_the_office_records_a_paper_reply_on_a_telephone_with_large_targets(visit, asked):
    page = visit("/desk/rounds/xm-7/credit/", username="office", width=375, scripts=False)
    page.get_by_role("link", name="录入来函答复").nth(1).click()
    expect(page.get_by_role("heading", name="录入来函答复")).to_have_count(1)
    targets = [
        page.get_by_text("有不良记录", exact=True).first.locator("xpath=.."),
        page.locator(".confirmed label"),
    ]
    assert [one.bounding_box()["height"] >= 44 for one in targets] == [True, True]
    page.get_by_label("经查，名单中其余单位均无不良记录或反对意见。").check()
    send(page, "提交对 3 个办件的答复")
    assert Reply.objects.filter(withdrawn_at=None, department="taxation").count() == 3
