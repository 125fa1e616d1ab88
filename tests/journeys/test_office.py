"""The award office carries a short round from its first stage to the honours, in the browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from factories import DECLARED, OFFICE, SHORT, make_organisation, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Notice

from .conftest import send

pytestmark = pytest.mark.browser
SEAL = "厦门市评审办"


@pytest.fixture
def today(site):
    """A short round whose applications closed yesterday, with three cases."""
    now = timezone.now()
    opens_at = now - timedelta(days=30)
    make_round(
        "now-1", source=SHORT, session="2", opens_at=opens_at, closes_at=now - timedelta(days=1), now=opens_at
    )
    organisations = [make_organisation(number) for number in (71, 72, 73)]
    new = [casework.NewCase(one.code, one.name, one.region, DECLARED) for one in organisations]
    return casework.open_cases(round_code="now-1", by=OFFICE, now=opens_at, cases=new)


def seal(page, button):
    """Write the name of the office and press the button of an official act."""
    page.get_by_label("办理机关（单位）名称").fill(SEAL)
    send(page, button)


def to_stage(page, title):
    """Go to a stage by its row in the round's calendar."""
    page.goto("/desk/rounds/now-1/")
    page.get_by_role("rowheader", name=title).get_by_role("link").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_office_carries_a_round_to_its_honours(visit, today, scripts):
    page = visit("/desk/", username="office", scripts=scripts)
    line = page.get_by_role("listitem").filter(has_text="可以开始“符合性审查”。").filter(has_text="第2届")
    line.get_by_role("link", name="开始本环节").click()
    seal(page, "开始本环节")
    _attest(page)
    page.get_by_role("link", name="预览结束结果").click()
    expect(page.get_by_text("2 个进入下一环节，1 个终止。")).to_have_count(1)
    seal(page, "结束本环节")
    to_stage(page, "公示")
    page.get_by_role("link", name="查看开始后的安排").click()
    seal(page, "开始本环节")
    _let_the_notice_run()
    _close(page, "公示")
    _approve(page)
    _close(page, "批准")
    _begin(page, "授奖")
    _close(page, "授奖")
    page.goto("/honours/?organisation=示例71号")
    expect(page.get_by_role("link", name="示例71号有限公司")).to_have_count(1)


def _attest(page):
    page.get_by_label("全部待办的办件").check()
    page.get_by_label("符合", exact=True).check()
    page.get_by_label("依据").fill("行业排名")
    send(page, "预览")
    send(page, "认定 3 个办件")
    page.get_by_label("示例73号有限公司").check()
    page.get_by_label("不符合").check()
    page.get_by_label("依据").fill("排名证明不实")
    send(page, "预览")
    send(page, "认定 1 个办件")


def _let_the_notice_run():
    now = timezone.now()
    Notice.objects.filter(stage__round__code="now-1").update(
        starts_at=now - timedelta(days=9), ends_at=now - timedelta(seconds=1)
    )


def _begin(page, title):
    to_stage(page, title)
    page.get_by_role("link", name="查看开始后的安排").click()
    seal(page, "开始本环节")


def _close(page, title):
    to_stage(page, title)
    page.get_by_role("link", name="预览结束结果").click()
    seal(page, "结束本环节")


def _approve(page):
    _begin(page, "批准")
    page.get_by_label("全部待办的办件").check()
    page.get_by_label("已批准", exact=True).check()
    page.get_by_label("文号").fill("厦府〔2026〕1号")
    send(page, "预览")
    seal(page, "录入 2 个办件的批准意见")


def test_an_official_act_is_done_by_keyboard_alone(visit, today):
    page = visit("/desk/rounds/now-1/conformity/begin/", username="office")
    page.get_by_label("办理机关（单位）名称").focus()
    page.keyboard.type("350200")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/rounds/now-1/conformity/")
    expect(page.get_by_text("本环节已开始。")).to_have_count(1)
