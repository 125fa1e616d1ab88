"""The office opens a round and takes applications in; the supervisor computes a round again."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from factories import SHORT, make_account, make_cases, make_round
from zhiheng.core.actor import Role

from .conftest import send

pytestmark = pytest.mark.browser


def test_the_office_opens_a_round_after_seeing_its_calendar(visit):
    page = visit("/desk/rounds/open/", username="office", scripts=False)
    page.get_by_label("或粘贴规则书正文").fill(SHORT.replace("short-award", "new-award"))
    page.get_by_label("届次代码").fill("new-1")
    page.get_by_label("届次（序号或年度）").fill("1")
    page.get_by_label("申报开始日").fill("2026-12-01")
    page.get_by_label("申报截止日").fill("2026-12-31")
    send(page, "推算日程")
    expect(page.locator("h1")).to_have_text("届次日程", use_inner_text=True)
    expect(
        page.get_by_role("row", name=re.compile("符合性审查")).get_by_text("推算", exact=True)
    ).to_have_count(1)
    page.get_by_label("办理机关（单位）名称").fill("厦门市评审办")
    page.get_by_role("button", name="开启届次").click()
    page.wait_for_url("**/calls/new-1/")


def test_a_broken_rulebook_is_told_by_line_and_nothing_typed_is_lost(visit):
    page = visit("/desk/rounds/open/", username="office", scripts=False)
    page.get_by_label("或粘贴规则书正文").fill(SHORT.replace("kind: award", "kind: prize", 1))
    page.get_by_label("届次代码").fill("new-1")
    page.get_by_label("届次（序号或年度）").fill("1")
    page.get_by_label("申报开始日").fill("2026-12-01")
    page.get_by_label("申报截止日").fill("2026-12-31")
    send(page, "推算日程")
    expect(page.get_by_role("alert").first).to_contain_text("第 3 行", use_inner_text=True)
    expect(page.get_by_label("或粘贴规则书正文")).to_have_value(re.compile(re.escape("kind: prize")))
    expect(page.get_by_label("届次代码")).to_have_value("new-1")


def test_the_office_finds_sorts_and_exports_the_applications(visit):
    make_cases(make_round("xm-8", session="8"), 3, first=31)
    page = visit("/desk/rounds/xm-8/applications/", username="office", scripts=False)
    page.get_by_label("申报单位或办件编号").fill("32号")
    send(page, "筛选办件")
    expect(page.locator("tbody tr")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出工作簿").click()
    assert download.value.suggested_filename == "xm-8-申报名单.xlsx"


def test_the_supervisor_computes_a_round_again_with_one_click_and_takes_its_dossier(visit):
    make_account("supervisor", Role.SUPERVISOR, "350200")
    page = visit("/desk/rounds/short-1/recompute/", username="supervisor", scripts=False)
    send(page, "重新计算")
    expect(page.get_by_text("重算结果与记录完全相同")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载卷宗").click()
    assert download.value.suggested_filename == "short-1-dossier.zip"


@pytest.mark.looks
@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "zh-CN"), (375, "dark", "en-GB")])
def test_no_page_of_the_office_has_a_barrier_or_scrolls_sideways(visit, width, theme, language):
    page = visit("/", username="office", width=width, theme=theme, language=language)
    found = {}
    rest = ("open/", "xm-7/applications/", "xm-7/applications/import/", "short-1/recompute/")
    for address in rest:
        page.goto(f"/desk/rounds/{address}")
        grave = [one["id"] for one in Axe().run(page).response["violations"] if one["impact"] != "minor"]
        if grave or page.evaluate("document.documentElement.scrollWidth") > width:
            found[address] = grave
    assert found == {}
